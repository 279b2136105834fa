#include "search/search_query.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <tuple>
#include <utility>

#include "base/utf8.h"

namespace kith::search {

namespace {

constexpr int kDepthMax = 100;
constexpr std::uint32_t kDistanceMax = 2;
constexpr double kBoostMax = 1e9;
constexpr std::string_view kWideSpace = "\u3000";  // of Chinese and Japanese

/// Recursive descent over the text.
///
///     list    := operand (OR? operand)*
///     operand := unary (AND unary)*
///     unary   := (+ | - | NOT)? primary (^ number)?
///     primary := ( list ) | name : primary | "…" (~ n)? | word (~ n)?
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Query> parse() {
    skip_space();
    if (is_at_end()) return wrong(at_, "an empty search finds nothing");
    KITH_TRY(Query query, list("", 0));
    if (!is_at_end()) return wrong(at_, "there is a `)` without its `(`");
    return query;
  }

  static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

  /// Ends a word wherever it stands.
  static bool ends_word(char c) {
    return is_space(c) || c == '(' || c == ')' || c == '"' || c == '^' || c == '~' || c == ':' || c == '[' || c == ']' ||
           c == '{' || c == '}';
  }

 private:
  struct Unary {
    Occur occur;
    Query query;
  };

  bool is_at_end() const { return at_ >= text_.size(); }

  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  bool at_wide_space() const { return text_.substr(at_, kWideSpace.size()) == kWideSpace; }

  void skip_space() {
    while (!is_at_end()) {
      if (is_space(peek()))
        ++at_;
      else if (at_wide_space())
        at_ += kWideSpace.size();
      else
        return;
    }
  }

  std::uint32_t place(std::size_t at) const { return static_cast<std::uint32_t>(utf8::point_offset(text_, at)); }

  Error wrong(std::size_t at, std::string what, std::string hint = {}) const {
    constexpr std::size_t kShown = 200;
    const std::string shown = text_.size() <= kShown ? std::string(text_) : std::string(utf8::substring(text_, 0, kShown)) + "…";
    return Error{.code = ErrorCode::kArgument,
                 .message = std::move(what) + ", at character " + std::to_string(place(at) + 1) + " of the search `" + shown + "`",
                 .detail = "InvalidSearch",
                 .hint = std::move(hint)};
  }

  /// AND, OR and NOT are words in capitals that stand alone.
  bool at_operator(std::string_view word) const {
    if (text_.substr(at_, word.size()) != word) return false;
    const std::size_t end = at_ + word.size();
    return end >= text_.size() || is_space(text_[end]) || text_[end] == '(' || text_[end] == ')' || text_[end] == '"';
  }

  bool at_and() const { return at_operator("AND") || text_.substr(at_, 2) == "&&"; }

  bool at_or() const { return at_operator("OR") || text_.substr(at_, 2) == "||"; }

  bool at_not() const { return at_operator("NOT") || peek() == '!'; }

  void skip_operator() {
    if (peek() == '!') {
      ++at_;
    } else if (peek() == '&' || peek() == '|') {
      at_ += 2;
    } else {
      while (peek() >= 'A' && peek() <= 'Z') ++at_;
    }
    skip_space();
  }

  Result<Query> list(const std::string& field, int depth) {
    if (depth > kDepthMax)
      return Error{.code = ErrorCode::kLimit,
                   .message = "the brackets of a search are nested at most " + std::to_string(kDepthMax) + " deep",
                   .detail = "SearchTooDeep"};
    Query all{.kind = Query::Kind::kBoolean, .field = field, .place = place(at_)};
    while (true) {
      KITH_TRY(Unary one, operand(field, depth));
      all.occurs.push_back(one.occur);
      all.clauses.push_back(std::move(one.query));
      skip_space();
      if (is_at_end() || peek() == ')') break;
      if (at_and()) return wrong(at_, "AND is followed by nothing that could be looked for");
      if (!at_or()) continue;
      const std::size_t start = at_;
      skip_operator();
      if (is_at_end() || peek() == ')') return wrong(start, "OR is followed by nothing");
    }
    if (all.clauses.size() == 1 && all.occurs[0] != Occur::kMustNot) return std::move(all.clauses[0]);
    return checked(std::move(all));
  }

