// Which commit was the last at which time: a row a second for the last hour, a row a minute before it.
//
//     07 commit8 -> seconds8
//
// One a second for ever would be half a gigabyte a year in a store that never rests. What a process wrote in its
// last hour stays as it is when it ends.
#pragma once

#include <cstdint>
#include <deque>

#include "storage/keys.h"
#include "storage/kv.h"

namespace kith::storage {

inline constexpr std::int64_t kEverySecondFor = 3600;

/// One thread at a time: the leader of the commits.
class CommitTimes {
 public:
  /// Notes that `commit` was made at `second`, if it is the first of that second, and thins out what is old.
  void put(KvBatch& batch, std::uint64_t commit, std::int64_t second) {
    if (!rows_.empty() && rows_.back().second == second) return;
    rows_.push_back({commit, second});
    batch.put(Family::kMeta, commit_time_key(commit), Key().u64(static_cast<std::uint64_t>(second)));
    while (rows_.front().second <= second - kEverySecondFor) {
      const Row old = rows_.front();
      rows_.pop_front();
      if (old.second / 60 == kept_minute_)
        batch.erase(Family::kMeta, commit_time_key(old.commit));
      else
        kept_minute_ = old.second / 60;
    }
  }

 private:
  struct Row {
    std::uint64_t commit;
    std::int64_t second;
  };

  std::deque<Row> rows_;  ///< of this process, not yet thinned out
  std::int64_t kept_minute_ = -1;
};

}  // namespace kith::storage
