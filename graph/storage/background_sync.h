// Brings commits that were answered before they were on the disk there soon afterwards.
//
//     sync.soon();   // within kDelay, together with all that is written until then
//
// The thread begins with the first such commit. A sync that fails makes the store read-only, as every
// failed write does.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "storage/kv.h"

namespace kith::storage {

/// Any thread.
class BackgroundSync {
 public:
  static constexpr auto kDelay = std::chrono::milliseconds(20);

  /// `kv` outlives this.
  explicit BackgroundSync(Kv& kv) noexcept : kv_(&kv) {}
  BackgroundSync(const BackgroundSync&) = delete;
  BackgroundSync& operator=(const BackgroundSync&) = delete;

  ~BackgroundSync() { stop(); }

  void soon();
  /// Waits for a sync that runs; none begins any more.
  void stop() noexcept;

 private:
  void run();

  Kv* kv_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool is_wanted_ = false;
  bool is_stopped_ = false;
  std::thread thread_;
};

}  // namespace kith::storage
