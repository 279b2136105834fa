// kith query: one statement from the command line, or a script of them.
//
//     kith query news.db 'MATCH (p:Person {name: $name}) RETURN p' --param name=Marie
//     kith query news.db -f schema.cypher
//
// Each statement of a script is a transaction of its own, unless it stands between BEGIN and COMMIT. The first
// error ends the script.
#include <unistd.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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

struct QueryOptions {
  std::string path;
  std::string statement;
  std::string file;
  std::vector<std::string> parameters;
  std::string format;
  bool typed = false;
  bool read_only = false;
  bool no_files = false;
  double timeout_s = 0;
};

/// The statements to run, and where they are from.
struct Source {
  std::string text;
  std::string name;  ///< empty: the command line
};

Result<Source> source_of(const QueryOptions& options) {
  if (!options.statement.empty()) return Source{options.statement, ""};
  const std::string file = options.file.empty() ? "-" : options.file;
  KITH_TRY(std::string text, read_all(file));
  return Source{std::move(text), file == "-" ? "standard input" : file};
}

/// `k=v` with v a literal of Cypher, or else a text as it is.
Result<Parameters> parameters_of(const std::vector<std::string>& given) {
  Parameters parameters;
  for (const std::string& text : given) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos)
      return Error{.code = ErrorCode::kArgument, .message = "--param wants NAME=VALUE, not '" + text + "'"};
    const std::string written = text.substr(equals + 1);
    Result<Value> value = parse_literal(written);
    parameters.set(text.substr(0, equals), value ? *std::move(value) : Value(written));
  }
  return parameters;
}

Format format_of(const QueryOptions& options) {
  if (options.format == "table") return Format::kTable;
  if (options.format == "csv") return Format::kCsv;
  if (options.format == "json") return Format::kJson;
  if (options.format == "jsonl" || options.typed) return Format::kJsonl;
  return is_terminal(STDOUT_FILENO) ? Format::kTable : Format::kJsonl;
}

/// Runs the script's statements up to the first error, whose exit status it gives.
int run_script(Store& store, const Source& source, const Parameters& parameters, const QueryOptions& options) {
  const InterruptScope interrupts(store);
  RunOptions run_options;
  if (options.timeout_s > 0)
    run_options.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(options.timeout_s * 1000));
  StandardOutput output;
  const auto format = make_format(format_of(options), options.typed, [&](std::string_view text) { return output.write(text); });
  const bool plan_as_json = options.format == "json" || options.format == "jsonl";
  Session session(store);
  for (const ScriptStatement& statement : split_script(source.text).statements) {
    if (interrupted()) return kExitInterrupted;
    Result<std::optional<Cursor>> cursor = session.run(statement.text, parameters, run_options);
    Status status = cursor.status();
    if (status && *cursor) status = show_answer(**cursor, *format, output, plan_as_json).status();
    (void)output.flush();
    if (cursor && *cursor) show_profile(**cursor, plan_as_json);
    if (cursor && *cursor)
      for (const Warning& warning : (*cursor)->warnings())
        print_warning(warning, source.text, statement.offset, source.name);
    if (output.has_failed()) return kExitError;  // nobody is left to tell
    if (!status) {
      print_statement_error(status.error(), source.text, statement.offset, source.name);
      return exit_code(status.error());
    }
    if (*cursor && is_terminal(STDERR_FILENO)) {
      const std::string changed = describe((*cursor)->changes());
      if (!changed.empty()) (void)write_all(STDERR_FILENO, changed + "\n");
    }
  }
  if (session.in_transaction()) {
    print_error("the script ended inside a transaction, which was rolled back");
    return kExitError;
  }
  return kExitOk;
}

int run_query(const QueryOptions& options) {
  ignore_broken_pipes();
  if (options.typed && (options.format == "table" || options.format == "csv")) {
    print_error("--typed goes with --format json or jsonl");
    return kExitUsage;
  }
  const Result<Source> source = source_of(options);
  if (!source) {
    print_error(source.error().message);
    return kExitUsage;
  }
  const Result<Parameters> parameters = parameters_of(options.parameters);
  if (!parameters) {
    print_error(parameters.error().message);
    return kExitUsage;
  }
  int status = kExitOk;
  std::optional<Store> store =
      open_store_for_statements(options.path,
                                {.create_if_missing = false,
                                 .read_only = options.read_only,
                                 .allow_files = !options.no_files},
                                status);
  if (!store) return status;
  return close_store(*store, run_script(*store, *source, *parameters, options));
}

}  // namespace

void add_query(Program& program) {
  auto options = std::make_shared<QueryOptions>();
  CLI::App& command = program.add("query", "Runs statements and prints their rows.",
                                  "kith query news.db 'MATCH (p:Person) WHERE p.name STARTS WITH $x RETURN p.name' --param x=V",
                                  [options] { return run_query(*options); });
  command.add_option("DB", options->path, "The store's folder")->required();
  auto* statement = command.add_option("STATEMENT", options->statement, "Statements, separated by `;`; without: standard input");
  command.add_option("-f,--file", options->file, "Read the statements from a file")->excludes(statement);
  command.add_option("-p,--param", options->parameters, "NAME=VALUE: a literal of Cypher, or else a string; may be repeated")
      ->allow_extra_args(false);  // one value each time: what follows is the statement
  command.add_option("--format", options->format, "table, csv, json or jsonl (default: table on a terminal, else jsonl)")
      ->check(CLI::IsMember({"table", "csv", "json", "jsonl"}));
  command.add_flag("--typed", options->typed, "Write values with their types, as `kith pipe` does (json, jsonl)");
  command.add_flag("--read-only", options->read_only, "Open the store for reading, beside others who do");
  command.add_flag("--no-files", options->no_files, "Statements may not read files (LOAD CSV)");
  command.add_option("--timeout", options->timeout_s, "Seconds after which a statement is stopped")->check(CLI::PositiveNumber);
}

}  // namespace kith::tools
