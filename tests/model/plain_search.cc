#include "model/plain_search.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "base/utf8.h"

namespace kith::testing {

// Frequent ones first. Some are one word to some indexes and two to others.
const std::vector<PlainWord> kPlainWords = {
    {"rome", "rome", "rome", "rome"},
    {"Rome", "Rome", "rome", "rome"},
    {"oslo", "oslo", "oslo", "oslo"},
    {"meeting", "meeting", "meeting", "meet"},
    {"meetings", "meetings", "meetings", "meet"},
    {"met", "met", "met", "met"},
    {"Gül", "Gül", "gul", "gul"},
    {"gul", "gul", "gul", "gul"},
    {"GU\u0308L", "GÜL", "gul", "gul"},  // of two code points
    {"Zelensky", "Zelensky", "zelensky", "zelenski"},
    {"Zelenskyy", "Zelenskyy", "zelenskyy", "zelenskyy"},
    {"zelenski", "zelenski", "zelenski", "zelenski"},
    {"form", "form", "form", "form"},
    {"from", "from", "from", "from"},
    {"fro", "fro", "fro", "fro"},
    {"2019", "2019", "2019", "2019"},
    {"2020", "2020", "2020", "2020"},
    {"Киев", "Киев", "киев", "киев"},
    {"КИЕВ", "КИЕВ", "киев", "киев"},
    {"Straße", "Straße", "strasse", "strass"},
};

namespace {

using Kind = PlainSearch::Kind;
using Occur = PlainSearch::Occur;
using Scores = std::map<std::uint64_t, double>;

constexpr double kK1 = 1.2, kB = 0.75;

int random_word(Random& random) {
  const auto all = static_cast<std::uint64_t>(kPlainWords.size());
  return static_cast<int>(std::min(random.below(all), random.below(all)));
}

std::u32string letters(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) {
    const utf8::Decoded d = utf8::decode(text, at);
    out.push_back(d.code_point);
    at += d.length;
  }
  return out;
}

std::string bytes(const std::u32string& text) {
  std::string out;
  for (char32_t c : text) utf8::append(out, c);
  return out;
}

/// By the definition, over the whole table.
unsigned plain_distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::vector<unsigned>> d(a.size() + 1, std::vector<unsigned>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i)
    for (std::size_t k = 0; k <= b.size(); ++k) {
      if (i == 0 || k == 0) {
        d[i][k] = static_cast<unsigned>(i + k);
        continue;
      }
      d[i][k] = std::min({d[i - 1][k] + 1, d[i][k - 1] + 1, d[i - 1][k - 1] + (a[i - 1] != b[k - 1])});
      if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1]) d[i][k] = std::min(d[i][k], d[i - 2][k - 2] + 1);
    }
  return d[a.size()][b.size()];
}

bool plain_match(std::u32string_view pattern, std::u32string_view term) {
  if (pattern.empty()) return term.empty();
  if (pattern[0] == '*')
    return plain_match(pattern.substr(1), term) || (!term.empty() && plain_match(pattern, term.substr(1)));
  return !term.empty() && (pattern[0] == '?' || pattern[0] == term[0]) && plain_match(pattern.substr(1), term.substr(1));
}

std::size_t length(const PlainTexts& texts) {
  std::size_t words = 0;
  for (const auto& text : texts) words += text.size();
  return words;
}

/// How often the words stand one after the other.
double count_in_order(const PlainIndex& index, const std::vector<int>& phrase, const std::vector<int>& text) {
  double count = 0;
  for (std::size_t at = 0; at + phrase.size() <= text.size(); ++at) {
    bool fits = true;
    for (std::size_t i = 0; i < phrase.size(); ++i)
      fits &= std::string_view(term_of(phrase[i], index.terms)) == term_of(text[at + i], index.terms);
    count += fits;
  }
  return count;
}

/// Whether the words can be found at different places that are moved against each other by `slop` at most.
bool fits_sloppily(const PlainIndex& index, const PlainSearch& search, const std::vector<int>& text) {
  std::vector<std::int64_t> places;
  const std::function<bool()> place_next = [&] {
    if (places.size() == search.words.size()) {
      std::int64_t low = places[0], high = places[0];
      for (std::size_t i = 1; i < places.size(); ++i) {
        low = std::min(low, places[i] - static_cast<std::int64_t>(i));
        high = std::max(high, places[i] - static_cast<std::int64_t>(i));
      }
      return high - low <= static_cast<std::int64_t>(search.slop);
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
      const auto place = static_cast<std::int64_t>(at);
      if (std::string_view(term_of(search.words[places.size()], index.terms)) != term_of(text[at], index.terms) ||
          std::find(places.begin(), places.end(), place) != places.end())
        continue;
      places.push_back(place);
      const bool fits = place_next();
      places.pop_back();
      if (fits) return true;
    }
    return false;
  };
  return place_next();
}

