// Ctrl-C: stops the statement that runs, and is remembered. A second one while the first still has no effect
// ends the process.
//
//     InterruptScope scope(store);
//     run(...);
//     if (interrupted()) return kExitInterrupted;
#pragma once

#include "kith/store.h"

namespace kith::tools {

/// Handles SIGINT while it lives: the statements of `store`, which outlives it, are stopped. One at a time.
class InterruptScope {
 public:
  explicit InterruptScope(Store& store);
  InterruptScope();  ///< only remembers
  InterruptScope(const InterruptScope&) = delete;
  InterruptScope& operator=(const InterruptScope&) = delete;
  ~InterruptScope();
};

/// Whether SIGINT came since the scope began or since clear_interrupt().
bool interrupted() noexcept;

void clear_interrupt() noexcept;

/// A descriptor that can be read from when SIGINT came while a scope lives, or someone called wake(): for poll(),
/// so that no wait begins just too late to see it. -1 while there is no scope.
int wake_descriptor() noexcept;

/// Wakes who waits on wake_descriptor(), for good. From any thread, and from a signal handler.
void wake() noexcept;

/// Writing to a pipe whose reader has gone is an error then, and no longer the end of the process.
void ignore_broken_pipes();

}  // namespace kith::tools
