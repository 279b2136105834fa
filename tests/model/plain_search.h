// Full-text searches answered the plain way: every document is looked at, and every number is counted anew. Independent of
// the analyser, the parser and the ranking of the index: words and their terms come from a table, a search is made as a
// tree that is printed for the index and evaluated as it is.
//
//     PlainIndex index{.documents = {{9, {{"rome"}, {"oslo rome"}}}}};
//     evaluate(index, search) -> {9: score}
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"

namespace kith::testing {

/// A word as texts have it, and what an index makes of it.
struct PlainWord {
  const char* written;
  const char* exact;    ///< not folded
  const char* folded;
  const char* english;  ///< folded and stemmed
};

enum class PlainTerms { kExact, kFolded, kEnglish };

inline constexpr int kPlainFields = 2;

/// Texts of one property: words by number, a list of texts as several.
using PlainTexts = std::vector<std::vector<int>>;

struct PlainDocument {
  PlainTexts fields[kPlainFields];
};

struct PlainIndex {
  PlainTerms terms = PlainTerms::kFolded;
  std::map<std::uint64_t, PlainDocument> documents = {};
};

struct PlainSearch {
  enum class Kind { kNothing, kPhrase, kPattern, kFuzzy, kAll, kBoolean };
  enum class Occur { kShould, kMust, kMustNot };

  Kind kind = Kind::kPhrase;
  int field = -1;               ///< -1: all
  std::vector<int> words = {};  ///< of a phrase; the first of kPattern and kFuzzy
  std::u32string pattern = {};  ///< `*` and `?`, spelt as terms are
  std::u32string written = {};  ///< the pattern as it is written
  unsigned slop = 0, distance = 0;
  double boost = 1;
  bool is_hyphenated = false;  ///< a phrase that is written as one word
  std::vector<Occur> occurs = {};
  std::vector<PlainSearch> clauses = {};
};

extern const std::vector<PlainWord> kPlainWords;

const char* term_of(int word, PlainTerms terms);

/// With white space and punctuation between the words.
std::string text_of(const std::vector<int>& words, Random& random);

PlainSearch random_search(PlainTerms terms, Random& random, int depth = 0);

/// As the language of searches has it, in one of the ways in which it can be said.
std::string text_of(const PlainSearch& search, Random& random);

/// Whether the index promises this score and not only these documents: how often a phrase with slop fits is the index's own affair.
bool has_plain_score(const PlainSearch& search);

/// Scores by document. Nothing: there was nothing to look for.
std::optional<std::map<std::uint64_t, double>> evaluate(const PlainIndex& index, const PlainSearch& search);

}  // namespace kith::testing
