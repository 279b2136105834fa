// Updating clauses: what they change, what later clauses see, and what they count.
#include <catch2/catch.hpp>

#include "exec/graph.h"

namespace kith::tests {
namespace {

TEST_CASE("writes: CREATE makes nodes and edges for each row", "[exec][write]") {
  Graph graph;
  CHECK(graph.run("UNWIND [1, 2] AS x CREATE (a:A:B {x: x, gone: null})-[r:R {y: x * 10}]->(b) RETURN a, r, b") ==
        "(:A:B {x: 1}) | [:R {y: 10}] | ()\n(:A:B {x: 2}) | [:R {y: 20}] | ()\n");
  CHECK(graph.changes() == Changes{.nodes_created = 4, .edges_created = 2, .properties_set = 4, .labels_added = 4});
  CHECK(graph.run("MATCH (a)-[r]->(b) RETURN a.x, r.y ORDER BY a.x") == "1 | 10\n2 | 20\n");
  CHECK(graph.run("CREATE (a {x: 7}), (b {y: a.x + 1}) RETURN b.y") == "8\n");
  CHECK(graph.run("CREATE (n {m: {a: 1}})").substr(0, 29) == "TypeError InvalidPropertyType");
}

TEST_CASE("writes: a clause does not see what it writes itself", "[exec][write]") {
  Graph graph;
  REQUIRE(graph.run("CREATE (), ()") == "");
  CHECK(graph.run("MATCH (n) CREATE (m) RETURN count(*)") == "2\n");
  CHECK(graph.run("MATCH (n) RETURN count(*)") == "4\n");
  CHECK(graph.run("MATCH (n) CREATE (m) WITH n MATCH (k) RETURN count(*)") == "32\n");
  CHECK(graph.run("UNWIND [1, 2, 3] AS x CREATE (:L {x: x}) RETURN x LIMIT 0") == "");
  CHECK(graph.run("MATCH (n:L) RETURN count(*)") == "3\n");
}

TEST_CASE("writes: SET and REMOVE in all their forms", "[exec][write]") {
  Graph graph;
  REQUIRE(graph.run("CREATE (:A {x: 1, y: 2})-[:R {z: 3}]->(:B)") == "");
  CHECK(graph.run("MATCH (n:A) SET n.x = n.x + 1, n.w = n.x * 10 RETURN n") == "(:A {w: 20, x: 2, y: 2})\n");
  CHECK(graph.changes().properties_set == 2);
  CHECK(graph.run("MATCH (n:A) SET n.w = null RETURN n") == "(:A {x: 2, y: 2})\n");
  CHECK(graph.run("MATCH (n:A) SET n += {y: null, v: 'new'} RETURN n") == "(:A {v: 'new', x: 2})\n");
  CHECK(graph.run("MATCH (n:A)-[r]->(m) SET m = n, r = {q: 1} RETURN m, r") == "(:B {v: 'new', x: 2}) | [:R {q: 1}]\n");
  CHECK(graph.run("MATCH (n:A) SET n = {only: true}, n:C:A RETURN n") == "(:A:C {only: true})\n");
  CHECK(graph.changes().labels_added == 1);
  CHECK(graph.run("MATCH (n:A) REMOVE n:C, n.only RETURN n") == "(:A)\n");
  CHECK(graph.changes().labels_removed == 1);
  CHECK(graph.run("OPTIONAL MATCH (n:Nobody) SET n.x = 1, n:L REMOVE n.y, n:M DELETE n RETURN n") == "null\n");
  CHECK(graph.changes() == Changes{});
  CHECK(graph.run("MATCH (n:B) UNWIND [1, 2, 3] AS i SET n.x = n.x + i RETURN DISTINCT n.x") == "8\n");
}

TEST_CASE("writes: DELETE takes effect at the end of its clause", "[exec][write]") {
  Graph graph;
  REQUIRE(graph.run("CREATE (a:A {x: 1})-[:R]->(b:B)-[:R]->(c:C), (c)-[:S]->(c)") == "");
  CHECK(graph.run("MATCH (n:A) DELETE n") == "ConstraintVerificationFailed DeleteConnectedNode");
  CHECK(graph.run("MATCH (n:A)-[r]->(m) DELETE n, r RETURN type(r), m") == "'R' | (:B)\n");
  CHECK(graph.changes() == Changes{.nodes_deleted = 1, .edges_deleted = 1});
  CHECK(graph.run("MATCH (n:B) DETACH DELETE n RETURN n.x").substr(0, 34) == "EntityNotFound DeletedEntityAccess");
  CHECK(graph.run("MATCH (n:B) DETACH DELETE n") == "");
  CHECK(graph.changes() == Changes{.nodes_deleted = 1, .edges_deleted = 1});
  CHECK(graph.run("MATCH p = (n:C)-[r]->(n) DELETE p") == "");
  CHECK(graph.changes() == Changes{.nodes_deleted = 1, .edges_deleted = 1});
  CHECK(graph.run("MATCH (n) RETURN count(*)") == "0\n");
  CHECK(graph.run("UNWIND [1] AS x DELETE x").find("InvalidArgumentType") != std::string::npos);
}

TEST_CASE("writes: MERGE finds what is there and makes what is not and sees its own rows", "[exec][write]") {
  Graph graph;
  CHECK(graph.run("UNWIND [1, 2, 1] AS x MERGE (n:M {x: x}) ON CREATE SET n.made = 1 ON MATCH SET n.made = n.made + 1 "
                  "RETURN n.x, n.made") == "1 | 2\n2 | 1\n1 | 2\n");
  CHECK(graph.changes().nodes_created == 2);
  CHECK(graph.run("MATCH (a:M {x: 1}), (b:M {x: 2}) MERGE (a)-[r:R]-(b) RETURN type(r)") == "'R'\n");
  CHECK(graph.changes().edges_created == 1);
  CHECK(graph.run("MATCH (a:M {x: 1}), (b:M {x: 2}) MERGE (b)-[r:R]-(a) RETURN type(r)") == "'R'\n");
  CHECK(graph.changes().edges_created == 0);
  CHECK(graph.run("MATCH (a:M) MERGE (a)-[:IN]->(c:City {name: 'Rome'}) RETURN count(DISTINCT c)") == "2\n");
  CHECK(graph.run("UNWIND [null] AS x MERGE (n:M {x: x})").substr(0, 32) == "SemanticError MergeReadOwnWrites");
}

TEST_CASE("writes: FOREACH and subqueries that write run for each row", "[exec][write]") {
  Graph graph;
  CHECK(graph.run("UNWIND [[1, 2], [], [3]] AS l FOREACH (x IN l | CREATE (:F {x: x})) RETURN size(l)") == "2\n0\n1\n");
  CHECK(graph.run("MATCH (n:F) RETURN n.x ORDER BY n.x") == "1\n2\n3\n");
  CHECK(graph.run("MATCH (n:F {x: 1}) FOREACH (i IN [1, 2, 3] | SET n.x = n.x + i) RETURN n.x") == "7\n");
  CHECK(graph.run("UNWIND [1, 2] AS x CALL { WITH x CREATE (n:G {x: x}) RETURN n } RETURN n.x") == "1\n2\n");
  CHECK(graph.run("UNWIND [1, 2, 1] AS x CALL { WITH x MERGE (n:H {x: x}) RETURN n } RETURN count(DISTINCT n)") ==
        "2\n");
}

}  // namespace
}  // namespace kith::tests
