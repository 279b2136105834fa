// kith load: articles into a store.
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/interrupt.h"
#include "common/io.h"
#include "common/open.h"
#include "common/program.h"
#include "load/run.h"

namespace kith::tools {

namespace {

struct LoadArguments {
  std::string store;
  std::vector<std::string> paths;
  std::string date;
  unsigned jobs = 0;
};

Result<LoadReport> load_with_progress(Store& store, const LoadArguments& arguments, std::optional<Date> date) {
  const InterruptScope interrupts;
  std::stop_source stop;
  ProgressLine progress;
  LoadOptions options = load_options(date, progress, stop);
  options.jobs = arguments.jobs;
  return load(store, arguments.paths, options);
}

int run_load(const LoadArguments& arguments) {
  const Result<std::optional<Date>> date = reference_date(arguments.date);
  if (!date) {
    print_error("--date: " + date.error().message);
    return kExitUsage;
  }
  int status = kExitOk;
  std::optional<Store> store = open_store(arguments.store, {}, status);
  if (!store) return status;
  const Result<LoadReport> report = load_with_progress(*store, arguments, *date);
  if (!report) {
    print_error(report.error());
    return close_store(*store, exit_code(report.error()));
  }
  print_failures(*report);
  status = close_store(*store, report->failed > 0 ? kExitError : kExitOk);
  (void)write_all(STDERR_FILENO, report->to_text() + "\n");
  return status;
}

}  // namespace

void add_load(Program& program) {
  auto arguments = std::make_shared<LoadArguments>();
  CLI::App& command = program.add("load", "Loads articles into a store; makes the store if it is missing.",
                                  "kith load news.db articles/ --date 2025-05-18",
                                  [arguments] { return run_load(*arguments); });
  command.add_option("DB", arguments->store, "The store's folder")->required();
  command.add_option("PATH", arguments->paths, "Text files, JSON Lines, folders, or - for standard input")->required();
  command.add_option("--date", arguments->date, "The day that `Sunday` and `yesterday` are counted from");
  command.add_option("--jobs", arguments->jobs, "Threads that extract; the graph is the same for any number (default: all)")
      ->check(CLI::Range(1U, 256U));
}

}  // namespace kith::tools