  /// Something must be looked for.
  Result<Query> checked(Query all) const {
    if (std::any_of(all.occurs.begin(), all.occurs.end(), [](Occur occur) { return occur != Occur::kMustNot; }))
      return all;
    return wrong(byte_of(all.place), "a search that only excludes finds nothing",
                 "say what is to be found, or `*` for everything");
  }

  std::size_t byte_of(std::uint32_t point) const { return utf8::byte_offset(text_, point); }

  Result<Unary> operand(const std::string& field, int depth) {
    const std::size_t start = at_;
    if (at_and() || at_or()) return wrong(at_, "AND and OR stand between two words");
    KITH_TRY(Unary first, unary(field, depth));
    skip_space();
    if (!at_and()) return first;
    Query all{.kind = Query::Kind::kBoolean, .field = field, .place = place(start)};
    const auto add = [&](Unary one) {
      all.occurs.push_back(one.occur == Occur::kMustNot ? Occur::kMustNot : Occur::kMust);
      all.clauses.push_back(std::move(one.query));
    };
    add(std::move(first));
    while (at_and()) {
      const std::size_t operator_at = at_;
      skip_operator();
      if (is_at_end() || peek() == ')') return wrong(operator_at, "AND is followed by nothing");
      if (at_and() || at_or()) return wrong(at_, "AND and OR stand between two words");
      KITH_TRY(Unary next, unary(field, depth));
      add(std::move(next));
      skip_space();
    }
    KITH_TRY(Query query, checked(std::move(all)));
    return Unary{Occur::kShould, std::move(query)};
  }

  Result<Unary> unary(const std::string& field, int depth) {
    Occur occur = Occur::kShould;
    bool is_signed = false;
    const std::size_t start = at_;
    if (peek() == '+' || peek() == '-') {
      occur = peek() == '+' ? Occur::kMust : Occur::kMustNot;
      is_signed = true;
      ++at_;
    } else if (at_not()) {
      occur = Occur::kMustNot;
      skip_operator();
    }
    if (is_at_end() || peek() == ')' || (is_signed && is_space(peek())))
      return wrong(start, "`" + std::string(text_.substr(start, at_ - start)) + "` is followed by nothing",
                   is_signed ? "write `\\" + std::string(1, text_[start]) + "` for the character itself" : "");
    KITH_TRY(Query query, primary(field, depth));
    KITH_TRY(query.boost, boost(query.boost));
    return Unary{occur, std::move(query)};
  }

