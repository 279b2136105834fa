// Statements: text -> canonical text of the tree, which must read back as the same tree.
#include "query/syntax/parser.h"

#include <catch2/catch.hpp>

#include "query/syntax/printer.h"

using namespace kith;
using namespace kith::syntax;

namespace {

struct Case {
  const char* text;
  const char* canonical;
};

void check_statement(const Case& c) {
  INFO(c.text);
  const auto statement = parse(c.text);
  if (!statement) FAIL(statement.error().to_text());
  CHECK(to_text(*statement) == c.canonical);
  const auto again = parse(c.canonical);
  if (!again) FAIL(again.error().to_text());
  CHECK(*again == *statement);
}

const Query& query_of(const Statement& statement) { return std::get<Query>(statement.body); }

}  // namespace

TEST_CASE("parser: clauses of GQL and queries made of queries", "[syntax]") {
  check_statement(GENERATE(values<Case>({
      {"insert (:A&B {x:1})-[:T]->() finish", "INSERT (:A&B {x: 1})-[:T]->() FINISH"},
      {"let x=1,y=2 filter where x>y return x", "LET x = 1, y = 2 FILTER x > y RETURN x"},
      {"FOR x IN [1] WITH ORDINALITY i RETURN i", "FOR x IN [1] WITH ORDINALITY i RETURN i"},
      {"FOR x IN [1] WITH OFFSET `limit` RETURN x", "FOR x IN [1] WITH OFFSET `limit` RETURN x"},
      {"FOR x IN [1] WITH offset RETURN offset", "FOR x IN [1] WITH `offset` RETURN `offset`"},
      {"MATCH (n) OFFSET 1 LIMIT 2 ORDER BY n.x DESC RETURN n",
       "MATCH (n) SKIP 1 LIMIT 2 ORDER BY n.x DESC RETURN n"},
      {"RETURN count(*) AS n GROUP BY () ORDER BY n", "RETURN count(*) AS n GROUP BY () ORDER BY n"},
      {"WITH x AS y GROUP BY all RETURN 1", "WITH x AS y GROUP BY ALL RETURN 1"},
      {"WITH x AS y GROUP BY `all`, y.z RETURN 1", "WITH x AS y GROUP BY `all`, y.z RETURN 1"},
      {"RETURN 1 AS a NEXT RETURN a UNION RETURN 2 AS a NEXT RETURN a",
       "RETURN 1 AS a NEXT RETURN a UNION RETURN 2 AS a NEXT RETURN a"},
      {"{return 1 as a next return a} union all {when true then return 1 as a}",
       "{ RETURN 1 AS a NEXT RETURN a } UNION ALL { WHEN true THEN RETURN 1 AS a }"},
      {"WHEN a THEN RETURN 1 AS x WHEN b THEN { RETURN 2 AS x } ELSE RETURN 3 AS x",
       "WHEN a THEN RETURN 1 AS x WHEN b THEN { RETURN 2 AS x } ELSE RETURN 3 AS x"},
  })));
}

