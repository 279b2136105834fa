// kith load: articles into a store.
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/interrupt.h"
#include "common/io.h"
#include "common/open.h"
#include "common/program.h"
#include "load/changes.h"
#include "load/run.h"

namespace kith::tools {

namespace {

// A load reads little of what it wrote before: more memory makes it no faster, and with this much it keeps below 300 MB.
constexpr std::uint64_t kStoreMemoryBytes = std::uint64_t{128} << 20;

struct LoadArguments {
  std::string store;
  std::vector<std::string> paths;
  std::string date;
  std::string progress = "auto";
  std::vector<std::string> only;
  double confidence_min = 0;
  std::string frames_file;
  bool open = false;
  std::string errors_file;
  LoadFormat format = LoadFormat::kArticles;
  unsigned jobs = 0;
  bool resume = false;
  bool dry_run = false;
  bool explain = false;
};

// A store in a folder for temporary files: what a dry run compares with where there is no store yet.
class EmptyStore {
 public:
  EmptyStore() = default;
  EmptyStore(const EmptyStore&) = delete;
  EmptyStore& operator=(const EmptyStore&) = delete;

  ~EmptyStore() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }

  Result<std::string> make() {
    std::error_code error;
    std::string path = std::filesystem::temp_directory_path(error) / "kith-dry-run-XXXXXX";
    if (error || ::mkdtemp(path.data()) == nullptr)
      return Error{.code = ErrorCode::kIo, .message = "there is no folder for temporary files"};
    path_ = path;
    return path_ + "/empty.db";
  }

 private:
  std::string path_;
};

LoadOptions options_of(const LoadArguments& arguments, std::optional<Date> date, const std::string& frames,
                       ProgressLine& progress, ErrorFile& errors, std::stop_source& stop) {
  LoadOptions options = load_options(date, progress, stop);
  options.failure = [&errors](const LoadFailure& failure) { errors.add(failure); };
  options.jobs = arguments.jobs;
  options.format = arguments.format;
  options.frames = frames;
  options.open = arguments.open;
  options.confidence_min = arguments.confidence_min;
  options.only = arguments.only;
  options.dry_run = arguments.dry_run;
  options.resume = arguments.resume;
  if (arguments.dry_run || arguments.explain)
    options.change = [explained = arguments.explain](const ArticleChange& change) {
      (void)write_all(STDOUT_FILENO, lines_of(change, explained));
    };
  return options;
}

// What was done is said also of a load that was stopped or failed.
int load_into(Store& store, const LoadArguments& arguments, std::optional<Date> date, const std::string& frames) {
  ErrorFile errors;
  std::optional<Loader> loader;
  Status status = ok();
  {
    const InterruptScope interrupts;
    std::stop_source stop;
    ProgressLine progress(arguments.progress == "json");
    if (const Status opened = errors.open(arguments.errors_file); !opened) {
      print_error("--errors: " + opened.error().message);
      return kExitUsage;
    }
    Result<Loader> made = Loader::make(store, options_of(arguments, date, frames, progress, errors, stop));
    if (!made) {
      print_load_error(made.error(), frames, arguments.frames_file);
      return made.error().code == ErrorCode::kArgument ? kExitUsage : exit_code(made.error());
    }
    loader = *std::move(made);
    status = loader->load(arguments.paths);
  }
  const LoadReport& report = loader->report();
  print_failures(report);
  if (!status) print_error(status.error());
  if (loader->has_resumed()) print_error("what was done before was not read again");
  const int exit = !status ? exit_code(status.error()) : report.failed > 0 ? kExitError : kExitOk;
  (void)write_all(STDERR_FILENO, report.to_text() + (arguments.dry_run ? " (nothing was written)\n" : "\n"));
  return exit;
}

int run_load(const LoadArguments& arguments) {
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
  EmptyStore empty;
  std::string path = arguments.store;
  std::error_code error;
  if (arguments.dry_run && !std::filesystem::exists(path, error)) {
    const Result<std::string> made = empty.make();
    if (!made) {
      print_error(made.error());
      return exit_code(made.error());
    }
    path = *made;
  }
  ignore_broken_pipes();
  int status = kExitOk;
  std::optional<Store> store = open_store(path, {.memory_bytes = kStoreMemoryBytes}, status);
  if (!store) return status;
  status = load_into(*store, arguments, *date, *frames);
  return close_store(*store, status);
}

}  // namespace

void add_load(Program& program) {
  auto arguments = std::make_shared<LoadArguments>();
  CLI::App& command = program.add("load", "Loads articles into a store; makes the store if it is missing.",
                                  "kith load news.db articles/ --date 2025-05-18",
                                  [arguments] { return run_load(*arguments); });
  command.add_option("DB", arguments->store, "The store's folder")->required();
  command.add_option("PATH", arguments->paths, "Files, folders, or - for standard input")->required();
  command.add_option("--date", arguments->date, "The day that `Sunday` and `yesterday` are counted from");
  command.add_option("--min-confidence", arguments->confidence_min, "Leaves out claims that are less sure than this")
      ->check(CLI::Range(0.0, 1.0));
  command.add_option("--only", arguments->only, "Kinds of entities to take, as PER,LOC (of PER, ORG, LOC, EVENT)")
      ->delimiter(',')
      ->allow_extra_args(false);  // what follows is a path
  command.add_flag("--dry-run", arguments->dry_run, "Say what would change, with the sentences, and change nothing");
  command.add_flag("--explain", arguments->explain, "Say which rule found each fact, and by which words");
  command.add_flag("--resume", arguments->resume,
                   "Go on where the same command was cut off, without reading again what it had done");
  command.add_option("--progress", arguments->progress, "auto: a line on a terminal; json: objects on standard error")
      ->check(CLI::IsMember({"auto", "json"}));
  command.add_option("--frames", arguments->frames_file, "More of what verbs say, in the form of graph/ingest/frames.txt");
  command.add_flag("--open", arguments->open, "Also what no frame knows, in the verbs' own words: RELATED {predicate}, of low confidence");
  command.add_option("--format", arguments->format,
                     "What files hold: articles, or what others found in them: claims (JSON Lines of {article, subject, type, object, span, "
                     "confidence, valid}), spacy (JSON Lines of {text, ents}), conllu (names as NER=B-PER)")
      ->transform(CLI::CheckedTransformer(std::map<std::string, LoadFormat>{{"articles", LoadFormat::kArticles},
                                                                             {"claims", LoadFormat::kClaims},
                                                                             {"spacy", LoadFormat::kSpacy},
                                                                             {"conllu", LoadFormat::kConllu}}));
  command.add_option("--errors", arguments->errors_file, "A file for all that was not taken: {file, line, column, stage, reason} a line");
  command.add_option("--jobs", arguments->jobs, "Threads that extract; the graph is the same for any number (default: all)")
      ->check(CLI::Range(1U, 256U));
}

}  // namespace kith::tools
