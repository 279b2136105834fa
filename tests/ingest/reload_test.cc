// Articles loaded again, changed, taken back and in another order: the graph is that of the articles there are.
#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>

#include "data/graph_lines.h"
#include "ingest/copies.h"
#include "ingest/settle.h"
#include "ingest/stories.h"
#include "kith/ingest.h"
#include "kith/store.h"
#include "storage/must.h"

using namespace kith;
using namespace kith::test;
using kith::testing::must;

namespace {

namespace fs = std::filesystem;

Store open_store(const fs::path& path) {
  return must(Store::open(path.native(), {.durability = Durability::kNone}));
}

LoadReport loaded(Store& store, const fs::path& path) {
  const std::string paths[] = {path.native()};
  return must(load(store, paths));
}

std::string graph_of(Store& store) {
  std::string graph;
  must(tools::export_graph(store, false, [&](std::string_view line) {
    graph += line;
    return ok();
  }));
  return graph;
}

std::string graph_of_fresh(const Scratch& scratch, const fs::path& folder) {
  Store store = open_store(scratch / "fresh.db");
  loaded(store, folder);
  std::string graph = graph_of(store);
  must(store.close());
  fs::remove_all(scratch / "fresh.db");
  return graph;
}

void check_whole(Store& store) {
  const CheckReport report = must(store.check());
  for (const Damage& damage : report.damage) UNSCOPED_INFO(damage.kind + ": " + damage.message);
  CHECK(report.damage.empty());
}

std::vector<std::string> copies_in(Store& store) {
  Cursor cursor = must(store.run("MATCH (a)-[:COPY_OF]->(b) RETURN a.key + ' of ' + b.key ORDER BY a.key"));
  std::vector<std::string> out;
  for (const List& row : must(cursor.rows())) out.emplace_back(row[0].as_string());
  return out;
}

// A report of many words; of those in `changed` (out of 120) the copy has others.
std::string report(const std::string& head, const std::set<int>& changed = {}) {
  std::string text = head + "\n";
  for (int i = 0; i < 120; ++i) {
    text += changed.count(i) != 0 ? "other" : "word";
    text += std::to_string(i * 7919 % 10007) + (i % 12 == 11 ? ".\n" : " ");
  }
  return text;
}

}  // namespace

TEST_CASE("settle: what is known of an entity does not depend on the order of its articles", "[ingest][reload]") {
  using ingest::Known;
  std::vector<Known> all = {
      {.name = "US", .forms = {"US"}, .lookup = {"united states", "us"}},
      {.name = "United States", .forms = {"U.S.", "United States"}, .lookup = {"u.s.", "united states"}},
      {.name = "UNITED STATES OF A.", .forms = {"UNITED STATES OF A."}, .lookup = {"united states of a."}, .date = Date{7}},
      {.name = "United Stated", .forms = {"United Stated"}, .lookup = {}, .date = Date{5}}};
  const auto together = [&] {
    return std::accumulate(all.begin(), all.end(), Known(), [](Known a, const Known& b) { return merged(std::move(a), b); });
  };
  const Map expected = {{"name", "United Stated"},
                        {"aliases", Value(List{"U.S.", "UNITED STATES OF A.", "US", "United States"})},
                        {"lookup", Value(List{"u.s.", "united states", "united states of a.", "us"})},
                        {"date", Date{5}}};
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::size_t orders = 0;
  do {
    std::vector<Known> turned;
    for (const std::size_t i : order) turned.push_back(all[i]);
    std::swap(all, turned);
    CHECK(entity_properties(together()) == expected);
    std::swap(all, turned);
    ++orders;
  } while (std::next_permutation(order.begin(), order.end()));
  CHECK(orders == 24);
}

TEST_CASE("reload: after a change the graph is that of a fresh load", "[ingest][reload]") {
  const Scratch scratch;
  constexpr int kStories = 40;
  write_stories(scratch / "in", kStories);
  Store store = open_store(scratch / "n.db");
  loaded(store, scratch / "in");
  const auto changed = [&](int number, const std::string& text) {
    write_file(scratch / "in" / story_name(number), text);
    const LoadReport report = loaded(store, scratch / "in");
    CHECK(report.to_text().find(" 0 new, 39 unchanged, 1 replaced, 0 failed;") != std::string::npos);
    const StoreInfo info = must(store.info());
    CHECK(graph_of(store) == graph_of_fresh(scratch, scratch / "in"));
    return std::pair(report.nodes, report.edges);
  };
  const StoreInfo before = must(store.info());
  std::int64_t nodes = 0;
  std::int64_t edges = 0;
  const std::pair<int, std::string> changes[] = {
      {0, story(0) + "Tomas Brandt left.\n"},
      {7, "Nothing is said of anybody here.\n"},
      {20, story(21)},
      {21, "PARIS, May 20, 2025\n\nANNA KELLER met Tomas A. Brandt at the Louvre in Paris on Monday at 10:00 am.\n"},
      {39, story(5)},
      {7, story(7)},
      {0, "x\n"}};
  for (const auto& [number, text] : changes) {
    const auto [more_nodes, more_edges] = changed(number, text);
    nodes += more_nodes;
    edges += more_edges;
  }
  const StoreInfo after = must(store.info());
  CHECK(static_cast<std::int64_t>(after.nodes) - static_cast<std::int64_t>(before.nodes) == nodes);
  CHECK(static_cast<std::int64_t>(after.edges) - static_cast<std::int64_t>(before.edges) == edges);
  check_whole(store);
}

