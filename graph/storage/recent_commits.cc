#include "storage/recent_commits.h"

#include <bit>
#include <utility>

namespace kith::storage {

namespace {

constexpr std::size_t kSlotsMin = 1024;

}  // namespace

std::size_t RecentCommits::find(Claim claim) const noexcept {
  std::size_t at = home(claim);
  while (slots_[at].commit != 0 && slots_[at].claim != claim) at = (at + 1) & (slots_.size() - 1);
  return at;
}

std::uint64_t RecentCommits::newest(Claim claim) const noexcept {
  return size_ == 0 ? 0 : slots_[find(claim)].commit;
}

void RecentCommits::grow(std::size_t claims) {
  const std::size_t wanted = std::bit_ceil(std::max(kSlotsMin, claims * 2));
  if (wanted <= slots_.size()) return;
  std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(wanted));
  for (const Slot& slot : old)
    if (slot.commit != 0) slots_[find(slot.claim)] = slot;
}

void RecentCommits::enter(std::span<const Claim> written, std::uint64_t commit) {
  if (written.empty()) return;
  if ((size_ + written.size()) * 4 > slots_.size() * 3) grow(size_ + written.size());
  // Whatever there is no memory for, the three stay in step.
  commits_.push_back({commit, 0});
  for (const Claim claim : written) {
    order_.push_back(claim);
    ++commits_.back().claims;
    Slot& slot = slots_[find(claim)];
    if (slot.commit == 0) ++size_;
    slot = {claim, commit};
  }
  while (order_.size() > claims_max_) {
    floor_ = commits_.front().commit;
    forget_oldest();
  }
}

void RecentCommits::forget_until(std::uint64_t commit) {
  while (!commits_.empty() && commits_.front().commit <= commit) forget_oldest();
  if (size_ == 0 && slots_.size() > kSlotsMin * 64) slots_ = {};  // after a burst the memory goes back
}

void RecentCommits::forget_oldest() {
  const Entered entered = commits_.front();
  commits_.pop_front();
  for (std::size_t i = 0; i < entered.claims; ++i) {
    const std::size_t at = find(order_.front());
    order_.pop_front();
    if (slots_[at].commit == entered.commit) erase(at);  // else a newer commit wrote it again
  }
}

/// Moves what comes behind forward, so that no search ends too early.
void RecentCommits::erase(std::size_t slot) noexcept {
  const std::size_t mask = slots_.size() - 1;
  std::size_t hole = slot;
  for (std::size_t at = (hole + 1) & mask; slots_[at].commit != 0; at = (at + 1) & mask) {
    const std::size_t distance_to_home = (at - home(slots_[at].claim)) & mask;
    if (distance_to_home < ((at - hole) & mask)) continue;  // it may not move before its home
    slots_[hole] = slots_[at];
    hole = at;
  }
  slots_[hole] = {};
  --size_;
}

}  // namespace kith::storage
