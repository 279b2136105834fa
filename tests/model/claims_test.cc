// Which two changes, made at once, conflict, and which do not: the table of claims, both orders of commit.
#include "model/stage.h"

namespace kith::model {
namespace {

const std::vector<std::string> kGraph = {
    "CREATE CONSTRAINT FOR (n:City) REQUIRE n.name IS UNIQUE",
    "CREATE (:P {name: 'a', x: 1}), (:P {name: 'b', x: 2}), (:P:Hub {name: 'hub'}), (:P {name: 'lone'}), (:City {name: 'Rome'})",
    "MATCH (a:P {name: 'a'}), (b:P {name: 'b'}) CREATE (a)-[:KNOWS {since: 1}]->(b), (a)-[:LIKES {since: 2}]->(b)",
};

/// Two statements on kGraph, and whether they exclude one another.
struct Pair {
  const char* what;
  const char* one;
  const char* other;
  bool conflict;
};

const std::vector<Pair> kPairs = {
    // ---- records ----
    {"two values of one property", "MATCH (n:P {name: 'a'}) SET n.x = 10", "MATCH (n:P {name: 'a'}) SET n.x = 11", true},
    {"two properties of one node", "MATCH (n:P {name: 'a'}) SET n.x = 10", "MATCH (n:P {name: 'a'}) SET n.y = 11", true},
    {"the same value twice", "MATCH (n:P {name: 'a'}) SET n.x = 10", "MATCH (n:P {name: 'a'}) SET n.x = 10", true},
    {"a value and its removal", "MATCH (n:P {name: 'a'}) SET n.x = 10", "MATCH (n:P {name: 'a'}) REMOVE n.x", true},
    {"a value and a label", "MATCH (n:P {name: 'a'}) SET n.x = 10", "MATCH (n:P {name: 'a'}) SET n:Q", true},
    {"two labels", "MATCH (n:P {name: 'a'}) SET n:R", "MATCH (n:P {name: 'a'}) SET n:Q", true},
    {"a label and its loss", "MATCH (n:Hub) SET n:R", "MATCH (n:Hub) REMOVE n:Hub", true},
    {"all properties at once", "MATCH (n:P {name: 'a'}) SET n = {name: 'a'}", "MATCH (n:P {name: 'a'}) SET n += {z: 1}", true},
    {"a value and a deletion", "MATCH (n:P {name: 'lone'}) SET n.x = 10", "MATCH (n:P {name: 'lone'}) DELETE n", true},
    {"two deletions", "MATCH (n:P {name: 'lone'}) DELETE n", "MATCH (n:P {name: 'lone'}) DELETE n", true},
    {"values of two nodes", "MATCH (n:P {name: 'a'}) SET n.x = 10", "MATCH (n:P {name: 'b'}) SET n.x = 10", false},
    {"two new nodes", "CREATE (:P {name: 'c'})", "CREATE (:P {name: 'c'})", false},
    {"nodes of new labels and keys", "CREATE (:New1 {k1: 1})", "CREATE (:New2 {k2: 1})-[:NEW]->()", false},
    {"values of one edge", "MATCH ()-[r:KNOWS]->() SET r.since = 5", "MATCH ()-[r:KNOWS]->() SET r.until = 6", true},
    {"a value and the loss of an edge", "MATCH ()-[r:KNOWS]->() SET r.since = 5", "MATCH ()-[r:KNOWS]->() DELETE r", true},
    {"two deletions of an edge", "MATCH ()-[r:KNOWS]->() DELETE r", "MATCH ()-[r:KNOWS]->() DELETE r", true},
    {"values of two edges", "MATCH ()-[r:KNOWS]->() SET r.since = 5", "MATCH ()-[r:LIKES]->() SET r.since = 6", false},
    {"deletions of two edges", "MATCH ()-[r:KNOWS]->() DELETE r", "MATCH ()-[r:LIKES]->() DELETE r", false},
    {"a value of an edge and of its end", "MATCH ()-[r:KNOWS]->() SET r.since = 5", "MATCH (n:P {name: 'a'}) SET n.x = 6", false},
    // ---- edges and their ends ----
    {"an edge from a node that goes", "MATCH (h:Hub), (n:P {name: 'lone'}) CREATE (n)-[:KNOWS]->(h)",
     "MATCH (n:P {name: 'lone'}) DELETE n", true},
    {"an edge to a node that goes", "MATCH (h:Hub), (n:P {name: 'lone'}) CREATE (h)-[:KNOWS]->(n)",
     "MATCH (n:P {name: 'lone'}) DELETE n", true},
    {"an edge at a node that goes with its edges", "MATCH (h:Hub), (a:P {name: 'a'}) CREATE (h)-[:KNOWS]->(a)",
     "MATCH (a:P {name: 'a'}) DETACH DELETE a", true},
    {"a loop at a node that goes", "MATCH (n:P {name: 'lone'}) CREATE (n)-[:KNOWS]->(n)", "MATCH (n:P {name: 'lone'}) DELETE n",
     true},
    {"an edge that came and went at a node that goes",
     "MATCH (n:P {name: 'lone'}), (h:Hub) CREATE (h)-[:X]->(n) WITH n MATCH ()-[r:KNOWS]->() SET r.since = 3",
     "MATCH (n:P {name: 'lone'}) DELETE n", true},
    {"two edges at one hub", "MATCH (h:Hub), (n:P {name: 'a'}) CREATE (n)-[:KNOWS]->(h)",
     "MATCH (h:Hub), (n:P {name: 'b'}) CREATE (n)-[:KNOWS]->(h)", false},
    {"two edges between the same ends", "MATCH (h:Hub), (n:P {name: 'a'}) CREATE (n)-[:KNOWS]->(h)",
     "MATCH (h:Hub), (n:P {name: 'a'}) CREATE (n)-[:KNOWS]->(h)", false},
    {"an edge and a value of its end", "MATCH (h:Hub), (n:P {name: 'a'}) CREATE (n)-[:KNOWS]->(h)",
     "MATCH (n:P {name: 'a'}) SET n.x = 7", false},
    {"an edge and another edge's loss", "MATCH (h:Hub), (n:P {name: 'a'}) CREATE (n)-[:KNOWS]->(h)",
     "MATCH ()-[r:LIKES]->() DELETE r", false},
    {"both ends go", "MATCH (n:P {name: 'a'}) DETACH DELETE n", "MATCH (n:P {name: 'b'}) DETACH DELETE n", true},
    {"an edge goes with either end", "MATCH ()-[r:KNOWS]->() SET r.since = 5", "MATCH (n:P {name: 'b'}) DETACH DELETE n", true},
    {"an edge and the loss of another node", "MATCH (h:Hub), (n:P {name: 'a'}) CREATE (n)-[:KNOWS]->(h)",
     "MATCH (n:P {name: 'lone'}) DELETE n", false},
    // ---- unique keys ----
    {"unique twins", "CREATE (:City {name: 'Oslo'})", "CREATE (:City {name: 'Oslo'})", true},
    {"a unique twin by a value", "MATCH (n:P {name: 'a'}) SET n:City, n.name = 'Oslo'", "CREATE (:City {name: 'Oslo'})", true},
    {"a unique twin by a label", "MATCH (n:P {name: 'lone'}) SET n:City", "CREATE (:City {name: 'lone'})", true},
    {"a unique twin by MERGE", "MERGE (:City {name: 'Oslo'})", "CREATE (:City {name: 'Oslo'})", true},
    {"unique keys that differ", "CREATE (:City {name: 'Oslo'})", "CREATE (:City {name: 'Bern'})", false},
    {"a unique key without a value", "CREATE (:City)", "CREATE (:City)", false},
    // ---- MERGE ----
    {"MERGE twins", "MERGE (:Tag {k: 1})", "MERGE (:Tag {k: 1})", true},
    {"MERGE twins of equal numbers", "MERGE (:Tag {k: 1})", "MERGE (:Tag {k: 1.0})", true},
    {"MERGE twins with keys in another order", "MERGE (:Tag {k: 1, l: 'x'})", "MERGE (:Tag {l: 'x', k: 1})", true},
    {"MERGE twins with labels in another order", "MERGE (:Tag:Old {k: 1})", "MERGE (:Old:Tag {k: 1})", true},
    {"MERGE twins by parameters and rows", "UNWIND [3, 2, 1] AS k MERGE (:Tag {k: k})", "MERGE (:Tag {k: 2})", true},
    {"MERGE twins of no property", "MERGE (:Tag)", "MERGE (:Tag)", true},
    {"MERGE of two values", "MERGE (:Tag {k: 1})", "MERGE (:Tag {k: 2})", false},
    {"MERGE of two labels", "MERGE (:Tag {k: 1})", "MERGE (:Mark {k: 1})", false},
    {"MERGE that finds", "MERGE (:P {name: 'a'})", "MERGE (:P {name: 'a'})", false},
    {"MERGE and CREATE without a constraint", "MERGE (:Tag {k: 1})", "CREATE (:Tag {k: 1})", false},
    {"MERGE twins of an edge", "MATCH (a:P {name: 'a'}), (h:Hub) MERGE (a)-[:T]->(h)",
     "MATCH (a:P {name: 'a'}), (h:Hub) MERGE (a)-[:T]->(h)", true},
    {"MERGE twins of an edge without direction", "MATCH (a:P {name: 'a'}), (h:Hub) MERGE (a)-[:T]-(h)",
     "MATCH (a:P {name: 'a'}), (h:Hub) MERGE (h)-[:T]-(a)", true},
    {"MERGE twins of an edge with and without direction", "MATCH (a:P {name: 'a'}), (h:Hub) MERGE (h)-[:T]->(a)",
     "MATCH (a:P {name: 'a'}), (h:Hub) MERGE (a)-[:T]-(h)", true},
    {"MERGE twins of an edge with a property", "MATCH (a:P {name: 'a'}), (h:Hub) MERGE (a)-[:T {k: 1}]->(h)",
     "MATCH (a:P {name: 'a'}), (h:Hub) MERGE (a)-[:T {k: 1}]->(h)", true},
    {"MERGE of edges of two types", "MATCH (a:P {name: 'a'}), (h:Hub) MERGE (a)-[:T]->(h)",
     "MATCH (a:P {name: 'a'}), (h:Hub) MERGE (a)-[:U]->(h)", false},
    {"MERGE of edges of two values", "MATCH (a:P {name: 'a'}), (h:Hub) MERGE (a)-[:T {k: 1}]->(h)",
     "MATCH (a:P {name: 'a'}), (h:Hub) MERGE (a)-[:T {k: 2}]->(h)", false},
    {"MERGE of edges between other ends", "MATCH (a:P {name: 'a'}), (h:Hub) MERGE (a)-[:T]->(h)",
     "MATCH (b:P {name: 'b'}), (h:Hub) MERGE (b)-[:T]->(h)", false},
    {"MERGE twins of a whole path", "MERGE (:Tag {k: 1})-[:T]->(:Mark {k: 1})", "MERGE (:Tag {k: 1})-[:T]->(:Mark {k: 1})", true},
    {"MERGE twins of a path from a bound node", "MATCH (a:P {name: 'a'}) MERGE (a)-[:T]->(:Mark {k: 1})",
     "MATCH (a:P {name: 'a'}) MERGE (a)-[:T]->(:Mark {k: 1})", true},
};

/// Whether `second` may commit after `first`, both begun before.
bool excludes(const char* first, const char* second) {
  Stage stage(kGraph);
  Transaction one = stage.begin();
  Transaction other = stage.begin();
  Stage::rows(one, first);
  Stage::rows(other, second);
  must(one.commit());
  return is_conflict(other.commit());
}

}  // namespace

TEST_CASE("claims: two changes at once conflict or not in either order of commit", "[model][claims]") {
  for (const Pair& pair : kPairs) {
    INFO(pair.what);
    CHECK(excludes(pair.one, pair.other) == pair.conflict);
    CHECK(excludes(pair.other, pair.one) == pair.conflict);
  }
}

TEST_CASE("claims: one change after another does not conflict", "[model][claims]") {
  for (const Pair& pair : kPairs) {
    INFO(pair.what);
    Stage stage(kGraph);
    Transaction one = stage.begin();
    Stage::rows(one, pair.one);
    must(one.commit());
    Transaction other = stage.begin();
    const Result<Cursor> cursor = other.run(pair.other);
    // Who comes second may be refused for what it finds, never for a conflict.
    if (!cursor) CHECK(cursor.error().code != ErrorCode::kConflict);
    if (cursor) must(other.commit());
  }
}

TEST_CASE("claims: evidence and its edge and its article hold one another", "[model][claims]") {
  Stage stage({"CREATE (:P {name: 'a'})-[:SAID]->(:P {name: 'b'}), (:Article {k: 1}), (:Article {k: 2})"});
  const EdgeId edge = stage.edge("MATCH ()-[r:SAID]->() RETURN r");
  const NodeId first_article = stage.node("MATCH (n:Article {k: 1}) RETURN n");
  const NodeId second_article = stage.node("MATCH (n:Article {k: 2}) RETURN n");
  const auto cite = [edge](NodeId article, std::uint32_t start) {
    return [=](Transaction& transaction) {
      must(transaction.add_evidence(edge, {.article = article, .start_byte = start, .end_byte = start + 5, .extractor = "e"}));
    };
  };
  const auto retract = [](NodeId article) {
    return [=](Transaction& transaction) { must(transaction.retract_article(article)); };
  };
  const auto meet = [&](const auto& one, const auto& other) {
    Transaction first = stage.begin();
    Transaction second = stage.begin();
    one(first);
    other(second);
    must(first.commit());
    return is_conflict(second.commit());
  };

  SECTION("evidence of two articles") { CHECK_FALSE(meet(cite(first_article, 1), cite(second_article, 1))); }
  SECTION("evidence of two places") { CHECK_FALSE(meet(cite(first_article, 1), cite(first_article, 2))); }
  SECTION("evidence of one place") { CHECK(meet(cite(first_article, 1), cite(first_article, 1))); }
  SECTION("evidence before retraction") {
    CHECK(meet(cite(first_article, 1), retract(first_article)));
    CHECK(stage.value("MATCH (n:Article {k: 1}) RETURN count(n)") == 1);
  }
  SECTION("retraction before evidence") {
    CHECK(meet(retract(first_article), cite(first_article, 1)));
    CHECK(stage.value("MATCH ()-[r:SAID]->() RETURN size(evidence(r))") == 0);
  }
  SECTION("evidence and the loss of another article") { CHECK_FALSE(meet(cite(first_article, 1), retract(second_article))); }
  SECTION("evidence before its edge goes") {
    CHECK(meet(cite(first_article, 1), [&](Transaction& transaction) { must(transaction.delete_edge(edge)); }));
  }
  SECTION("its edge goes before evidence") {
    CHECK(meet([&](Transaction& transaction) { must(transaction.delete_edge(edge)); }, cite(first_article, 1)));
  }
  SECTION("an article is deleted as a node before evidence") {
    CHECK(meet([&](Transaction& transaction) { must(transaction.delete_node(first_article)); }, cite(first_article, 1)));
  }
  SECTION("evidence before an article is deleted as a node") {
    CHECK(meet(cite(first_article, 1), [&](Transaction& transaction) { must(transaction.delete_node(first_article)); }));
  }
  SECTION("an edge that loses its last reason and gains another") {
    Transaction only = stage.begin();
    cite(first_article, 1)(only);
    must(only.commit());
    const bool retraction_first = GENERATE(true, false);
    const bool refused = retraction_first ? meet(retract(first_article), cite(second_article, 1))
                                          : meet(cite(second_article, 1), retract(first_article));
    CHECK(refused);
    CHECK(stage.value("MATCH ()-[r:SAID]->() RETURN count(r)") == (retraction_first ? 0 : 1));
  }
  SECTION("two retractions of one article") { CHECK(meet(retract(first_article), retract(first_article))); }
  SECTION("two retractions of all that one edge rests on") {
    Transaction both = stage.begin();
    cite(first_article, 1)(both);
    cite(second_article, 1)(both);
    must(both.commit());
    CHECK(meet(retract(first_article), retract(second_article)));  // else the edge would stay, believed by nobody
    Transaction again = stage.begin();
    retract(second_article)(again);
    must(again.commit());
    CHECK(stage.value("MATCH ()-[r:SAID]->() RETURN count(r)") == 0);
  }
  SECTION("retractions of two articles") { CHECK_FALSE(meet(retract(first_article), retract(second_article))); }
}

TEST_CASE("claims: a change of the schema excludes every older writer and no younger one", "[model][claims]") {
  Stage stage(kGraph);
  const std::string change = GENERATE("CREATE INDEX fresh FOR (n:Fresh) ON (n.k)", "CREATE CONSTRAINT FOR (n:Fresh) REQUIRE n.k IS UNIQUE",
                                      "CREATE INDEX FOR (n:P) ON (n.x)");
  Transaction older = stage.begin();
  Transaction reader = stage.begin({.read_only = true});
  Stage::rows(older, "CREATE (:Apart {k: 1})");
  stage.run(change);
  Transaction younger = stage.begin();
  Stage::rows(younger, "MATCH (n:P {name: 'a'}) SET n.x = 5 CREATE (:Fresh {k: 1})");
  CHECK(is_conflict(older.commit()));
  must(younger.commit());
  CHECK(Stage::value(reader, "MATCH (n:P {name: 'a'}) RETURN n.x") == 1);
  must(reader.commit());
  CHECK(stage.value("MATCH (n:Fresh {k: 1}) RETURN count(n)") == 1);
  CHECK(stage.value("MATCH (n:P {x: 5}) RETURN n.name") == "a");
}

TEST_CASE("claims: new names of labels and types and keys exclude nobody", "[model][claims]") {
  Stage stage(kGraph);
  Transaction older = stage.begin();
  Stage::rows(older, "CREATE (:Apart {k: 1})");
  stage.run("CREATE (:Unheard {of: 1})-[:BEFORE]->()");
  must(older.commit());
  CHECK(stage.value("MATCH (n:Apart) RETURN n.k") == 1);
}

TEST_CASE("claims: what a failed statement would have changed is free for others", "[model][claims]") {
  Stage stage(kGraph);
  Transaction one = stage.begin();
  Transaction other = stage.begin();
  Stage::rows(one, "CREATE (:Mark)");
  CHECK_FALSE(one.run("MATCH (n:P {name: 'a'}) SET n.x = 10 WITH n SET n.y = n.x / 0"));
  Stage::rows(other, "MATCH (n:P {name: 'b'}) SET n.x = 10");
  must(other.commit());
  must(one.commit());
  CHECK(stage.value("MATCH (n:P {name: 'a'}) RETURN n.x") == 1);
  CHECK(stage.value("MATCH (n:Mark) RETURN count(n)") == 1);
}

}  // namespace kith::model