TEST_CASE("reload: after articles are taken back the graph is that of the others", "[ingest][reload]") {
  const Scratch scratch;
  write_stories(scratch / "in", 30);
  Store store = open_store(scratch / "n.db");
  loaded(store, scratch / "in");
  for (const int number : {0, 29, 13, 14, 15}) {
    must(retract(store, story_name(number)));
    fs::remove(scratch / "in" / story_name(number));
    CHECK(graph_of(store) == graph_of_fresh(scratch, scratch / "in"));
  }
  check_whole(store);
}

TEST_CASE("reload: the order of loading means nothing", "[ingest][reload]") {
  const Scratch scratch;
  constexpr int kStories = 24;
  write_stories(scratch / "in", kStories);
  const std::string forwards = graph_of_fresh(scratch, scratch / "in");
  Store store = open_store(scratch / "n.db");
  for (int i = 0; i < kStories; ++i) loaded(store, scratch / "in" / story_name((i * 7 + 5) % kStories));
  CHECK(graph_of(store) == forwards);
}

TEST_CASE("copies: texts of few words or of other words are not alike", "[ingest][copies]") {
  const std::string text = report("HEAD");
  std::set<int> few, many;
  for (int i = 0; i < 120; i += 30) few.insert(i);
  for (int i = 0; i < 120; i += 4) many.insert(i);
  CHECK(ingest::are_alike(text, report("Another head, By Someone (Agency)")));
  CHECK(ingest::are_alike(text, report("HEAD", few)));
  CHECK_FALSE(ingest::are_alike(text, report("HEAD", many)));
  CHECK_FALSE(ingest::are_alike("A short text.", "A short text!"));
  std::string loud = text;
  for (char& c : loud) c = c == ' ' ? '\t' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  CHECK(ingest::fingerprint(loud) == ingest::fingerprint(text));
  CHECK(ingest::fingerprint(text).size() == 24);
  CHECK(ingest::fingerprint("A short text.").empty());
}

TEST_CASE("copies: an article is a copy of the earliest that it is like in any order of loading", "[ingest][copies]") {
  const Scratch scratch;
  write_file(scratch / "c.txt", "2025-05-18\n" + report("FIRST"));
  write_file(scratch / "a.txt", "2025-05-19\n" + report("SECOND, by another", {17, 70}));
  write_file(scratch / "b.txt", "2025-05-19\n" + report("THIRD", {99}));
  write_file(scratch / "d.txt", report("no day", {3}));
  write_file(scratch / "e.txt", report("no day", {3}));
  write_file(scratch / "f.txt", "2025-05-17\nOf something else.\n");
  std::vector<std::string> names = {"a", "b", "c", "d", "e", "f"};
  std::optional<std::string> graph;
  for (int turn = 0; turn < 12; ++turn) {
    Store store = open_store(scratch / "n.db");
    for (const std::string& name : names) loaded(store, scratch / (name + ".txt"));
    CHECK(copies_in(store) ==
          std::vector<std::string>{"a.txt of c.txt", "b.txt of c.txt", "d.txt of c.txt", "e.txt of c.txt"});
    if (!graph) graph = graph_of(store);
    CHECK(graph_of(store) == *graph);
    if (turn == 0) {
      must(retract(store, "c.txt"));
      CHECK(copies_in(store) == std::vector<std::string>{"b.txt of a.txt", "d.txt of a.txt", "e.txt of a.txt"});
      must(retract(store, "a.txt"));
      must(retract(store, "b.txt"));
      CHECK(copies_in(store) == std::vector<std::string>{"e.txt of d.txt"});
      loaded(store, scratch / "c.txt");
      CHECK(copies_in(store) == std::vector<std::string>{"d.txt of c.txt", "e.txt of c.txt"});
      check_whole(store);
    }
    must(store.close());
    fs::remove_all(scratch / "n.db");
    std::next_permutation(names.begin(), names.end());
    std::rotate(names.begin(), names.begin() + 1, names.end());
  }
}

TEST_CASE("copies: a fact that copies tell has one independent source", "[ingest][copies]") {
  const Scratch scratch;
  write_file(scratch / "in/a.txt", "2025-05-19\nAnn Brody met Omar Said on Sunday.\n\n" + report("A"));
  write_file(scratch / "in/b.txt", "2025-05-20\nAnn Brody met Omar Said on May 18, 2025.\n\n" + report("B"));
  write_file(scratch / "in/c.txt", "2025-05-21\nOn May 18, 2025, Ann Brody met Omar Said.\n");
  Store store = open_store(scratch / "n.db");
  loaded(store, scratch / "in");
  Cursor cursor = must(store.run(
      "MATCH ()-[r:MET_WITH]->() UNWIND evidence(r) AS e "
      "MATCH (:Article {key: e.article})-[:COPY_OF*0..]->(first:Article) WHERE NOT EXISTS { (first)-[:COPY_OF]->() } "
      "RETURN size(evidence(r)), count(DISTINCT first), collect(DISTINCT first.key), sources(r)"));
  const std::vector<List> rows = must(cursor.rows());
  REQUIRE(rows.size() == 1);
  CHECK(rows[0][0] == Value(3));
  CHECK(rows[0][1] == Value(2));
  CHECK(rows[0][2].to_text() == "['a.txt', 'c.txt']");
  CHECK(rows[0][3].to_text() == "['a.txt', 'c.txt']");
  Cursor none = must(store.run("MATCH ()-[m:MENTIONS]->() RETURN DISTINCT sources(m), sources(null)"));
  CHECK(Value(must(none.rows()).at(0)).to_text() == "[[], null]");
  CHECK(store.run("RETURN sources(1)").status().error().detail == "InvalidArgumentType");
}
