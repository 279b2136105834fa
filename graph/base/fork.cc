#include "base/fork.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>

namespace kith {

namespace {

// A fact about the process, like its id, and not state of ours.
std::atomic<std::uint64_t> generation = 0;

}  // namespace

std::uint64_t process_generation() noexcept {
  static const int registered = pthread_atfork(nullptr, nullptr, [] { generation.fetch_add(1, std::memory_order_relaxed); });
  (void)registered;
  return generation.load(std::memory_order_relaxed);
}

void let_forked_children_exit() noexcept {
  // What is registered last runs first: this comes before the destructors that RocksDB has registered by now, and
  // after everything that its user registers later.
  static const std::uint64_t opened_in = process_generation();
  static const int registered = on_exit(
      [](int status, void*) {
        if (process_generation() == opened_in) return;
        std::fflush(nullptr);
        _exit(status);
      },
      nullptr);
  (void)registered;
}

}  // namespace kith
