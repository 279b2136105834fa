// Questions, decisions, and taking them back.
#include "kith/review.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>

#include "data/graph_lines.h"
#include "ingest/decisions.h"
#include "ingest/kit.h"
#include "kith/ingest.h"
#include "kith/store.h"
#include "storage/must.h"

using namespace kith;
using namespace kith::test;
using kith::testing::must;

namespace {

namespace fs = std::filesystem;

Store open_store(const fs::path& path) { return must(Store::open(path.native(), {.durability = Durability::kNone})); }

void add(Store& store, const std::string& key, const std::string& text) {
  Loader loader = must(Loader::make(store));
  must(loader.add({.key = key, .text = text}));
}

std::string graph_of(Store& store) {
  std::string graph;
  must(tools::export_graph(store, false, [&](std::string_view line) {
    graph += line;
    return ok();
  }));
  return graph;
}

NodeId entity(Store& store, const std::string& name) {
  const std::vector<Candidate> found = must(find_entities(store, name));
  INFO(name);
  REQUIRE(found.size() == 1);
  return found.front().node;
}

std::vector<std::string> asked(Store& store) {
  std::vector<std::string> out;
  for (const Question& one : must(questions(store)))
    out.push_back(one.left.name + " / " + one.right.name + ": " + one.reasons.front());
  return out;
}

std::string answer(Store& store, const std::string& statement) {
  Cursor cursor = must(store.run(statement));
  std::string out;
  for (const List& row : must(cursor.rows())) out += (out.empty() ? "" : "; ") + Value(row).to_text();
  return out;
}

void check_whole(Store& store) {
  const CheckReport report = must(store.check());
  for (const Damage& damage : report.damage) UNSCOPED_INFO(damage.kind + ": " + damage.message);
  CHECK(report.damage.empty());
}

const std::pair<const char*, const char*> kArticles[] = {
    {"a.txt", "2025-05-01\nJudge Jane Roe met Tom Hill in Oslo on Monday.\n"},
    {"b.txt", "2025-05-02\nThe striker Jane Roe met Omar Said in Lund on Monday.\n"},
    {"c.txt", "2025-05-03\nJ. Roe visited Norway. Roe met Tom Hill in Oslo.\n"},
    {"d.txt", "2025-05-04\nThe Harbour Safety Board criticised Omar Said.\n"},
    {"e.txt", "2025-05-05\nHSB criticised Omar Said on Monday.\n"},
    {"f.txt", "2025-05-06\nMr Roe criticised Tom Hill on Monday.\n"}};

void add_all(Store& store) {
  for (const auto& [key, text] : kArticles) add(store, key, text);
}

}  // namespace

TEST_CASE("review: asks about names that may be one, the likeliest first", "[ingest][review]") {
  const Scratch scratch;
  Store store = open_store(scratch / "n.db");
  CHECK(asked(store).empty());
  add_all(store);
  const std::vector<Question> all = must(questions(store));
  CHECK(asked(store) == std::vector<std::string>{"Jane Roe / J. Roe: one name is short for the other",
                                                 "Harbour Safety Board / HSB: one is the initials of the other",
                                                 "Jane Roe / J. Roe: one name is short for the other",
                                                 "J. Roe / Roe: one has a surname alone",
                                                 "Jane Roe / Jane Roe: the same name",
                                                 "Jane Roe / Roe: one has a surname alone"});
  REQUIRE(all.size() == 6);
  CHECK(all[0].score == Approx(0.55));
  CHECK(all[0].reasons == std::vector<std::string>{"one name is short for the other", "both with Tom Hill"});
  CHECK(all[0].left.roles == std::vector<std::string>{"Judge"});
  CHECK(all[0].left.company == std::vector<std::string>{"Tom Hill"});
  CHECK(all[0].left.articles == 1);
  REQUIRE(all[0].right.quotes.size() == 1);
  CHECK(all[0].right.quotes[0].article == "c.txt");
  CHECK(all[0].right.quotes[0].text == "J. Roe visited Norway.");
  CHECK(all[4].reasons == std::vector<std::string>{"the same name", "different roles"});
  CHECK(must(questions(store, {.limit = 2})).size() == 2);
  CHECK(must(questions(store, {.score_min = 0.5})).size() == 2);
}