TEST_CASE("parser: reading clauses", "[syntax]") {
  check_statement(GENERATE(values<Case>({
      {"match (n) return n;", "MATCH (n) RETURN n"},
      {"MATCH (a), (b) WHERE a.x=b.x RETURN *", "MATCH (a), (b) WHERE a.x = b.x RETURN *"},
      {"OPTIONAL MATCH (a)-->() RETURN a", "OPTIONAL MATCH (a)-->() RETURN a"},
      {"MATCH REPEATABLE ELEMENTS (a)-->{2}(b) RETURN a", "MATCH REPEATABLE ELEMENTS (a)-->{2}(b) RETURN a"},
      {"UNWIND [1,2] AS x RETURN x", "UNWIND [1, 2] AS x RETURN x"},
      {"MATCH (n) WITH DISTINCT n, n.x AS y ORDER BY y DESC, n SKIP 1 LIMIT $l WHERE y > 2 RETURN y",
       "MATCH (n) WITH DISTINCT n, n.x AS y ORDER BY y DESC, n SKIP 1 LIMIT $l WHERE y > 2 RETURN y"},
      {"RETURN 1 AS a order by a ascending offset 2", "RETURN 1 AS a ORDER BY a SKIP 2"},
      {"WITH *, 1 AS one RETURN *", "WITH *, 1 AS one RETURN *"},
      {"RETURN 1 UNION ALL RETURN 2 UNION ALL RETURN 3", "RETURN 1 UNION ALL RETURN 2 UNION ALL RETURN 3"},
      {"RETURN 1 UNION DISTINCT RETURN 2", "RETURN 1 UNION RETURN 2"},
      {"CALL db.labels", "CALL db.labels"},
      {"CALL a.b(1, $x) YIELD c AS d, e WHERE e>1 RETURN d", "CALL a.b(1, $x) YIELD c AS d, e WHERE e > 1 RETURN d"},
      {"CALL a.b() YIELD *", "CALL a.b() YIELD *"},
      {"OPTIONAL CALL a.b() YIELD c RETURN c", "OPTIONAL CALL a.b() YIELD c RETURN c"},
      {"CALL a.b() YIELD -", "CALL a.b() YIELD -"},
      {"UNWIND [1] AS x CALL { WITH x RETURN x AS y UNION RETURN 2 AS y } RETURN y",
       "UNWIND [1] AS x CALL { WITH x RETURN x AS y UNION RETURN 2 AS y } RETURN y"},
      {"MATCH (a),(b) CALL (a,b) { CREATE (a)-[:T]->(b) } IN TRANSACTIONS OF 10 ROWS",
       "MATCH (a), (b) CALL (a, b) { CREATE (a)-[:T]->(b) } IN TRANSACTIONS OF 10 ROWS"},
      {"call (a) { create () } in 2 concurrent transactions on error break of 3 row report status as s return s",
       "CALL (a) { CREATE () } IN 2 CONCURRENT TRANSACTIONS OF 3 ROWS ON ERROR BREAK REPORT STATUS AS s RETURN s"},
      {"CALL () { CREATE () } IN CONCURRENT TRANSACTIONS ON ERROR FAIL",
       "CALL () { CREATE () } IN CONCURRENT TRANSACTIONS ON ERROR FAIL"},
      {"CALL (*) { RETURN 1 AS x } RETURN x", "CALL (*) { RETURN 1 AS x } RETURN x"},
      {"CALL () { RETURN 1 AS x } RETURN x", "CALL () { RETURN 1 AS x } RETURN x"},
      {"EXPLAIN MATCH (n) RETURN n", "EXPLAIN MATCH (n) RETURN n"},
      {"profile RETURN 1", "PROFILE RETURN 1"},
  })));
}

TEST_CASE("parser: updating clauses", "[syntax]") {
  check_statement(GENERATE(values<Case>({
      {"CREATE (a:A:B {x: 1})-[r:T $p]->(b), ()", "CREATE (a:A:B {x: 1})-[r:T $p]->(b), ()"},
      {"CREATE p=(:A&B)<-[:T]-() RETURN p", "CREATE p = (:A&B)<-[:T]-() RETURN p"},
      {"CREATE (n:$(label))-[:$('T')]->()", "CREATE (n:$(label))-[:$('T')]->()"},
      {"MERGE (a) ON MATCH SET a.x=1 ON CREATE SET a.y=2, a:C",
       "MERGE (a) ON MATCH SET a.x = 1 ON CREATE SET a.y = 2, a:C"},
      {"MERGE (a)-[:T]-(b)", "MERGE (a)-[:T]-(b)"},
      {"MATCH (n) SET n.x=1, n[k]=2, n={a:1}, n+=$p, n:A:B, (n).y = 3",
       "MATCH (n) SET n.x = 1, n[k] = 2, n = {a: 1}, n += $p, n:A:B, n.y = 3"},
      {"MATCH (n) SET n.a.b = 1", "MATCH (n) SET n.a.b = 1"},
      {"MATCH (n) SET (CASE WHEN n.x THEN n END).y = 1", "MATCH (n) SET CASE WHEN n.x THEN n END.y = 1"},
      {"MATCH (n) SET n IS A", "MATCH (n) SET n:A"},
      {"MATCH (n) REMOVE n.x, n[k], n:A:$(l)", "MATCH (n) REMOVE n.x, n[k], n:A:$(l)"},
      {"MATCH (n) DETACH DELETE n, n.x", "MATCH (n) DETACH DELETE n, n.x"},
      {"MATCH (n) NODETACH DELETE n", "MATCH (n) DELETE n"},
      {"MATCH (n) DELETE n:A", "MATCH (n) DELETE n:A"},
      {"FOREACH (x IN [1,2] | CREATE (:A {x: x}) SET y.z = x)",
       "FOREACH (x IN [1, 2] | CREATE (:A {x: x}) SET y.z = x)"},
      {"FOREACH (x IN a | FOREACH (y IN x | MERGE (:A {y: y})))",
       "FOREACH (x IN a | FOREACH (y IN x | MERGE (:A {y: y})))"},
  })));
}

