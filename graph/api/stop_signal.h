// One request that stops every statement that is running, made by a thread or a signal handler, and that
// leaves those begun later alone.
//
// A statement takes the source that is current when it begins. stop_all() requests it: one atomic load and
// one store, all that a signal handler may do. The next statement finds it requested and puts a new one in
// its place. Old sources are kept, as a handler may be holding one: a few bytes an interruption.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "base/run_control.h"

namespace kith::api {

class StopSignal {
 public:
  StopSignal() : current_(add()) {}

  void stop_all() noexcept { current_.load(std::memory_order_acquire)->request(); }

  /// From now on every statement is stopped, also one that has not begun.
  void stop_for_good() noexcept {
    final_.store(true);
    stop_all();
  }

  /// For a statement that begins now. Lives as long as this object.
  const StopSource* for_statement() {
    StopSource* source = current_.load(std::memory_order_acquire);
    if (!source->requested() || final_.load()) return source;
    std::lock_guard lock(mutex_);
    source = current_.load(std::memory_order_acquire);
    if (source->requested() && !final_.load()) {
      source = add();
      current_.store(source, std::memory_order_release);
      if (final_.load()) source->request();  // it was set just before, and reached the old one
    }
    return source;
  }

 private:
  StopSource* add() { return sources_.emplace_back(std::make_unique<StopSource>()).get(); }

  std::mutex mutex_;
  std::vector<std::unique_ptr<StopSource>> sources_;
  std::atomic<StopSource*> current_;
  std::atomic<bool> final_ = false;
};

static_assert(std::atomic<StopSource*>::is_always_lock_free);

}  // namespace kith::api
