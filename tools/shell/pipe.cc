// kith pipe: requests from standard input, answers to standard output, a JSON object a line each.
//
//     {"query": "RETURN $x AS x", "parameters": {"x": 1}}
//     {"columns":["x"],"rows":[[{"$type":"Integer","_value":"1"}]],"stats":{}}
//
// Requests are answered in order, one at a time, those of all sessions together. Each session has a transaction
// of its own; where one would have to wait for another's, which only a later line can end, it gets a conflict.
// Whatever a line says, it gets one answer and the next line is read.
#include <unistd.h>

#include <exception>
#include <map>
#include <memory>
#include <new>
#include <string>

#include "common/interrupt.h"
#include "common/io.h"
#include "common/open.h"
#include "common/program.h"
#include "shell/answer.h"
#include "shell/request.h"
#include "shell/session.h"

namespace kith::tools {

namespace {

class Pipe {
 public:
  explicit Pipe(Store& store) : store_(store) {}

  /// The answer to one line.
  std::string answer(std::string_view line) {
    std::optional<std::string> session;
    try {
      ParsedLine parsed = reader_.read(line);
      session = std::move(parsed.session);
      if (!parsed.request) {
        if (session) session_of(session).fail();
        return error_answer(parsed.request.error(), session);
      }
      std::string text = std::visit([&](const auto& request) { return work(request, session); }, *parsed.request);
      forget_if_idle(session);
      return text;
    } catch (const std::bad_alloc&) {
      return error_answer({.code = ErrorCode::kLimit, .message = "there is not enough memory", .detail = "MemoryLimit"},
                          session);
    } catch (const std::exception& error) {
      return error_answer({.code = ErrorCode::kInternal, .message = error.what()}, session);
    }
  }

 private:
  Session& session_of(const std::optional<std::string>& name) {
    std::unique_ptr<Session>& session = sessions_[name];
    if (session == nullptr) session = std::make_unique<Session>(store_);
    return *session;
  }

  /// A name costs nothing between its transactions.
  void forget_if_idle(const std::optional<std::string>& name) {
    const auto place = sessions_.find(name);
    if (place != sessions_.end() && !place->second->in_transaction()) sessions_.erase(place);
  }

  std::string work(const QueryRequest& request, const std::optional<std::string>& name) {
    Session& session = session_of(name);
    Result<std::optional<Cursor>> cursor = session.run(request.text, request.parameters, {});
    if (!cursor) return error_answer(cursor.error(), name);
    Result<std::string> answer = query_answer(*cursor, name);
    if (answer) return *std::move(answer);
    cursor = std::optional<Cursor>();
    session.fail();
    return error_answer(answer.error(), name);
  }

  std::string work(const ResetRequest&, const std::optional<std::string>& name) {
    sessions_.clear();
    const Status cleared = store_.clear();
    return cleared ? ok_answer(name) : error_answer(cleared.error(), name);
  }

  std::string work(const ProcedureRequest& request, const std::optional<std::string>& name) {
    const Status declared = store_.declare(request.procedure);
    return declared ? ok_answer(name) : error_answer(declared.error(), name);
  }

  Store& store_;
  RequestReader reader_;
  std::map<std::optional<std::string>, std::unique_ptr<Session>> sessions_;
};

int serve(Store& store) {
  ignore_broken_pipes();
  const InterruptScope interrupts(store);
  Pipe pipe(store);
  LineReader lines(STDIN_FILENO);
  std::string_view line;
  while (true) {
    const LineReader::Outcome outcome = lines.next(line);
    if (interrupted()) return kExitInterrupted;
    if (outcome == LineReader::Outcome::kEnd) return kExitOk;
    if (outcome == LineReader::Outcome::kInterrupted) continue;
    if (outcome == LineReader::Outcome::kFailed) {
      print_error("cannot read standard input");
      return kExitError;
    }
    if (line.empty() || line == "\r") continue;
    std::string answer = pipe.answer(line);
    answer += '\n';
    if (!write_all(STDOUT_FILENO, answer)) return kExitOk;  // nobody reads the answers any more
  }
}

int run_pipe(const std::string& path) {
  int status = kExitOk;
  std::optional<Store> store = open_store(path, {}, status);
  if (!store) return status;
  return close_store(*store, serve(*store));
}

}  // namespace

void add_pipe(Program& program) {
  auto path = std::make_shared<std::string>();
  CLI::App& command = program.add("pipe", "Answers requests as JSON Lines, for programs; makes the store if it is missing.",
                                  "echo '{\"query\": \"RETURN 1 AS x\"}' | kith pipe news.db",
                                  [path] { return run_pipe(*path); });
  command.add_option("DB", *path, "The store's folder")->required();
}

}  // namespace kith::tools
