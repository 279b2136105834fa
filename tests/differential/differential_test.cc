// Whatever the plan, the answer is the same; and so it is when a query is written in another way.
//
// A failure names the seed of its graph: KITH_SEED=<it> KITH_ROUNDS=1 repeats that graph alone.
#include <catch2/catch.hpp>

#include <algorithm>

#include "differential/random_query.h"
#include "kith/kith.h"
#include "support/rounds.h"
#include "support/temporary_folder.h"

namespace kith::differential {
namespace {

constexpr std::size_t kQueriesOfAGraph = 100;

class RandomStore {
 public:
  explicit RandomStore(Random& random) : store_(*Store::open(folder_.path() + "/db", {.durability = Durability::kNone})) {
    for (const std::string& statement : random_graph(random)) {
      graph_ += statement + ";\n";
      auto cursor = store_.run(statement);
      REQUIRE(cursor.is_ok());
      REQUIRE(cursor->rows().is_ok());
    }
  }

  const std::string& graph() const { return graph_; }

  /// A line a row, sorted unless the query says how.
  std::vector<std::string> answer(const std::string& query, bool is_ordered, RunOptions options = {}) {
    auto cursor = store_.run(query, {}, options);
    auto rows = cursor.is_ok() ? cursor->rows() : Result<std::vector<List>>(cursor.error());
    if (!rows.is_ok()) FAIL(query << "\n" << rows.error().to_text());  // whatever is written is right
    std::vector<std::string> lines;
    for (const List& row : *rows) {
      std::string line;
      for (const Value& value : row) line += value.to_text() + " ";
      lines.push_back(std::move(line));
    }
    if (!is_ordered) std::sort(lines.begin(), lines.end());
    return lines;
  }

 private:
  TemporaryFolder folder_{TemporaryFolder::in_memory()};
  Store store_;
  std::string graph_;
};

/// Calls `check(store, random)` for many queries on each of many graphs.
template <class Check>
void on_random_graphs(std::uint64_t first_seed, Check check) {
  for (std::uint64_t seed = seed_or(first_seed), end = seed + rounds(); seed < end; ++seed) {
    Random random(seed);
    RandomStore store(random);
    INFO("KITH_SEED=" << seed << "\n" << store.graph());
    for (std::size_t i = 0; i < kQueriesOfAGraph; ++i) check(store, random);
  }
}

using Lines = std::vector<std::string>;

Lines both(Lines first, const Lines& second) {
  first.insert(first.end(), second.begin(), second.end());
  std::sort(first.begin(), first.end());
  return first;
}

std::string match_of(const MatchQuery& query) {
  std::string text;
  for (const PathPattern& pattern : query.patterns) text += (text.empty() ? "MATCH " : ", ") + pattern.text();
  return text;
}

TEST_CASE("differential: random queries answer alike with and without each rule", "[differential]") {
  on_random_graphs(1, [](RandomStore& store, Random& random) {
    const RandomQuery query = random_query(random);
    INFO(query.text);
    const Lines plain = store.answer(query.text, query.is_ordered, {.rules_off = kAllRules, .batch_rows = 1});
    REQUIRE(store.answer(query.text, query.is_ordered) == plain);
    const auto rule = static_cast<Rule>(random.below(static_cast<std::size_t>(Rule::kReachEndsOnce) + 1));
    INFO("without rule " << static_cast<int>(rule));
    REQUIRE(store.answer(query.text, query.is_ordered, {.rules_off = rule_bit(rule)}) == plain);
  });
}

TEST_CASE("differential: a condition parts the rows of a match in three", "[differential]") {
  on_random_graphs(100'001, [](RandomStore& store, Random& random) {
    const MatchQuery query = random_match(random);
    const std::string match = match_of(query);
    const std::string end = " RETURN " + query.columns;
    INFO(match << " WHERE " << query.condition << end);
    const Lines whole = store.answer(match + end, false);
    const Lines is_true = store.answer(match + " WHERE " + query.condition + end, false);
    const Lines is_false = store.answer(match + " WHERE NOT (" + query.condition + ")" + end, false);
    const Lines is_null = store.answer(match + " WHERE (" + query.condition + ") IS NULL" + end, false);
    REQUIRE(both(both(is_true, is_false), is_null) == whole);
  });
}

TEST_CASE("differential: a pattern written from its other end matches the same", "[differential]") {
  on_random_graphs(200'001, [](RandomStore& store, Random& random) {
    const MatchQuery query = random_match(random);
    std::string reversed;
    for (const PathPattern& pattern : query.patterns) reversed += (reversed.empty() ? "MATCH " : ", ") + pattern.reversed();
    const std::string end = " WHERE " + query.condition + " RETURN " + query.columns;
    INFO(match_of(query) << end << "\n" << reversed << end);
    REQUIRE(store.answer(reversed + end, false) == store.answer(match_of(query) + end, false));
  });
}

TEST_CASE("differential: a match in two parts of different edges matches the same", "[differential]") {
  on_random_graphs(300'001, [](RandomStore& store, Random& random) {
    MatchQuery query = random_match(random);
    if (query.has_lists) return;
    std::string split;
    for (const PathPattern& pattern : query.patterns) split += "MATCH " + pattern.text() + " ";
    std::string distinct;
    for (std::size_t i = 0; i < query.edge_names.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) distinct += " AND " + query.edge_names[i] + " <> " + query.edge_names[j];
    const std::string end = " RETURN " + query.columns;
    INFO(match_of(query) << " WHERE " << query.condition << end);
    REQUIRE(store.answer(split + "WITH * WHERE (" + query.condition + ")" + distinct + end, false) ==
            store.answer(match_of(query) + " WHERE " + query.condition + end, false));
  });
}

TEST_CASE("differential: WITH everything changes nothing", "[differential]") {
  on_random_graphs(400'001, [](RandomStore& store, Random& random) {
    const MatchQuery query = random_match(random);
    const std::string end = " WHERE " + query.condition + " RETURN " + query.columns;
    INFO(match_of(query) << end);
    REQUIRE(store.answer(match_of(query) + " WITH *" + end, false) == store.answer(match_of(query) + end, false));
  });
}

}  // namespace
}  // namespace kith::differential
