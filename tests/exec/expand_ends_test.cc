// Breadth-first search for the ends of walks finds what enumerating the trails finds.
#include <catch2/catch.hpp>

#include <random>

#include "exec/graph.h"
#include "support/rounds.h"

using namespace kith;

namespace {

std::string random_statement(std::mt19937_64& random) {
  constexpr int kNodes = 5;
  std::string statement = "CREATE (n0:N {i: 0})";
  for (int i = 1; i < kNodes; ++i) statement += ", (n" + std::to_string(i) + ":N {i: " + std::to_string(i) + "})";
  // Parallel edges, edges there and back, and loops on purpose.
  for (std::uint64_t left = random() % 9; left > 0; --left)
    statement += ", (n" + std::to_string(random() % kNodes) + ")-[:" + (random() % 3 == 0 ? "B" : "A") +
                 " {w: " + std::to_string(random() % 3) + "}]->(n" + std::to_string(random() % kNodes) + ")";
  return statement;
}

}  // namespace

TEST_CASE("ends: a search breadth first finds the ends of all trails", "[exec][routes]") {
  std::mt19937_64 random(seed_or(31));
  const char* const hops[] = {"*0..1", "*0..2", "*0..3", "*..1", "*..2", "*..3", "*1..4", "*", "*0..", "*0..0"};
  const char* const queries[] = {
      "MATCH (u:N)L(v) RETURN DISTINCT u.i AS u, v.i AS v",
      "MATCH (u:N)L(v) WHERE v.i > 1 RETURN u.i AS u, count(DISTINCT v) AS n, max(v.i) AS last",
      "MATCH (u:N), (v:N) WHERE EXISTS { (u)L(v) } RETURN u.i AS u, v.i AS v",
      "MATCH (u:N), (v:N) MATCH (u)L(v) RETURN DISTINCT u.i AS u, v.i AS v",
      // The edges of one MATCH differ: here the trails have to be known.
      "MATCH (u:N)-[:A]->(x)L(v) RETURN DISTINCT u.i AS u, v.i AS v",
      "MATCH (u:N)-[:B]->(x)L(v) RETURN DISTINCT u.i AS u, v.i AS v",
      "MATCH (u:N)L(v) WITH DISTINCT u, v MATCH (v)L(w) RETURN u.i AS u, count(DISTINCT w) AS n",
  };
  for (std::size_t round = 0; round < rounds() * 4; ++round) {
    tests::Graph graph;
    const std::string statement = random_statement(random);
    INFO(statement);
    graph.run(statement);
    for (const char* left : {"-[rs:A", "<-[rs:A", "-[rs:A|B"}) {
      const bool in = left[0] == '<';
      const std::string condition = random() % 3 == 0 ? " {w: 1}" : "";
      const std::string leg = left + std::string(hops[random() % std::size(hops)]) + condition +
                              (in || random() % 2 == 0 ? "]-" : "]->");
      std::string query = queries[random() % std::size(queries)];
      const bool asks_edges = query.find(") RETURN") != std::string::npos && random() % 2 == 0;
      if (asks_edges) query.replace(query.find(" RETURN"), 1, " WHERE all(r IN rs WHERE r.w > 0) ");
      for (std::size_t at = 0; (at = query.find('L', at)) != std::string::npos; at += leg.size())
        query.replace(at, 1, leg);
      // The name can be given once a clause.
      if (!asks_edges)
        for (std::size_t at = 0; (at = query.find("[rs:", at)) != std::string::npos;) query.erase(at + 1, 2);
      INFO(query);
      const std::string plain = graph.run(query, {.batch_rows = 1, .rules_off = kAllRules, .sorted = true});
      CHECK(graph.run(query, {.batch_rows = 2, .sorted = true}) == plain);
      CHECK(graph.run(query, {.sorted = true}) == plain);
    }
  }
}
