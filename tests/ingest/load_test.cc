// Articles to a store and back: what a load leaves behind, loaded again, replaced, told twice.
#include <catch2/catch.hpp>

#include <optional>
#include <thread>

#include "base/utf8.h"
#include "ingest/kit.h"
#include "ingest/model/model.h"
#include "kith/ingest.h"
#include "kith/store.h"

using namespace kith;
using namespace kith::test;

namespace {

using Rows = std::vector<std::string>;

Store open_store(const Scratch& scratch) {
  StoreOptions options;
  options.durability = Durability::kNone;
  Result<Store> store = Store::open((scratch / "n.db").native(), options);
  if (!store.is_ok()) FAIL(store.error().to_text());
  return *std::move(store);
}

// Rows as text, values parted by " | ".
Rows rows(Store& store, const std::string& statement, const Parameters& parameters = {}) {
  Result<Cursor> cursor = store.run(statement, parameters);
  if (!cursor.is_ok()) FAIL(statement + ": " + cursor.error().to_text());
  Result<std::vector<List>> all = cursor->rows();
  if (!all.is_ok()) FAIL(statement + ": " + all.error().to_text());
  Rows out;
  for (const List& row : *all) {
    std::string line;
    for (const Value& value : row) {
      if (&value != &row.front()) line += " | ";
      line += value.kind() == Kind::kString ? std::string(value.as_string()) : value.to_text();
    }
    out.push_back(std::move(line));
  }
  return out;
}

std::string loaded(Store& store, const std::filesystem::path& path, const LoadOptions& options = {}) {
  const std::string paths[] = {path.native()};
  const Result<LoadReport> report = load(store, paths, options);
  if (!report.is_ok()) FAIL(report.error().to_text());
  return report->to_text();
}

// Without the numbers of nodes and edges.
std::string outcome(Store& store, const std::filesystem::path& path) {
  const std::string text = loaded(store, path);
  return text.substr(0, text.find(';'));
}

std::string counts(Store& store) {
  const Result<StoreInfo> info = store.info();
  REQUIRE(info.is_ok());
  return std::to_string(info->nodes) + " nodes, " + std::to_string(info->edges) + " edges";
}

void check_whole(Store& store) {
  const Result<CheckReport> report = store.check();
  if (!report.is_ok()) FAIL(report.error().to_text());
  for (const Damage& damage : report->damage) UNSCOPED_INFO(damage.kind + ": " + damage.message);
  CHECK(report->damage.empty());
}

// Every evidence quotes its article: substring(text, start, end - start) by code points.
void check_quotes(Store& store) {
  Result<Cursor> cursor = store.run(
      "MATCH ()-[r]->() UNWIND evidence(r) AS e MATCH (a:Article {key: e.article}) "
      "RETURN a.text AS text, e.quote AS quote, e.start AS start, e.end AS end");
  if (!cursor.is_ok()) FAIL(cursor.error().to_text());
  const Result<std::vector<List>> all = cursor->rows();
  if (!all.is_ok()) FAIL(all.error().to_text());
  std::size_t seen = 0;
  for (const List& row : *all) {
    const auto start = static_cast<std::size_t>(row[2].as_integer());
    const auto end = static_cast<std::size_t>(row[3].as_integer());
    REQUIRE(utf8::substring(row[0].as_string(), start, end - start) == row[1].as_string());
    ++seen;
  }
  CHECK(seen > 10);
}

}  // namespace

// Rules and the model that claims are made by.
std::string made_by() { return "rules/2+english/" + std::string((*ingest::Model::built_in())->version()); }

TEST_CASE("load: evidence tells other frames from those that are compiled in", "[ingest][load]") {
  const Scratch scratch;
  Store store = open_store(scratch);
  write_file(scratch / "a.txt", "2025-05-19\nAnn Brody bribed Omar Said.\n");
  loaded(store, scratch / "a.txt", {.frames = "bribe object BRIBED PER|ORG PER\n"});
  CHECK(rows(store, "MATCH ()-[r:BRIBED]->() RETURN evidence(r)[0].extractor") == Rows{made_by() + "+frames/25c72c4e"});
}

