#include "ingest/model/facts.h"

#include <algorithm>

#include "base/utf8.h"
#include "ingest/model/hash.h"

namespace kith::ingest {

namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

char shape_of(char lower, char as_written) {
  if (lower >= '0' && lower <= '9') return '0';
  if (static_cast<unsigned char>(as_written) >= 0x80) return 'w';
  if (as_written >= 'A' && as_written <= 'Z') return 'X';
  if (as_written >= 'a' && as_written <= 'z') return 'x';
  return as_written;
}

void spelling(std::string_view text, const Token& token, WordFacts& facts) {
  const std::string_view lower = token.lower;
  std::uint64_t word = 0xcbf29ce484222325ULL;
  for (const char c : lower) {
    word ^= static_cast<unsigned char>(c >= '0' && c <= '9' ? '0' : c);
    word *= 0x100000001b3ULL;
  }
  facts.word = mix(word);
  std::uint64_t shape = 7;
  std::uint64_t long_shape = 7;
  char before = 0;
  int run = 0;
  for (std::uint32_t i = token.begin; i < token.end; ++i) {
    if (is_continuation(text[i])) continue;
    char c = shape_of(text[i], text[i]);
    // A capital beyond ASCII is one if the token says so of its first letter.
    if (c == 'w') c = i == token.begin && token.capital ? 'X' : 'x';
    if (c == before) {
      if (++run < 4) long_shape = mix(long_shape + static_cast<unsigned char>(c));
      continue;
    }
    run = 0;
    before = c;
    shape = mix(shape * 31 + static_cast<unsigned char>(c));
    long_shape = mix(long_shape * 31 + static_cast<unsigned char>(c));
  }
  facts.shape = shape;
  facts.long_shape = long_shape;
  std::size_t at = 0;
  for (std::uint64_t& prefix : facts.prefix) {
    if (at < lower.size()) ++at;
    while (at < lower.size() && is_continuation(lower[at])) ++at;
    prefix = hash_text(lower.substr(0, at));
  }
  at = lower.size();
  for (std::uint64_t& suffix : facts.suffix) {
    if (at > 0) --at;
    while (at > 0 && is_continuation(lower[at])) --at;
    suffix = hash_text(lower.substr(at));
  }
}

void lists(std::span<const Token> tokens, const Lexicon& lexicon, std::vector<WordFacts>& facts) {
  std::size_t listed_until = 0;
  std::size_t titled_until = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.kind != TokenKind::kWord) continue;
    facts[i].classes = lexicon.classes(token.lower);
    if (const VerbForm* verb = lexicon.verb(token.lower); verb != nullptr && verb->taught)
      facts[i].verb = static_cast<std::uint8_t>(1 | (verb->base ? 2 : 0) | (verb->past ? 4 : 0) | (verb->participle ? 8 : 0) |
                                                (verb->gerund ? 16 : 0) | (verb->third ? 32 : 0));
    std::size_t end = i + 1;
    while (end < tokens.size() && end < i + 8 && tokens[end].sentence == token.sentence) ++end;
    if (token.capital && i >= listed_until)
      if (const auto phrase = lexicon.name_at(tokens, i, end)) {
        listed_until = i + phrase->length;
        const auto kind = static_cast<std::uint8_t>(2 * (static_cast<std::uint8_t>(phrase->kind) + 1));
        for (std::size_t k = i; k < listed_until; ++k) facts[k].listed = static_cast<std::uint8_t>(kind + (k == i ? 1 : 0));
      }
    if (i >= titled_until)
      if (const auto phrase = lexicon.title_at(tokens, i, end)) {
        titled_until = i + phrase->length;
        for (std::size_t k = i; k < titled_until; ++k) facts[k].titled = static_cast<std::uint8_t>(k == i ? 2 : 1);
      }
  }
}

// The same word elsewhere in the document.
void document(std::span<const Token> tokens, std::vector<WordFacts>& facts) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
  for (std::uint32_t i = 0; i < tokens.size(); ++i)
    if (tokens[i].kind == TokenKind::kWord) order.emplace_back(facts[i].word, i);
  std::sort(order.begin(), order.end());
  std::vector<std::uint32_t> capitals;
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    bool lower = false;
    std::uint32_t inside = 0;
    capitals.clear();
    for (; last < order.size() && order[last].first == order[first].first; ++last) {
      const WordFacts& fact = facts[order[last].second];
      if (!fact.capital)
        lower = true;
      else {
        capitals.push_back(order[last].second);
        inside += fact.opens ? 0 : 1;
      }
    }
    for (std::size_t k = 0; k < capitals.size(); ++k) {
      WordFacts& fact = facts[capitals[k]];
      fact.seen_lower = lower;
      fact.seen_capital = inside > (fact.opens ? 0u : 1u);
      // Those before, then those behind: near enough to the nearest, and linear.
      for (std::size_t distance = 1; distance <= 3 && fact.others < fact.other.size(); ++distance) {
        if (k >= distance) fact.other[fact.others++] = capitals[k - distance];
        if (k + distance < capitals.size() && fact.others < fact.other.size())
          fact.other[fact.others++] = capitals[k + distance];
      }
    }
    first = last;
  }
}

}  // namespace

void collect_facts(std::string_view text, std::span<const Token> tokens, const Lexicon& lexicon,
                   std::vector<WordFacts>& facts) {
  facts.assign(tokens.size(), WordFacts{});
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    spelling(text, tokens[i], facts[i]);
    facts[i].capital = tokens[i].capital;
    facts[i].attached = i > 0 && !tokens[i].space_before;
    facts[i].opens = i == 0 || tokens[i - 1].sentence != tokens[i].sentence ||
                     (tokens[i - 1].kind == TokenKind::kPunctuation && tokens[i - 1].lower != "," &&
                      tokens[i - 1].lower != "-" && tokens[i - 1].lower != "'");
  }
  lists(tokens, lexicon, facts);
  document(tokens, facts);
}

}  // namespace kith::ingest
