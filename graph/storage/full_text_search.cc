#include "storage/full_text_search.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/suggest.h"
#include "base/utf8.h"
#include "search/analyzer.h"
#include "search/words.h"
#include "storage/document_counts.h"
#include "storage/full_text_entries.h"
#include "storage/reader.h"
#include "storage/rows.h"

namespace kith::storage {

namespace {

using search::Occur;
using search::Query;

constexpr double kK1 = 1.2;
constexpr double kB = 0.75;
constexpr std::size_t kRowsBetweenLooks = 1024;  // at RunControl
constexpr int kRowsBeforeSeek = 16;              // passing over rows is cheaper than a seek, up to about here

/// By id, each once.
using Hits = std::vector<Hit>;

/// What a leaf of the search has found: nothing if it has no word to look for, and so is passed over.
using Found = std::optional<Hits>;

/// A document and what one term, or what stands for one, weighs in it.
struct Weight {
  std::uint64_t id;
  double frequency;
};

struct WeightedTerm {
  std::string text;
  double weight = 1;
};

std::u32string letters_of(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) {
    const utf8::Decoded d = utf8::decode(text, at);
    out.push_back(static_cast<char32_t>(d.code_point));
    at += d.length;
  }
  return out;
}

/// Adds up the scores of documents that are in several lists.
Hits merged(Hits a, const Hits& b) {
  if (a.empty()) return b;
  a.insert(a.end(), b.begin(), b.end());
  std::inplace_merge(a.begin(), a.end() - static_cast<std::ptrdiff_t>(b.size()), a.end(),
                     [](const Hit& x, const Hit& y) { return x.id < y.id; });
  std::size_t kept = 0;
  for (std::size_t i = 1; i < a.size(); ++i) {
    if (a[i].id == a[kept].id)
      a[kept].score += a[i].score;
    else
      a[++kept] = a[i];
  }
  a.resize(a.empty() ? 0 : kept + 1);
  return a;
}

/// Those of `a` that are in `b` (with both scores), or are not.
Hits filtered(const Hits& a, const Hits& b, bool are_in) {
  Hits out;
  auto other = b.begin();
  for (const Hit& hit : a) {
    while (other != b.end() && other->id < hit.id) ++other;
    const bool is_in = other != b.end() && other->id == hit.id;
    if (is_in == are_in) out.push_back({hit.id, hit.score + (is_in ? other->score : 0)});
  }
  return out;
}

/// A word of the phrase that stands where an earlier one does: one word of the text is not two of the phrase, and it is the later
/// one that has to look further.
std::optional<std::size_t> find_shared(const std::vector<std::vector<std::int64_t>>& places, const std::vector<std::size_t>& at) {
  for (std::size_t i = 0; i < places.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (places[i][at[i]] == places[k][at[k]]) return i;
  return std::nullopt;
}

/// How often the words of a phrase stand together in one property: `places` by word, ascending positions. With `slop`
/// they may be moved that far in all (Lucene's rule: the spread of position minus place in the phrase).
std::size_t count_phrase(const std::vector<std::vector<std::int64_t>>& places, std::int64_t slop) {
  std::vector<std::size_t> at(places.size(), 0);
  std::size_t count = 0;
  while (true) {
    // Move the word that is furthest behind until all are near enough.
    std::size_t lowest = 0;
    std::int64_t low = std::numeric_limits<std::int64_t>::max(), high = std::numeric_limits<std::int64_t>::min();
    for (std::size_t i = 0; i < places.size(); ++i) {
      const std::int64_t place = places[i][at[i]] - static_cast<std::int64_t>(i);
      if (place < low) {
        low = place;
        lowest = i;
      }
      high = std::max(high, place);
    }
    if (high - low <= slop) {
      const std::optional<std::size_t> second = find_shared(places, at);
      if (second) {
        lowest = *second;
      } else {
        ++count;
      }
    }
    if (++at[lowest] == places[lowest].size()) return count;
  }
}

class Searcher {
 public:
  Searcher(const Rows& rows, const Index& index, const search::Analyzer& analyzer, const RunControl& control)
      : rows_(rows), index_(index), analyzer_(analyzer), control_(control) {}

  Status read_counts() {
    KITH_TRY(const DocumentCount all, document_count(rows_, {index_.id, 0}));
    documents_ = static_cast<double>(all.documents);
    for (std::uint32_t i = 0; i < index_.keys.size(); ++i) {
      KITH_TRY(const DocumentCount field, document_count(rows_, {index_.id, i + 1}));
      average_lengths_.push_back(field.documents == 0 ? 1 : static_cast<double>(field.words) / static_cast<double>(field.documents));
    }
    return ok();
  }

  Result<Found> search(const Query& query) {
    switch (query.kind) {
      case Query::Kind::kAll: {
        KITH_TRY(Hits hits, all_documents(query.boost));
        return Found(std::move(hits));
      }
      case Query::Kind::kBoolean: return boolean(query);
      case Query::Kind::kWords: return words(query);
      case Query::Kind::kPattern: return pattern(query);
      case Query::Kind::kFuzzy: return fuzzy(query);
    }
    return Found();
  }

 private:
  // ---- parts of a search ----

  Result<Found> boolean(const Query& query) {
    std::optional<Hits> must;
    Hits should;
    Hits must_not;
    bool has_any = false;
    for (std::size_t i = 0; i < query.clauses.size(); ++i) {
      KITH_TRY(Found found, search(query.clauses[i]));
      if (!found) continue;
      switch (query.occurs[i]) {
        case Occur::kMust: must = must ? filtered(*must, *found, true) : *std::move(found); break;
        case Occur::kShould: should = merged(std::move(should), *found); break;
        case Occur::kMustNot: must_not = merged(std::move(must_not), *found); break;
      }
      has_any |= query.occurs[i] != Occur::kMustNot;
    }
    if (!has_any) return Found();
    Hits hits = std::move(should);
    if (must) {
      const Hits both = filtered(*must, hits, true);
      hits = merged(filtered(*must, hits, false), both);
    }
    if (!must_not.empty()) hits = filtered(hits, must_not, false);
    for (Hit& hit : hits) hit.score *= query.boost;
    return Found(std::move(hits));
  }

  Result<Found> words(const Query& query) {
    KITH_TRY(const std::optional<std::uint32_t> field, field_of(query));
    const std::vector<search::Term> terms = analyzer_.terms(query.text);
    if (terms.empty()) return Found();
    std::vector<Weight> weights;
    if (terms.size() == 1) {
      KITH_DO(add_postings(terms[0].text, 1, field, weights));
    } else {
      KITH_TRY(weights, phrase(terms, query.slop, field));
    }
    return Found(scored(std::move(weights), query.boost));
  }

  Result<Found> pattern(const Query& query) {
    KITH_TRY(const std::optional<std::uint32_t> field, field_of(query));
    KITH_DO(check_one_word(query, "a pattern"));
    const std::string spelt = analyzer_.spelling(query.text);
    const std::string front = spelt.substr(0, spelt.find_first_of({search::kAnyLetters, search::kOneLetter}));
    std::vector<WeightedTerm> fitting;
    KITH_DO(for_each_term(front, [&](std::string_view term) {
      if (search::pattern_matches(spelt, term)) fitting.push_back({std::string(term)});
    }));
    return postings_of(fitting, field, query.boost);
  }

  Result<Found> fuzzy(const Query& query) {
    KITH_TRY(const std::optional<std::uint32_t> field, field_of(query));
    KITH_DO(check_one_word(query, "a fuzzy word"));
    const std::vector<search::Term> terms = analyzer_.terms(query.text);
    if (terms.empty()) return Found();
    const std::u32string wanted = letters_of(terms[0].text);
    std::vector<WeightedTerm> fitting;
    KITH_DO(for_each_term("", [&](std::string_view term) {
      const std::u32string letters = letters_of(term);
      const std::uint32_t wrong = search::edit_distance(wanted, letters, query.distance);
      const auto shorter = static_cast<double>(std::min(wanted.size(), letters.size()));
      if (wrong <= query.distance && wrong < shorter) fitting.push_back({std::string(term), 1 - wrong / shorter});
    }));
    return postings_of(fitting, field, query.boost);
  }

  Result<Found> postings_of(const std::vector<WeightedTerm>& terms, std::optional<std::uint32_t> field, double boost) {
    std::vector<Weight> weights;
    for (const WeightedTerm& term : terms) KITH_DO(add_postings(term.text, term.weight, field, weights));
    std::sort(weights.begin(), weights.end(), [](const Weight& a, const Weight& b) { return a.id < b.id; });
    return Found(scored(std::move(weights), boost));
  }

  Result<Hits> all_documents(double score) {
    Hits hits;
    const Key low = document_prefix(index_.id);
    KITH_DO(scan(low, low.end(), [&](std::string_view key, std::string_view) {
      hits.push_back({last_id(key), score});
      return true;
    }));
    return hits;
  }

  // ---- names and words ----

  /// The place of the property that is asked for; nothing: all of them.
  Result<std::optional<std::uint32_t>> field_of(const Query& query) const {
    if (query.field.empty()) return std::optional<std::uint32_t>();
    std::vector<std::string> names;
    for (std::uint32_t i = 0; i < index_.keys.size(); ++i) {
      names.push_back(rows_.catalog().keys.name(index_.keys[i]));
      if (names.back() == query.field) return std::optional<std::uint32_t>(i);
    }
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "`" : ", `") + name + "`";
    Error error{.code = ErrorCode::kArgument,
                .message = "the index `" + index_.name + "` is on " + all + " and not on `" + query.field + "`",
                .detail = "InvalidSearch",
                .hint = suggest(query.field, names)};
    if (error.hint.empty()) error.hint = "write `\\:` for a colon that is part of the text";
    return error;
  }

  Status check_one_word(const Query& query, const char* what) const {
    std::string letters;
    for (char c : query.text)
      if (c != search::kAnyLetters && c != search::kOneLetter) letters.push_back(c);
    std::size_t words = 0;
    std::string_view only;
    search::for_each_word(letters, [&](std::string_view word, std::uint32_t) {
      ++words;
      only = word;
    });
    if (words == 0 ? letters.empty() : words == 1 && only.size() == letters.size()) return ok();
    return Error{.code = ErrorCode::kArgument,
                 .message = std::string(what) + " is within one word of letters and digits, and `" + to_text(query) + "` is not",
                 .detail = "InvalidSearch"};
  }

  // ---- rows ----

  template <class Visit>
  Status scan(std::string_view low, std::string_view high, Visit visit) {
    Status stopped;
    KITH_DO(rows_.scan(Family::kIndex, low, high, [&](std::string_view key, std::string_view value) {
      if (++rows_read_ % kRowsBetweenLooks == 0) {
        stopped = control_.check();
        if (stopped.is_ok()) stopped = control_.take_memory(kRowsBetweenLooks * sizeof(Weight));
        if (!stopped.is_ok()) return false;
      }
      return visit(key, value);
    }));
    return stopped;
  }

  /// Each different term that begins with `front`, in byte order.
  template <class Use>
  Status for_each_term(std::string_view front, Use use) {
    std::string low = term_prefix(index_.id, front);
    const std::string high = prefix_end(low);
    std::string last;
    while (!low.empty()) {
      int same = 0;
      std::string next;
      KITH_DO(scan(low, high, [&](std::string_view key, std::string_view) {
        const std::optional<std::string_view> term = term_of(key);
        if (!term) return true;
        if (*term != last) {
          last = *term;
          same = 0;
          use(std::string_view(last));
        } else if (++same == kRowsBeforeSeek) {
          next = prefix_end(posting_prefix(index_.id, last));
          return false;
        }
        return true;
      }));
      low = std::move(next);
    }
    return ok();
  }

  /// What one count weighs in a field of this length.
  double weight_of(const TermPlaces& places, std::size_t count) const {
    const double length = static_cast<double>(places.length) / average_lengths_[places.field];
    return static_cast<double>(count) / (1 - kB + kB * length);
  }

  /// `use(id, places)` for each document with the term.
  template <class Use>
  Status for_each_posting(std::string_view term, Use use) {
    const std::string low = posting_prefix(index_.id, term);
    Status damaged;
    KITH_DO(scan(low, prefix_end(low), [&](std::string_view key, std::string_view value) {
      damaged = decode_places(value, places_);
      for (const TermPlaces& places : places_)
        if (places.field >= average_lengths_.size())
          damaged = Error{.code = ErrorCode::kCorruption, .message = "an entry of a full-text index is damaged", .detail = "Index"};
      if (!damaged.is_ok()) return false;
      use(last_id(key), places_);
      return true;
    }));
    return damaged;
  }

  Status add_postings(std::string_view term, double weight, std::optional<std::uint32_t> field, std::vector<Weight>& out) {
    return for_each_posting(term, [&](std::uint64_t id, const std::vector<TermPlaces>& all) {
      double frequency = 0;
      for (const TermPlaces& places : all)
        if (!field || places.field == *field) frequency += weight_of(places, places.positions.size());
      if (frequency > 0) out.push_back({id, frequency * weight});
    });
  }

  Result<std::vector<Weight>> phrase(const std::vector<search::Term>& terms, std::uint32_t slop,
                                     std::optional<std::uint32_t> field) {
    // Documents that have had every word so far, with the places of each word in each field.
    using Candidate = std::vector<std::vector<TermPlaces>>;
    std::map<std::uint64_t, Candidate> candidates;
    for (std::size_t i = 0; i < terms.size(); ++i) {
      std::map<std::uint64_t, Candidate> still;
      KITH_DO(for_each_posting(terms[i].text, [&](std::uint64_t id, const std::vector<TermPlaces>& places) {
        auto node = i == 0 ? typename std::map<std::uint64_t, Candidate>::node_type() : candidates.extract(id);
        if (i != 0 && node.empty()) return;
        Candidate candidate = node.empty() ? Candidate() : std::move(node.mapped());
        candidate.push_back(places);
        still.emplace_hint(still.end(), id, std::move(candidate));
      }));
      candidates = std::move(still);
    }
    std::vector<Weight> weights;
    for (const auto& [id, candidate] : candidates) {
      double frequency = 0;
      for (const TermPlaces& first : candidate[0]) {
        if (field && first.field != *field) continue;
        std::vector<std::vector<std::int64_t>> places;
        for (const std::vector<TermPlaces>& of_word : candidate)
          for (const TermPlaces& one : of_word)
            if (one.field == first.field) places.emplace_back(one.positions.begin(), one.positions.end());
        if (places.size() == terms.size()) frequency += weight_of(first, count_phrase(places, slop));
      }
      if (frequency > 0) weights.push_back({id, frequency});
    }
    return weights;
  }

  /// `weights` by id, some ids more than once.
  Hits scored(std::vector<Weight> weights, double boost) const {
    Hits hits;
    for (const Weight& weight : weights) {
      if (hits.empty() || hits.back().id != weight.id) hits.push_back({weight.id, 0});
      hits.back().score += weight.frequency;
    }
    const auto with = static_cast<double>(hits.size());
    const double rarity = std::log(1 + (std::max(documents_ - with, 0.0) + 0.5) / (with + 0.5));
    for (Hit& hit : hits) hit.score = boost * rarity * hit.score * (kK1 + 1) / (kK1 + hit.score);
    return hits;
  }

  const Rows& rows_;
  const Index& index_;
  const search::Analyzer& analyzer_;
  const RunControl& control_;
  double documents_ = 0;
  std::vector<double> average_lengths_;  // by property
  std::vector<TermPlaces> places_;
  std::size_t rows_read_ = 0;
};

}  // namespace