TEST_CASE("load: what no frame knows is an edge of its own for each predicate", "[ingest][load][open]") {
  const Scratch scratch;
  Store store = open_store(scratch);
  write_file(scratch / "a.txt", "2025-05-19\nAnn Brody taught Mr. Omar Said. Ann Brody hugged Mr. Omar Said.\n");
  write_file(scratch / "b.txt", "2025-05-19\nAnn Brody taught Mr. Omar Said on Monday.\n");
  loaded(store, scratch / "a.txt", {.open = true});
  loaded(store, scratch / "b.txt", {.open = true});
  constexpr const char* kRelated =
      "MATCH (a)-[r:RELATED]->(b) RETURN a.name, r.predicate, r.role, b.name, r.confidence, toString(r.date), "
      "[e IN evidence(r) | e.article] ORDER BY r.predicate, r.date";
  CHECK(rows(store, kRelated) == Rows{"Ann Brody | hug | null | Omar Said | 0.3 | null | ['a.txt']",
                                      "Ann Brody | teach | null | Omar Said | 0.3 | 2025-05-19 | ['b.txt']",
                                      "Ann Brody | teach | null | Omar Said | 0.3 | null | ['a.txt']"});
  REQUIRE(retract(store, "a.txt").is_ok());
  CHECK(rows(store, kRelated) == Rows{"Ann Brody | teach | null | Omar Said | 0.3 | 2025-05-19 | ['b.txt']"});
}

TEST_CASE("load: who met whom and the sentence that says so", "[ingest][load]") {
  const Scratch scratch;
  Store store = open_store(scratch);
  const std::filesystem::path article = std::filesystem::path(KITH_SOURCE_DIR) / "tests/articles/rome-meeting.txt";
  const std::string report = loaded(store, article);
  CHECK(report.starts_with("1 articles: 1 new, 0 unchanged, 0 replaced, 0 failed; +"));
  CHECK(rows(store,
             "MATCH (a:Person)-[r:MET_WITH]-(b:Person {name: 'Volodymyr Zelenskyy'}) "
             "RETURN a.name, toString(r.date), r.time, r.place, r.status, size(evidence(r)) ORDER BY a.name") ==
        Rows{"JD Vance | 2025-05-18 | 2025-05-18 | Rome | stated | 2",
             "Mark Carney | 2025-05-18 | 2025-05-18 | Rome | stated | 1"});
  CHECK(rows(store,
             "MATCH (:Person {name: 'Mark Carney'})-[r:MET_WITH]-() RETURN evidence(r)[0].quote, "
             "evidence(r)[0].article, evidence(r)[0].extractor") ==
        Rows{"Zelenskyy also met Canadian Prime Minister Mark Carney in Rome on Sunday. | rome-meeting.txt | " + made_by()});
  CHECK(rows(store,
             "MATCH (p:Person {name: 'Donald Trump'})-[r:SPOKE_WITH]-(q) RETURN q.name, r.status, toString(r.date)") ==
        Rows{"Vladimir Putin | planned | 2025-05-19"});
  CHECK(rows(store,
             "MATCH (a:Article)-[m:MENTIONS]->(p:Person {name: 'Marco Rubio'}) RETURN m.text, substring(a.text, "
             "m.start, m.end - m.start) ORDER BY m.start") == Rows{"Marco Rubio | Marco Rubio", "Rubio | Rubio"});
  CHECK(rows(store, "MATCH (p:Person {name: 'Marco Rubio'}) RETURN p.aliases, labels(p)") ==
        Rows{"['Rubio'] | ['Entity', 'Person']"});
  CHECK(rows(store, "MATCH (a:Article) RETURN a.title, toString(a.published)") ==
        Rows{"Vance and Zelenskyy meet in Rome after papal mass | 2025-05-19"});
  check_quotes(store);
  check_whole(store);
}

