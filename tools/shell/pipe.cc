// kith pipe: requests from standard input, answers to standard output, a JSON object a line each.
//
//     {"query": "RETURN $x AS x", "parameters": {"x": 1}}
//     {"columns":["x"],"rows":[[{"$type":"Integer","_value":"1"}]],"stats":{}}
//
// A statement that is asked again and again can be prepared under a name, which all sessions know until `forget`, `reset`
// or the end:
//
//     {"prepare": "MATCH (p:Person {name: $name}) RETURN p.born AS born", "name": "born"}
//     {"prepared":"born","columns":["born"],"parameters":["name"],"writes":false}
//     {"execute": "born", "parameters": {"name": "Marie Curie"}}
//     {"columns":["born"],"rows":[[{"$type":"Integer","_value":"1867"}]],"stats":{}}
//     {"forget": "born"}
//     {"ok":true}
//
// A name that was not prepared is an error with detail "NotPrepared"; preparing a name again replaces it.
//
// Requests of one session are answered in order, one at a time; those of different sessions run at the same time.
// Whatever a line says, it gets one answer and the next line is read.
//
// Threads take turns: whoever reads a line that can be worked on works on it, and another takes over the reading. So
// a client that waits for each answer never waits for one thread to wake another, and there are as many threads as
// requests at work, and one or two more. While one session alone asks and waits, reading is handed over only when
// a request takes longer than a tick: waking a thread for each would cost a third of the requests per second. A reset or a procedure is worked on alone: what was read
// before is answered first, and nothing more is read until it is done. Of requests that come faster than they are
// answered a bounded number waits, the rest stays unread (see lanes.h).
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <vector>

#include "common/deep_stack.h"
#include "common/interrupt.h"
#include "common/io.h"
#include "common/open.h"
#include "common/program.h"
#include "shell/answer.h"
#include "shell/lanes.h"
#include "shell/prepared.h"
#include "shell/request.h"

namespace kith::tools {

namespace {

// Requests at work outside of transactions. The threads beyond them read, and work for sessions in a transaction,
// so that what a waiting request waits for can always happen.
constexpr std::size_t kOrdinaryMax = 62;
constexpr std::size_t kThreadsMax = kOrdinaryMax + 2;

constexpr std::size_t kStreak = 16;  // requests of one session alone after which nobody else is expected
constexpr std::chrono::milliseconds kTick{1};

Error no_memory_error() {
  return Error{.code = ErrorCode::kLimit, .message = "there is not enough memory", .detail = "MemoryLimit"};
}

/// `make()`, or the answer that says why there is none, with its newline; empty without memory even for that.
template <class Make>
std::string line_of(const std::optional<std::string>& session, Make make) noexcept {
  try {
    try {
      return make() + '\n';
    } catch (const std::bad_alloc&) {
      return error_answer(no_memory_error(), session) + '\n';
    } catch (const std::exception& error) {
      return error_answer({.code = ErrorCode::kInternal, .message = error.what()}, session) + '\n';
    }
  } catch (const std::exception&) {
    return {};
  }
}

class Pipe {
 public:
  explicit Pipe(Store& store) : store_(store), lines_(STDIN_FILENO, wake_descriptor()), lanes_(store) {}

  /// Until the end of input, an interruption, or the end of whoever reads the answers. Gives the exit status.
  int serve();

 private:
  struct Alone {
    std::optional<std::string> session;
    Request request;
  };

  /// A thread of the crew, until over().
  void work() noexcept;

  bool over() const { return stopping_ || (at_end_ && lanes_.is_idle() && !alone_); }

  bool may_work() const { return lanes_.has_ready(lanes_.at_work() >= kOrdinaryMax); }

  bool may_work_alone() const { return alone_ && !alone_at_work_ && lanes_.is_idle(); }

  bool may_read() const { return !reading_ && !reading_postponed_ && !at_end_ && !alone_ && !lanes_.is_full(); }

  // With `lock` held; they let it go meanwhile.
  void work_for(Lane& lane, std::unique_lock<std::mutex>& lock);
  void work_alone(std::unique_lock<std::mutex>& lock);
  void read_line(std::unique_lock<std::mutex>& lock);
  void rest(std::unique_lock<std::mutex>& lock);

  /// Wakes or makes one thread more if there is something that it could do. Requires mutex_.
  void call_help();
  bool start_thread();