TEST_CASE("parser: patterns", "[syntax]") {
  check_statement(GENERATE(values<Case>({
      {"MATCH (a)--(b)-->(c)<--(d)<-->(e) RETURN 1", "MATCH (a)--(b)-->(c)<--(d)<-->(e) RETURN 1"},
      {"MATCH (a)-[]-(b)-[]->(c) RETURN 1", "MATCH (a)--(b)-->(c) RETURN 1"},
      {"MATCH ()-[r:A|B|:C]->() RETURN r", "MATCH ()-[r:A|B|C]->() RETURN r"},
      {"MATCH ()-[*]-()-[*2]-()-[*1..3]-()-[*..3]-()-[*1..]-()-[*..]-() RETURN 1",
       "MATCH ()-[*]-()-[*2]-()-[*1..3]-()-[*..3]-()-[*1..]-()-[*]-() RETURN 1"},
      {"MATCH ()-[r:T*0..1 {x: 1}]->() RETURN r", "MATCH ()-[r:T*0..1 {x: 1}]->() RETURN r"},
      {"MATCH (n {x: 1}), ({y: 2}), (:A) RETURN n", "MATCH (n {x: 1}), ({y: 2}), (:A) RETURN n"},
      {"MATCH p = (a), q=(b)-->(c) RETURN p", "MATCH p = (a), q = (b)-->(c) RETURN p"},
      {"MATCH p = SHORTESTPATH((a)-[:T*..6]-(b)), allshortestpaths((c)-[*]->(d)) RETURN p",
       "MATCH p = shortestPath((a)-[:T*..6]-(b)), allShortestPaths((c)-[*]->(d)) RETURN p"},
      {"MATCH (n:A|B&!C), (m:!(A|B)), (o:%), (q IS A) RETURN n", "MATCH (n:A|B&!C), (m:!(A|B)), (o:%), (q:A) RETURN n"},
      {"MATCH (n:$any($l)), (m:$all(x)) RETURN n", "MATCH (n:$any($l)), (m:$(x)) RETURN n"},
      {"MATCH (n:A WHERE n.x>1)-[r WHERE r.y]->(WHERE true) RETURN n",
       "MATCH (n:A WHERE n.x > 1)-[r WHERE r.y]->(WHERE true) RETURN n"},
      {"MATCH (a)-[:T]->+(b)-->*(c)-->{2,}(d)-->{,3}(e)-->{2}(f) RETURN 1",
       "MATCH (a)-[:T]->+(b)-->*(c)-->{2,}(d)-->{0,3}(e)-->{2}(f) RETURN 1"},
      {"MATCH (a) ((b)-->(c) WHERE b.x){1,3} (d) RETURN a", "MATCH (a)((b)-->(c) WHERE b.x){1,3}(d) RETURN a"},
      {"MATCH ((a)-->(b))+ RETURN a", "MATCH ()((a)-->(b))+() RETURN a"},
      {"MATCH ((a)-->(b))+ ((c)-->(d))* RETURN a", "MATCH ()((a)-->(b))+()((c)-->(d))*() RETURN a"},
      {"MATCH p = SHORTEST 2 PATHS (a)-->+(b) RETURN p", "MATCH p = SHORTEST 2 (a)-->+(b) RETURN p"},
      {"MATCH SHORTEST 2 (p=(a)-->+(b) WHERE a.x > 1) RETURN p",
       "MATCH SHORTEST 2 (p = (a)-->+(b) WHERE a.x > 1) RETURN p"},
      {"MATCH p = SHORTEST 2 PATH GROUPS (a)-->+(b) RETURN p", "MATCH p = SHORTEST 2 GROUPS (a)-->+(b) RETURN p"},
      {"MATCH p = SHORTEST GROUP (a)-->+(b) RETURN p", "MATCH p = SHORTEST GROUPS (a)-->+(b) RETURN p"},
      {"MATCH ANY (a)-->+(b) RETURN a", "MATCH ANY (a)-->+(b) RETURN a"},
      {"MATCH ANY 3 ACYCLIC PATHS (a)-->+(b) RETURN a", "MATCH ANY 3 ACYCLIC (a)-->+(b) RETURN a"},
      {"MATCH ALL SHORTEST TRAIL (a)-->+(b) RETURN a", "MATCH ALL SHORTEST TRAIL (a)-->+(b) RETURN a"},
      {"MATCH (a)⟨—[r]—(b)–[]–⟩(c) RETURN r", "MATCH (a)<-[r]-(b)-->(c) RETURN r"},
      {"MATCH (`match` {`a b`: 1})-[:`T:U`]->(end) RETURN `match`, end",
       "MATCH (`match` {`a b`: 1})-[:`T:U`]->(end) RETURN `match`, end"},
  })));
}