TEST_CASE("load: the same again changes nothing", "[ingest][load]") {
  const Scratch scratch;
  Store store = open_store(scratch);
  const std::filesystem::path folder = std::filesystem::path(KITH_SOURCE_DIR) / "tests/articles";
  CHECK(outcome(store, folder) == "2 articles: 2 new, 0 unchanged, 0 replaced, 0 failed");
  const std::string before = counts(store);
  CHECK(loaded(store, folder) == "2 articles: 0 new, 2 unchanged, 0 replaced, 0 failed; +0 nodes, +0 edges");
  CHECK(counts(store) == before);
}

TEST_CASE("load: the report counts what the store then has", "[ingest][load]") {
  const Scratch scratch;
  Store store = open_store(scratch);
  write_file(scratch / "in/a.txt", "2025-05-19\nAnn Brody met Omar Said in Norway on Sunday.\n");
  CHECK(loaded(store, scratch / "in") == "1 articles: 1 new, 0 unchanged, 0 replaced, 0 failed; +4 nodes, +4 edges");
  CHECK(counts(store) == "4 nodes, 4 edges");
  write_file(scratch / "in/a.txt", "2025-05-19\nAnn Brody visited Norway on Sunday.\n");
  CHECK(loaded(store, scratch / "in") == "1 articles: 0 new, 0 unchanged, 1 replaced, 0 failed; -1 nodes, -1 edges");
  CHECK(counts(store) == "3 nodes, 3 edges");
  check_whole(store);
}

TEST_CASE("load: a replaced article takes back what it alone supported", "[ingest][load]") {
  const Scratch scratch;
  Store store = open_store(scratch);
  write_file(scratch / "in/a.txt", "2025-05-19\nAnn Brody met Omar Said on Sunday. Ann Brody was born in Norway.\n");
  write_file(scratch / "in/b.txt", "2025-05-19\nOn Sunday, Ann Brody met Omar Said.\n");
  CHECK(outcome(store, scratch / "in") == "2 articles: 2 new, 0 unchanged, 0 replaced, 0 failed");
  CHECK(rows(store, "MATCH ()-[r:MET_WITH]->() RETURN [e IN evidence(r) | e.article]") == Rows{"['a.txt', 'b.txt']"});
  write_file(scratch / "in/a.txt", "2025-05-19\nOmar Said visited Chile.\n");
  CHECK(outcome(store, scratch / "in") == "2 articles: 0 new, 1 unchanged, 1 replaced, 0 failed");
  CHECK(rows(store, "MATCH ()-[r:MET_WITH]->() RETURN [e IN evidence(r) | e.article]") == Rows{"['b.txt']"});
  CHECK(rows(store, "MATCH ()-[r:BORN_IN]->() RETURN r").empty());
  CHECK(rows(store, "MATCH (p:Place) RETURN p.name") == Rows{"Chile"});
  CHECK(rows(store, "MATCH (a:Article) RETURN count(a)") == Rows{"2"});
  check_whole(store);
}

TEST_CASE("load: entities are found again by full name alias or acronym and not by a surname", "[ingest][load]") {
  const Scratch scratch;
  Store store = open_store(scratch);
  write_file(scratch / "in/1.txt",
             "2025-05-19\nAnn Brody visited the United States. Brody spoke with José Quent of the World Health "
             "Organization.\n");
  write_file(scratch / "in/2.txt",
             "2025-05-19\nANN BRODY visited the U.S. on Sunday. The WHO was told. Jose Quent visited Chile.\n");
  write_file(scratch / "in/3.txt", "2025-05-19\nMr. Brody visited Norway.\n");
  CHECK(outcome(store, scratch / "in") == "3 articles: 3 new, 0 unchanged, 0 replaced, 0 failed");
  CHECK(rows(store, "MATCH (p:Person) RETURN p.name ORDER BY p.name") == Rows{"Ann Brody", "Brody", "José Quent"});
  CHECK(rows(store, "MATCH (o:Organization) RETURN o.name") == Rows{"World Health Organization"});
  CHECK(rows(store, "MATCH (p:Place) RETURN p.name ORDER BY p.name") == Rows{"Chile", "Norway", "United States"});
  CHECK(rows(store, "MATCH (p:Place {name: 'United States'}) RETURN p.aliases") == Rows{"['U.S.']"});
}

