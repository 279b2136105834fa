#include "storage/leases.h"

#include <string>

#include "base/coding.h"

namespace kith::storage {

Status Leases::open(Kv& kv) {
  kv_ = &kv;
  const SnapshotPtr now = kv.snapshot();
  for (std::size_t i = 0; i < kLeaseCount; ++i) {
    std::string bytes;
    KITH_TRY(const bool found, kv.get(*now, Family::kMeta, lease_key(static_cast<Lease>(i)), bytes));
    if (!found) continue;
    if (bytes.size() != 8)
      return Error{.code = ErrorCode::kCorruption, .message = "a lease is not eight bytes long", .detail = "Meta"};
    counters_[i].next = counters_[i].limit = load_u64(bytes.data());
  }
  return ok();
}

Result<std::uint64_t> Leases::take(Lease lease) {
  std::lock_guard lock(mutex_);
  if (is_closed_) return Error{.code = ErrorCode::kClosed, .message = "the store is closed"};
  Counter& counter = counters_[static_cast<std::size_t>(lease)];
  if (counter.next == counter.limit) KITH_DO(extend());
  return counter.next++;
}

std::uint64_t Leases::next(Lease lease) const {
  std::lock_guard lock(mutex_);
  return counters_[static_cast<std::size_t>(lease)].next;
}

/// Every lease that has run out gets a new limit in one write, since the first commit after an open needs
/// several.
Status Leases::extend() {
  auto extended = counters_;
  for (Counter& counter : extended)
    if (counter.next == counter.limit) counter.limit += kLeaseNumbers;
  KITH_DO(kv_->write(
      [&](KvBatch& batch) {
        for (std::size_t i = 0; i < kLeaseCount; ++i) {
          if (extended[i].limit == counters_[i].limit) continue;
          batch.put(Family::kMeta, lease_key(static_cast<Lease>(i)), Key().u64(extended[i].limit));
        }
      },
      true));
  counters_ = extended;
  return ok();
}

Status Leases::give_back() {
  std::lock_guard lock(mutex_);
  is_closed_ = true;
  KITH_DO(kv_->write(
      [&](KvBatch& batch) {
        for (std::size_t i = 0; i < kLeaseCount; ++i)
          batch.put(Family::kMeta, lease_key(static_cast<Lease>(i)), Key().u64(counters_[i].next));
      },
      true));
  for (Counter& counter : counters_) counter.limit = counter.next;
  return ok();
}

}  // namespace kith::storage
