#include "storage/committer.h"

#include <algorithm>
#include <vector>

namespace kith::storage {

namespace {

constexpr std::size_t kGroupBytesMax = std::size_t{4} << 20;
constexpr auto kGatePatience = std::chrono::seconds(10);
constexpr auto kGatherMax = std::chrono::milliseconds(20);
constexpr auto kLookAround = std::chrono::milliseconds(20);

Error conflict(std::string message, const char* detail) {
  return Error{.code = ErrorCode::kConflict, .message = std::move(message), .detail = detail};
}

Error closed() { return Error{.code = ErrorCode::kClosed, .message = "the store is closed"}; }

}  // namespace

Committer::Committer(Leases& leases, WriteGroup write, NewestView view)
    : leases_(leases), write_(std::move(write)), newest_view_(std::move(view)) {}

// ---- transactions ----

ViewPtr Committer::begin(bool serializable) {
  std::unique_lock lock(mutex_);
  if (serializable) {
    // What was validated before recording began is in no log, so it has to be in the view.
    ++recording_;
    const std::uint64_t unrecorded = entered_;
    changed_.wait(lock, [&] { return is_closed_ || queue_.empty() || newest_view_()->commit >= unrecorded; });
  }
  ViewPtr view = newest_view_();
  writers_.insert(view->commit);
  if (serializable) serializables_.insert(view->commit);
  return view;
}

void Committer::end(const View& view, bool serializable) noexcept {
  std::lock_guard lock(mutex_);
  writers_.erase(writers_.find(view.commit));
  if (serializable) {
    --recording_;
    serializables_.erase(serializables_.find(view.commit));
  }
  forget();
}

/// Commits that every open transaction sees need not be remembered; nor does a later one miss those that
/// are published.
void Committer::forget() noexcept {
  const std::uint64_t published = newest_view_()->commit;
  recent_.forget_until(writers_.empty() ? published : std::min(published, *writers_.begin()));
  log_.forget_until(serializables_.empty() ? published : std::min(published, *serializables_.begin()));
}

// ---- commits ----

Status Committer::validate(const Commit& commit) {
  if (commit.schema != nullptr) return ok();
  const std::uint64_t since = commit.view->commit;
  if (last_schema_ > since) return conflict("the schema was changed since the transaction began", "SchemaChanged");
  if (recent_.floor() > since)
    return conflict("too much was committed since the transaction began", "TransactionTooOld");
  for (const Claim claim : commit.overlay->claims.checked)
    if (recent_.newest(claim) > since)
      return conflict("another transaction has changed what this one changes", "WriteConflict");
  if (commit.reads == nullptr) return ok();
  commit.reads->learn(*newest_view_()->catalog);  // a name is published before the first row that needs it is committed
  if (log_.meets(*commit.reads, since))
    return conflict("another transaction has changed what this one has read", "SerializationConflict");
  return ok();
}

Status Committer::commit(Commit& commit) {
  if (commit.reads != nullptr) commit.reads->seal();
  std::unique_lock lock(mutex_);
  // After the patience the gate is passed: its holder may be waiting for this very thread.
  const auto passes = [&] { return is_closed_ || !gate_ || *gate_ == std::this_thread::get_id(); };
  if (!passes()) changed_.wait_for(lock, kGatePatience, passes);
  if (is_closed_) return closed();
  KITH_DO(validate(commit));
  KITH_TRY(commit.number, leases_.take(Lease::kCommit));
  entered_ = commit.number;
  if (commit.overlay != nullptr) {
    recent_.enter(commit.overlay->claims.written, commit.number);
    if (recording_ > (commit.reads != nullptr ? 1u : 0u)) log_.enter(commit.number, *commit.overlay);
  }
  if (commit.schema != nullptr && commit.schema->stops_writers) last_schema_ = commit.number;
  Waiting self{.commit = &commit};
  queue_.push_back(&self);
  if (is_gathering_ && queue_.size() >= last_group_) gathered_.notify_one();
  self.wake.wait(lock, [&] { return self.is_done || (!is_leading_ && queue_.front() == &self); });
  if (!self.is_done) lead(lock);
  return std::move(self.status);
}

/// Writes the first `count` of the queue with the lock open.
Status Committer::write(std::unique_lock<std::mutex>& lock, std::size_t count) {
  struct Opened {
    std::unique_lock<std::mutex>& lock;
    ~Opened() { lock.lock(); }
  };
  try {
    std::vector<Commit*> group;
    for (std::size_t i = 0; i < count; ++i) group.push_back(queue_[i]->commit);
    lock.unlock();
    const Opened opened{lock};
    return write_(group);
  } catch (const std::bad_alloc&) {
    return Error{.code = ErrorCode::kLimit, .message = "there is not enough memory to commit", .detail = "MemoryLimit"};
  }
}

/// Those whom the last group served are on their way with their next commits: a sync that starts without them would
/// make all but the first wait for two.
void Committer::gather(std::unique_lock<std::mutex>& lock) {
  if (queue_.size() >= last_group_ || queue_.front()->commit->durability != Durability::kSync) return;
  is_gathering_ = true;
  gathered_.wait_for(lock, last_write_ / 2, [this] { return is_closed_ || gate_ || queue_.size() >= last_group_; });
  is_gathering_ = false;
}

void Committer::lead(std::unique_lock<std::mutex>& lock) {
  is_leading_ = true;
  gather(lock);
  std::size_t count = 0;
  for (std::size_t bytes = 0; count < queue_.size(); ++count) {
    bytes += queue_[count]->commit->bytes();
    if (count > 0 && bytes > kGroupBytesMax) break;
  }
  const auto start = std::chrono::steady_clock::now();
  const Status written = write(lock, count);
  last_write_ = std::min<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - start, kGatherMax);
  last_group_ = count;
  for (; count > 0; --count) {
    Waiting& served = *queue_.front();
    queue_.pop_front();
    if (!written.is_ok()) served.status = written.error();
    served.is_done = true;
    served.wake.notify_one();
  }
  is_leading_ = false;
  if (!queue_.empty()) queue_.front()->wake.notify_one();
  changed_.notify_all();
}

// ---- the gate ----

Result<Committer::Gate> Committer::take_gate(const RunControl& control) {
  std::unique_lock lock(mutex_);
  while (true) {
    if (is_closed_) return closed();
    KITH_DO(control.check());
    if (!gate_ || *gate_ == std::this_thread::get_id()) break;
    changed_.wait_for(lock, kLookAround);  // a stop request comes from a signal handler, which cannot notify
  }
  const bool was_mine = gate_.has_value();
  gate_ = std::this_thread::get_id();
  changed_.wait(lock, [&] { return queue_.empty(); });
  return was_mine ? Gate() : Gate(this);
}

void Committer::leave_gate() noexcept {
  std::lock_guard lock(mutex_);
  gate_.reset();
  changed_.notify_all();
}

void Committer::close() {
  std::unique_lock lock(mutex_);
  is_closed_ = true;
  changed_.notify_all();
  changed_.wait(lock, [&] { return queue_.empty(); });
}

}  // namespace kith::storage
