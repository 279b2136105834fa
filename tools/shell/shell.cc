// kith shell: statements typed in, over as many lines as they take, each ended by `;`.
//
//     kith> MATCH (p:Person)
//      ...> RETURN p.name;
//
// Lines that begin with `:` are commands of the shell. Ctrl-C stops a statement that runs, else clears what was
// typed; Ctrl-D ends. Without a terminal there is no prompt, and the first error ends the shell.
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "common/format.h"
#include "common/interrupt.h"
#include "common/io.h"
#include "common/open.h"
#include "common/program.h"
#include "kith/text.h"
#include "shell/session.h"
#include "shell/show.h"

namespace kith::tools {

namespace {

constexpr char kHelp[] =
    "Statements end with ; and may take several lines. BEGIN, COMMIT and ROLLBACK group them.\n"
    "  :help    this text\n"
    "  :schema  labels, relationship types, indexes and constraints\n"
    "  :quit    leave (also Ctrl-D)\n"
    "Ctrl-C stops a running statement, or clears what was typed.\n";

class Shell {
 public:
  explicit Shell(Store& store)
      : store_(store),
        session_(store),
        interactive_(is_terminal(STDIN_FILENO)),
        format_(make_format(is_terminal(STDOUT_FILENO) ? Format::kTable : Format::kJsonl, false,
                            [this](std::string_view text) { return output_.write(text); })) {}

  int run() {
    LineReader lines(STDIN_FILENO);
    std::string_view line;
    while (!done_) {
      prompt();
      const LineReader::Outcome outcome = lines.next(line);
      if (interrupted()) {
        clear_interrupt();
        if (!interactive_) return kExitInterrupted;
        lines.discard_partial();
        pending_.clear();
        say("\n");
        if (outcome != LineReader::Outcome::kEnd) continue;
      }
      if (outcome == LineReader::Outcome::kLine) take(line);
      if (outcome == LineReader::Outcome::kEnd) return end_of_input();
      if (outcome == LineReader::Outcome::kFailed) return kExitError;
    }
    return status_;
  }

 private:
  void say(std::string_view text) { (void)write_all(STDOUT_FILENO, text); }

  void prompt() {
    if (!interactive_) return;
    const char* text = !pending_.empty() ? " ...> " : session_.in_transaction() ? "kith*> " : "kith> ";
    say(text);
  }

  void take(std::string_view line) {
    if (pending_.empty() && !line.empty() && line.front() == ':') return command(line);
    pending_ += line;
    pending_ += '\n';
    const std::string text = std::exchange(pending_, {});
    const Script script = split_script(text);
    for (const ScriptStatement& statement : script.statements) {
      if (!statement.complete) {
        pending_ = text.substr(statement.offset);
        return;
      }
      execute(statement.text);
      if (done_) return;
    }
    if (script.open) pending_ = text;  // a comment that goes on
  }

  void command(std::string_view line) {
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.remove_suffix(1);
    if (line == ":quit" || line == ":exit") {
      done_ = true;
    } else if (line == ":help") {
      say(kHelp);
    } else if (line == ":schema") {
      schema();
    } else {
      print_error("there is no command " + std::string(line) + "; :help lists them");
      if (!interactive_) stop(kExitUsage);
    }
  }

  void schema() {
    const Result<StoreInfo> info = store_.info();
    if (!info) return print_error(info.error());
    std::string text;
    const auto counted = [&](const char* title, const auto& entries, const char* prefix) {
      text += title;
      text += entries.empty() ? ": none\n" : ":\n";
      for (const auto& [name, count] : entries) text += "  " + (prefix + name) + "  " + std::to_string(count) + "\n";
    };
    const auto listed = [&](const char* title, const std::vector<std::string>& entries) {
      text += title;
      text += entries.empty() ? ": none\n" : ":\n";
      for (const std::string& entry : entries) text += "  " + entry + "\n";
    };
    counted("Labels", info->labels, ":");
    counted("Relationship types", info->edge_types, ":");
    listed("Indexes", info->indexes);
    listed("Constraints", info->constraints);
    say(text);
  }

  void execute(std::string_view statement) {
    Result<std::optional<Cursor>> cursor = session_.run(statement, {}, {});
    Status status = cursor.status();
    std::uint64_t rows = 0;
    if (status && *cursor) {
      Result<std::uint64_t> shown = show_answer(**cursor, *format_, output_, false);
      status = shown.status();
      if (shown) rows = *shown;
    }
    (void)output_.flush();
    if (output_.has_failed()) return stop(kExitError);
    if (cursor && *cursor) {
      show_profile(**cursor, false);
      for (const Warning& warning : (*cursor)->warnings()) print_warning(warning, statement, 0, "");
    }
    if (!status) {
      session_.fail();
      print_statement_error(status.error(), statement, 0, "");
      if (!interactive_) stop(exit_code(status.error()));
    } else if (*cursor && interactive_) {
      summary(**cursor, rows);
    }
    clear_interrupt();
  }

  void summary(const Cursor& cursor, std::uint64_t rows) {
    const std::optional<Plan> plan = cursor.plan();
    if (plan && !plan->measured) return;  // nothing was run
    std::string text = describe(cursor.changes());
    if (!cursor.columns().empty()) {
      if (!text.empty()) text += ", ";
      text += std::to_string(rows) + (rows == 1 ? " row" : " rows");
    }
    (void)write_all(STDERR_FILENO, "(" + (text.empty() ? "no changes" : text) + ")\n");
  }

  /// Of a script the last statement needs no `;`; at a terminal it was not finished.
  int end_of_input() {
    if (interactive_) {
      say("\n");
    } else {
      const std::string text = std::exchange(pending_, {});
      for (const ScriptStatement& statement : split_script(text).statements) execute(statement.text);
    }
    return status_;
  }

  void stop(int status) {
    status_ = status;
    done_ = true;
  }

  Store& store_;
  Session session_;
  bool interactive_;
  StandardOutput output_;
  std::unique_ptr<RowFormat> format_;
  std::string pending_;
  bool done_ = false;
  int status_ = kExitOk;
};

struct ShellOptions {
  std::string path;
  bool no_files = false;
};

int run_shell(const ShellOptions& options) {
  ignore_broken_pipes();
  int status = kExitOk;
  std::optional<Store> store = open_store_for_statements(
      options.path, {.create_if_missing = false, .allow_files = !options.no_files}, status);
  if (!store) return status;
  {
    const InterruptScope interrupts(*store);
    status = Shell(*store).run();
  }
  return close_store(*store, status);
}

}  // namespace

void add_shell(Program& program) {
  auto options = std::make_shared<ShellOptions>();
  CLI::App& command = program.add("shell", "Statements typed in, answers shown.", "kith shell news.db",
                                  [options] { return run_shell(*options); });
  command.add_option("DB", options->path, "The store's folder")->required();
  command.add_flag("--no-files", options->no_files, "Statements may not read files (LOAD CSV)");
}

}  // namespace kith::tools
