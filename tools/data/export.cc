// kith export: the whole graph as JSON Lines, to compare, to keep, to read elsewhere.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <string>

#include "common/interrupt.h"
#include "common/io.h"
#include "common/open.h"
#include "common/program.h"
#include "data/graph_lines.h"

namespace kith::tools {

namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 16;

struct ExportOptions {
  std::string store;
  std::string format;
  std::string file;
  bool typed = false;
};

// Standard output, or a file that gets its name when it is whole.
class ExportFile {
 public:
  ExportFile() = default;
  ExportFile(const ExportFile&) = delete;
  ExportFile& operator=(const ExportFile&) = delete;

  ~ExportFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(unfinished().c_str());
  }

  Status open(const std::string& path) {
    path_ = path;
    descriptor_ = ::open(unfinished().c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    return descriptor_ < 0 ? failed() : ok();
  }

  Status write(std::string_view text) {
    block_ += text;
    return block_.size() < kBlockBytes ? ok() : flush();
  }

  Status finish() {
    KITH_DO(flush());
    if (descriptor_ < 0) return ok();
    const bool closed = ::close(std::exchange(descriptor_, -1)) == 0;
    return closed && ::rename(unfinished().c_str(), path_.c_str()) == 0 ? ok() : failed();
  }

 private:
  std::string unfinished() const { return path_ + ".unfinished"; }

  Status failed() const {
    return Error{.code = ErrorCode::kIo, .message = "`" + path_ + "` cannot be written: " + std::strerror(errno)};
  }

  Status flush() {
    const std::string block = std::exchange(block_, {});
    return write_all(descriptor_ < 0 ? STDOUT_FILENO : descriptor_, block);
  }

  std::string path_;
  std::string block_;
  int descriptor_ = -1;
};

Result<ExportCounts> write_graph(Store& store, const ExportOptions& options) {
  ExportFile file;
  if (!options.file.empty() && options.file != "-") KITH_DO(file.open(options.file));
  KITH_TRY(const ExportCounts counts, export_graph(store, options.typed, [&](std::string_view line) -> Status {
             if (interrupted()) return Error{.code = ErrorCode::kCancelled, .message = "the export was stopped"};
             return file.write(line);
           }));
  KITH_DO(file.finish());
  return counts;
}

int run_export(const ExportOptions& options) {
  ignore_broken_pipes();
  int status = kExitOk;
  std::optional<Store> store = open_store(options.store, {.create_if_missing = false, .read_only = true}, status);
  if (!store) return status;
  const Result<ExportCounts> counts = [&] {
    const InterruptScope interrupts(*store);
    return write_graph(*store, options);
  }();
  if (!counts) {
    print_error(counts.error());
    return close_store(*store, exit_code(counts.error()));
  }
  status = close_store(*store, status);
  (void)write_all(STDERR_FILENO, std::to_string(counts->nodes) + " nodes, " + std::to_string(counts->edges) +
                                     " relationships\n");
  return status;
}

}  // namespace

void add_export(Program& program) {
  auto options = std::make_shared<ExportOptions>();
  CLI::App& command = program.add("export", "Writes the whole graph in an order that does not depend on how it came about.",
                                  "kith export news.db --format jsonl -o news.jsonl",
                                  [options] { return run_export(*options); });
  command.add_option("DB", options->store, "The store's folder")->required();
  command.add_option("--format", options->format, "jsonl: an object for each node, then one for each relationship")
      ->default_val("jsonl")
      ->check(CLI::IsMember({"jsonl"}));
  command.add_option("-o,--output", options->file, "A file instead of standard output; it gets its name when it is whole");
  command.add_flag("--typed", options->typed, "Values with their types, as kith pipe writes them");
}

}  // namespace kith::tools