TEST_CASE("review: an answer settles its question for good", "[ingest][review]") {
  const Scratch scratch;
  Store store = open_store(scratch / "n.db");
  add_all(store);
  const auto find = [&](const std::string& left, const std::string& right, const std::string& article) {
    for (const Question& one : must(questions(store)))
      if (one.left.name == left && one.right.name == right && one.left.quotes.front().article == article) return one;
    FAIL("no such question");
    return Question();
  };
  must(decide(store, find("Jane Roe", "J. Roe", "b.txt"), false));
  const Question first = find("Jane Roe", "J. Roe", "a.txt");
  const MergeReport report = must(decide(store, first, true));
  CHECK(report.to_text() == "-1 nodes, +0 edges");
  CHECK(decide(store, first, true).error().code == ErrorCode::kConflict);
  must(decide(store, find("Harbour Safety Board", "HSB", "d.txt"), true));
  // Who is J. Roe is not the striker then, whose J. Roe is not.
  CHECK(asked(store) == std::vector<std::string>{"Jane Roe / Roe: one has a surname alone"});
  CHECK(answer(store, "MATCH (p:Person {name: 'Jane Roe'})<-[:MENTIONS]-(a) WITH p, collect(DISTINCT a.key) AS k RETURN k, p.aliases ORDER BY k") ==
        "[['a.txt', 'c.txt'], ['J. Roe', 'Roe']]; [['b.txt'], null]");
  // Article by article, in another order, the same comes of it.
  const std::string graph = graph_of(store);
  for (const auto& [key, text] : kArticles) {
    must(retract(store, key));
    add(store, key, text);
    CHECK(graph_of(store) == graph);
  }
  add(store, "g.txt", "2025-05-07\nThe HSB met J. Roe.\n");
  CHECK(answer(store, "MATCH (o:Organization)-[r:MET_WITH]-(p:Person) RETURN o.name, p.name, p.roles") ==
        "['Harbour Safety Board', 'Jane Roe', ['Judge']]");
  const std::vector<KeptDecision> kept = must(decisions(store));
  REQUIRE(kept.size() == 3);
  CHECK_FALSE(kept[0].same);
  CHECK(kept[1].left_name == "jane roe");
  CHECK(kept[1].left_article == "a.txt");
  CHECK(kept[1].right_name == "j. roe");
  CHECK(kept[1].right_article == "c.txt");
  check_whole(store);
}

TEST_CASE("merge: what it moves comes back when it is undone", "[ingest][review]") {
  const Scratch scratch;
  Store store = open_store(scratch / "n.db");
  add_all(store);
  const NodeId board = entity(store, "Harbour Safety Board");
  const NodeId letters = entity(store, "hsb");
  must(store.run("MATCH (o:Organization {name: 'HSB'}), (p:Person {name: 'Omar Said'}) SET o:Watched, o.note = 'who is this?', "
                 "o.founded = 1901 CREATE (o)-[:KNOWS {since: 2020}]->(p), (p)-[:ASKED_ABOUT]->(o)"));
  must(store.run("MATCH (o:Organization {name: 'Harbour Safety Board'}) SET o.founded = 1900"));
  const std::string before = graph_of(store);
  const std::string of_user =
      "MATCH (o:Organization) RETURN o.name, o.note, o.founded, o:Watched, COUNT { (o)-[:KNOWS {since: 2020}]->() }, "
      "COUNT { (o)<-[:ASKED_ABOUT]-() } ORDER BY o.name";
  const std::string apart = "['HSB', 'who is this?', 1901, true, 1, 1]; ['Harbour Safety Board', null, 1900, false, 0, 0]";
  CHECK(answer(store, of_user) == apart);
  for (const auto& [one, other] : {std::pair{board, letters}, {letters, board}}) {
    CAPTURE(element_id(one));
    const NodeId left = one == board ? entity(store, "Harbour Safety Board") : entity(store, "HSB");
    const NodeId right = one == board ? entity(store, "HSB") : entity(store, "Harbour Safety Board");
    must(merge(store, left, right));
    CHECK(answer(store, "MATCH (o:Organization) RETURN o.name, o.aliases, o.note, o:Watched, COUNT { (o)-[:KNOWS {since: 2020}]->() }, "
                        "COUNT { (o)<-[:ASKED_ABOUT]-() }") == "['Harbour Safety Board', ['HSB'], 'who is this?', true, 1, 1]");
    CHECK(answer(store, "MATCH (:Organization)-[r:CRITICISED]->(:Person) RETURN size(evidence(r))") == "[1]; [1]");
    check_whole(store);
    must(split(store, entity(store, "hsb")));
    CHECK(answer(store, of_user) == apart);
    CHECK(graph_of(store) == before);
    CHECK(must(decisions(store)).empty());
  }
  check_whole(store);
}

