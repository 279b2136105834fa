// The requests of `kith pipe` that wait, by session.
//
//     lanes.add("a", request, 60);            // behind what session a has asked already
//     Lane* lane = lanes.take();              // a session whose turn it is; nobody else gets it now
//     ... work on lane->waiting.front() ...
//     lanes.done(*lane);
//
// A session has at most one request at work, its own in the order they came. Sessions take turns, a request each;
// those with an open transaction come first, as others may have to wait for their end. A name costs nothing
// while it has no request and no transaction. One thread at a time.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "kith/store.h"
#include "shell/request.h"
#include "shell/session.h"

namespace kith::tools {

/// One session.
struct Lane {
  struct Waiting {
    Result<Request> request;
    std::size_t bytes = 0;  ///< of its line
  };

  Lane(Store& store, std::optional<std::string> session_name) : name(std::move(session_name)), session(store) {}

  const std::optional<std::string> name;  ///< nothing: the unnamed one
  Session session;
  std::deque<Waiting> waiting;
  bool at_work = false;  ///< somebody has taken it
  Lane* next_ready = nullptr;
};

class Lanes {
 public:
  explicit Lanes(Store& store) : store_(store) {}

  /// `bytes`: what the request takes of what may wait.
  void add(const std::optional<std::string>& name, Result<Request> request, std::size_t bytes);

  /// True once more waits than may, until half of that is answered: meanwhile nothing more should be read.
  bool is_full() const noexcept { return full_; }

  /// True while no request waits or is worked on.
  bool is_idle() const noexcept { return count_ == 0; }

  /// How many sessions somebody works for.
  std::size_t at_work() const noexcept { return at_work_; }

  bool has_ready(bool in_transaction_only) const noexcept {
    return ready_in_transaction_.first != nullptr || (!in_transaction_only && ready_.first != nullptr);
  }

  /// The session of that name; null if it has neither requests nor a transaction.
  Session* find(const std::optional<std::string>& name);

  /// The next session with a request to work on, `waiting.front()`. Requires has_ready(in_transaction_only).
  Lane& take();

  /// The request at the front is answered, and removed here.
  void done(Lane& lane);

  /// Ends every session; open transactions are rolled back. Requires is_idle().
  void clear() noexcept { lanes_.clear(); }

 private:
  // Enough that a fast writer of requests never waits for the reading, little enough beside a statement's memory.
  static constexpr std::size_t kWaitingBytesMax = std::size_t{16} << 20;
  static constexpr std::size_t kRequestBytes = 512;  // of a request beside its text

  /// First in, first out; linked through the lanes, so that nothing here can want for memory.
  struct Queue {
    void push(Lane& lane) noexcept;
    Lane& pop() noexcept;

    Lane* first = nullptr;
    Lane* last = nullptr;
  };

  void make_ready(Lane& lane) noexcept;

  Store& store_;
  std::unordered_map<std::optional<std::string>, std::unique_ptr<Lane>> lanes_;
  Queue ready_;
  Queue ready_in_transaction_;
  std::size_t bytes_ = 0;
  std::size_t count_ = 0;
  std::size_t at_work_ = 0;
  bool full_ = false;
};

}  // namespace kith::tools
