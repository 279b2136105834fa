// What a serialisable transaction has read is what it is refused for: each kind of predicate with a write that
// meets it and one beside it that does not.
#include "model/stage.h"

namespace kith::model {
namespace {

const std::vector<std::string> kGraph = {
    "CREATE INDEX FOR (n:P) ON (n.name)",
    "CREATE INDEX FOR (n:Item) ON (n.score)",
    "CREATE INDEX FOR (n:Item) ON (n.group, n.rank)",
    "CREATE CONSTRAINT FOR (n:City) REQUIRE n.name IS UNIQUE",
    "CREATE (:P {name: 'a', x: 1}), (:P {name: 'b', x: 2}), (:P {name: 'c'}), (:City {name: 'Rome'}), (:Article {k: 1})",
    "UNWIND range(0, 9) AS i CREATE (:Item {score: i * 10, group: 'g' + (i % 2), rank: i})",
    "MATCH (a:P {name: 'a'}), (b:P {name: 'b'}) CREATE (a)-[:KNOWS {since: 1}]->(b), (a)-[:LIKES {since: 2}]->(b)",
    // So many that a plan does not begin with all edges of the type.
    "UNWIND range(1, 50) AS i CREATE (:Other)-[:KNOWS]->(:Other)",
};

/// A statement that reads, and one that changes what was read, or does not.
struct Meeting {
  const char* what;
  const char* read;
  const char* write;
  bool conflict;
};

const std::vector<Meeting> kMeetings = {
    // ---- ids ----
    {"a node's value", "MATCH (n:P {name: 'a'}) RETURN n.x", "MATCH (n:P {name: 'a'}) SET n.x = 5", true},
    {"a node itself", "MATCH (n:P {name: 'a'}) RETURN n", "MATCH (n:P {name: 'a'}) SET n.y = 5", true},
    {"an edge's value", "MATCH (:P)-[r:KNOWS]->() RETURN r.since", "MATCH (:P)-[r:KNOWS]->() SET r.since = 5", true},
    {"a value that filters", "MATCH (n:P) WHERE n.x > 1 RETURN count(n)", "MATCH (n:P {name: 'a'}) SET n.x = 5", true},
    {"a value that filtered out", "MATCH (n:P) WHERE n.x > 7 RETURN count(n)", "MATCH (n:P {name: 'a'}) SET n.x = 9", true},
    {"a value that was summed", "MATCH (n:P) RETURN sum(n.x)", "MATCH (n:P {name: 'b'}) SET n.x = 9", true},
    // ---- labels ----
    {"a label's nodes: one more", "MATCH (n:P) RETURN n.name", "CREATE (:P {name: 'new'})", true},
    {"a label's nodes: one less", "MATCH (n:P) RETURN n.name", "MATCH (n:P {name: 'c'}) DELETE n", true},
    {"a label's nodes: one relabelled", "MATCH (n:P) RETURN n.name", "MATCH (n:City) SET n:P", true},
    {"a label's nodes: one that loses it", "MATCH (n:P) RETURN n.name", "MATCH (n:P {name: 'c'}) REMOVE n:P", true},
    {"a label's count", "MATCH (n:P) RETURN count(n)", "CREATE (:P {name: 'new'})", true},
    {"a label that has no node", "MATCH (n:Nobody) RETURN count(n)", "CREATE (:Nobody)", true},
    {"a label beside another", "MATCH (n:P) RETURN n.name", "CREATE (:Another {name: 'new'})", false},
    {"a label's count beside another", "MATCH (n:P) RETURN count(n)", "MATCH (n:City) DELETE n", false},
    {"a label's count beside its values", "MATCH (n:P) RETURN count(n)", "MATCH (n:P {name: 'c'}) SET n.x = 3", false},
    {"a label's nodes beside edges", "MATCH (n:P) RETURN n.name", "MATCH (c:City), (i:Item {score: 10}) CREATE (c)-[:HAS]->(i)", false},
    {"two labels on one node", "MATCH (n:P:Q) RETURN count(n)", "MATCH (n:P {name: 'c'}) SET n:Q", true},
    // ---- index ranges ----
    {"an index value: one more", "MATCH (n:Item {score: 35}) RETURN n", "CREATE (:Item {score: 35})", true},
    {"an index value: one that leaves", "MATCH (n:Item {score: 30}) RETURN n", "MATCH (n:Item {score: 30}) SET n.score = 31", true},
    {"an index value: its node goes", "MATCH (n:Item {score: 30}) RETURN n.rank", "MATCH (n:Item {score: 30}) DELETE n", true},
    {"an index value beside others", "MATCH (n:Item {score: 35}) RETURN n", "CREATE (:Item {score: 36})", false},
    {"an index range: one that comes", "MATCH (n:Item) WHERE n.score > 10 AND n.score < 20 RETURN n", "MATCH (n:Item {score: 90}) SET n.score = 15", true},
    {"an index range: its end", "MATCH (n:Item) WHERE n.score > 50 AND n.score <= 55 RETURN n", "CREATE (:Item {score: 55})", true},
    {"an index range: beyond its end", "MATCH (n:Item) WHERE n.score > 50 AND n.score < 55 RETURN n", "CREATE (:Item {score: 55})", false},
    {"an index range beside its label", "MATCH (n:Item) WHERE n.score > 10 AND n.score < 20 RETURN n", "CREATE (:Item {score: 25})", false},
    {"an open index range", "MATCH (n:Item) WHERE n.score > 85 RETURN count(n)", "CREATE (:Item {score: 1000})", true},
    {"two keys of an index", "MATCH (n:Item {group: 'g7', rank: 1}) RETURN n", "CREATE (:Item {group: 'g7', rank: 1})", true},
    {"two keys of an index beside another", "MATCH (n:Item {group: 'g7', rank: 1}) RETURN n", "CREATE (:Item {group: 'g7', rank: 2})", false},
    {"a unique value that is not there", "MATCH (n:City {name: 'Oslo'}) RETURN n", "CREATE (:City {name: 'Oslo'})", true},
    {"a unique value that goes", "MATCH (n:City {name: 'Rome'}) RETURN n", "MATCH (n:City {name: 'Rome'}) DELETE n", true},
    {"a unique value beside another", "MATCH (n:City {name: 'Oslo'}) RETURN n", "CREATE (:City {name: 'Bern'})", false},
    // ---- neighbourhoods ----
    {"edges at a node", "MATCH (:P {name: 'a'})-[r]->() RETURN r", "MATCH (a:P {name: 'a'}), (c:P {name: 'c'}) CREATE (a)-[:NEW]->(c)", true},
    {"edges of a type at a node", "MATCH (:P {name: 'a'})-[r:KNOWS]->() RETURN count(r)",
     "MATCH (a:P {name: 'a'}), (c:P {name: 'c'}) CREATE (a)-[:KNOWS]->(c)", true},
    {"edges of a type at a node: one less", "MATCH (:P {name: 'a'})-[r:KNOWS]->() RETURN count(r)", "MATCH (:P)-[r:KNOWS]->() DELETE r", true},
    {"edges of another type at a node", "MATCH (:P {name: 'c'})-[r:KNOWS]->() RETURN count(r)",
     "MATCH (a:P {name: 'a'}), (c:P {name: 'c'}) CREATE (c)-[:LIKES]->(a)", false},
    {"edges of another direction at a node", "MATCH (:P {name: 'c'})-[r:KNOWS]->() RETURN count(r)",
     "MATCH (a:P {name: 'a'}), (c:P {name: 'c'}) CREATE (a)-[:KNOWS]->(c)", false},
    {"edges of either direction at a node", "MATCH (:P {name: 'c'})-[r:KNOWS]-() RETURN count(r)",
     "MATCH (a:P {name: 'a'}), (c:P {name: 'c'}) CREATE (a)-[:KNOWS]->(c)", true},
    {"edges at another node", "MATCH (:P {name: 'a'})-[r:KNOWS]->() RETURN count(r)",
     "MATCH (b:P {name: 'b'}), (c:P {name: 'c'}) CREATE (b)-[:KNOWS]->(c)", false},
    {"a degree", "MATCH (n:P {name: 'c'}) RETURN COUNT { (n)--() }", "MATCH (b:P {name: 'b'}), (c:P {name: 'c'}) CREATE (b)-[:KNOWS]->(c)", true},
    {"an edge that is not there", "MATCH (a:P {name: 'a'}), (c:P {name: 'c'}) RETURN EXISTS { (a)-[:KNOWS]->(c) }",
     "MATCH (a:P {name: 'a'}), (c:P {name: 'c'}) CREATE (a)-[:KNOWS]->(c)", true},
    {"a pattern that is not there", "MATCH (a:P {name: 'a'}) WHERE NOT (a)-[:OWES]->() RETURN a.name",
     "MATCH (a:P {name: 'a'}), (c:P {name: 'c'}) CREATE (a)-[:OWES]->(c)", true},
    {"ways of any length", "MATCH (:P {name: 'a'})-[:KNOWS*1..4]->(n) RETURN count(n)",
     "MATCH (b:P {name: 'b'}), (c:P {name: 'c'}) CREATE (b)-[:KNOWS]->(c)", true},
    {"a shortest way", "MATCH p = shortestPath((a:P {name: 'a'})-[:KNOWS*]->(c:P {name: 'c'})) RETURN length(p)",
     "MATCH (b:P {name: 'b'}), (c:P {name: 'c'}) CREATE (b)-[:KNOWS]->(c)", true},
    // ---- types ----
    {"a type's edges", "MATCH ()-[r:KNOWS]->() RETURN r.since", "MATCH (c:City), (i:Item {score: 10}) CREATE (c)-[:KNOWS]->(i)", true},
    {"a type's count", "MATCH ()-[r:KNOWS]->() RETURN count(r)", "MATCH (c:City), (i:Item {score: 10}) CREATE (c)-[:KNOWS]->(i)", true},
    {"a type that has no edge", "MATCH ()-[r:NOBODY]->() RETURN count(r)", "MATCH (c:City), (i:Item {score: 10}) CREATE (c)-[:NOBODY]->(i)", true},
    {"a type's count beside another", "MATCH ()-[r:KNOWS]->() RETURN count(r)", "MATCH (c:City), (i:Item {score: 10}) CREATE (c)-[:HAS]->(i)", false},
    // ---- everything ----
    {"all nodes", "MATCH (n) RETURN n", "CREATE ()", true},
    {"the count of all nodes", "MATCH (n) RETURN count(n)", "CREATE (:Unheard)", true},
    {"the count of all nodes: one less", "MATCH (n) RETURN count(n)", "MATCH (n:City) DELETE n", true},
    {"all edges", "MATCH ()-[r]->() RETURN type(r)", "MATCH (c:City), (i:Item {score: 10}) CREATE (c)-[:HAS]->(i)", true},
    {"the count of all edges", "MATCH ()-->() RETURN count(*)", "MATCH (c:City), (i:Item {score: 10}) CREATE (c)-[:HAS]->(i)", true},
    {"the count of all edges beside nodes", "MATCH ()-->() RETURN count(*)", "CREATE (:Unheard)", false},
    // ---- what writing statements read ----
    {"what MERGE found", "MERGE (n:P {name: 'a'}) RETURN n", "MATCH (n:P {name: 'a'}) SET n.name = 'z'", true},
    {"what MERGE did not find", "MERGE (n:Tag {k: 1}) RETURN n", "CREATE (:Tag {k: 1})", true},
    {"where MERGE found no edge", "MATCH (a:P {name: 'a'}), (c:P {name: 'c'}) MERGE (a)-[:OWES]->(c)",
     "MATCH (a:P {name: 'a'}), (c:P {name: 'c'}) CREATE (a)-[:OWES]->(c)", true},
    {"what SET read", "MATCH (a:P {name: 'a'}), (c:City) SET c.x = a.x", "MATCH (n:P {name: 'a'}) SET n.x = 5", true},
    {"what DELETE matched", "MATCH (n:Gone) DELETE n", "CREATE (:Gone)", true},
    {"nothing at all", "CREATE (:Gone)", "CREATE (:Gone)", false},
};

bool refused(const Meeting& meeting, bool serializable) {
  Stage stage(kGraph);
  Transaction reading = stage.begin({.serializable = serializable});
  Stage::rows(reading, meeting.read);
  Stage::rows(reading, "CREATE (:Mark)");
  stage.run(meeting.write);
  return is_conflict(reading.commit());
}

/// The same by calls of the interface.
template <class Read, class Write>
bool refused(const Read& read, const Write& write) {
  Stage stage(kGraph);
  Transaction reading = stage.begin_serializable();
  read(stage, reading);
  must(reading.create_node({"Mark"}).status());
  must(stage.store.update([&](Transaction& transaction) {
    write(stage, transaction);
    return ok();
  }));
  return is_conflict(reading.commit());
}

NodeId person(Transaction& transaction, const std::string& name) {
  return must(transaction.find_nodes("P", "name", name)).at(0);
}

}  // namespace

TEST_CASE("predicates: a serialisable transaction is refused for what it read and no more", "[model][predicates]") {
  for (const Meeting& meeting : kMeetings) {
    INFO(meeting.what);
    CHECK(refused(meeting, true) == meeting.conflict);
  }
}

TEST_CASE("predicates: under snapshot isolation reads refuse nobody", "[model][predicates]") {
  for (const Meeting& meeting : kMeetings) {
    INFO(meeting.what);
    CHECK_FALSE(refused(meeting, false));
  }
}

TEST_CASE("predicates: calls without a statement are refused for what they read", "[model][predicates]") {
  const auto find_a = [](Stage& stage, Transaction& reading) {
    const NodeId a = stage.node("MATCH (n:P {name: 'a'}) RETURN n");
    must(reading.find_node(a).status());
  };
  const auto change = [](const char* name) {
    return [name](Stage&, Transaction& writing) { must(writing.set_property(person(writing, name), "x", 9)); };
  };
  CHECK(refused(find_a, change("a")));
  CHECK_FALSE(refused(find_a, change("b")));

  const auto find_edge = [](Stage& stage, Transaction& reading) {
    must(reading.find_edge(stage.edge("MATCH (:P)-[r:KNOWS]->() RETURN r")).status());
  };
  const auto delete_edge = [](const char* type) {
    return [type](Stage& stage, Transaction& writing) {
      must(writing.delete_edge(stage.edge("MATCH (:P)-[r:" + std::string(type) + "]->() RETURN r")));
    };
  };
  CHECK(refused(find_edge, delete_edge("KNOWS")));
  CHECK_FALSE(refused(find_edge, delete_edge("LIKES")));

  const auto seek = [](Stage&, Transaction& reading) { must(reading.find_nodes("Item", "score", 35).status()); };
  const auto create_item = [](int score) {
    return [score](Stage&, Transaction& writing) { must(writing.create_node({"Item"}, {{"score", score}}).status()); };
  };
  CHECK(refused(seek, create_item(35)));
  CHECK_FALSE(refused(seek, create_item(36)));

  const auto look_through = [](Stage&, Transaction& reading) { must(reading.find_nodes("P", "name", "nobody").status()); };
  CHECK(refused(look_through, [](Stage&, Transaction& writing) {
    must(writing.create_node({"P"}, {{"name", "nobody"}}).status());
  }));
  CHECK(refused(look_through, [](Stage&, Transaction& writing) {
    must(writing.set_property(person(writing, "a"), "name", "nobody"));
  }));
}

TEST_CASE("predicates: evidence that was read refuses who read it", "[model][predicates]") {
  const auto edge_of = [](Stage& stage, const char* type) {
    return stage.edge("MATCH (:P)-[r:" + std::string(type) + "]->() RETURN r");
  };
  const auto article_of = [](Stage& stage) { return stage.node("MATCH (n:Article) RETURN n"); };
  const auto cite = [&](const char* type) {
    return [&, type](Stage& stage, Transaction& writing) {
      must(writing.add_evidence(edge_of(stage, type), {.article = article_of(stage), .end_byte = 1, .extractor = "e"}));
    };
  };
  const auto read_by_call = [&](Stage& stage, Transaction& reading) { must(reading.evidence(edge_of(stage, "KNOWS")).status()); };
  CHECK(refused(read_by_call, cite("KNOWS")));
  CHECK_FALSE(refused(read_by_call, cite("LIKES")));
  const auto read_by_statement = [](Stage&, Transaction& reading) {
    Stage::rows(reading, "MATCH (:P)-[r:KNOWS]->() RETURN size(evidence(r))");
  };
  CHECK(refused(read_by_statement, cite("KNOWS")));
  const auto read_article = [&](Stage& stage, Transaction& reading) { must(reading.supported_by(article_of(stage)).status()); };
  CHECK(refused(read_article, cite("KNOWS")));
  CHECK(refused(read_article, cite("LIKES")));
}

TEST_CASE("predicates: what a cursor has streamed counts as read", "[model][predicates]") {
  Stage stage(kGraph);
  Transaction reading = stage.begin_serializable();
  Cursor cursor = must(reading.run("MATCH (n:Item) RETURN n.score"));
  REQUIRE(must(cursor.next()));
  must(reading.create_node({"Mark"}).status());
  stage.run("CREATE (:Item {score: 7})");
  CHECK(must(cursor.rows()).size() == 9);
  CHECK(is_conflict(reading.commit()));
}

TEST_CASE("predicates: own writes are not in a transaction's own way", "[model][predicates]") {
  Stage stage(kGraph);
  Transaction transaction = stage.begin_serializable();
  CHECK(Stage::value(transaction, "MATCH (n:Item) RETURN count(n)") == 10);
  Stage::rows(transaction, "CREATE (:Item {score: 35})");
  Stage::rows(transaction, "MATCH (n:Item {score: 40}) DELETE n");
  CHECK(Stage::value(transaction, "MATCH (n:Item) WHERE n.score > 25 AND n.score < 55 RETURN collect(n.score)").as_list().size() == 3);
  must(transaction.commit());
  CHECK(stage.value("MATCH (n:Item) RETURN count(n)") == 10);
}

}  // namespace kith::model
