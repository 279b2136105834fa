#include "storage/known_nodes.h"

#include <algorithm>

namespace kith::storage {

bool KnownNodes::contains(NodeId node, std::uint64_t commit) const {
  const std::uint64_t word = raw(node) / 64;
  std::shared_lock lock(mutex_);
  return commit >= applied_ && word < words_.size() && (words_[word] >> (raw(node) % 64) & 1) != 0;
}

void KnownNodes::insert(NodeId node, std::uint64_t commit) {
  std::unique_lock lock(mutex_);
  if (commit >= applied_) set(node);
}

void KnownNodes::Change::erase(NodeId node) noexcept {
  const std::uint64_t word = raw(node) / 64;
  if (word < nodes_.words_.size()) nodes_.words_[word] &= ~(std::uint64_t{1} << (raw(node) % 64));
}

void KnownNodes::set(NodeId node) noexcept {
  const std::uint64_t word = raw(node) / 64;
  constexpr std::uint64_t kWordsMax = std::uint64_t{1} << 24;  // 128 MiB for a billion nodes
  if (word >= kWordsMax) return;
  if (word >= words_.size()) {
    try {
      words_.resize(std::max<std::size_t>(word + 1, words_.size() * 3 / 2));
    } catch (const std::bad_alloc&) {
      return;
    }
  }
  words_[word] |= std::uint64_t{1} << (raw(node) % 64);
}

}  // namespace kith::storage
