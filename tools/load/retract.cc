// kith retract: articles out of a store again, with what they alone support.
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/interrupt.h"
#include "common/io.h"
#include "common/open.h"
#include "common/program.h"
#include "kith/ingest.h"

namespace kith::tools {

namespace {

struct RetractArguments {
  std::string store;
  std::vector<std::string> keys;
};

int run_retract(const RetractArguments& arguments) {
  int status = kExitOk;
  std::optional<Store> store = open_store(arguments.store, {.create_if_missing = false}, status);
  if (!store) return status;
  const InterruptScope interrupts(*store);
  RetractReport all;
  for (const std::string& key : arguments.keys) {
    if (interrupted()) {
      status = kExitInterrupted;
      break;
    }
    const Result<RetractReport> report = retract(*store, key);
    if (report) {
      all.articles += report->articles;
      all.nodes += report->nodes;
      all.edges += report->edges;
      continue;
    }
    print_error(report.error());
    status = exit_code(report.error());
    if (report.error().code != ErrorCode::kNotFound) break;
  }
  status = close_store(*store, status);
  (void)write_all(STDERR_FILENO, all.to_text() + "\n");
  return status;
}

}  // namespace

void add_retract(Program& program) {
  auto arguments = std::make_shared<RetractArguments>();
  CLI::App& command =
      program.add("retract", "Takes articles out of a store again, with all that they alone support.",
                  "kith retract news.db rome-meeting.txt", [arguments] { return run_retract(*arguments); });
  command.add_option("DB", arguments->store, "The store's folder")->required();
  command.add_option("KEY", arguments->keys, "Keys of articles: a canonical URL, a record's id, a path below its folder")
      ->required();
}

}  // namespace kith::tools
