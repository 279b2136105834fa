// What the features of all three stages are made of: each token looked at once.
//
//     std::vector<WordFacts> facts;
//     collect_facts(text, segments.tokens, lexicon, facts);
//
// Hashes of the word, its beginnings, its endings and its shape ("JD" -> "XX", "McAdams" -> "XxXx"), what the word lists say of
// it, and what the document says: the same word elsewhere, written small, or with a capital where no
// sentence begins.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "ingest/lexicon.h"
#include "ingest/segment.h"

namespace kith::ingest {

struct WordFacts {
  std::uint64_t word = 0;  ///< lower case, digits as 0
  std::uint64_t shape = 0;
  std::uint64_t long_shape = 0;  ///< with the length of runs
  std::array<std::uint64_t, 3> prefix = {};  ///< 1 to 3 characters... of `lower`
  std::array<std::uint64_t, 4> suffix = {};  ///< 1 to 4
  std::uint32_t classes = 0;  ///< of the word lists
  std::uint8_t listed = 0;    ///< in a listed name: 2 * (PhraseKind + 1), one more for its first word
  std::uint8_t titled = 0;    ///< in a title
  bool capital = false;
  bool attached = false;  ///< to the token before, without a blank
  bool opens = false;  ///< a sentence begins, or a quotation
  std::uint8_t verb = 0;  ///< forms it may be, by the word lists
  // Of the document.
  bool seen_lower = false;
  bool seen_capital = false;  ///< inside a sentence
  std::uint8_t others = 0;    ///< how many of the next are set
  std::array<std::uint32_t, 3> other = {};  ///< tokens of the same word with a capital, nearest first
  std::uint8_t voted = kNoVote;  ///< what the same word was taken for elsewhere: a type of names, kVotedOutside, kNoVote
  std::uint8_t agreed = 0;       ///< how far those places agree: 0 to 2

  static constexpr std::uint8_t kVotedOutside = 30;
  static constexpr std::uint8_t kNoVote = 31;
};

/// Fills `facts` beside `tokens`, which are those of a whole document. Linear but for a sort.
void collect_facts(std::string_view text, std::span<const Token> tokens, const Lexicon& lexicon,
                   std::vector<WordFacts>& facts);

}  // namespace kith::ingest
