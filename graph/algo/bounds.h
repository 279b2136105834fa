// Keeping algorithms inside a statement's bounds: its memory account, and its stop request in the middle of
// a Boost algorithm, which can only be left by an exception. None leaves this layer.
//
//     MemoryHold memory(control);
//     KITH_DO(memory.take(graph.vertex_count() * sizeof(double)));
//     return interruptible([&] { boost::some_algorithm(graph, visitor_that_calls(pulse)); });
#pragma once

#include <cstdint>
#include <utility>

#include "base/run_control.h"
#include "kith/status.h"

namespace kith::algo {

/// Bytes taken from a statement's account and given back at the end of the scope.
class MemoryHold {
 public:
  explicit MemoryHold(const RunControl& control) : control_(control) {}

  MemoryHold(const MemoryHold&) = delete;
  MemoryHold& operator=(const MemoryHold&) = delete;

  ~MemoryHold() {
    if (control_.memory != nullptr) control_.memory->give_back(held_bytes_);
  }

  Status take(std::uint64_t bytes) {
    KITH_DO(control_.take_memory(bytes));
    held_bytes_ += bytes;
    return ok();
  }

 private:
  const RunControl& control_;
  std::uint64_t held_bytes_ = 0;
};

/// What a Pulse throws.
struct Interrupted {
  Error error;
};

/// Counts the steps of an algorithm and looks at the stop request and the clock every few thousand.
class Pulse {
 public:
  explicit Pulse(const RunControl& control) : control_(&control) {}

  void beat() {
    if (++steps_ % kStepsBetweenChecks != 0) return;
    check();
  }

  void check() const {
    if (Status status = control_->check(); !status.is_ok()) throw Interrupted{std::move(status).error()};
  }

 private:
  static constexpr std::uint64_t kStepsBetweenChecks = 4096;

  const RunControl* control_;
  std::uint64_t steps_ = 0;
};

template <class Work>
Status interruptible(Work&& work) {
  try {
    work();
    return ok();
  } catch (Interrupted& interrupted) {
    return std::move(interrupted.error);
  }
}

}  // namespace kith::algo