  /// ^2.5, which multiplies.
  Result<double> boost(double before) {
    if (peek() != '^') return before;
    const std::size_t start = at_++;
    double factor = 0;
    const auto [end, failure] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), factor);
    if (failure != std::errc() || !(factor > 0)) return wrong(start, "`^` is followed by a number above 0");
    at_ = static_cast<std::size_t>(end - text_.data());
    const double both = before * factor;
    if (!(both >= 1 / kBoostMax && both <= kBoostMax)) return wrong(start, "a part of a search counts a billion times at most");
    return both;
  }

  Result<Query> primary(const std::string& field, int depth) {
    const std::size_t start = at_;
    switch (peek()) {
      case '(': {
        ++at_;
        skip_space();
        if (peek() == ')') return wrong(start, "there is nothing between `(` and `)`");
        if (is_at_end()) return wrong(start, "this `(` has no `)`");
        KITH_TRY(Query query, list(field, depth + 1));
        if (is_at_end()) return wrong(start, "this `(` has no `)`");
        ++at_;
        return query;
      }
      case '"': return phrase(field);
      case '[':
      case '{':
        return wrong(start, "ranges are not part of a full-text search", "compare the property in a WHERE");
      case '/':
        return wrong(start, "regular expressions are not part of a full-text search",
                     "use `=~` in a WHERE, or write `\\/` for the character itself");
      default: return word(field, depth);
    }
  }

  Result<Query> phrase(const std::string& field) {
    const std::size_t start = at_++;
    Query query{.field = field, .place = place(start)};
    while (!is_at_end() && peek() != '"') {
      if (peek() == '\\' && at_ + 1 < text_.size()) ++at_;
      query.text.push_back(text_[at_++]);
    }
    if (is_at_end()) return wrong(start, "this `\"` is not closed", "write `\\\"` for the character itself");
    ++at_;
    if (peek() != '~') return query;
    ++at_;
    KITH_TRY(const std::optional<double> slop, number());
    if (!slop || *slop > 1'000'000 || *slop != static_cast<std::uint32_t>(*slop))
      return wrong(start, "`~` after a phrase is followed by a number of words");
    query.slop = static_cast<std::uint32_t>(*slop);
    return query;
  }

  /// Digits, perhaps with a fraction; nothing if there are none.
  Result<std::optional<double>> number() {
    if (!(peek() >= '0' && peek() <= '9')) return std::optional<double>();
    double value = 0;
    const auto [end, failure] =
        std::from_chars(text_.data() + at_, text_.data() + text_.size(), value, std::chars_format::fixed);
    if (failure != std::errc()) return wrong(at_, "this number is too great");
    at_ = static_cast<std::size_t>(end - text_.data());
    return std::optional<double>(value);
  }

  Result<Query> word(const std::string& field, int depth) {
    const std::size_t start = at_;
    Query query{.field = field, .place = place(start)};
    bool has_wildcard = false;
    while (!is_at_end() && !ends_word(peek()) && !at_wide_space()) {
      char c = text_[at_++];
      if (c == '*' || c == '?') {
        query.text.push_back(c == '*' ? kAnyLetters : kOneLetter);
        has_wildcard = true;
        continue;
      }
      if (c == '\\') {
        if (is_at_end()) return wrong(at_ - 1, "`\\` is followed by the character it stands before");
        c = text_[at_++];
      }
      const bool looks_wild = c == kAnyLetters || c == kOneLetter;
      query.text.push_back(looks_wild ? ' ' : c);  // which is no letter either
    }
    if (query.text.empty())
      return wrong(start, "there is no word before `" + std::string(1, peek()) + "`",
                   "write `\\" + std::string(1, peek()) + "` for the character itself");
    if (peek() == ':') return of_field(std::move(query), depth);
    if (has_wildcard) {
      if (peek() == '~') return wrong(at_, "a word is either a pattern or fuzzy, not both");
      query.kind = Query::Kind::kPattern;
      return query;
    }
    if (peek() != '~') return query;
    const std::size_t tilde = at_++;
    KITH_TRY(const std::optional<double> distance, number());
    if (distance && *distance != 0 && *distance != 1 && *distance != 2)
      return wrong(tilde, "`~` after a word is followed by 0, 1 or 2, the number of letters that may be wrong");
    query.kind = Query::Kind::kFuzzy;
    query.distance = distance ? static_cast<std::uint32_t>(*distance) : kDistanceMax;
    return query;
  }

  /// `name` stands before a colon.
  Result<Query> of_field(Query name, int depth) {
    const std::size_t colon = at_++;
    const bool is_any = name.text == std::string(1, kAnyLetters);
    if (is_any && peek() == '*') {
      ++at_;
      return Query{.kind = Query::Kind::kAll, .place = name.place};
    }
    if (name.text.find_first_of({kAnyLetters, kOneLetter}) != std::string::npos)
      return wrong(byte_of(name.place), "the name of a property has no wildcards");
    if (is_at_end() || is_space(peek()) || peek() == ')')
      return wrong(colon, "`" + name.text + ":` is followed by nothing", "write `\\:` for the character itself");
    if (depth >= kDepthMax) return list(name.text, kDepthMax + 1);
    return primary(name.text, depth + 1);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// With `\` before what would end a word or be a sign in it.
std::string word_text(std::string_view word) {
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const bool is_sign = Parser::ends_word(c) || c == '\\' || c == '*' || c == '?' || word.substr(i).starts_with(kWideSpace) ||
                         (i == 0 && std::string_view("+-!/&|").find(c) != std::string_view::npos);
    if (is_sign) out.push_back('\\');
    out.push_back(c == kAnyLetters ? '*' : c == kOneLetter ? '?' : c);
  }
  return out;
}

