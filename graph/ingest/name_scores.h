// What speaks for a run of capitalised words being a person's name, an organisation's, a place's or an event's.
//
//     "the coach, Alba Quent, said"    two plain words, "coach" before, "said" behind    PER
//     "Quent Robotics Group"           ends in a word for organisations                  ORG
//     "in Quillby, Florida"            "in" before, a known place behind                 LOC
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "ingest/document.h"
#include "ingest/lexicon.h"
#include "ingest/segment.h"

namespace kith::ingest {

/// Evidence for each of PER, ORG, LOC, EVENT.
struct Scores {
  std::array<double, 4> of{};

  void add(EntityType type, double score) { of[static_cast<std::size_t>(type)] += score; }

  void add(const Scores& other) {
    for (std::size_t i = 0; i < of.size(); ++i) of[i] += other.of[i];
  }

  EntityType best() const { return static_cast<EntityType>(std::max_element(of.begin(), of.end()) - of.begin()); }

  double top() const { return *std::max_element(of.begin(), of.end()); }
};

/// A run of capitalised words that may be a name.
struct Candidate {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t event_last = 0;  // end of "... robotics competition" after the run, or 0
  std::uint32_t title_first = 0;
  std::uint32_t title_last = 0;
  bool weak = false;  // its capital may be due to its place: the start of a sentence, a heading
  std::string key;
  Scores scores;
  Scores tagged;  ///< what the model takes it for
  Phrase phrase;  // if it is of a list
  bool listed = false;
  bool is_cut = false;  ///< the words around it say where it ends
};

/// Scores candidates in one text. Reads what it was made from, which has to outlive it.
class NameScorer {
 public:
  NameScorer(const Segments& segments, const Lexicon& lexicon);

  /// Adds to the candidate's scores what its words and those around it say, and finds the word for an event behind it.
  void score(Candidate& candidate, const Sentence& sentence) const;

 protected:
  const Token& at(std::size_t i) const { return tokens_[i]; }

  bool is(std::size_t i, std::string_view word) const { return i < tokens_.size() && tokens_[i].lower == word; }

  bool has(std::size_t i, Word word) const { return i < tokens_.size() && lexicon_.has(tokens_[i].lower, word); }

  bool attached(std::size_t i) const { return i < tokens_.size() && !tokens_[i].space_before; }

  std::string key_of(std::size_t first, std::size_t last) const;

  /// A word of lower case that is neither a function word nor a verb.
  bool is_plain_lower(std::size_t i) const;

  /// What the run is called by its last word, or by the one before "of"; kOther if by none.
  EntityType head_type(std::size_t first, std::size_t last) const;

  /// Finds the places that no list has, by the adjectives that the text makes of them; listed_at() knows them then.
  void derive_places();
  /// A name of the lists, or of the places derived.
  std::optional<Phrase> listed_at(std::size_t i, std::size_t end) const;

  const std::vector<Token>& tokens_;
  const std::vector<Sentence>& sentences_;
  const Lexicon& lexicon_;
  std::unordered_set<std::string> lower_words_;      ///< seen without a capital in this text
  std::unordered_map<std::string, Phrase> derived_;  ///< by the word in lower case

 private:
  void score_inside(Candidate& candidate) const;
  bool is_dateline(const Candidate& candidate, const Sentence& sentence) const;
  void score_around(Candidate& candidate, const Sentence& sentence) const;
  void score_after(Candidate& candidate, const Sentence& sentence) const;
  void score_body(Candidate& candidate, const Sentence& sentence) const;
  void score_kind_of_place(Candidate& candidate, const Sentence& sentence) const;
  static bool any_head(std::string_view word);
  void find_event_word(Candidate& candidate, const Sentence& sentence) const;
};

}  // namespace kith::ingest
