// Whose turn it is to write. In this version one transaction writes at a time; here others wait for it, so
// that the wait can be interrupted, ends with the statement's deadline, and never becomes a deadlock.
//
//     KITH_TRY(WriterTurn::Hold turn, writers.take(control));   // given back by its destructor
//
// A thread that holds the turn and asks again would wait for itself for ever: it gets kConflict with detail
// "WriterBusy" instead.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "base/run_control.h"
#include "kith/status.h"

namespace kith::api {

/// Any thread. Outlives its holds.
class WriterTurn {
 public:
  /// The turn, until destroyed or given back. Any thread may end it.
  class Hold {
   public:
    Hold() noexcept = default;

    Hold(Hold&& other) noexcept : turn_(std::exchange(other.turn_, nullptr)) {}

    Hold& operator=(Hold&& other) noexcept {
      std::swap(turn_, other.turn_);
      return *this;
    }

    ~Hold() { give_back(); }

    void give_back() noexcept {
      if (turn_ != nullptr) std::exchange(turn_, nullptr)->end();
    }

   private:
    friend class WriterTurn;

    explicit Hold(WriterTurn* turn) noexcept : turn_(turn) {}

    WriterTurn* turn_ = nullptr;
  };

  /// Waits until nobody writes. kCancelled, kTimeout as `control` says; kConflict as above.
  Result<Hold> take(const RunControl& control);

 private:
  void end() noexcept;

  std::mutex mutex_;
  std::condition_variable free_;
  std::optional<std::thread::id> holder_;
};

}  // namespace kith::api
