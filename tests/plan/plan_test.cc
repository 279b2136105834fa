// Plans as tables: query → plan text, with the optimiser off and on.
#include <catch2/catch.hpp>

#include "query/plan/compile.h"
#include "semantic/names.h"

namespace {

using namespace kith;

std::string plan_text(const std::string& text, bool optimise) {
  const storage::Catalog catalog = tests::small_catalog();
  const function::FunctionTable functions = tests::small_functions();
  const function::ProcedureTable procedures = tests::small_procedures();
  plan::CompileContext context{catalog, functions, procedures, nullptr, optimise ? 0 : kAllRules};
  context.count_nodes = [](std::string_view label) {
    return label == "Person" ? 1000.0 : label == "Event" ? 20.0 : 5000.0;
  };
  context.count_edges = [](std::string_view type) {
    return type == "MET" ? 2000.0 : type == "FACT" ? 9000.0 : 20000.0;
  };
  const auto plan = plan::compile(text, context);
  return plan.is_ok() ? plan::to_text(**plan) : plan.error().to_text();
}

}  // namespace

TEST_CASE("plan: without the optimiser a pattern is walked as it is written", "[plan]") {
  const auto [query, text] = GENERATE(table<std::string, std::string>({
      {"MATCH (a:Person)-[:MET]->(b {name: 'x'}) RETURN a.name",
       "project #0.name as #3\n"
       "  filter #0:Person, #1.name = 'x'\n"
       "    expand #0 -[#2 :MET]-> #1\n"
       "      label scan #0 :Person\n"},
      {"MATCH (a), (b) RETURN a, b",
       "all nodes scan #1\n"
       "  all nodes scan #0\n"},
      {"MATCH (a)-[:MET]->(b), (b)-->(c), (c)-[:FACT]->(a) RETURN a",
       "project keep #0\n"
       "  expand into #3 -[#5 :FACT]-> #0 apart from #4\n"
       "    expand #1 -[#4]-> #3 apart from #2\n"
       "      expand #0 -[#2 :MET]-> #1\n"
       "        all nodes scan #0\n"},
      {"MATCH (a) OPTIONAL MATCH (a)-->(b:Event) WHERE b.age > a.age RETURN a, b",
       "project keep #0 #1\n"
       "  optional apply nulls #1 #2\n"
       "    all nodes scan #0\n"
       "    filter #1:Event, #1.age > #0.age\n"
       "      expand #0 -[#2]-> #1\n"
       "        argument\n"},
      {"RETURN 1 AS a UNION RETURN 2 AS a",
       "distinct #2\n  union (#0) (#1) as #2\n    project 1 as #0\n      unit\n    project 2 as #1\n      unit\n"},
      {"MATCH (a) RETURN [(a)-->(b) | b.name] AS l",
       "project COLLECT #3 {plan 0} as #4\n"
       "  all nodes scan #0\n"
       "plan 0\n"
       "  project #1.name as #3\n"
       "    expand #0 -[#2]-> #1\n"
       "      argument\n"},
      {"MATCH (n) WHERE EXISTS { MATCH (n)-->(m) WITH count(*) AS c MATCH (n) WHERE c > 2 RETURN 1 } RETURN n",
       "filter EXISTS {plan 0}\n"
       "  all nodes scan #0\n"
       "plan 0\n"
       "  project 1 as #4 keep #0\n"
       "    filter #0 IS NOT NULL, #3 > 2\n"
       "      apply\n"
       "        argument\n"
       "        aggregate count(*) as #3\n"
       "          expand #0 -[#2]-> #1\n"
       "            argument\n"},
      {"MATCH (n) SET n.age = 1", "empty result\n  set #0.age = 1\n    all nodes scan #0\n"},
      {"MERGE (n:Person {name: 'x'}) RETURN n",
       "merge create (#0:Person {name: 'x'})\n"
       "  unit\n"
       "  filter #0:Person, #0.name = 'x'\n"
       "    label scan #0 :Person\n"
       "      argument\n"},
      {"UNWIND [1] AS x FOREACH (y IN [x] | CREATE ({age: y}))",
       "empty result\n"
       "  for each\n"
       "    unwind [1] as #0\n"
       "      unit\n"
       "    create (#2 {age: #1})\n"
       "      unwind [#0] as #1\n"
       "        argument\n"},
  }));
  CAPTURE(query);
  CHECK(plan_text(query, false) == text);
}

