// Names, by Viterbi over the labels of a sentence.
//
//     tag_names(weights, facts, tags, allowed, labels);   // B-PER L-PER O ... U-LOC
//
// `Source` is Weights or Learner. Transitions are weights too, of features that only know the label before.
// The best sequence keeps to the grammar of the labels: a name that begins ends, with one type.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "ingest/model/facts.h"
#include "ingest/model/hash.h"
#include "ingest/model/labels.h"
#include "ingest/model/weights.h"
#include "ingest/segment.h"

namespace kith::ingest {

/// Labels that a token may have, a bit each.
using LabelSet = std::uint32_t;
inline constexpr LabelSet kAnyLabel = (LabelSet{1} << NameLabel::kCount) - 1;

/// The features of the label of token first + i, of a sentence of `count` tokens; `facts` and `tags` are the document's.
void name_features(std::span<const WordFacts> facts, std::span<const Pos> tags, std::size_t first, std::size_t count,
                   std::size_t i, FeatureList& out);

/// The feature that carries the weights of labels behind `before`.
inline std::uint64_t transition_feature(std::size_t before) noexcept {
  FeatureList list;
  list.add(999, before);
  return *list.begin();
}

using NameScores = std::array<std::int32_t, Weights::row_bytes(NameLabel::kCount)>;

/// Label number NameLabel::kCount stands for the start of the sentence.
class NameTransitions {
 public:
  template <class Source>
  explicit NameTransitions(const Source& source) {
    for (std::size_t before = 0; before <= NameLabel::kCount; ++before) {
      scores_[before] = {};
      source.add(transition_feature(before), scores_[before].data());
    }
  }

  std::int32_t at(std::size_t before, std::size_t next) const noexcept { return scores_[before][next]; }

 private:
  std::array<NameScores, NameLabel::kCount + 1> scores_;
};

/// Room for Viterbi, kept from sentence to sentence.
struct NameLattice {
  std::vector<NameScores> emissions;
  std::vector<std::array<std::uint8_t, NameLabel::kCount>> from;
};

template <class Source>
void score_names(const Source& source, std::span<const WordFacts> facts, std::span<const Pos> tags, std::size_t first,
                 std::size_t count, NameLattice& lattice) {
  lattice.emissions.assign(count, {});
  FeatureList features;
  for (std::size_t i = 0; i < count; ++i) {
    name_features(facts, tags, first, count, i, features);
    source.add_all(features, lattice.emissions[i].data());
  }
}

/// Whether votes change the features of a token: only those with a capital look at their own and at those beside them.
inline bool looks_at_votes(std::span<const WordFacts> facts, std::size_t first, std::size_t count, std::size_t i) noexcept {
  const auto voted = [&](std::size_t k) { return k < count && facts[first + k].voted != WordFacts::kNoVote; };
  return facts[first + i].capital && (voted(i) || voted(i + 1) || (i > 0 && voted(i - 1)));
}

/// The names of a whole document in two passes: what a word was taken for in the first is counted, and what it was
/// taken for elsewhere is known to the second. An acronym spelt out once is then the same everywhere.
template <class Source>
void tag_names(const Source& source, const NameTransitions& transitions, std::span<WordFacts> facts,
               std::span<const Pos> tags, std::span<const Sentence> sentences, NameLattice& lattice,
               std::span<NameLabel> labels);

/// Fills WordFacts::voted from the labels of a first pass.
void count_votes(std::span<const NameLabel> labels, std::span<WordFacts> facts);

/// Makes every word without a vote, as it is in the first pass.
void clear_votes(std::span<WordFacts> facts);

/// The best labels of a scored sentence; `allowed` is empty (everything) or has a set a token. The sets have to leave
/// a path.
void best_names(const NameTransitions& transitions, NameLattice& lattice, std::span<const LabelSet> allowed,
                std::span<NameLabel> labels);

template <class Source>
void tag_names(const Source& source, const NameTransitions& transitions, std::span<WordFacts> facts,
               std::span<const Pos> tags, std::span<const Sentence> sentences, NameLattice& lattice,
               std::span<NameLabel> labels) {
  clear_votes(facts);
  std::vector<NameScores> scores(facts.size());
  for (const Sentence& sentence : sentences) {
    const std::size_t first = sentence.first_token;
    const std::size_t count = sentence.last_token - first;
    score_names(source, facts, tags, first, count, lattice);
    std::copy(lattice.emissions.begin(), lattice.emissions.end(), scores.begin() + static_cast<std::ptrdiff_t>(first));
    best_names(transitions, lattice, {}, labels.subspan(first, count));
  }
  count_votes(labels, facts);
  FeatureList features;
  for (const Sentence& sentence : sentences) {
    const std::size_t first = sentence.first_token;
    const std::size_t count = sentence.last_token - first;
    lattice.emissions.assign(scores.begin() + static_cast<std::ptrdiff_t>(first),
                             scores.begin() + static_cast<std::ptrdiff_t>(first + count));
    bool changed = false;
    for (std::size_t i = 0; i < count; ++i) {
      if (!looks_at_votes(facts, first, count, i)) continue;
      name_features(facts, tags, first, count, i, features);
      lattice.emissions[i] = {};
      source.add_all(features, lattice.emissions[i].data());
      changed = true;
    }
    if (changed) best_names(transitions, lattice, {}, labels.subspan(first, count));
  }
}

}  // namespace kith::ingest
