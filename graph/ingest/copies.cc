#include "ingest/copies.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <tuple>

namespace kith::ingest {

namespace {

constexpr std::size_t kRunWords = 5;
constexpr std::size_t kRunsMin = 40;
constexpr std::size_t kBands = 24;
constexpr std::size_t kBandRows = 3;

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Each run of five words as a number; sorted, each once. Case, blanks and punctuation mean nothing.
std::vector<std::uint64_t> runs_of(std::string_view text) {
  std::vector<std::uint64_t> words;
  std::string word;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && is_word_byte(text[at])) {
      const char c = text[at];
      word += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    } else if (!word.empty()) {
      words.push_back(XXH3_64bits(word.data(), word.size()));
      word.clear();
    }
  }
  std::vector<std::uint64_t> runs;
  for (std::size_t at = 0; at + kRunWords <= words.size(); ++at)
    runs.push_back(XXH3_64bits(&words[at], kRunWords * sizeof words[0]));
  std::sort(runs.begin(), runs.end());
  runs.erase(std::unique(runs.begin(), runs.end()), runs.end());
  return runs;
}

// A permutation of the numbers of 64 bits: the finaliser of splitmix64.
std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

// What decides which of two articles was first.
using Age = std::tuple<std::int64_t, std::string>;

struct Stored {
  NodeId id = {};
  Age age;
  std::string hash;
  std::string text;
  std::vector<std::int64_t> fingerprint;
};

std::string string_of(const Value& value) {
  return value.kind() == Kind::kString ? std::string(value.as_string()) : std::string();
}

Result<Stored> stored(Transaction& tx, NodeId id) {
  KITH_TRY(const std::optional<Node> node, tx.find_node(id));
  if (!node) return Error{.code = ErrorCode::kInternal, .message = "a found article is gone"};
  const Map& properties = node->properties;
  const Value& published = properties["published"];
  Stored article;
  article.id = id;
  article.age = {published.kind() == Kind::kDate ? published.as_date().days : std::numeric_limits<std::int64_t>::max(),
                 string_of(properties["key"])};
  article.hash = string_of(properties["contentHash"]);
  article.text = string_of(properties["text"]);
  if (const Value& list = properties["fingerprint"]; list.kind() == Kind::kList)
    for (const Value& number : list.as_list())
      if (number.kind() == Kind::kInteger) article.fingerprint.push_back(number.as_integer());
  return article;
}

// The articles that are like this one, in no order that means anything.
Result<std::vector<Stored>> alike(Transaction& tx, const Stored& article) {
  KITH_TRY(const std::vector<NodeId> same, tx.find_nodes("Article", "contentHash", article.hash));
  std::vector<NodeId> near;
  for (const std::int64_t number : article.fingerprint) {
    KITH_TRY(const std::vector<NodeId> found, tx.find_nodes("Article", "fingerprint", number));
    near.insert(near.end(), found.begin(), found.end());
  }
  near.insert(near.end(), same.begin(), same.end());
  std::sort(near.begin(), near.end());
  near.erase(std::unique(near.begin(), near.end()), near.end());
  std::vector<Stored> out;
  for (const NodeId id : near) {
    if (id == article.id) continue;
    KITH_TRY(Stored other, stored(tx, id));
    if (other.hash == article.hash || are_alike(other.text, article.text)) out.push_back(std::move(other));
  }
  return out;
}

// The edge to what an article is a copy of, if it is one.
Result<std::optional<Edge>> original_of(Transaction& tx, NodeId article) {
  KITH_TRY(Cursor cursor, tx.run("MATCH (a:Article)-[r:COPY_OF]->() WHERE elementId(a) = $id RETURN r",
                                 {{"id", element_id(article)}}));
  KITH_TRY(const bool any, cursor.next());
  if (!any) return std::optional<Edge>();
  return std::optional<Edge>(cursor.row()[0].as_edge());
}

// Makes `article` a copy of `earlier`, unless it is one of something earlier still.
Result<std::int64_t> link(Transaction& tx, NodeId article, const Stored& earlier) {
  KITH_TRY(const std::optional<Edge> former, original_of(tx, article));
  if (former) {
    KITH_TRY(const Stored original, stored(tx, former->to));
    if (original.age <= earlier.age) return 0;
    KITH_DO(tx.delete_edge(former->id));
  }
  KITH_DO(tx.create_edge(article, earlier.id, "COPY_OF"));
  return former ? 0 : 1;
}

}  // namespace

std::vector<std::int64_t> fingerprint(std::string_view text) {
  const std::vector<std::uint64_t> runs = runs_of(text);
  std::vector<std::int64_t> out;
  if (runs.size() < kRunsMin) return out;
  for (std::size_t band = 0; band < kBands; ++band) {
    std::array<std::uint64_t, kBandRows> minima;
    for (std::size_t row = 0; row < kBandRows; ++row) {
      const std::uint64_t seed = mixed(band * kBandRows + row + 1);
      std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
      for (const std::uint64_t run : runs) least = std::min(least, mixed(run ^ seed));
      minima[row] = least;
    }
    // The band is part of the number, so that equal minima of different bands do not meet.
    out.push_back(static_cast<std::int64_t>(XXH3_64bits_withSeed(minima.data(), sizeof minima, band)));
  }
  std::sort(out.begin(), out.end());
  return out;
}

bool are_alike(std::string_view a, std::string_view b) {
  const std::vector<std::uint64_t> of_a = runs_of(a);
  const std::vector<std::uint64_t> of_b = runs_of(b);
  if (of_a.size() < kRunsMin || of_b.size() < kRunsMin) return false;
  std::vector<std::uint64_t> shared;
  std::set_intersection(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(), std::back_inserter(shared));
  return 2 * shared.size() >= of_a.size() + of_b.size() - shared.size();
}

Result<std::int64_t> link_copies(Transaction& tx, NodeId id) {
  KITH_TRY(const Stored article, stored(tx, id));
  KITH_TRY(const std::vector<Stored> others, alike(tx, article));
  std::int64_t more = 0;
  for (const Stored& other : others) {
    const bool is_later = article.age < other.age;
    KITH_TRY(const std::int64_t linked, is_later ? link(tx, other.id, article) : link(tx, id, other));
    more += linked;
  }
  return more;
}

Result<std::int64_t> relink_copy(Transaction& tx, NodeId id) {
  KITH_TRY(const Stored article, stored(tx, id));
  KITH_TRY(const std::vector<Stored> others, alike(tx, article));
  const Stored* first = &article;
  for (const Stored& other : others)
    if (other.age < first->age) first = &other;
  if (first == &article) return 0;
  return link(tx, id, *first);
}

}  // namespace kith::ingest