TEST_CASE("plan: an index serves equality and ranges and prefixes and elements of lists", "[plan]") {
  const auto [query, text] = GENERATE(table<std::string, std::string>({
      {"MATCH (p:Person {name: $x}) RETURN p", "index seek #0 person_name = $x\n"},
      {"MATCH (p:Person) WITH p WHERE p.name = $x RETURN p", "index seek #0 person_name = $x\n"},
      {"MATCH (p:Person) WHERE p.age > 3 AND p.age <= 9 RETURN p",
       "filter #0.age > 3, #0.age <= 9\n  index range #0 person_age > 3 <= 9\n"},
      {"MATCH (p:Person) WHERE p.name STARTS WITH 'Vol' RETURN p",
       "filter #0.name STARTS WITH 'Vol'\n  index range #0 person_name starts with 'Vol'\n"},
      {"MATCH (p:Person) WHERE $x IN p.aliases RETURN p",
       "filter $x IN #0.aliases\n  index seek #0 person_alias = $x\n"},
      {"MATCH (p:Person) WHERE any(a IN p.aliases WHERE a = $x) RETURN p",
       "filter any(#1 IN #0.aliases WHERE #1 = $x)\n  index seek #0 person_alias = $x\n"},
      {"MATCH (p:Person) WHERE p.name IN ['a', 'b'] RETURN p",
       "filter #0.name IN ['a', 'b']\n"
       "  index seek #0 person_name = #1\n"
       "    distinct #1\n"
       "      unwind ['a', 'b'] as #1\n"
       "        unit\n"},
      {"MATCH (p {name: $x}) RETURN p", "filter #0.name = $x\n  all nodes scan #0\n"},
      {"MATCH ()-[r:FACT {key: $k}]->() RETURN r", "project keep #2\n  edge index seek #0 -[#2]-> #1 fact_key = $k\n"},
      {"UNWIND $names AS n MATCH (p:Person {name: n}) RETURN p",
       "project keep #1\n  index seek #1 person_name = #0\n    unwind $names as #0\n      unit\n"},
  }));
  CAPTURE(query);
  CHECK(plan_text(query, true) == text);
}

TEST_CASE("plan: a pattern starts where the fewest rows are", "[plan]") {
  const auto [query, text] = GENERATE(table<std::string, std::string>({
      {"MATCH (a)-[:MET]->(p:Person {name: $x}) RETURN a",
       "project keep #0\n  expand #1 <-[:MET]- #0\n    index seek #1 person_name = $x\n"},
      {"MATCH (a:Person)-[r:MET]->(e:Event) RETURN r",
       "project keep #2\n  filter #0:Person\n    expand #1 <-[#2 :MET]- #0\n      label scan #1 :Event\n"},
      {"MATCH (a)-[:MET*1..3]->(p:Person {name: $x}) RETURN a",
       "project keep #0\n  expand #1 <-[:MET *1..3]- #0 reversed\n    index seek #1 person_name = $x\n"},
      {"MATCH ()-[r]->() WITH r LIMIT 1 MATCH (a)<-[r]-(b) RETURN a, b",
       "project keep #3 #4\n"
       "  expand #3 <-[#2!]- #4\n"
       "    unwind [endNode(#2)] as #3\n"
       "      limit 1\n"
       "        project keep #2\n"
       "          edge scan #0 -[#2]-> #1\n"},
      {"MATCH p = shortestPath((a:Person {name: $x})-[:MET*]-(b:Person {name: $y})) RETURN p",
       "project keep #3\n"
       "  shortest path #0 -[:MET *1..]- #1 as #3\n"
       "    index seek #1 person_name = $y\n"
       "      index seek #0 person_name = $x\n"},
  }));
  CAPTURE(query);
  CHECK(plan_text(query, true) == text);
}

