// What bounds a running statement: a stop request, a deadline, and an account of its memory.
// Operators check it once a batch, long loops inside functions every few thousand steps.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "kith/options.h"
#include "kith/status.h"

namespace kith {

/// Bytes a statement holds, against a limit. Any thread.
class MemoryAccount {
 public:
  explicit MemoryAccount(std::uint64_t limit_bytes) : limit_bytes_(limit_bytes) {}

  /// Takes `bytes` more, or gives kLimit with detail "MemoryLimit" and takes nothing.
  Status take(std::uint64_t bytes) noexcept(false) {
    if (used_bytes_.fetch_add(bytes, std::memory_order_relaxed) + bytes <= limit_bytes_) return ok();
    used_bytes_.fetch_sub(bytes, std::memory_order_relaxed);
    return Error{.code = ErrorCode::kLimit,
                 .message = "the statement needs more memory than its limit of " + std::to_string(limit_bytes_) + " bytes",
                 .detail = "MemoryLimit"};
  }

  void give_back(std::uint64_t bytes) noexcept { used_bytes_.fetch_sub(bytes, std::memory_order_relaxed); }

  std::uint64_t used_bytes() const noexcept { return used_bytes_.load(std::memory_order_relaxed); }

  std::uint64_t limit_bytes() const noexcept { return limit_bytes_; }

 private:
  std::uint64_t limit_bytes_;
  std::atomic<std::uint64_t> used_bytes_ = 0;
};

/// Asks a statement to stop. request() may be called from any thread and from a signal handler.
class StopSource {
 public:
  void request() noexcept { stop_.store(true, std::memory_order_relaxed); }

  void reset() noexcept { stop_.store(false, std::memory_order_relaxed); }

  bool requested() const noexcept { return stop_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> stop_ = false;
};

/// The three together, as a statement carries them; the pointers outlive the statement.
struct RunControl {
  const StopSource* stop = nullptr;
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
  MemoryAccount* memory = nullptr;
  const StopQuestion* question = nullptr;  ///< of work that is no statement

  /// kCancelled or kTimeout if the statement has to end.
  Status check() const {
    if (stop != nullptr && stop->requested())
      return Error{.code = ErrorCode::kCancelled, .message = "the statement was stopped", .detail = "Cancelled"};
    if (deadline && std::chrono::steady_clock::now() > *deadline)
      return Error{.code = ErrorCode::kTimeout, .message = "the statement ran out of time", .detail = "Timeout"};
    if (question != nullptr && *question && (*question)())
      return Error{.code = ErrorCode::kCancelled, .message = "the work was stopped", .detail = "Cancelled"};
    return ok();
  }

  Status take_memory(std::uint64_t bytes) const { return memory != nullptr ? memory->take(bytes) : ok(); }
};

}  // namespace kith
