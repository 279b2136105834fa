// Operators over a small graph, each statement with several batch sizes, optimised and not.
#include <catch2/catch.hpp>

#include "exec/graph.h"

namespace kith::tests {
namespace {

/// 1 -> 2 -> 3 -> 1 with every edge twice, a loop at 3, and 4 alone.
void make_triangle(Graph& graph) {
  REQUIRE(graph.run("CREATE (a:N {i: 1}), (b:N {i: 2}), (c:N {i: 3}), (:N:Alone {i: 4}), "
                    "(a)-[:T {w: 1}]->(b), (a)-[:T {w: 2}]->(b), (b)-[:T {w: 3}]->(c), (b)-[:T {w: 4}]->(c), "
                    "(c)-[:T {w: 5}]->(a), (c)-[:T {w: 6}]->(a), (c)-[:U {w: 7}]->(c)") == "");
}

TEST_CASE("operators: scans give every node of a label beside every row", "[exec][operator]") {
  Graph graph;
  make_triangle(graph);
  CHECK(graph.run_all_ways("MATCH (n) RETURN n.i ORDER BY n.i") == "1\n2\n3\n4\n");
  CHECK(graph.run_all_ways("MATCH (n:Alone) RETURN n") == "(:Alone:N {i: 4})\n");
  CHECK(graph.run_all_ways("MATCH (n:Nobody) RETURN n") == "");
  CHECK(graph.run_all_ways("UNWIND [1, 2] AS x MATCH (n:Alone) RETURN x, n.i") == "1 | 4\n2 | 4\n");
  CHECK(graph.run_all_ways("MATCH (a:N), (b:N) WHERE a.i + b.i = 7 RETURN a.i, b.i ORDER BY a.i") == "3 | 4\n4 | 3\n");
  CHECK(graph.run_all_ways("MATCH (n:N) WHERE id(n) = id(n) AND elementId(n) = 'n:nothing' RETURN n") == "");
}

TEST_CASE("operators: edges are walked out and in and both ways with a loop once", "[exec][operator]") {
  Graph graph;
  make_triangle(graph);
  CHECK(graph.run_all_ways("MATCH (a {i: 1})-[r]->(b) RETURN r.w, b.i ORDER BY r.w") == "1 | 2\n2 | 2\n");
  CHECK(graph.run_all_ways("MATCH (a {i: 1})<-[r]-(b) RETURN r.w, b.i ORDER BY r.w") == "5 | 3\n6 | 3\n");
  CHECK(graph.run_all_ways("MATCH (a {i: 3})-[r]-(b) RETURN r.w, b.i ORDER BY r.w") ==
        "3 | 2\n4 | 2\n5 | 1\n6 | 1\n7 | 3\n");
  CHECK(graph.run_all_ways("MATCH (a)-[r:U]->(b) RETURN a.i, r, b.i") == "3 | [:U {w: 7}] | 3\n");
  CHECK(graph.run_all_ways("MATCH ()-[r]-() RETURN count(r)") == "13\n");
  CHECK(graph.run_all_ways("MATCH (a)-[r:Missing]->(b) RETURN r") == "");
  CHECK(graph.run_all_ways("MATCH (a)-[r:U|T]->(b) RETURN count(*)") == "7\n");
  CHECK(graph.run_all_ways("MATCH (a)-[r]->(a) RETURN a.i, r.w") == "3 | 7\n");
}

TEST_CASE("operators: parallel edges make separate matches and no edge is used twice", "[exec][operator]") {
  Graph graph;
  make_triangle(graph);
  CHECK(graph.run_all_ways("MATCH (a)-->(b)-->(c), (c)-->(a) RETURN count(*)") == "24\n");
  CHECK(graph.run_all_ways("MATCH (a)-[:T]->(b)-[:T]->(c)-[:T]->(a) RETURN count(*)") == "24\n");
  CHECK(graph.run_all_ways("MATCH (a {i: 1})-[r]->(b)<-[s]-(c) RETURN r.w, s.w ORDER BY r.w") == "1 | 2\n2 | 1\n");
  CHECK(graph.run_all_ways("MATCH (a {i: 1})-[r]->(b) MATCH (c)-[s]->(b) RETURN r.w, s.w ORDER BY r.w, s.w") ==
        "1 | 1\n1 | 2\n2 | 1\n2 | 2\n");
  CHECK(graph.run_all_ways("MATCH (a)-[r {w: 3}]->(b) MATCH (c)-[r]-(d) RETURN c.i, d.i ORDER BY c.i") ==
        "2 | 3\n3 | 2\n");
  CHECK(graph.run_all_ways("MATCH (a)-[r {w: 3}]->(b) MATCH (b)<-[r]-(d) RETURN d.i") == "2\n");
}

TEST_CASE("operators: counts over a last hop add lengths", "[exec][operator]") {
  Graph graph;
  make_triangle(graph);
  CHECK(graph.run_all_ways("MATCH (a:N)-[:T]->(b) RETURN count(*)") == "6\n");
  CHECK(graph.run_all_ways("MATCH (a:N)-[:T]->(b) RETURN a.i, count(b) ORDER BY a.i") == "1 | 2\n2 | 2\n3 | 2\n");
  CHECK(graph.run_all_ways("MATCH (a:N)-[:T]->()-[r]->(b) RETURN count(r), count(*)") == "14 | 14\n");
  CHECK(graph.run_all_ways("MATCH (a:Alone)-->(b) RETURN count(*), count(b)") == "0 | 0\n");
  CHECK(graph.run_all_ways("MATCH (a:Alone)-->(b) RETURN a.i, count(*)") == "");
}

TEST_CASE("operators: variable expansions are trails", "[exec][operator]") {
  Graph graph;
  make_triangle(graph);
  CHECK(graph.run_all_ways("MATCH (a {i: 1})-[:T*1..2]->(b) RETURN b.i, count(*) ORDER BY b.i") == "2 | 2\n3 | 4\n");
  CHECK(graph.run_all_ways("MATCH (a {i: 1})-[r*0..1]->(b) RETURN size(r), b.i ORDER BY size(r)") ==
        "0 | 1\n1 | 2\n1 | 2\n");
  CHECK(graph.run_all_ways("MATCH (a {i: 1})-[r:T*]->(b) RETURN size(r), count(*) ORDER BY size(r)") ==
        "1 | 2\n2 | 4\n3 | 8\n4 | 8\n5 | 8\n6 | 8\n");
  CHECK(graph.run_all_ways("MATCH (a {i: 1})-[r*2 {w: 1}]-(b) RETURN b") == "");
  CHECK(graph.run_all_ways("MATCH (a {i: 3})-[r*1..2 {w: 7}]-(b) RETURN b.i, size(r)") == "3 | 1\n");
  CHECK(graph.run_all_ways(
            "MATCH (a {i: 1}), (b {i: 3}) MATCH (a)-[r:T*..2]->(b) RETURN [x IN r | x.w] AS w ORDER BY w") ==
        "[1, 3]\n[1, 4]\n[2, 3]\n[2, 4]\n");
  CHECK(graph.run_all_ways("MATCH (b {i: 3})<-[r:T*2..2]-(a) RETURN [x IN r | x.w] AS w, a.i ORDER BY w") ==
        "[3, 1] | 1\n[3, 2] | 1\n[4, 1] | 1\n[4, 2] | 1\n");
  CHECK(graph.run_all_ways("MATCH p = (a {i: 1})-[:T*2]->(b {i: 3}) RETURN length(p), [n IN nodes(p) | n.i] LIMIT 1") ==
        "2 | [1, 2, 3]\n");
}

TEST_CASE("operators: shortest paths are found from both ends", "[exec][operator]") {
  Graph graph;
  REQUIRE(graph.run("UNWIND range(1, 9) AS i CREATE (:P {i: i})") == "");
  REQUIRE(graph.run("MATCH (a:P), (b:P) WHERE b.i = a.i + 1 CREATE (a)-[:L {w: a.i}]->(b)") == "");
  REQUIRE(graph.run("MATCH (a:P {i: 2}), (b:P {i: 6}) CREATE (a)-[:L {w: 20}]->(b), (a)-[:L {w: 21}]->(b)") == "");
  CHECK(graph.run_all_ways(
            "MATCH (a:P {i: 1}), (b:P {i: 7}), p = shortestPath((a)-[:L*]->(b)) RETURN [n IN nodes(p) | n.i]") ==
        "[1, 2, 6, 7]\n");
  CHECK(graph.run_all_ways("MATCH (a:P {i: 1}), (b:P {i: 7}), p = allShortestPaths((a)-[:L*]-(b)) RETURN [r IN "
                           "relationships(p) | r.w] AS w ORDER BY w") == "[1, 20, 6]\n[1, 21, 6]\n");
  CHECK(graph.run_all_ways("MATCH (a:P {i: 7}), (b:P {i: 1}), p = shortestPath((a)-[:L*]->(b)) RETURN p") == "");
  CHECK(graph.run_all_ways("MATCH (a:P {i: 1}), (b:P {i: 7}), p = shortestPath((a)-[:L*..2]->(b)) RETURN p") == "");
  CHECK(graph.run_all_ways("MATCH (a:P {i: 1}), (b:P {i: 7}), p = shortestPath((a)-[:L*]->(b)) "
                           "WHERE none(r IN relationships(p) WHERE r.w >= 20) RETURN length(p)") == "6\n");
}

TEST_CASE("operators: OPTIONAL MATCH keeps rows in their order and fills nulls", "[exec][operator]") {
  Graph graph;
  make_triangle(graph);
  CHECK(graph.run_all_ways("UNWIND [4, 1, 5, 3] AS x OPTIONAL MATCH (n {i: x}) RETURN x, n.i") ==
        "4 | 4\n1 | 1\n5 | null\n3 | 3\n");
  CHECK(graph.run_all_ways("MATCH (n:N) OPTIONAL MATCH (n)-[r:U]->(m) RETURN n.i, r.w, m.i, m:N ORDER BY n.i") ==
        "1 | null | null | null\n2 | null | null | null\n3 | 7 | 3 | true\n4 | null | null | null\n");
  CHECK(graph.run_all_ways("OPTIONAL MATCH (n:Nobody)-->(m) RETURN n, m, n.i") == "null | null | null\n");
  CHECK(graph.run_all_ways("OPTIONAL MATCH (n:Nobody) MATCH (n)-->(m) RETURN m") == "");
}

TEST_CASE("operators: subqueries in expressions belong to their own row", "[exec][operator]") {
  Graph graph;
  make_triangle(graph);
  CHECK(graph.run_all_ways("MATCH (n:N) RETURN n.i, EXISTS { (n)-[:T]->() }, COUNT { (n)-->() } ORDER BY n.i") ==
        "1 | true | 2\n2 | true | 2\n3 | true | 3\n4 | false | 0\n");
  CHECK(graph.run_all_ways("MATCH (n:N) RETURN n.i, [(n)-[r:T]->(m) WHERE r.w > 1 | m.i + r.w] AS l ORDER BY n.i") ==
        "1 | [4]\n2 | [6, 7]\n3 | [6, 7]\n4 | []\n");
  CHECK(graph.run_all_ways("MATCH (n:N) WHERE (n)-->() AND NOT (n)-[:U]->() RETURN n.i ORDER BY n.i") == "1\n2\n");
  CHECK(graph.run_all_ways(
            "MATCH (n:N) WHERE EXISTS { MATCH (n)-->(m) WITH m, count(*) AS c WHERE c > 1 RETURN m LIMIT 1 } "
            "RETURN n.i ORDER BY n.i") == "1\n2\n3\n");
  CHECK(graph.run_all_ways(
            "UNWIND [1, 2] AS x CALL { WITH x MATCH (n:N) WHERE n.i > x + 1 RETURN count(*) AS c } RETURN x, c") ==
        "1 | 2\n2 | 1\n");
}

TEST_CASE("operators: grouping puts equivalent keys together", "[exec][operator]") {
  Graph graph;
  CHECK(graph.run_all_ways(
            "UNWIND [1, 1.0, null, 'a', null, [1], [1.0]] AS x RETURN x, count(*) AS c ORDER BY c DESC, x") ==
        "[1] | 2\n1 | 2\nnull | 2\n'a' | 1\n");
  CHECK(graph.run_all_ways("UNWIND [1, 1.0, null, 'a', null] AS x RETURN DISTINCT x ORDER BY x") == "'a'\n1\nnull\n");
  CHECK(
      graph.run_all_ways("UNWIND [1, 2, 2, null] AS x RETURN count(x), count(DISTINCT x), sum(DISTINCT x), count(*)") ==
      "3 | 2 | 3 | 4\n");
  CHECK(graph.run_all_ways("UNWIND [] AS x RETURN count(x), sum(x), collect(x), max(x)") == "0 | 0 | [] | null\n");
  CHECK(graph.run_all_ways("UNWIND [] AS x RETURN x, count(*)") == "");
  CHECK(graph.run_all_ways(
            "UNWIND [[1, 'a'], [2, 'b'], [1, 'c']] AS p RETURN p[0] AS k, collect(p[1]) AS l ORDER BY k") ==
        "1 | ['a', 'c']\n2 | ['b']\n");
}

TEST_CASE("operators: sorting is stable and puts mixed kinds in Cypher's order", "[exec][operator]") {
  Graph graph;
  CHECK(graph.run_all_ways("UNWIND [1, 'a', null, true, 2.5, [1], {a: 1}] AS x RETURN x ORDER BY x") ==
        "{a: 1}\n[1]\n'a'\ntrue\n1\n2.5\nnull\n");
  CHECK(graph.run_all_ways("UNWIND [1, null, 3] AS x RETURN x ORDER BY x DESC") == "null\n3\n1\n");
  CHECK(graph.run_all_ways("UNWIND range(0, 9) AS x RETURN x ORDER BY x % 3, x DESC") ==
        "9\n6\n3\n0\n7\n4\n1\n8\n5\n2\n");
  CHECK(graph.run_all_ways("UNWIND range(0, 20000) AS x WITH x ORDER BY x % 100 DESC, x SKIP 1 LIMIT 2 RETURN x") ==
        "199\n299\n");
  CHECK(graph.run_all_ways("UNWIND range(1, 5) AS x RETURN x SKIP 1 LIMIT 3") == "2\n3\n4\n");
  CHECK(graph.run_all_ways("UNWIND range(1, 5) AS x RETURN x LIMIT 0") == "");
}

TEST_CASE("operators: unions keep or drop duplicates", "[exec][operator]") {
  Graph graph;
  CHECK(graph.run_all_ways("UNWIND [1, 2] AS x RETURN x UNION ALL RETURN 1 AS x") == "1\n2\n1\n");
  CHECK(graph.run_all_ways("UNWIND [1, 2] AS x RETURN x UNION RETURN 1 AS x") == "1\n2\n");
}

TEST_CASE("operators: what a statement holds is limited and given back", "[exec][operator]") {
  Graph graph;
  CHECK(graph.run("UNWIND range(1, 100000) AS x RETURN count(DISTINCT x)", {.memory_bytes = 1 << 16}).substr(0, 25) ==
        "LimitExceeded MemoryLimit");
  CHECK(graph.run("UNWIND range(1, 20000) AS x WITH x ORDER BY x DESC RETURN count(*)", {.memory_bytes = 1 << 16})
            .substr(0, 25) == "LimitExceeded MemoryLimit");
}

}  // namespace
}  // namespace kith::tests