Result<std::vector<Hit>> search_full_text(const Rows& rows, const Index& index, const Query& query, std::uint64_t skip,
                                          std::uint64_t limit, const RunControl& control) {
  KITH_TRY(const search::Analyzer analyzer, search::Analyzer::make(index.analysis));
  Searcher searcher(rows, index, analyzer, control);
  KITH_DO(searcher.read_counts());
  KITH_TRY(Found found, searcher.search(query));
  if (!found) return Hits();
  Hits hits = *std::move(found);
  const std::uint64_t from = std::min<std::uint64_t>(skip, hits.size());
  const std::uint64_t to = from + std::min<std::uint64_t>(limit, hits.size() - from);
  const auto middle = hits.begin() + static_cast<std::ptrdiff_t>(to);
  std::partial_sort(hits.begin(), middle, hits.end(), [](const Hit& a, const Hit& b) {
    return a.score != b.score ? a.score > b.score : a.id < b.id;
  });
  return Hits(hits.begin() + static_cast<std::ptrdiff_t>(from), middle);
}

Result<std::vector<Hit>> Reader::search(const Index& index, const Query& query, std::uint64_t skip, std::uint64_t limit,
                                        const RunControl& control) const {
  return search_full_text(Rows(*view_, overlay_), index, query, skip, limit, control);
}

}  // namespace kith::storage
