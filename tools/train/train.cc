// kith train: makes the language model of the loader, and measures one.
#include <unistd.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <fcntl.h>

#include "common/exit_code.h"
#include "common/io.h"
#include "common/messages.h"
#include "common/program.h"
#include "kith/train.h"

namespace kith::tools {

namespace {

struct TrainArguments {
  std::vector<std::string> names;
  std::vector<std::string> hold_out;
  std::vector<std::string> trees;
  std::vector<std::string> evaluate;
  std::string about;
  std::string output;
  std::string model;
  std::uint64_t seed = 1;
  std::uint32_t epochs = TrainOptions{}.epochs;
  std::uint32_t rounds = TrainOptions{}.rounds;
  bool quiet = false;
};

Status write_file(const std::string& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return Error{.code = ErrorCode::kIo, .message = path + ": cannot be written"};
  Status written = write_all(file, bytes);
  if (::close(file) != 0 && written) written = Error{.code = ErrorCode::kIo, .message = path + ": cannot be written"};
  return written;
}

Result<std::string> model_of(const TrainArguments& arguments) {
  if (!arguments.model.empty()) return read_all(arguments.model);
  if (arguments.names.empty() && arguments.trees.empty() && arguments.output.empty()) return std::string();  // built in
  TrainOptions options{.names = arguments.names,
                       .hold_out = arguments.hold_out,
                       .trees = arguments.trees,
                       .seed = arguments.seed,
                       .epochs = arguments.epochs,
                       .rounds = arguments.rounds};
  if (!arguments.about.empty()) {
    KITH_TRY(options.about, read_all(arguments.about));
  }
  if (!arguments.quiet)
    options.progress = [](std::string_view line) {
      static_cast<void>(write_all(STDERR_FILENO, std::string(line) + "\n"));
    };
  return train_model(options);
}

Status train(const TrainArguments& arguments) {
  KITH_TRY(const std::string model, model_of(arguments));
  if (!arguments.output.empty()) KITH_DO(write_file(arguments.output, model));
  if (arguments.evaluate.empty()) return ok();
  KITH_TRY(const std::string table, evaluate_model(model, {.files = arguments.evaluate,
                                                           .hold_out = arguments.hold_out,
                                                           .seed = arguments.seed}));
  return write_all(STDOUT_FILENO, table);
}

int run_train(const TrainArguments& arguments) {
  if (arguments.output.empty() && arguments.evaluate.empty()) {
    print_error("nothing to do: give -o MODEL, --evaluate FILE, or both");
    return kExitUsage;
  }
  const Status done = train(arguments);
  if (done) return kExitOk;
  print_error(done.error());
  return exit_code(done.error());
}

}  // namespace

void add_train(Program& program) {
  auto arguments = std::make_shared<TrainArguments>();
  CLI::App& command = program.add("train", "Makes the loader's language model from annotated texts, or measures one.",
                                  "kith train --ner names.jsonl --trees trees.conllu.gz -o english.model",
                                  [arguments] { return run_train(*arguments); });
  command.add_option("--ner", arguments->names, "Names to learn: JSON Lines {id, text, mentions}");
  command.add_option("--hold-out", arguments->hold_out,
                     "Files among these of which one document in ten is kept for --evaluate");
  command.add_option("--trees", arguments->trees, "Dependency trees to learn: CoNLL-U, also .gz");
  command.add_option("-o,--output", arguments->output, "The model file to write");
  command.add_option("--about", arguments->about, "A text that goes into the model: sources, attribution, licence");
  command.add_option("--seed", arguments->seed, "The order of what is learnt")->capture_default_str();
  command.add_option("--epochs", arguments->epochs, "Times that everything is read")->capture_default_str();
  command.add_option("--rounds", arguments->rounds, "Learners, each with another order, of which the model is the mean")
      ->capture_default_str()
      ->check(CLI::Range(1U, 64U));
  command.add_option("--evaluate", arguments->evaluate, "Files to measure on: .jsonl names, others trees");
  command.add_option("--model", arguments->model, "Measures this model file; else the one just made, else the one built in");
  command.add_flag("-q,--quiet", arguments->quiet, "No line an epoch");
}

}  // namespace kith::tools