TEST_CASE("parser: schema commands", "[syntax]") {
  check_statement(GENERATE(values<Case>({
      {"CREATE INDEX FOR (n:L) ON (n.a)", "CREATE INDEX FOR (n:L) ON (n.a)"},
      {"create index i if not exists for (n:L) on (n.a, n.b)", "CREATE INDEX i IF NOT EXISTS FOR (n:L) ON (n.a, n.b)"},
      {"CREATE RANGE INDEX i FOR ()-[r:T]-() ON (r.k)", "CREATE RANGE INDEX i FOR ()-[r:T]-() ON (r.k)"},
      {"CREATE INDEX FOR ()-[r:T]->() ON (r.k)", "CREATE INDEX FOR ()-[r:T]-() ON (r.k)"},
      {"CREATE INDEX i FOR (n:L) ON EACH (n.aliases)", "CREATE INDEX i FOR (n:L) ON EACH (n.aliases)"},
      {"create fulltext index i if not exists for (n:A|B) on each [n.a, n.b] options {language: 'none'}",
       "CREATE FULLTEXT INDEX i IF NOT EXISTS FOR (n:A|B) ON EACH [n.a, n.b] OPTIONS {language: 'none'}"},
      {"CREATE FULLTEXT INDEX FOR ()-[r:S|T]->() ON EACH [r.k]", "CREATE FULLTEXT INDEX FOR ()-[r:S|T]-() ON EACH [r.k]"},
      {"CREATE INDEX FOR (n:L) ON (n.a) OPTIONS {}", "CREATE INDEX FOR (n:L) ON (n.a) OPTIONS {}"},
      {"CREATE CONSTRAINT c IF NOT EXISTS FOR (n:L) REQUIRE n.k IS UNIQUE",
       "CREATE CONSTRAINT c IF NOT EXISTS FOR (n:L) REQUIRE (n.k) IS UNIQUE"},
      {"CREATE CONSTRAINT FOR (n:L) REQUIRE (n.a, n.b) IS NODE KEY",
       "CREATE CONSTRAINT FOR (n:L) REQUIRE (n.a, n.b) IS KEY"},
      {"CREATE CONSTRAINT FOR ()-[r:T]-() REQUIRE r.k IS RELATIONSHIP UNIQUE",
       "CREATE CONSTRAINT FOR ()-[r:T]-() REQUIRE (r.k) IS UNIQUE"},
      {"CREATE CONSTRAINT FOR (n:L) REQUIRE n.k IS NOT NULL", "CREATE CONSTRAINT FOR (n:L) REQUIRE (n.k) IS NOT NULL"},
      {"CREATE CONSTRAINT FOR (n:L) REQUIRE n.k IS :: INT | DATE",
       "CREATE CONSTRAINT FOR (n:L) REQUIRE (n.k) IS :: ANY<INTEGER | DATE>"},
      {"DROP INDEX i", "DROP INDEX i"},
      {"DROP CONSTRAINT `for` IF EXISTS", "DROP CONSTRAINT `for` IF EXISTS"},
      {"SHOW INDEXES", "SHOW INDEXES"},
      {"SHOW RANGE INDEX YIELD name, type AS t WHERE t = 'X' RETURN name",
       "SHOW RANGE INDEXES YIELD name, type AS t WHERE t = 'X' RETURN name"},
      {"SHOW CONSTRAINTS WHERE name = 'c'", "SHOW CONSTRAINTS WHERE name = 'c'"},
      {"show node property type constraint yield * order by name desc skip 1 limit 2 where name <> 'c'",
       "SHOW NODE PROPERTY TYPE CONSTRAINTS YIELD * ORDER BY name DESC SKIP 1 LIMIT 2 WHERE name <> 'c'"},
      {"SHOW BUILT IN FUNCTION YIELD name RETURN name", "SHOW BUILT IN FUNCTIONS YIELD name RETURN name"},
      {"SHOW PROCEDURES", "SHOW PROCEDURES"},
      {"load csv with headers from 'a.csv' as row fieldterminator ';' return row",
       "LOAD CSV WITH HEADERS FROM 'a.csv' AS row FIELDTERMINATOR ';' RETURN row"},
      {"LOAD CSV FROM $f + '.csv' AS row RETURN row", "LOAD CSV FROM $f + '.csv' AS row RETURN row"},
  })));
}

