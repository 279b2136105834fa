#include "api/writer_turn.h"

#include <chrono>

namespace kith::api {

Result<WriterTurn::Hold> WriterTurn::take(const RunControl& control) {
  // A stop request comes from a signal handler, which cannot notify: look for it now and then.
  constexpr std::chrono::milliseconds kLookAround{20};
  std::unique_lock lock(mutex_);
  while (holder_) {
    if (*holder_ == std::this_thread::get_id())
      return Error{.code = ErrorCode::kConflict,
                   .message = "this thread has an open write transaction, which has to end first",
                   .detail = "WriterBusy"};
    KITH_DO(control.check());
    free_.wait_for(lock, kLookAround);
  }
  holder_ = std::this_thread::get_id();
  return Hold(this);
}

void WriterTurn::end() noexcept {
  {
    std::lock_guard lock(mutex_);
    holder_.reset();
  }
  free_.notify_one();
}

}  // namespace kith::api