  /// Leaves the reading to nobody for a tick, if nothing is expected to read. Requires mutex_.
  bool postpone_reading();

  ParsedLine parse(LineReader::Outcome outcome, std::string_view line);
  std::string answer(Lane& lane, Result<Request>& request);
  Result<std::string> answer_of(Lane& lane, const Request& request, std::optional<Cursor>& cursor);
  std::string answer(const Alone& alone);
  void send(std::string_view line);

  Store& store_;
  PreparedStatements prepared_;

  // Of the thread that reads.
  LineReader lines_;
  RequestReader reader_;

  std::mutex output_mutex_;
  bool output_gone_ = false;

  // The rest is guarded by mutex_.
  std::mutex mutex_;
  std::condition_variable called_help_;
  std::condition_variable left_;
  Lanes lanes_;
  std::optional<Alone> alone_;  // what is to be worked on by itself
  bool alone_at_work_ = false;
  bool reading_ = false;        // a thread reads
  bool at_end_ = false;
  bool read_failed_ = false;
  bool stopping_ = false;       // nothing more is begun
  std::uint64_t lines_read_ = 0;
  std::size_t streak_ = 0;      // of requests of last_session_, each read when no other was at work
  std::optional<std::string> last_session_;
  bool reading_postponed_ = false;
  bool ticking_ = false;        // one that rests looks up after a tick
  std::vector<pthread_t> threads_;
  std::size_t present_ = 0;     // threads that have not left
  std::size_t resting_ = 0;
  std::size_t called_ = 0;      // of those that rest, how many were called
  std::size_t arriving_ = 0;    // called or made, and not yet here to look what there is to do
};

int Pipe::serve() {
  // The signal is for the thread that called, which has nothing else to do.
  sigset_t interrupt;
  sigset_t before;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  pthread_sigmask(SIG_BLOCK, &interrupt, &before);
  bool has_thread = false;
  {
    std::lock_guard lock(mutex_);
    call_help();
    has_thread = !threads_.empty();
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (!has_thread) {
    print_error("cannot start a thread");
    return kExitError;
  }
  pollfd woken{.fd = wake_descriptor(), .events = POLLIN, .revents = 0};
  while (poll(&woken, 1, -1) < 0) continue;
  {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    called_help_.notify_all();
    // Again and again: a statement may just have been about to begin.
    while (!left_.wait_for(lock, std::chrono::milliseconds(5), [this] { return present_ == 0; })) store_.interrupt();
  }
  for (const pthread_t thread : threads_) pthread_join(thread, nullptr);
  if (interrupted()) return kExitInterrupted;
  if (!read_failed_) return kExitOk;
  print_error("cannot read standard input");
  return kExitError;
}

void Pipe::work() noexcept {
  std::unique_lock lock(mutex_);
  --arriving_;
  while (!over()) {
    if (may_work()) {
      Lane& lane = lanes_.take();
      const bool postponed = postpone_reading();
      if (!postponed) call_help();
      work_for(lane, lock);
      if (postponed) reading_postponed_ = false;
    } else if (may_work_alone()) {
      work_alone(lock);
    } else if (may_read()) {
      reading_ = true;
      call_help();
      read_line(lock);
      reading_ = false;
    } else {
      rest(lock);
    }
  }
  called_help_.notify_all();
  if (--present_ > 0) return;
  left_.notify_all();
  wake();
}

void Pipe::rest(std::unique_lock<std::mutex>& lock) {
  const auto is_called = [this] { return called_ > 0 || over(); };
  ++resting_;
  if (streak_ >= kStreak && !ticking_) {
    ticking_ = true;
    const std::uint64_t lines = lines_read_;
    if (!called_help_.wait_for(lock, kTick, is_called) && lines == lines_read_) {
      if (!reading_postponed_) streak_ = 0;  // nobody asks any more
      reading_postponed_ = false;            // or it takes long
    }
    ticking_ = false;
  } else {
    called_help_.wait(lock, is_called);
  }
  --resting_;
  if (called_ == 0) return;
  --called_;
  --arriving_;
}

bool Pipe::postpone_reading() {
  if (streak_ < kStreak || reading_ || lanes_.at_work() > 1 || lines_.has_more()) return false;
  if (!ticking_ && resting_ == called_) return false;
  reading_postponed_ = true;
  if (ticking_ || called_ > 0) return true;
  ++called_;  // to tick
  ++arriving_;
  called_help_.notify_one();
  return true;
}

void Pipe::call_help() {
  // One at a time: whoever comes calls the next.
  if (arriving_ > 0 || !(may_work() || may_work_alone() || may_read())) return;
  if (resting_ > called_) {
    ++called_;
    ++arriving_;
    called_help_.notify_one();
  } else if (present_ < kThreadsMax && start_thread()) {
    ++present_;
    ++arriving_;
  }
}

/// False if the system has no thread for us: then fewer do the work.
bool Pipe::start_thread() {
  try {
    threads_.reserve(threads_.size() + 1);
  } catch (const std::bad_alloc&) {
    return false;
  }
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  std::size_t bytes = 0;
  pthread_attr_getstacksize(&attributes, &bytes);
  pthread_attr_setstacksize(&attributes, std::max(bytes, kStackBytes));
  const auto run = [](void* pipe) -> void* {
    static_cast<Pipe*>(pipe)->work();
    return nullptr;
  };
  pthread_t thread{};
  const bool started = pthread_create(&thread, &attributes, run, this) == 0;
  pthread_attr_destroy(&attributes);
  if (started) threads_.push_back(thread);
  return started;
}

void Pipe::read_line(std::unique_lock<std::mutex>& lock) {
  lock.unlock();
  std::string_view line;
  const LineReader::Outcome outcome = lines_.next(line);
  const bool is_request = outcome == LineReader::Outcome::kTooLong ||
                          (outcome == LineReader::Outcome::kLine && !line.empty() && line != "\r");
  if (is_request) {
    ParsedLine parsed = parse(outcome, line);
    const bool is_alone = parsed.request && (std::holds_alternative<ResetRequest>(*parsed.request) ||
                                             std::holds_alternative<ProcedureRequest>(*parsed.request));
    lock.lock();
    ++lines_read_;
    streak_ = lanes_.is_idle() && parsed.session == last_session_ ? streak_ + 1 : 0;
    last_session_ = parsed.session;
    if (is_alone) {
      alone_.emplace(Alone{std::move(parsed.session), *std::move(parsed.request)});
      return;
    }
    try {
      lanes_.add(parsed.session, std::move(parsed.request), line.size());
    } catch (const std::bad_alloc&) {
      send(line_of(parsed.session, [&] { return error_answer(no_memory_error(), parsed.session); }));
    }
    return;
  }
  lock.lock();
  read_failed_ = outcome == LineReader::Outcome::kFailed;
  at_end_ = read_failed_ || outcome == LineReader::Outcome::kEnd;
  stopping_ = stopping_ || interrupted();
}

ParsedLine Pipe::parse(LineReader::Outcome outcome, std::string_view line) {
  if (outcome == LineReader::Outcome::kTooLong) return {{}, no_memory_error()};
  try {
    return reader_.read(line);
  } catch (const std::bad_alloc&) {
    return {{}, no_memory_error()};
  } catch (const std::exception& error) {
    return {{}, Error{.code = ErrorCode::kInternal, .message = error.what()}};
  }
}

void Pipe::work_for(Lane& lane, std::unique_lock<std::mutex>& lock) {
  {
    Result<Request> request = std::move(lane.waiting.front().request);
    lock.unlock();
    send(line_of(lane.name, [&] { return answer(lane, request); }));
  }
  lock.lock();
  lanes_.done(lane);
}

void Pipe::work_alone(std::unique_lock<std::mutex>& lock) {
  alone_at_work_ = true;
  lock.unlock();
  send(line_of(alone_->session, [this] { return answer(*alone_); }));
  lock.lock();
  alone_.reset();
  alone_at_work_ = false;
}

std::string Pipe::answer(Lane& lane, Result<Request>& request) {
  Session& session = lane.session;
  if (!request) {
    session.fail();
    return error_answer(request.error(), lane.name);
  }
  try {
    std::optional<Cursor> cursor;
    Result<std::string> answer = answer_of(lane, *request, cursor);
    if (answer) return *std::move(answer);
    const std::optional<Plan> plan = cursor ? cursor->plan() : std::nullopt;
    cursor.reset();
    session.fail();
    return error_answer(answer.error(), lane.name, plan);
  } catch (const std::exception&) {
    session.fail();
    throw;
  }
}

Result<std::string> Pipe::answer_of(Lane& lane, const Request& request, std::optional<Cursor>& cursor) {
  if (const auto* query = std::get_if<QueryRequest>(&request)) {
    KITH_TRY(cursor, lane.session.run(query->text, query->parameters, {}));
    return query_answer(cursor, lane.name);
  }
  if (const auto* execute = std::get_if<ExecuteRequest>(&request)) {
    if (std::optional<Error> refused = lane.session.refusal()) return *std::move(refused);
    KITH_TRY(const PreparedPtr statement, prepared_.find(execute->name));
    KITH_TRY(Cursor rows, lane.session.run(*statement, execute->parameters, {}));
    cursor.emplace(std::move(rows));
    return query_answer(cursor, lane.name);
  }
  if (std::optional<Error> refused = lane.session.refusal()) return *std::move(refused);
  if (const auto* prepare = std::get_if<PrepareRequest>(&request)) {
    KITH_TRY(Statement made, store_.prepare(prepare->text));
    const auto statement = std::make_shared<const Statement>(std::move(made));
    KITH_DO(prepared_.put(prepare->name, statement));
    return prepared_answer(prepare->name, *statement, lane.name);
  }
  prepared_.forget(std::get<ForgetRequest>(request).name);
  return ok_answer(lane.name);
}

/// Nobody else works: the lanes are still, and reading waits.
std::string Pipe::answer(const Alone& alone) {
  if (std::holds_alternative<ResetRequest>(alone.request)) {
    lanes_.clear();
    prepared_.clear();
    const Status cleared = store_.clear();
    return cleared ? ok_answer(alone.session) : error_answer(cleared.error(), alone.session);
  }
  Session* session = lanes_.find(alone.session);
  if (session != nullptr) {
    if (const std::optional<Error> refused = session->refusal()) return error_answer(*refused, alone.session);
  }
  const Status declared = store_.declare(std::get<ProcedureRequest>(alone.request).procedure);
  if (declared) return ok_answer(alone.session);
  if (session != nullptr) session->fail();
  return error_answer(declared.error(), alone.session);
}

void Pipe::send(std::string_view line) {
  if (line.empty()) line = "{\"error\":{\"code\":\"LimitExceeded\",\"message\":\"there is not enough memory\"}}\n";
  std::lock_guard lock(output_mutex_);
  if (output_gone_ || write_all(STDOUT_FILENO, line)) return;
  output_gone_ = true;  // nobody reads the answers any more
  wake();
}

int serve(Store& store) {
  ignore_broken_pipes();
  const InterruptScope interrupts(store);
  if (wake_descriptor() < 0) {
    print_error("there are too few file descriptors");
    return kExitError;
  }
  return Pipe(store).serve();
}

struct PipeOptions {
  std::string path;
  bool no_files = false;
};

int run_pipe(const PipeOptions& options) {
  int status = kExitOk;
  std::optional<Store> store = open_store_for_statements(options.path, {.allow_files = !options.no_files}, status);
  if (!store) return status;
  return close_store(*store, serve(*store));
}

}  // namespace

void add_pipe(Program& program) {
  auto options = std::make_shared<PipeOptions>();
  CLI::App& command = program.add("pipe", "Answers requests as JSON Lines, for programs; makes the store if it is missing.",
                                  "echo '{\"query\": \"RETURN 1 AS x\"}' | kith pipe news.db",
                                  [options] { return run_pipe(*options); });
  command.add_option("DB", options->path, "The store's folder")->required();
  command.add_flag("--no-files", options->no_files, "Statements may not read files (LOAD CSV)");
  command.footer(command.get_footer() +
                 "\n\nRequests:\n"
                 "  {\"query\": TEXT, \"parameters\": {…}, \"session\": NAME}   runs a statement\n"
                 "  {\"prepare\": TEXT, \"name\": NAME}                       compiles one that is run often\n"
                 "  {\"execute\": NAME, \"parameters\": {…}}                 runs it\n"
                 "  {\"forget\": NAME}\n"
                 "  {\"reset\": true}                                      empties the store\n"
                 "  {\"procedure\": {…}}                                   declares a table that CALL can ask");
}

}  // namespace kith::tools
