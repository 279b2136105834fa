#include "ingest/model/oracle.h"

#include <algorithm>

namespace kith::ingest {

Oracle::Oracle(std::span<const Arc> gold) : gold_(gold), dependents_(gold.size()) {
  for (std::uint32_t token = 0; token < gold.size(); ++token)
    if (gold[token].head != kRootHead) dependents_[gold[token].head].push_back(token);
}

int Oracle::cost(const ParseState& state, Move move) const {
  const std::uint32_t front = state.front();
  const bool at_root = front == state.count();
  int lost = 0;
  if (move == Move::kShift) {
    // The front may no longer be a head to the left, nor hang on anything there but the top.
    const std::vector<std::uint32_t>& stack = state.stack();
    for (std::size_t k = 0; k < stack.size(); ++k) {
      if (head(stack[k]) == front) ++lost;
      if (k + 1 < stack.size() && head(front) == stack[k]) ++lost;
    }
    return lost;
  }
  const std::uint32_t top = state.stack(0);
  const std::uint32_t below = state.stack(1);
  const std::uint32_t right_head = head(top);
  const bool head_in_buffer = right_head == kRootHead || right_head >= front;
  for (const std::uint32_t token : dependents_[top])
    if (token >= front) ++lost;
  if (move == Move::kLeft) {
    const bool is_front = at_root ? right_head == kRootHead : right_head == front;
    if (!is_front && (head_in_buffer || (below != ParseState::kNoToken && right_head == below))) ++lost;
  } else if (right_head != below && head_in_buffer) {
    ++lost;
  }
  return lost;
}

const Relation* Oracle::relation(const ParseState& state, Move move) const {
  if (move == Move::kShift) return nullptr;
  const std::uint32_t top = state.stack(0);
  const std::uint32_t head_made = move == Move::kRight ? state.stack(1)
                                  : state.front() < state.count() ? state.front()
                                                                  : kRootHead;
  return head(top) == head_made ? &gold_[top].relation : nullptr;
}

bool is_projective(std::span<const Arc> tree) {
  // Every token between a head and its dependent has to hang, however far, on the head: with arcs as ranges, none
  // may begin inside another and end outside it. The root counts as a token before the first.
  std::vector<std::pair<std::int64_t, std::int64_t>> arcs;
  for (std::int64_t token = 0; token < static_cast<std::int64_t>(tree.size()); ++token) {
    const std::uint32_t head = tree[static_cast<std::size_t>(token)].head;
    const std::int64_t other = head == kRootHead ? -1 : static_cast<std::int64_t>(head);
    arcs.emplace_back(std::min(token, other), std::max(token, other));
  }
  for (const auto& [a, b] : arcs)
    for (const auto& [c, d] : arcs)
      if (a < c && c < b && b < d) return false;
  return true;
}

}  // namespace kith::ingest