TEST_CASE("load: a fact is one edge however often it is told and symmetric ones have one direction", "[ingest][load]") {
  const Scratch scratch;
  Store store = open_store(scratch);
  write_file(scratch / "in/1.txt", "2025-05-19\nAnn Brody met Omar Said in Norway on Sunday. Brody met Said.\n");
  write_file(scratch / "in/2.txt", "2025-05-20\nOmar Said met Ann Brody on Sunday.\n");
  write_file(scratch / "in/3.txt", "2025-05-20\nOmar Said met Ann Brody on Monday.\n");
  CHECK(outcome(store, scratch / "in") == "3 articles: 3 new, 0 unchanged, 0 replaced, 0 failed");
  CHECK(rows(store,
             "MATCH (a)-[r:MET_WITH]->(b) RETURN a.name, b.name, toString(r.date), r.place, size(evidence(r)) ORDER BY "
             "r.date") ==
        Rows{"Ann Brody | Omar Said | 2025-05-18 | Norway | 3", "Ann Brody | Omar Said | 2025-05-19 | null | 1"});
}

TEST_CASE("load: the same text under another key is a copy", "[ingest][load]") {
  const Scratch scratch;
  Store store = open_store(scratch);
  write_file(scratch / "in/1.txt", "2025-05-19\nAnn Brody met Omar Said.\n");
  write_file(scratch / "in/2.txt", "2025-05-19\nAnn Brody met Omar Said.\n");
  CHECK(outcome(store, scratch / "in") == "2 articles: 2 new, 0 unchanged, 0 replaced, 0 failed");
  CHECK(rows(store, "MATCH (a)-[:COPY_OF]->(b) RETURN a.key, b.key") == Rows{"2.txt | 1.txt"});
}