TEST_CASE("split: articles speak of another, and merging takes it back", "[ingest][review]") {
  const Scratch scratch;
  Store store = open_store(scratch / "n.db");
  add(store, "a.txt", "2025-05-01\nAnn Brody met Tom Hill in Georgia.\n");
  add(store, "b.txt", "2025-05-02\nAnn Brody met Tom Hill in Georgia on Monday.\n");
  add(store, "c.txt", "2025-05-03\nTom Hill visited Georgia.\n");
  const std::string before = graph_of(store);
  const std::string articles_articles[] = {"b.txt"};
  const MergeReport report = must(split(store, entity(store, "Georgia"), articles_articles));
  CHECK(report.nodes == 1);
  const std::string by_node = "MATCH (p:Place)<-[:MENTIONS]-(a) WITH p, a ORDER BY a.key WITH p, collect(DISTINCT a.key) AS k RETURN k ORDER BY k";
  CHECK(answer(store, by_node) == "[['a.txt', 'c.txt']]; [['b.txt']]");
  // Another of the name goes to the rest.
  add(store, "d.txt", "2025-05-04\nAnn Brody visited Georgia.\n");
  add(store, "0.txt", "2025-05-04\nOmar Said visited Georgia.\n");
  CHECK(answer(store, by_node) == "[['0.txt', 'a.txt', 'c.txt', 'd.txt']]; [['b.txt']]");
  must(retract(store, "d.txt"));
  must(retract(store, "0.txt"));
  const std::vector<Candidate> both = must(find_entities(store, "georgia"));
  REQUIRE(both.size() == 2);
  must(merge(store, both[0].node, both[1].node));
  CHECK(answer(store, by_node) == "[['a.txt', 'b.txt', 'c.txt']]");
  must(split(store, entity(store, "Georgia")));
  CHECK(must(decisions(store)).empty());
  CHECK(graph_of(store) == before);
  check_whole(store);
}

TEST_CASE("merge and split: what cannot be is refused and changes nothing", "[ingest][review]") {
  const Scratch scratch;
  Store store = open_store(scratch / "n.db");
  add_all(store);
  const std::string before = graph_of(store);
  const NodeId hill = entity(store, "Tom Hill");
  const Error unknown = merge(store, hill, NodeId{987654}).error();
  CHECK(unknown.code == ErrorCode::kNotFound);
  CHECK(unknown.message == "there is no entity n:987654");
  CHECK(merge(store, hill, hill).error().message == "they are one already");
  CHECK(split(store, hill).error().message == "it was not merged by hand");
  const std::string wrong[] = {"b.text"};
  const Error no_article = split(store, hill, wrong).error();
  CHECK(no_article.message == "the article `b.text` does not mention it");
  const std::string all[] = {"a.txt", "c.txt", "f.txt"};
  CHECK(split(store, hill, all).error().message == "no article would be left to it");
  must(store.run("CREATE (:Entity:Person {name: 'Nobody'})"));
  CHECK(merge(store, hill, entity(store, "Nobody")).error().message.find("no article mentions n:") == 0);
  must(store.run("MATCH (n {name: 'Nobody'}) DELETE n"));
  CHECK(graph_of(store) == before);
  CHECK(must(decisions(store)).empty());
}

TEST_CASE("review: with decisions, too, the order of what was done means nothing", "[ingest][review]") {
  static const std::string kSentences[] = {
      "Judge Jane Roe met Tom Hill in Oslo on Monday.",    "The striker Jane Roe met Omar Said in Lund on Monday.",
      "Jane Roe visited Norway. Roe met Ann Brody.",       "J. Roe met Tom Hill in Oslo on Sunday.",
      "Jane Roe and J. Roe met Omar Said in Paris.",       "The Harbour Safety Board criticised Tom Hill.",
      "HSB criticised Jane Roe on Monday.",                "The Hill School Board (HSB) met Omar Said. HSB criticised Ann Brody.",
      "Jon Hill and Tom Hill met HSB on Monday in Paris."};
  const Scratch scratch;
  for (unsigned seed = 0; seed < 12; ++seed) {
    std::mt19937 random(seed);
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    std::map<std::string, std::string> texts;
    Store store = open_store(scratch / "n.db");
    for (int step = 0; step < 16; ++step) {
      const std::string name = "a" + std::to_string(below(6)) + ".txt";
      const std::vector<Question> open = must(questions(store, {.score_min = 0}));
      if (!open.empty() && below(3) == 0) {
        (void)decide(store, open[below(open.size())], below(2) == 0);
      } else if (below(8) == 0 && !must(find_entities(store, "jane roe")).empty()) {
        (void)split(store, must(find_entities(store, "jane roe")).front().node);
      } else if (texts.count(name) != 0 && below(3) == 0) {
        must(retract(store, name));
        texts.erase(name);
      } else {
        std::string text = "2025-05-0" + std::to_string(1 + below(9)) + "\n";
        for (std::size_t n = 1 + below(3); n > 0; --n) text += kSentences[below(std::size(kSentences))] + "\n";
        add(store, name, texts[name] = text);
      }
      Store fresh = open_store(scratch / "fresh.db");
      {
        Transaction from = must(store.begin({.read_only = true}));
        Transaction to = must(fresh.begin());
        for (const ingest::StoredDecision& one : must(ingest::read_decisions(from))) must(write_decision(to, one.decision));
        must(to.commit());
      }
      for (const auto& [key, text] : texts) add(fresh, key, text);
      INFO("seed " << seed << ", step " << step);
      REQUIRE(graph_of(store) == graph_of(fresh));
      must(fresh.close());
      fs::remove_all(scratch / "fresh.db");
    }
    check_whole(store);
    must(store.close());
    fs::remove_all(scratch / "n.db");
  }
}
