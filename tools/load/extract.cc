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
  std::vector<std::string> only;
  double confidence_min = 0;
  unsigned jobs = 0;
  std::string frames_file;
  bool open = false;
  std::string errors_file;
};

int run_extract(const ExtractArguments& arguments) {
  const Result<std::optional<Date>> date = reference_date(arguments.date);
  if (!date) {
    print_error("--date: " + date.error().message);
    return kExitUsage;
  }
  const Result<std::string> frames = frames_of(arguments.frames_file);
  if (!frames) {
    print_error("--frames: " + frames.error().message);
    return kExitUsage;
  }
  ErrorFile errors;
  if (const Status opened = errors.open(arguments.errors_file); !opened) {
    print_error("--errors: " + opened.error().message);
    return kExitUsage;
  }
  ignore_broken_pipes();
  const InterruptScope interrupts;
  std::stop_source stop;
  Result<LoadReport> report = [&] {
    ProgressLine progress;
    LoadOptions options = load_options(*date, progress, stop);
    options.only = arguments.only;
    options.confidence_min = arguments.confidence_min;
    options.jobs = arguments.jobs;
    options.frames = *frames;
    options.open = arguments.open;
    options.failure = [&errors](const LoadFailure& failure) { errors.add(failure); };
    return extract(arguments.paths, options, [](std::string_view json) {
      return write_all(STDOUT_FILENO, std::string(json) + "\n");
    });
  }();
  if (!report) {
    print_load_error(report.error(), *frames, arguments.frames_file);
    return report.error().code == ErrorCode::kArgument ? kExitUsage : exit_code(report.error());
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
  command.add_option("PATH", arguments->paths, "Files, folders, or - for standard input")->required();
  command.add_option("--date", arguments->date, "The day that `Sunday` and `yesterday` are counted from");
  command.add_option("--min-confidence", arguments->confidence_min, "Leaves out claims that are less sure than this")
      ->check(CLI::Range(0.0, 1.0));
  command.add_option("--only", arguments->only, "Kinds of entities to take, as PER,LOC (of PER, ORG, LOC, EVENT)")
      ->delimiter(',')
      ->allow_extra_args(false);  // what follows is a path
  command.add_option("--jobs", arguments->jobs, "Threads; what is written is the same for any number (default: all)")
      ->check(CLI::Range(1U, 256U));
  command.add_option("--errors", arguments->errors_file, "A file for all that was not taken: {file, line, column, stage, reason} a line");
  command.add_flag("--open", arguments->open, "Also what no frame knows, in the verbs' own words: RELATED {predicate}, of low confidence");
  command.add_option("--frames", arguments->frames_file, "More of what verbs say, in the form of graph/ingest/frames.txt");
}

}  // namespace kith::tools