TEST_CASE("load: several at once make the graph that one makes", "[ingest][load]") {
  const Scratch scratch;
  constexpr int kLoads = 4;
  for (int i = 0; i < kLoads; ++i)
    for (int j = 0; j < 6; ++j) {
      const std::string number = std::to_string(10 * (i + 1) + j);
      write_file(scratch / ("all/" + std::to_string(i) + "/" + number + ".txt"),
                 "PARIS, May " + std::to_string(10 + j) +
                     ", 2025\n\nAnna Keller" + number.substr(1) + " met Tomas Brandt in Paris on Monday.\n" +
                     "Lena Fischer spoke with Tomas Brandt on May " + std::to_string(10 + j) + ", 2025.\n");
    }
  const std::string summary =
      "MATCH (a:Entity)-[r]-(b:Entity) RETURN a.name, type(r), b.name, toString(r.date), size(evidence(r)) "
      "ORDER BY 1, 2, 3, 4";
  std::filesystem::create_directories(scratch / "one");
  Store alone = *Store::open((scratch / "one/n.db").native(), {.durability = Durability::kNone});
  loaded(alone, scratch / "all");
  Store store = open_store(scratch);
  std::vector<std::thread> threads;
  std::vector<std::string> outcomes(kLoads);
  for (std::size_t i = 0; i < kLoads; ++i)
    threads.emplace_back([&, i] {
      const std::string paths[] = {(scratch / ("all/" + std::to_string(i))).native()};
      const Result<LoadReport> report = load(store, paths, {});
      outcomes[i] = report ? std::to_string(report->added) : report.error().to_text();
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(outcomes == std::vector<std::string>(kLoads, "6"));
  CHECK(rows(alone, summary).size() > 3);
  CHECK(rows(store, summary) == rows(alone, summary));
  CHECK(counts(store) == counts(alone));
}

TEST_CASE("load: a failure does not keep the rest out", "[ingest][load]") {
  const Scratch scratch;
  Store store = open_store(scratch);
  write_file(scratch / "in/1.txt", "Ann Brody met Omar Said.\n");
  write_file(scratch / "in/2.txt", "");
  write_file(scratch / "in/3.jsonl", "{\"id\":\"x\",\"text\":\"Omar Said met Li Quent.\"}\n{\"id\":\n");
  LoadOptions options;
  std::uint64_t calls = 0;
  options.progress = [&](const LoadProgress& progress) {
    ++calls;
    CHECK(progress.bytes_done <= progress.bytes_total);
  };
  const std::string paths[] = {(scratch / "in").native()};
  const Result<LoadReport> report = load(store, paths, options);
  REQUIRE(report.is_ok());
  CHECK(report->articles == 4);
  CHECK(report->added == 2);
  CHECK(report->failed == 2);
  REQUIRE(report->failures.size() == 2);
  CHECK(report->failures[0].to_text() == (scratch / "in/2.txt").native() + ": the file is empty");
  CHECK(report->failures[1].where == (scratch / "in/3.jsonl").native() + ":2:7");
  CHECK(calls == 2);
}

TEST_CASE("load: the seed article of the kit", "[ingest][load][kit]") {
  if (!has_kit()) return;
  const Scratch scratch;
  std::optional<Store> store = open_store(scratch);
  CHECK(outcome(*store, kit_folder() / "gold/seed.txt") == "1 articles: 1 new, 0 unchanged, 0 replaced, 0 failed");
  REQUIRE(store->close().is_ok());
  store.emplace(open_store(scratch));
  const std::string text = read_file(kit_folder() / "gold/seed.txt");
  const std::size_t first = text.find("US Vice");
  const std::string sentence = text.substr(first, text.find("\n") - first);
  const Rows met = rows(*store,
                        "MATCH (a:Person)-[r:MET_WITH]-(b:Person {name: 'Volodymyr Zelenskyy'}) "
                        "RETURN a.name, toString(r.date), r.place, evidence(r)[0].quote ORDER BY a.name");
  REQUIRE(met.size() == 2);
  CHECK(met[0] == "JD Vance | 2025-05-18 | Rome | " + sentence);
  CHECK(met[1].starts_with("Marco Rubio | 2025-05-18 | Rome | "));
  const Rows events = rows(*store, "MATCH (e:Event)-[:HELD_IN]->(:Place {name: 'Istanbul'}) RETURN e.name");
  REQUIRE(events.size() == 1);
  CHECK((events[0].find("talks") != std::string::npos || events[0].find("negotiations") != std::string::npos));
  const Rows path = rows(*store,
                         "MATCH p = shortestPath((:Person {name: 'JD Vance'})-[:MET_WITH|SPOKE_WITH*..6]-(:Person "
                         "{name: 'Sergey Lavrov'})) "
                         "RETURN [n IN nodes(p) | n.name]");
  REQUIRE(path.size() == 1);
  CHECK(path[0].starts_with("['JD Vance', "));
  CHECK(path[0].ends_with(", 'Marco Rubio', 'Sergey Lavrov']"));
  const std::string before = counts(*store);
  CHECK(loaded(*store, kit_folder() / "gold/seed.txt") ==
        "1 articles: 0 new, 1 unchanged, 0 replaced, 0 failed; +0 nodes, +0 edges");
  CHECK(counts(*store) == before);
  CHECK(outcome(*store, kit_folder() / "gold/afghan.txt") == "1 articles: 1 new, 0 unchanged, 0 replaced, 0 failed");
  check_quotes(*store);
  check_whole(*store);
}
