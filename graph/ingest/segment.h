// Text to sentences and tokens, every one a range of bytes of the text.
//
//     Segmenter segmenter = *Segmenter::make();
//     Segments s = segmenter.segment("Mr. Rey flew to the U.S. on Monday. He landed.", 0);
//     // sentences: "Mr. Rey flew to the U.S. on Monday." and "He landed."
//     // tokens:    Mr. | Rey | flew | to | the | U.S. | on | Monday | . | He | landed | .
//
// ICU's break iterators run over a UText of the UTF-8 itself, so that their offsets are byte offsets
// (Unicode Standard Annex 29). What they do not know is put right afterwards: abbreviations end no
// sentence, a blank line always does, a lower-case letter never begins one, "'s" is a token of its own.
//
// Invariants: tokens are in order, do not overlap, hold no blank and lie inside their sentence; sentences are
// in order, do not overlap, neither begin nor end with a blank and have at most 500 tokens.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kith/status.h"

namespace kith::ingest {

enum class TokenKind : std::uint8_t { kWord, kNumber, kPunctuation };

struct Token {
  std::uint32_t begin = 0;  ///< bytes
  std::uint32_t end = 0;
  std::uint32_t sentence = 0;
  TokenKind kind = TokenKind::kWord;
  bool space_before = false;
  bool capital = false;        ///< begins with an upper-case letter
  bool inner_capital = false;  ///< a lower-case letter before an upper-case one ("OpenAI")
  bool all_caps = false;       ///< at least two letters and none of lower case ("NATO", "U.S.")
  bool in_quotes = false;      ///< between double quotation marks of its paragraph
  std::string lower;           ///< lower case, typographic apostrophes made plain
};

struct Sentence {
  std::uint32_t begin = 0;  ///< bytes
  std::uint32_t end = 0;
  std::uint32_t first_token = 0;
  std::uint32_t last_token = 0;  ///< one past the last
  std::uint32_t paragraph = 0;
};

struct Segments {
  std::vector<Sentence> sentences;
  std::vector<Token> tokens;

  /// A line a sentence, tokens parted by " | ".
  std::string to_text(std::string_view text) const;
};

/// Holds the break iterators, which are costly to make. Move-only, one thread at a time.
class Segmenter {
 public:
  static Result<Segmenter> make();

  Segmenter(Segmenter&&) noexcept;
  Segmenter& operator=(Segmenter&&) noexcept;
  ~Segmenter();

  /// Segments text[from..]; offsets count from the start of `text`, which has to be UTF-8. Linear time.
  Segments segment(std::string_view text, std::uint32_t from);

 private:
  struct Impl;
  explicit Segmenter(std::unique_ptr<Impl> impl) noexcept;
  std::unique_ptr<Impl> impl_;
};

/// Byte offsets to code point offsets of one text: O(1) amortised for rising offsets, O(256) otherwise.
class CodePoints {
 public:
  explicit CodePoints(std::string_view text);

  /// Code points before byte `offset`; the offset has to be a character's start or the text's end.
  std::uint32_t at(std::uint32_t offset) const;

 private:
  static constexpr std::uint32_t kStride = 256;
  std::string_view text_;
  std::vector<std::uint32_t> counts_;  // code points before byte i * kStride
};

}  // namespace kith::ingest
