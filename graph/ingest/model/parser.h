// Dependency trees, by the arc-hybrid system (Kuhlmann, Gómez-Rodríguez and Satta 2011).
//
//     parse_sentence(weights, facts, tags, state, arcs);
//
// A stack of tokens and a buffer of those to come, with the root behind the last token. SHIFT pushes the front of the buffer; LEFT hangs
// the top of the stack on the front of the buffer; RIGHT hangs it on the token below it. 2n steps a sentence, each
// the best that the weights know. The oracle for training is in oracle.h.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "ingest/model/facts.h"
#include "ingest/model/hash.h"
#include "ingest/model/labels.h"
#include "ingest/model/weights.h"

namespace kith::ingest {

/// The head of a token within its sentence; kRootHead for the root.
struct Arc {
  std::uint32_t head = 0;
  Relation relation = Relation::kDep;
};

inline constexpr std::uint32_t kRootHead = ~std::uint32_t{0};

enum class Move : std::uint8_t { kShift, kLeft, kRight };

/// A step as the classifier numbers it: 0 is SHIFT, then LEFT and RIGHT of each relation.
struct Step {
  static constexpr std::size_t kCount = 1 + 2 * kRelationNames.size();

  std::uint8_t number = 0;

  static constexpr Step of(Move move, Relation relation) noexcept {
    if (move == Move::kShift) return {0};
    return {static_cast<std::uint8_t>(1 + 2 * static_cast<std::size_t>(relation) + (move == Move::kRight ? 1 : 0))};
  }

  constexpr Move move() const noexcept {
    return number == 0 ? Move::kShift : number % 2 == 1 ? Move::kLeft : Move::kRight;
  }

  constexpr Relation relation() const noexcept {
    return number == 0 ? Relation::kRoot : static_cast<Relation>((number - 1) / 2);
  }
};

/// The state of the parse of one sentence; keeps its room from sentence to sentence.
class ParseState {
 public:
  static constexpr std::uint32_t kNoToken = ~std::uint32_t{0};

  void start(std::uint32_t count);

  bool done() const noexcept { return front_ == count_ && stack_.empty(); }

  bool may(Move move) const noexcept {
    switch (move) {
      case Move::kShift:
        return front_ < count_;
      case Move::kLeft:  // one root a sentence
        return !stack_.empty() && (front_ < count_ || stack_.size() == 1);
      case Move::kRight:
        return stack_.size() >= 2;
    }
    return false;
  }

  void take(Step step);

  /// The k-th token of the stack from the top, of the buffer from the front; kNoToken if there is none.
  std::uint32_t stack(std::size_t k) const noexcept {
    return k < stack_.size() ? stack_[stack_.size() - 1 - k] : kNoToken;
  }
  std::uint32_t buffer(std::size_t k) const noexcept { return front_ + k < count_ ? front_ + static_cast<std::uint32_t>(k) : kNoToken; }

  std::uint32_t front() const noexcept { return front_; }
  std::uint32_t count() const noexcept { return count_; }
  const std::vector<std::uint32_t>& stack() const noexcept { return stack_; }
  const std::vector<Arc>& arcs() const noexcept { return arcs_; }

  /// Dependents so far on the left and on the right: the outermost, the next to it, and how many.
  struct Dependents {
    std::array<std::uint32_t, 2> left = {kNoToken, kNoToken};
    std::array<std::uint32_t, 2> right = {kNoToken, kNoToken};
    std::uint16_t lefts = 0;
    std::uint16_t rights = 0;
    std::uint64_t relations = 0;  ///< a bit each
  };
  const Dependents& dependents(std::uint32_t token) const noexcept { return dependents_[token]; }

 private:
  void attach(std::uint32_t token, std::uint32_t head, Relation relation);

  std::uint32_t count_ = 0;
  std::uint32_t front_ = 0;
  std::vector<std::uint32_t> stack_;
  std::vector<Arc> arcs_;
  std::vector<Dependents> dependents_;
};

/// `facts` and `tags` are the sentence's.
void parse_features(std::span<const WordFacts> facts, std::span<const Pos> tags, const ParseState& state,
                    FeatureList& out);

using StepScores = std::array<std::int32_t, Weights::row_bytes(Step::kCount)>;

/// The best step that is allowed.
inline Step best_step(const ParseState& state, const StepScores& scores) noexcept {
  std::int32_t top = INT32_MIN;
  Step best;
  if (state.may(Move::kShift)) top = scores[0];
  for (std::size_t move = 1; move <= 2; ++move) {
    if (!state.may(static_cast<Move>(move))) continue;
    for (std::size_t number = move; number < Step::kCount; number += 2)
      if (scores[number] > top) {
        top = scores[number];
        best = {static_cast<std::uint8_t>(number)};
      }
  }
  return best;
}

/// `arcs` has a place a token.
template <class Source>
void parse_sentence(const Source& source, std::span<const WordFacts> facts, std::span<const Pos> tags,
                    ParseState& state, std::span<Arc> arcs) {
  FeatureList features;
  state.start(static_cast<std::uint32_t>(facts.size()));
  while (!state.done()) {
    StepScores scores = {};
    parse_features(facts, tags, state, features);
    source.add_all(features, scores.data());
    state.take(best_step(state, scores));
  }
  std::copy(state.arcs().begin(), state.arcs().end(), arcs.begin());
}

}  // namespace kith::ingest