/// What a leaf of the search finds in one text, weighted.
double count(const PlainIndex& index, const PlainSearch& search, const std::vector<int>& text) {
  double sum = 0;
  switch (search.kind) {
    case Kind::kPhrase:
      return search.slop == 0 ? count_in_order(index, search.words, text) : fits_sloppily(index, search, text);
    case Kind::kPattern:
      for (int word : text) sum += plain_match(search.pattern, letters(term_of(word, index.terms)));
      return sum;
    case Kind::kFuzzy: {
      const std::u32string wanted = letters(term_of(search.words[0], index.terms));
      for (int word : text) {
        const std::u32string term = letters(term_of(word, index.terms));
        const unsigned wrong = plain_distance(wanted, term);
        const auto shorter = static_cast<double>(std::min(wanted.size(), term.size()));
        if (wrong <= search.distance && wrong < shorter) sum += 1 - wrong / shorter;
      }
      return sum;
    }
    case Kind::kNothing:
    case Kind::kAll:
    case Kind::kBoolean: break;
  }
  return sum;
}

Scores of_leaf(const PlainIndex& index, const PlainSearch& search) {
  double average[kPlainFields];
  for (int f = 0; f < kPlainFields; ++f) {
    double words = 0, with = 0;
    for (const auto& [id, document] : index.documents) {
      words += static_cast<double>(length(document.fields[f]));
      with += length(document.fields[f]) > 0;
    }
    average[f] = with == 0 ? 1 : words / with;
  }
  Scores found;
  for (const auto& [id, document] : index.documents) {
    double frequency = 0;
    for (int f = 0; f < kPlainFields; ++f) {
      if (search.field >= 0 && search.field != f) continue;
      for (const auto& text : document.fields[f])
        frequency += count(index, search, text) / (1 - kB + kB * static_cast<double>(length(document.fields[f])) / average[f]);
    }
    if (frequency > 0) found[id] = frequency;
  }
  const auto all = static_cast<double>(index.documents.size()), with = static_cast<double>(found.size());
  const double rarity = std::log(1 + (all - with + 0.5) / (with + 0.5));
  for (auto& [id, score] : found) score = search.boost * rarity * score * (kK1 + 1) / (kK1 + score);
  return found;
}

std::optional<Scores> of_boolean(const PlainIndex& index, const PlainSearch& search) {
  std::vector<std::pair<Occur, Scores>> parts;
  bool has_must = false, has_any = false;
  for (std::size_t i = 0; i < search.clauses.size(); ++i) {
    std::optional<Scores> part = evaluate(index, search.clauses[i]);
    if (!part) continue;
    has_must |= search.occurs[i] == Occur::kMust;
    has_any |= search.occurs[i] != Occur::kMustNot;
    parts.emplace_back(search.occurs[i], *std::move(part));
  }
  if (!has_any) return std::nullopt;
  Scores found;
  for (const auto& [id, document] : index.documents) {
    bool fits = true, has_should = false;
    double score = 0;
    for (const auto& [occur, part] : parts) {
      const auto it = part.find(id);
      const bool is_in = it != part.end();
      if (occur == Occur::kMust) fits &= is_in;
      if (occur == Occur::kMustNot) fits &= !is_in;
      if (occur == Occur::kShould) has_should |= is_in;
      if (is_in && occur != Occur::kMustNot) score += it->second;
    }
    if (fits && (has_must || has_should)) found[id] = search.boost * score;
  }
  return found;
}

double random_boost(Random& random) { return random.one_in(4) ? static_cast<double>(1 + random.below(12)) / 4 : 1; }

/// Wildcards in place of letters, in the word as it is written and as it is spelt; no pattern if these do not run along.
bool make_pattern(PlainSearch& search, PlainTerms terms, Random& random) {
  const PlainWord& word = kPlainWords[static_cast<std::size_t>(search.words[0])];
  const std::u32string written = letters(word.written);
  const std::u32string spelt = letters(terms == PlainTerms::kExact ? word.exact : word.folded);
  if (written.size() != spelt.size()) return false;
  const std::size_t from = random.below(spelt.size()), to = from + random.below(spelt.size() - from + 1);
  const char32_t wildcard = random.one_in(3) ? '?' : '*';
  for (std::size_t i = 0; i < spelt.size(); ++i) {
    if (i == from) {
      search.pattern.push_back(wildcard);
      search.written.push_back(wildcard);
    }
    if (i >= from && i < to) continue;
    search.pattern.push_back(spelt[i]);
    search.written.push_back(written[i]);
  }
  return true;
}

PlainSearch random_boolean(PlainTerms terms, Random& random, int depth) {
  PlainSearch search{.kind = Kind::kBoolean, .boost = random_boost(random)};
  for (std::uint64_t i = 2 + random.below(3); i > 0; --i) {
    search.clauses.push_back(random_search(terms, random, depth + 1));
    constexpr Occur kOccurs[] = {Occur::kShould, Occur::kShould, Occur::kMust, Occur::kMustNot};
    search.occurs.push_back(kOccurs[random.below(4)]);
  }
  const bool only_excludes = std::count(search.occurs.begin(), search.occurs.end(), Occur::kMustNot) ==
                             static_cast<std::ptrdiff_t>(search.occurs.size());
  if (only_excludes) search.occurs[random.below(search.occurs.size())] = Occur::kShould;
  return search;
}

