// kith compact: gives back the room that deleted and replaced rows still take.
//
//     $ kith compact news.db
//     12.3 MB -> 4.5 MB
#include <memory>
#include <optional>
#include <string>

#include "check/report.h"
#include "common/interrupt.h"
#include "common/open.h"
#include "common/program.h"
#include "common/size_text.h"

namespace kith::tools {

namespace {

struct CompactOptions {
  std::string path;
  std::string format;
};

int run_compact(const CompactOptions& options) {
  int status = kExitOk;
  std::optional<Store> store = open_store(options.path, {.create_if_missing = false}, status);
  if (!store) return status;
  const InterruptScope interrupts(*store);
  const Result<CompactReport> report = store->compact();
  if (!report) return close_store(*store, fail(report.error()));
  status = print_report(options.format, size_text(report->bytes_before) + " -> " + size_text(report->bytes_after),
                        {{"bytesBefore", static_cast<std::int64_t>(report->bytes_before)},
                         {"bytesAfter", static_cast<std::int64_t>(report->bytes_after)}});
  return close_store(*store, status);
}

}  // namespace

void add_compact(Program& program) {
  auto options = std::make_shared<CompactOptions>();
  CLI::App& command =
      program.add("compact", "Gives back the room that deleted and replaced data still takes; prints the sizes.",
                  "kith compact news.db", [options] { return run_compact(*options); });
  command.add_option("DB", options->path, "The store's folder")->required();
  command.add_option("--format", options->format, kFormatHelp)->check(CLI::IsMember({"text", "json"}));
}

}  // namespace kith::tools