TEST_CASE("plan: conditions that can fail are not tried on more rows than were asked for", "[plan]") {
  CHECK(plan_text("MATCH (a:Event)-[:MET]->(b) WHERE b.age = 1 AND 1 / a.age > 0 AND a.name = 'x' RETURN b", true) ==
        "project keep #1\n"
        "  filter (1 / #0.age) > 0\n"
        "    filter #1.age = 1\n"
        "      expand #0 -[:MET]-> #1\n"
        "        filter #0.name = 'x'\n"
        "          label scan #0 :Event\n");
  CHECK(plan_text("MATCH (a:Event) WITH a, 1 / a.age AS x WHERE a.name = 'y' AND x > 1 RETURN a", true) ==
        "project keep #0\n"
        "  filter #0.name = 'y', #1 > 1\n"
        "    project 1 / #0.age as #1 keep #0\n"
        "      label scan #0 :Event\n");
}

TEST_CASE("plan: sorting under a limit keeps the first rows only", "[plan]") {
  CHECK(plan_text("MATCH (a:Event) RETURN a.name AS n ORDER BY n SKIP 2 LIMIT 3", true) ==
        "project keep #1\n"
        "  limit 3\n"
        "    skip 2\n"
        "      sort #1 top 5\n"
        "        project #0.name as #1\n"
        "          label scan #0 :Event\n");
}

TEST_CASE("plan: a last hop that is only counted stays unflat", "[plan]") {
  CHECK(plan_text("MATCH (a:Event)-[:MET]->(b) RETURN a, count(*)", true) ==
        "aggregate count(*) as #3 by #0 as #0\n"
        "  expand #0 -[:MET]-> #1 unflat\n"
        "    label scan #0 :Event\n");
  CHECK(plan_text("MATCH (a:Event)-->(b)-->(c) RETURN count(*)", true) ==
        "aggregate count(*) as #5\n"
        "  expand #1 -[]-> #3 unflat apart from #2\n"
        "    expand #0 -[#2]-> #1\n"
        "      label scan #0 :Event\n");
  CHECK(plan_text("MATCH (a:Event)-[:MET]->(b) RETURN count(DISTINCT b)", true) ==
        "aggregate count(DISTINCT #1) as #3\n"
        "  expand #0 -[:MET]-> #1\n"
        "    label scan #0 :Event\n");
}

TEST_CASE("plan: edges of one clause differ and those of two need not", "[plan]") {
  CHECK(plan_text("MATCH (a:Event)-->(b)-->(c) RETURN c", true) ==
        "project keep #3\n"
        "  expand #1 -[]-> #3 apart from #2\n"
        "    expand #0 -[#2]-> #1\n"
        "      label scan #0 :Event\n");
  CHECK(plan_text("MATCH (a:Event)-->(b) MATCH (b)-->(c) RETURN c", true) ==
        "project keep #3\n"
        "  expand #1 -[]-> #3\n"
        "    expand #0 -[]-> #1\n"
        "      label scan #0 :Event\n");
  // No scan of edges compares them with others, so what may coincide is expanded.
  CHECK(plan_text("MATCH ()-[r:MET]->(), ()-[s:MET]->() RETURN s", true) ==
        "project keep #5\n"
        "  expand #3 -[#5 :MET]-> #4 apart from #2\n"
        "    all nodes scan #3\n"
        "      edge scan #0 -[#2 :MET]-> #1\n");
  CHECK(plan_text("MATCH ()-[r:MET]->(), ()-[s:FACT]->() RETURN s", true) ==
        "project keep #5\n"
        "  edge scan #3 -[#5 :FACT]-> #4\n"
        "    edge scan #0 -[:MET]-> #1\n");
}