std::string field_text(int field) { return field < 0 ? "" : field == 0 ? "title:" : "text:"; }

std::string boost_text(double boost, Random& random) {
  if (boost == 1) return random.one_in(9) ? "^1" : "";
  std::string digits = std::to_string(boost);
  return "^" + digits;
}

std::string boolean_text(const PlainSearch& search, Random& random) {
  const auto count = [&](Occur occur) { return std::count(search.occurs.begin(), search.occurs.end(), occur); };
  const auto all = static_cast<std::ptrdiff_t>(search.occurs.size());
  const bool is_and = count(Occur::kShould) == 0 && random.one_in(2);
  const bool is_or = count(Occur::kShould) == all && random.one_in(2);
  std::string out;
  for (std::size_t i = 0; i < search.clauses.size(); ++i) {
    if (i > 0) out += is_and ? (random.one_in(2) ? " AND " : " && ") : is_or ? (random.one_in(2) ? " OR " : " || ") : " ";
    if (search.occurs[i] == Occur::kMust && !is_and) out += "+";
    if (search.occurs[i] == Occur::kMustNot) out += random.one_in(2) ? "-" : random.one_in(2) ? "NOT " : "!";
    out += text_of(search.clauses[i], random);
  }
  return "(" + out + ")";
}

}  // namespace

const char* term_of(int word, PlainTerms terms) {
  const PlainWord& of = kPlainWords[static_cast<std::size_t>(word)];
  return terms == PlainTerms::kExact ? of.exact : terms == PlainTerms::kFolded ? of.folded : of.english;
}

std::string text_of(const std::vector<int>& words, Random& random) {
  constexpr const char* kBetween[] = {" ", " ", " ", ", ", "-", " – ", "\n", "’", "."};
  std::string out = random.one_in(5) ? "“" : "";
  for (int word : words) {
    out += kPlainWords[static_cast<std::size_t>(word)].written;
    std::string between = kBetween[random.below(9)];
    out += between == "." ? ". " : between;  // 20.19 would be one number to some
  }
  return out;
}

PlainSearch random_search(PlainTerms terms, Random& random, int depth) {
  if (depth < 3 && random.below(10) < (depth == 0 ? 6 : 3)) return random_boolean(terms, random, depth);
  PlainSearch search{.field = static_cast<int>(random.below(6)) - 4, .words = {random_word(random)}, .boost = random_boost(random)};
  search.field = search.field < 0 ? -1 : search.field;
  switch (random.below(10)) {
    case 0:
    case 1:
    case 2:
      for (std::uint64_t i = 1 + random.below(3); i > 0; --i) search.words.push_back(random_word(random));
      if (depth == 0 && random.one_in(2)) search.slop = 1 + static_cast<unsigned>(random.below(4));
      search.is_hyphenated = search.slop == 0 && random.one_in(4);
      break;
    case 3:
    case 4:
      if (make_pattern(search, terms, random)) search.kind = Kind::kPattern;
      break;
    case 5:
    case 6:
      search.kind = Kind::kFuzzy;
      search.distance = static_cast<unsigned>(random.below(3));
      break;
    case 7:
      if (random.one_in(2)) search = {.kind = random.one_in(2) ? Kind::kNothing : Kind::kAll, .boost = search.boost};
      break;
    default: break;
  }
  return search;
}

std::string text_of(const PlainSearch& search, Random& random) {
  const std::string front = field_text(search.field), back = boost_text(search.boost, random);
  switch (search.kind) {
    case Kind::kNothing: return "\", –\"" + back;
    case Kind::kAll: return "*:*" + back;
    case Kind::kBoolean: return boolean_text(search, random) + back;
    case Kind::kPattern: return front + bytes(search.written) + back;
    case Kind::kFuzzy: {
      const std::string distance = search.distance == 2 && random.one_in(2) ? "" : std::to_string(search.distance);
      return front + kPlainWords[static_cast<std::size_t>(search.words[0])].written + "~" + distance + back;
    }
    case Kind::kPhrase: break;
  }
  std::string words;
  for (int word : search.words)
    words += (words.empty() ? "" : search.is_hyphenated ? "-" : " ") + std::string(kPlainWords[static_cast<std::size_t>(word)].written);
  if (search.is_hyphenated || (search.words.size() == 1 && random.one_in(2))) return front + words + back;
  return front + "\"" + words + "\"" + (search.slop == 0 ? "" : "~" + std::to_string(search.slop)) + back;
}

bool has_plain_score(const PlainSearch& search) {
  return search.slop == 0 || search.words.size() < 2;
}

std::optional<std::map<std::uint64_t, double>> evaluate(const PlainIndex& index, const PlainSearch& search) {
  switch (search.kind) {
    case Kind::kNothing: return std::nullopt;
    case Kind::kAll: {
      Scores all;
      for (const auto& [id, document] : index.documents) all[id] = search.boost;
      return all;
    }
    case Kind::kBoolean: return of_boolean(index, search);
    case Kind::kPhrase:
    case Kind::kPattern:
    case Kind::kFuzzy: return of_leaf(index, search);
  }
  return std::nullopt;
}

}  // namespace kith::testing
