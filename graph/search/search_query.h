// What is looked for in a full-text index: the language of Lucene's classic query parser, as users of Neo4j
// write it, read into a tree.
//
//     Vance Zelensky              either word, better both
//     "Russia Ukraine talks"      the words in this order; "…"~3 with up to three words' disorder
//     +Rome -2019, NOT Rome       must be there, must not be there (&&, ||, ! mean AND, OR, NOT)
//     Rome AND (pope OR Vatican)  NOT binds first, then AND, then OR
//     Zelen*, Zelensk?y           any letters, one letter
//     Zelensky~, Zelensky~1       up to two letters wrong, or as many as said
//     title:Rome, title:(a b)     in one property
//     Rome^2                      counts twice
//     \+, \"                      the character itself
//
// Ranges ([a TO b]) and regular expressions (/…/) are refused by name. A search that only excludes is refused,
// too: it would find nothing in Lucene, to nobody's profit. Not in Lucene: AND binds before OR, and a word that is
// several terms (e-mail) is a phrase.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kith/status.h"

namespace kith::search {

enum class Occur : std::uint8_t { kShould, kMust, kMustNot };

struct Query {
  enum class Kind : std::uint8_t {
    kWords,    ///< `text` as one term or, if it is more than one, a phrase of them
    kPattern,  ///< `text` with wildcards: see pattern_matches
    kFuzzy,    ///< terms at most `distance` letters from `text`
    kAll,      ///< *:*
    kBoolean,  ///< `clauses`
  };

  Kind kind = Kind::kWords;
  std::string field = {};      ///< the name of a property; empty: all
  std::uint32_t place = 0;     ///< where it begins, in code points
  std::string text = {};
  std::uint32_t slop = 0;      ///< of kWords
  std::uint32_t distance = 0;  ///< of kFuzzy: 0, 1 or 2
  double boost = 1;            ///< a billion at most, and at least one in a billion
  std::vector<Occur> occurs = {};  ///< of each clause
  std::vector<Query> clauses = {};

  friend bool operator==(const Query&, const Query&) = default;
};

/// kArgument, detail "InvalidSearch"; kLimit, detail "SearchTooDeep", for brackets nested beyond 100.
Result<Query> parse_query(std::string_view text);

/// As `+word`, `"a phrase"~2`, `pat*`, `word~1`, `(a +b)`: fully bracketed, with the fields where they apply. Parses to a search
/// that finds the same and prints the same, if its brackets are not too deep.
std::string to_text(const Query& query);

// ---- patterns: in kPattern these stand for letters; a `*` or `?` that was escaped stands for itself ----

inline constexpr char kAnyLetters = '\x01';
inline constexpr char kOneLetter = '\x02';

/// Whether the whole of `term` fits.
bool pattern_matches(std::string_view pattern, std::string_view term);

/// Insertions, deletions, replacements and swaps of neighbours, in letters, that make `b` of `a`; `most` + 1 if more.
std::uint32_t edit_distance(std::u32string_view a, std::u32string_view b, std::uint32_t most);

}  // namespace kith::search
