#include "storage/background_sync.h"

#include <system_error>

namespace kith::storage {

void BackgroundSync::soon() {
  std::lock_guard lock(mutex_);
  if (is_wanted_ || is_stopped_) return;
  try {
    if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  } catch (const std::system_error&) {  // no thread to be had: it takes longer then
    (void)kv_->sync();
    return;
  }
  is_wanted_ = true;
  wake_.notify_one();
}

void BackgroundSync::stop() noexcept {
  {
    std::lock_guard lock(mutex_);
    is_stopped_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void BackgroundSync::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [&] { return is_wanted_ || is_stopped_; });
    if (is_stopped_) return;
    // Whatever is committed meanwhile shares the sync.
    wake_.wait_for(lock, kDelay, [&] { return is_stopped_; });
    is_wanted_ = false;
    lock.unlock();
    (void)kv_->sync();  // the next commit is told
    lock.lock();
  }
}

}  // namespace kith::storage
