// Parts of speech, from left to right.
//
//     tag_pos(weights, facts, tags);   // one sentence: "Rome talks failed" -> PROPN NOUN VERB
//
// Greedy: each tag is the best given the two before it. `Weights` is Weights or Learner.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "ingest/model/facts.h"
#include "ingest/model/hash.h"
#include "ingest/model/labels.h"
#include "ingest/model/weights.h"

namespace kith::ingest {

/// The features of the tag of token `i`; `tags` are known before it.
void pos_features(std::span<const WordFacts> facts, std::span<const Pos> tags, std::size_t i, FeatureList& out);

template <class Source>
Pos best_pos(const Source& source, const FeatureList& features) {
  std::array<std::int32_t, Weights::row_bytes(kPosNames.size())> scores = {};
  source.add_all(features, scores.data());
  return static_cast<Pos>(std::max_element(scores.begin(), scores.begin() + kPosNames.size()) - scores.begin());
}

template <class Source>
void tag_pos(const Source& source, std::span<const WordFacts> facts, std::span<Pos> tags) {
  FeatureList features;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    pos_features(facts, tags, i, features);
    tags[i] = best_pos(source, features);
  }
}

}  // namespace kith::ingest
