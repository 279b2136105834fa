// What a step of the parser costs: how many arcs of the right tree it puts out of reach
// (Goldberg and Nivre 2013, "Training deterministic parsers with non-deterministic oracles").
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ingest/model/parser.h"

namespace kith::ingest {

/// A tree to compare with; built once a sentence.
class Oracle {
 public:
  explicit Oracle(std::span<const Arc> gold);

  /// Arcs lost by the move, of those still within reach. Exact for trees without crossing arcs, near enough for others.
  int cost(const ParseState& state, Move move) const;

  /// The relation that the arc made by `move` ought to have; nothing if that arc is not in the tree.
  const Relation* relation(const ParseState& state, Move move) const;

 private:
  std::uint32_t head(std::uint32_t token) const { return gold_[token].head; }

  std::span<const Arc> gold_;
  std::vector<std::vector<std::uint32_t>> dependents_;
};

/// Whether no two arcs cross, the root's among them.
bool is_projective(std::span<const Arc> tree);

}  // namespace kith::ingest
