// From the words of a text to the terms that an index holds.
//
//     KITH_TRY(Analyzer analyzer, Analyzer::make({.language = "english"}));
//     analyzer.term("Meetings") == "meet"
//     analyzer.term("Gül") == analyzer.term("Gul")
//
// A word is folded (base/fold.h), then stemmed by Snowball's stemmer of the language (M. F. Porter, "Snowball:
// A language for stemming algorithms", 2001). A word that does not fold to plain Latin letters is stemmed as
// it is written and folded after that: folding takes the breve of й away, which the endings of Russian have.
//
// A text and a search are analysed alike, or nothing would be found. So what an Analyzer gives for a word is
// part of the disk format.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kith/status.h"

struct sb_stemmer;

namespace kith::search {

/// How the terms of an index are made.
struct Analysis {
  std::string language = "none";  ///< of the stemmer; "none": words stay as they are
  bool fold = true;               ///< false: case and accents tell words apart

  friend bool operator==(const Analysis&, const Analysis&) = default;
};

/// Terms are no longer than this; what is beyond is left out.
inline constexpr std::size_t kTermBytesMax = 255;

struct Term {
  std::string text;
  std::uint32_t position;
};

/// Movable. One thread at a time: the stemmer has a buffer.
class Analyzer {
 public:
  /// kArgument, detail "UnknownLanguage".
  static Result<Analyzer> make(const Analysis& analysis);

  /// Of one word. Empty if nothing is left of it. Holds no zero byte.
  std::string term(std::string_view word) const;

  /// The word as terms are spelt, without the stemmer: what a part of a word is looked for by.
  std::string spelling(std::string_view word) const;

  /// The terms of a text with the numbers of their words.
  std::vector<Term> terms(std::string_view text) const;

 private:
  struct Close {
    void operator()(sb_stemmer* stemmer) const noexcept;
  };

  Analyzer(std::unique_ptr<sb_stemmer, Close> stemmer, bool fold) : stemmer_(std::move(stemmer)), fold_(fold) {}

  std::string stemmed(std::string word) const;

  std::unique_ptr<sb_stemmer, Close> stemmer_;  // null: none
  bool fold_;
};

/// What a language may be, sorted: "none" and the stemmers.
std::vector<std::string> languages();

}  // namespace kith::search
