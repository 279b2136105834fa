// Threads that begin together, and what went wrong in them.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "kith/status.h"

namespace kith::model {

/// Runs `work` in as many threads, each with its number, and gives the errors they ended with, as texts.
inline std::vector<std::string> crowd(std::size_t threads, const std::function<Status(std::size_t)>& work) {
  std::mutex mutex;
  std::vector<std::string> errors;
  std::atomic<std::size_t> waiting = threads;
  std::vector<std::thread> running;
  for (std::size_t i = 0; i < threads; ++i)
    running.emplace_back([&, i] {
      --waiting;
      while (waiting != 0) std::this_thread::yield();
      const Status status = work(i);
      if (status) return;
      std::lock_guard lock(mutex);
      errors.push_back("thread " + std::to_string(i) + ": " + status.error().to_text());
    });
  for (std::thread& thread : running) thread.join();
  return errors;
}

/// A failure that others may cause is none; every other is.
inline Status unless(const Status& status, std::initializer_list<ErrorCode> allowed) {
  if (status) return ok();
  for (ErrorCode code : allowed)
    if (status.error().code == code) return ok();
  return status.error();
}

}  // namespace kith::model
