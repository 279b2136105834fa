// Numbers that are never given out twice, not even after a crash: a limit is on the disk before any
// number below it is used.
//
//     KITH_TRY(std::uint64_t id, leases.take(Lease::kNode));
//
// A crash skips what was left of a lease; a clean close gives it back.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>

#include "kith/status.h"
#include "storage/keys.h"
#include "storage/kv.h"

namespace kith::storage {

inline constexpr std::uint64_t kLeaseNumbers = 65'536;

/// Any thread.
class Leases {
 public:
  /// Reads the limits. `kv` outlives this.
  Status open(Kv& kv);

  Result<std::uint64_t> take(Lease lease);

  /// The smallest number that was not given out.
  std::uint64_t next(Lease lease) const;

  /// Gives the rest back: the last write before a clean close. take() gives kClosed from then on.
  Status give_back();

 private:
  struct Counter {
    std::uint64_t next = 1;
    std::uint64_t limit = 1;
  };

  Status extend();

  Kv* kv_ = nullptr;
  mutable std::mutex mutex_;
  std::array<Counter, kLeaseCount> counters_;
  bool is_closed_ = false;
};

}  // namespace kith::storage