TEST_CASE("parser: a column keeps the text it was written as", "[syntax]") {
  const auto statement = parse("RETURN cOuNt( * ), 1+/* x */ 1 , ( 'é' ) AS a /* y */, n.`a b`");
  REQUIRE(statement.is_ok());
  const auto& result = std::get<ReturnClause>(query_of(*statement).parts[0].clauses[0]);
  REQUIRE(result.projection.items.size() == 4);
  CHECK(result.projection.items[0].text == "cOuNt( * )");
  CHECK(result.projection.items[1].text == "1+/* x */ 1");
  CHECK(result.projection.items[2].text == "( 'é' )");
  CHECK(result.projection.items[2].alias.text == "a");
  CHECK(result.projection.items[3].text == "n.`a b`");
}

TEST_CASE("parser: nodes of the tree have the span of their text", "[syntax]") {
  const std::string text = "MATCH (ä:B)\n  -[r]->(b) WHERE ä.x = 1 RETURN ä";
  const auto statement = parse(text);
  REQUIRE(statement.is_ok());
  const auto text_at = [&](const Place& span) { return text.substr(span.offset, span.length); };
  const auto& match = std::get<MatchClause>(query_of(*statement).parts[0].clauses[0]);
  CHECK(text_at(match.span) == "MATCH (ä:B)\n  -[r]->(b) WHERE ä.x = 1");
  CHECK(text_at(match.patterns[0].nodes[0].span) == "(ä:B)");
  CHECK(text_at(match.patterns[0].nodes[0].variable.span) == "ä");
  CHECK(text_at(match.patterns[0].edges[0].span) == "-[r]->");
  CHECK(match.patterns[0].edges[0].span.line == 2);
  CHECK(match.patterns[0].edges[0].span.column == 3);
  CHECK(text_at(match.where.span) == "ä.x = 1");
  CHECK(text_at(match.where.children[0].span) == "ä.x");
  CHECK(match.where.children[1].span.column == 25);
}

TEST_CASE("parser: trees compare by what they say", "[syntax]") {
  const auto a = parse("MATCH (n) WHERE n.x = 1 RETURN n");
  const auto b = parse("match (n)\n where (n.x)=1 return  n");
  const auto c = parse("MATCH (n) WHERE n.x = 2 RETURN n");
  REQUIRE((a.is_ok() && b.is_ok() && c.is_ok()));
  CHECK(*a == *b);
  CHECK_FALSE(*a == *c);
  Statement copy = *a;
  CHECK(copy == *a);
  std::get<MatchClause>(std::get<Query>(copy.body).parts[0].clauses[0]).where.children[1].value = Value(7);
  CHECK_FALSE(copy == *a);
}

TEST_CASE("parser: plain labels and alternatives are told from label expressions", "[syntax]") {
  const auto labels = [](const char* pattern) {
    const auto statement = parse(std::string("MATCH ") + pattern + " RETURN 1");
    REQUIRE(statement.is_ok());
    return *std::get<MatchClause>(query_of(*statement).parts[0].clauses[0]).patterns[0].nodes[0].labels;
  };
  REQUIRE(plain_labels(labels("(n:A:B)")).has_value());
  CHECK(plain_labels(labels("(n:A:B)"))->at(1).text == "B");
  CHECK(plain_labels(labels("(n:A&B)"))->size() == 2);
  CHECK(plain_labels(labels("(n:A)"))->at(0).text == "A");
  CHECK_FALSE(plain_labels(labels("(n:A|B)")).has_value());
  CHECK_FALSE(plain_labels(labels("(n:A&!B)")).has_value());
  CHECK(plain_alternatives(labels("(n:A|B)"))->at(0).text == "A");
  CHECK_FALSE(plain_alternatives(labels("(n:A&B)")).has_value());
  CHECK(is_label_set(labels("(n:A:B)")));
  CHECK_FALSE(is_label_set(labels("(n:%)")));
}
