// Which commit wrote a claim last: an exact map over the commits that an open write transaction may not have
// seen.
//
//     recent.enter(claims.written, commit);
//     if (recent.newest(claim) > view.commit) ...   // somebody was faster
//     recent.forget_until(oldest_open_view);
//
// A commit is entered when it is validated, before its rows are written, so that of two transactions that
// are committed at the same time one sees the other. Commits that are pushed out because there are too many
// raise the floor: what was begun before it cannot be validated any more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "storage/claims.h"

namespace kith::storage {

/// One thread at a time.
class RecentCommits {
 public:
  static constexpr std::size_t kClaimsMax = std::size_t{4} << 20;

  explicit RecentCommits(std::size_t claims_max = kClaimsMax) : claims_max_(claims_max) {}

  /// The newest commit that wrote `claim` and is not forgotten; 0 if none did.
  std::uint64_t newest(Claim claim) const noexcept;

  /// `commit` is greater than all before. A claim that there is no memory for (std::bad_alloc) is not entered.
  void enter(std::span<const Claim> written, std::uint64_t commit);

  /// Commits up to this one are in every open view.
  void forget_until(std::uint64_t commit);

  /// Views older than this commit cannot be validated.
  std::uint64_t floor() const noexcept { return floor_; }

  /// Claims that are known.
  std::size_t size() const noexcept { return size_; }

 private:
  struct Slot {
    Claim claim = 0;
    std::uint64_t commit = 0;  // 0: free
  };

  struct Entered {
    std::uint64_t commit;
    std::size_t claims;
  };

  std::size_t home(Claim claim) const noexcept { return claim & (slots_.size() - 1); }

  /// The claim's slot, or the free one where it belongs. Requires a table with a free slot.
  std::size_t find(Claim claim) const noexcept;
  void grow(std::size_t claims);
  void forget_oldest();
  void erase(std::size_t slot) noexcept;

  std::size_t claims_max_;
  std::vector<Slot> slots_;  // a power of two, at most 3/4 used; a claim lies at its home or behind it
  std::size_t size_ = 0;
  std::deque<Claim> order_;  // as they were entered
  std::deque<Entered> commits_;
  std::uint64_t floor_ = 0;
};

}  // namespace kith::storage