std::string phrase_text(std::string_view phrase) {
  std::string out = "\"";
  for (char c : phrase) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"";
}

std::string field_text(const Query& query) { return query.field.empty() ? "" : word_text(query.field) + ":"; }

std::string number_text(double number) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  return std::string(digits, end);
}

}  // namespace

Result<Query> parse_query(std::string_view text) { return Parser(text).parse(); }

std::string to_text(const Query& query) {
  std::string out;
  switch (query.kind) {
    case Query::Kind::kWords:
      out = field_text(query) + phrase_text(query.text);
      if (query.slop != 0) out += "~" + std::to_string(query.slop);
      break;
    case Query::Kind::kPattern: out = field_text(query) + word_text(query.text); break;
    case Query::Kind::kFuzzy: out = field_text(query) + word_text(query.text) + "~" + std::to_string(query.distance); break;
    case Query::Kind::kAll: out = "*:*"; break;
    case Query::Kind::kBoolean:
      for (std::size_t i = 0; i < query.clauses.size(); ++i) {
        out += i == 0 ? "(" : " ";
        if (query.occurs[i] != Occur::kShould) out += query.occurs[i] == Occur::kMust ? "+" : "-";
        out += to_text(query.clauses[i]);
      }
      out += ")";
      break;
  }
  if (query.boost != 1) out += "^" + number_text(query.boost);
  return out;
}

bool pattern_matches(std::string_view pattern, std::string_view term) {
  // Where the last kAnyLetters stood, and how much of the term it was given: the only place to go back to.
  std::size_t p = 0, t = 0;
  std::optional<std::pair<std::size_t, std::size_t>> star;
  const auto letter_end = [&](std::size_t at) { return at + utf8::decode(term, at).length; };
  while (t < term.size()) {
    if (p < pattern.size() && pattern[p] == kAnyLetters) {
      star = {++p, t};
    } else if (p < pattern.size() && pattern[p] == kOneLetter) {
      ++p;
      t = letter_end(t);
    } else if (p < pattern.size() && pattern[p] == term[t]) {
      ++p;
      ++t;
    } else if (star) {
      star->second = letter_end(star->second);
      std::tie(p, t) = *star;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == kAnyLetters) ++p;
  return p == pattern.size();
}

std::uint32_t edit_distance(std::u32string_view a, std::u32string_view b, std::uint32_t most) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > most) return most + 1;
  // Rows of the table of R. A. Wagner and M. J. Fischer (1974), with the swaps of neighbours of F. J. Damerau (1964);
  // no letter is changed twice.
  std::vector<std::uint32_t> before(a.size() + 1), last(a.size() + 1), now(a.size() + 1);
  for (std::size_t i = 0; i <= a.size(); ++i) last[i] = static_cast<std::uint32_t>(i);
  for (std::size_t k = 1; k <= b.size(); ++k) {
    now[0] = static_cast<std::uint32_t>(k);
    std::uint32_t least = now[0];
    for (std::size_t i = 1; i <= a.size(); ++i) {
      const std::uint32_t replaced = last[i - 1] + (a[i - 1] == b[k - 1] ? 0 : 1);
      now[i] = std::min({replaced, last[i] + 1, now[i - 1] + 1});
      if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1]) now[i] = std::min(now[i], before[i - 2] + 1);
      least = std::min(least, now[i]);
    }
    if (least > most && k > 1) {
      // A swap can step over one row, so one row alone does not end it.
      const std::uint32_t least_before = *std::min_element(last.begin(), last.end());
      if (least_before > most) return most + 1;
    }
    std::swap(before, last);
    std::swap(last, now);
  }
  return std::min(last[a.size()], most + 1);
}

}  // namespace kith::search
