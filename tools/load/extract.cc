// kith extract: what articles say, as JSON Lines, without a store.
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/exit_code.h"
#include "common/interrupt.h"
#include "common/io.h"
#include "common/messages.h"
#include "common/program.h"
#include "load/run.h"

namespace kith::tools {

namespace {

struct ExtractArguments {
  std::vector<std::string> paths;
  std::string date;
};

int run_extract(const ExtractArguments& arguments) {
  const Result<std::optional<Date>> date = reference_date(arguments.date);
  if (!date) {
    print_error("--date: " + date.error().message);
    return kExitUsage;
  }
  ignore_broken_pipes();
  const InterruptScope interrupts;
  std::stop_source stop;
  Result<LoadReport> report = [&] {
    ProgressLine progress;
    return extract(arguments.paths, load_options(*date, progress, stop), [](std::string_view json) {
      return write_all(STDOUT_FILENO, std::string(json) + "\n");
    });
  }();
  if (!report) {
    print_error(report.error());
    return exit_code(report.error());
  }
  print_failures(*report);
  return report->failed > 0 ? kExitError : kExitOk;
}

}  // namespace

void add_extract(Program& program) {
  auto arguments = std::make_shared<ExtractArguments>();
  CLI::App& command = program.add("extract", "Writes what articles say as JSON Lines, without a store.",
                                  "kith extract article.txt --date 2025-05-18",
                                  [arguments] { return run_extract(*arguments); });
  command.add_option("PATH", arguments->paths, "Text files, JSON Lines, folders, or - for standard input")->required();
  command.add_option("--date", arguments->date, "The day that `Sunday` and `yesterday` are counted from");
}

}  // namespace kith::tools
