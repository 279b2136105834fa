#include "ingest/segment.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace kith::ingest {

namespace {

struct CloseBreak {
  void operator()(UBreakIterator* it) const { ubrk_close(it); }
};

struct CloseText {
  void operator()(UText* text) const { utext_close(text); }
};

using BreakPtr = std::unique_ptr<UBreakIterator, CloseBreak>;
using TextPtr = std::unique_ptr<UText, CloseText>;

// Words that carry a full stop without ending a sentence, without that stop.
constexpr std::array kAbbreviations = {
    "mr",  "mrs", "ms",  "dr",  "prof", "st",  "sen", "rep", "gov", "gen",    "col",  "lt",   "sgt",  "capt", "maj",
    "adm", "rev", "hon", "fr",  "jr",   "sr",  "vs",  "etc", "inc", "ltd",    "corp", "dept", "univ", "jan",  "feb",
    "apr", "jun", "jul", "aug", "sept", "oct", "nov", "dec", "vol", "messrs", "mt",   "ft",   "brig", "cmdr", "supt"};
// Of these, the ones that may end a sentence too: a break stands if the next word could begin one.
constexpr std::array kMayEnd = {"etc", "inc", "ltd", "corp", "jr", "sr", "dept"};
// Words that after "U.S." or "plan B." are the start of a sentence rather than the rest of a name.
constexpr std::array kStarters = {
    "the",    "a",      "an",      "he",       "she",     "it",    "they",  "we",       "i",     "you",   "in",
    "on",     "at",     "this",    "that",     "these",   "those", "but",   "and",      "his",   "her",   "their",
    "its",    "our",    "my",      "after",    "as",      "when",  "while", "if",       "there", "some",  "many",
    "most",   "other",  "both",    "all",      "for",     "from",  "with",  "once",     "since", "until", "under",
    "during", "before", "despite", "although", "however", "then",  "what",  "according"};

template <class List>
bool contains(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

UChar32 code_point_at(std::string_view text, std::size_t at) {
  return static_cast<UChar32>(utf8::decode(text, at).code_point);
}

bool is_blank(UChar32 c) { return u_isUWhiteSpace(c) != 0 || c == 0x200B || c == 0xFEFF || u_iscntrl(c) != 0; }

std::string lower_word(std::string_view word) {
  std::string out;
  out.reserve(word.size());
  std::size_t i = 0;
  while (i < word.size()) {
    const utf8::Decoded decoded = utf8::decode(word, i);
    i += decoded.length;
    auto c = static_cast<UChar32>(decoded.code_point);
    if (c < 0x80)
      c = c >= 'A' && c <= 'Z' ? c + 32 : c;
    else
      c = u_tolower(c);
    if (c == 0x2019 || c == 0x2018) c = '\'';
    utf8::append(out, static_cast<std::uint32_t>(c));
  }
  return out;
}

// Fills what is known of a token from its letters alone.
Token make_token(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  Token token;
  token.begin = begin;
  token.end = end;
  token.lower = lower_word(text.substr(begin, end - begin));
  int upper = 0;
  int lower = 0;
  int digits = 0;
  bool first = true;
  std::size_t i = begin;
  while (i < end) {
    const utf8::Decoded decoded = utf8::decode(text, i);
    i += decoded.length;
    const auto c = static_cast<UChar32>(decoded.code_point);
    const bool lower_before = lower > 0;
    const bool is_upper = u_isupper(c) != 0 || u_istitle(c) != 0;
    if (is_upper) ++upper;
    // Scripts without case count as lower: nothing in them can be told by capitals.
    else if (u_isalpha(c) != 0)
      ++lower;
    else if (u_isdigit(c) != 0)
      ++digits;
    token.inner_capital = token.inner_capital || (is_upper && lower_before);
    if (first) token.capital = is_upper;
    first = false;
  }
  token.all_caps = upper >= 2 && lower == 0;
  if (upper + lower > 0 && !(digits > 0 && !u_isalpha(code_point_at(text, begin))))
    token.kind = TokenKind::kWord;
  else if (digits > 0)
    token.kind = TokenKind::kNumber;
  else
    token.kind = TokenKind::kPunctuation;
  return token;
}

// Where what leans on the word before it begins, or the token's end: 's, n't and the short forms of verbs.
std::uint32_t clitic_begin(std::string_view text, const Token& token) {
  static constexpr std::array kClitics = {"'s", "n't", "'ll", "'re", "'ve", "'m", "'d"};
  for (const std::string_view clitic : kClitics) {
    if (token.lower.size() <= clitic.size() || !token.lower.ends_with(clitic)) continue;
    // The apostrophe is one byte or the three of ’.
    std::uint32_t begin = token.end;
    for (std::size_t left = clitic.size(); left > 0; --left)
      do --begin;
      while ((static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80);
    return begin;
  }
  return token.end;
}

}  // namespace

struct Segmenter::Impl {
  BreakPtr words;
  BreakPtr sentences;

  std::vector<std::uint32_t> boundaries(UBreakIterator* iterator, std::string_view text, std::uint32_t from) const;
  std::vector<Token> tokenise(std::string_view text, std::uint32_t from) const;
};

std::vector<std::uint32_t> Segmenter::Impl::boundaries(UBreakIterator* iterator, std::string_view text,
                                                       std::uint32_t from) const {
  std::vector<std::uint32_t> out;
  UErrorCode error = U_ZERO_ERROR;
  const TextPtr utext(
      utext_openUTF8(nullptr, text.data() + from, static_cast<std::int64_t>(text.size() - from), &error));
  if (U_FAILURE(error) != 0) return {from, static_cast<std::uint32_t>(text.size())};
  ubrk_setUText(iterator, utext.get(), &error);
  for (std::int32_t at = ubrk_first(iterator); at != UBRK_DONE; at = ubrk_next(iterator))
    out.push_back(from + static_cast<std::uint32_t>(at));
  return out;
}

std::vector<Token> Segmenter::Impl::tokenise(std::string_view text, std::uint32_t from) const {
  std::vector<Token> tokens;
  const std::vector<std::uint32_t> cuts = boundaries(words.get(), text, from);
  bool space = true;
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    std::uint32_t begin = cuts[i];
    std::uint32_t end = cuts[i + 1];
    if (is_blank(code_point_at(text, begin))) {
      space = true;
      continue;
    }
    Token token = make_token(text, begin, end);
    token.space_before = space;
    space = false;
    // "U.S" and "D.C" take their last stop with them, so do initials and abbreviations.
    if (token.kind == TokenKind::kWord && end < text.size() && text[end] == '.') {
      const bool dotted = token.lower.find('.') != std::string::npos;
      // An initial has more of the name behind it: "wrote on X." has none.
      const bool more = end + 2 < text.size() && text[end + 1] == ' ' && u_isupper(code_point_at(text, end + 2)) != 0;
      const bool initial = token.capital && token.lower.size() == 1 &&
                           (more || (end + 1 < text.size() && u_isupper(code_point_at(text, end + 1)) != 0));
      if (dotted || initial || contains(kAbbreviations, token.lower)) {
        const bool space_before = token.space_before;
        token = make_token(text, begin, end + 1);
        token.space_before = space_before;
        tokens.push_back(std::move(token));
        if (i + 2 < cuts.size() && cuts[i + 2] == end + 1) ++i;
        continue;
      }
    }
    // "Rome's" becomes "Rome" and "'s", "don't" "do" and "n't".
    const std::uint32_t clitic = token.kind == TokenKind::kWord ? clitic_begin(text, token) : end;
    if (clitic < end) {
      Token stem = make_token(text, begin, clitic);
      stem.space_before = token.space_before;
      tokens.push_back(std::move(stem));
      tokens.push_back(make_token(text, clitic, end));
      continue;
    }
    tokens.push_back(std::move(token));
  }
  return tokens;
}

namespace {

// A longer run of words without a stop is no sentence; what reads sentences may take time quadratic in them.
constexpr std::uint32_t kSentenceTokensMax = 500;

bool is_opening(std::string_view lower) {
  return lower == "\"" || lower == "(" || lower == "[" || lower == "“" || lower == "'";
}

// A blank line, or a line break that ends a line a typist would not have wrapped.
enum class Gap { kNone, kLine, kParagraph };

Gap gap_between(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  int lines = 0;
  for (std::uint32_t i = begin; i < end; ++i) lines += text[i] == '\n' ? 1 : 0;
  return lines == 0 ? Gap::kNone : lines == 1 ? Gap::kLine : Gap::kParagraph;
}

constexpr std::uint32_t kWrappedLineMin = 50;
constexpr std::uint32_t kWrappedLineMax = 110;

// Whether the line that ends before `end` was cut by a right margin rather than by its writer.
bool is_wrapped(std::string_view text, std::uint32_t end, const Token& last, const Token& next) {
  if (last.lower == "." || last.lower == "!" || last.lower == "?" || last.lower == ":") return false;
  if (!next.capital && next.kind == TokenKind::kWord) return true;
  const std::size_t start = text.rfind('\n', end == 0 ? 0 : end - 1);
  const std::size_t length = end - (start == std::string_view::npos ? 0 : start + 1);
  const std::size_t next_end = text.find('\n', next.begin);
  const bool more_lines = next_end != std::string_view::npos && next_end - next.begin >= kWrappedLineMin;
  return length >= kWrappedLineMin && length <= kWrappedLineMax && more_lines && last.kind != TokenKind::kPunctuation;
}

// Whether ICU's break between two tokens is none: an abbreviation before it, or no beginning after it.
bool breaks_nothing(const Token& last, const Token& next, bool last_is_person_initial) {
  if (next.kind == TokenKind::kWord && !next.capital) return true;
  if (next.kind == TokenKind::kPunctuation && !is_opening(next.lower) && next.lower != "—" && next.lower != "-")
    return true;
  if (last.kind != TokenKind::kWord || !last.lower.ends_with('.')) return false;
  const bool dotted = last.lower.find('.') + 1 < last.lower.size();
  if (dotted || last_is_person_initial) return next.kind == TokenKind::kWord && !contains(kStarters, next.lower);
  const std::string stem = last.lower.substr(0, last.lower.size() - 1);
  return contains(kAbbreviations, stem) && !contains(kMayEnd, stem);
}

void mark_quotes(std::vector<Token>& tokens, const std::vector<Sentence>& sentences) {
  std::uint32_t paragraph = ~std::uint32_t{0};
  bool open = false;
  for (const Sentence& sentence : sentences) {
    if (sentence.paragraph != paragraph) open = false;
    paragraph = sentence.paragraph;
    for (std::uint32_t i = sentence.first_token; i < sentence.last_token; ++i) {
      Token& token = tokens[i];
      if (token.lower == "“")
        open = true;
      else if (token.lower == "”")
        open = false;
      else if (token.lower == "\"")
        open = !open;
      else
        token.in_quotes = open;
    }
  }
}

}  // namespace

Result<Segmenter> Segmenter::make() {
  auto impl = std::make_unique<Impl>();
  UErrorCode error = U_ZERO_ERROR;
  impl->words.reset(ubrk_open(UBRK_WORD, "en", nullptr, 0, &error));
  impl->sentences.reset(ubrk_open(UBRK_SENTENCE, "en", nullptr, 0, &error));
  if (U_FAILURE(error) != 0)
    return Error{.code = ErrorCode::kInternal, .message = std::string("ICU has no break rules: ") + u_errorName(error)};
  return Segmenter(std::move(impl));
}

Segmenter::Segmenter(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}

Segmenter::Segmenter(Segmenter&&) noexcept = default;
Segmenter& Segmenter::operator=(Segmenter&&) noexcept = default;
Segmenter::~Segmenter() = default;

Segments Segmenter::segment(std::string_view text, std::uint32_t from) {
  Segments out;
  out.tokens = impl_->tokenise(text, from);
  if (out.tokens.empty()) return out;
  const std::vector<std::uint32_t> breaks = impl_->boundaries(impl_->sentences.get(), text, from);
  std::size_t next_break = 0;
  std::uint32_t paragraph = 0;
  out.sentences.push_back({.begin = out.tokens[0].begin});
  for (std::uint32_t i = 0; i < out.tokens.size(); ++i) {
    Token& token = out.tokens[i];
    if (i > 0) {
      const Token& last = out.tokens[i - 1];
      while (next_break < breaks.size() && breaks[next_break] < last.end) ++next_break;
      const bool icu_breaks = next_break < breaks.size() && breaks[next_break] <= token.begin;
      const Gap gap = gap_between(text, last.end, token.begin);
      bool cut = false;
      if (gap == Gap::kParagraph)
        cut = true;
      else if (gap == Gap::kLine && !is_wrapped(text, last.end, last, token))
        cut = true;
      else if (gap == Gap::kLine && last.kind != TokenKind::kPunctuation)
        cut = false;
      else if (icu_breaks) {
        // "J. Smith": an initial after a name or at the start of a sentence ends nothing; "plan B." does.
        const bool initial = last.kind == TokenKind::kWord && last.lower.size() == 2 && last.capital && token.capital;
        cut = !breaks_nothing(last, token, initial);
        // A closing mark belongs to the sentence before it.
        if (cut && token.kind == TokenKind::kPunctuation && token.lower == "\"" && !token.space_before) cut = false;
      }
      if (i - out.sentences.back().first_token >= kSentenceTokensMax) cut = true;
      if (cut) {
        if (gap != Gap::kNone) ++paragraph;
        Sentence& done = out.sentences.back();
        done.end = last.end;
        done.last_token = i;
        out.sentences.push_back({.begin = token.begin, .first_token = i, .paragraph = paragraph});
      }
    }
    token.sentence = static_cast<std::uint32_t>(out.sentences.size() - 1);
  }
  out.sentences.back().end = out.tokens.back().end;
  out.sentences.back().last_token = static_cast<std::uint32_t>(out.tokens.size());
  mark_quotes(out.tokens, out.sentences);
  return out;
}

std::string Segments::to_text(std::string_view text) const {
  std::string out;
  for (const Sentence& sentence : sentences) {
    for (std::uint32_t i = sentence.first_token; i < sentence.last_token; ++i) {
      if (i > sentence.first_token) out += " | ";
      out += text.substr(tokens[i].begin, tokens[i].end - tokens[i].begin);
    }
    out += '\n';
  }
  return out;
}

CodePoints::CodePoints(std::string_view text) : text_(text) {
  counts_.reserve(text.size() / kStride + 1);
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i % kStride == 0) counts_.push_back(count);
    count += (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80 ? 1 : 0;
  }
  if (text.size() % kStride == 0) counts_.push_back(count);
}

std::uint32_t CodePoints::at(std::uint32_t offset) const {
  std::uint32_t count = counts_[offset / kStride];
  for (std::uint32_t i = offset / kStride * kStride; i < offset; ++i)
    count += (static_cast<unsigned char>(text_[i]) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

}  // namespace kith::ingest
