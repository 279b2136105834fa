// Which literals are lifted out of a statement, and that what is left tells apart what must be.
#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "query/syntax/lift.h"
#include "query/syntax/parser.h"

using namespace kith;
using namespace kith::syntax;

namespace {

std::string shown(std::string text) {
  for (char& c : text)
    if (c == '\x01') c = '?';
  return text;
}

/// The text after lifting, with ? before each kind, and behind it the values.
std::string lifted(std::string_view text) {
  auto statement = parse(text);
  if (!statement) return statement.error().to_text();
  const auto tokens = literal_tokens(text);
  if (!tokens) return "no tokens";
  const auto found = lift_literals(*statement, *tokens);
  std::string out;
  append_lifted(out, text, *tokens, found);
  out = shown(std::move(out));
  for (const LiftedLiteral& literal : found)
    out += " | " + literal_value(text, (*tokens)[literal.token], literal.negative)->to_text();
  return out;
}

std::string shape(std::string_view text) {
  std::string out;
  append_shape(out, text, *literal_tokens(text));
  return shown(std::move(out));
}

}  // namespace

TEST_CASE("lift: scalars beside properties are lifted", "[syntax][lift]") {
  const auto [text, wanted] = GENERATE(table<const char*, const char*>({
      {"MATCH (n {a: 1, b: 'x', c: 1.5}) FINISH", "MATCH (n {a: ?i, b: ?s, c: ?f}) FINISH | 1 | 'x' | 1.5"},
      {"MATCH (n) WHERE n.a = 1 FINISH", "MATCH (n) WHERE n.a = ?i FINISH | 1"},
      {"MATCH (n) WHERE 1 < n.a <= 30 FINISH", "MATCH (n) WHERE ?i < n.a <= ?i FINISH | 1 | 30"},
      {"MATCH (n) WHERE NOT (n.a <> 'x' OR n.b > 2.5 XOR n.c = 0x1F) FINISH",
       "MATCH (n) WHERE NOT (n.a <> ?s OR n.b > ?f XOR n.c = ?i) FINISH | 'x' | 2.5 | 31"},
      {"MATCH (n) WHERE n.a STARTS WITH 'V' AND n.b ENDS WITH \"y\" AND n.c CONTAINS '' FINISH",
       "MATCH (n) WHERE n.a STARTS WITH ?s AND n.b ENDS WITH ?s AND n.c CONTAINS ?s FINISH | 'V' | 'y' | ''"},
      {"MATCH (n WHERE n.a = 1)-[r:T {b: 2} WHERE r.c = 3]->() FINISH",
       "MATCH (n WHERE n.a = ?i)-[r:T {b: ?i} WHERE r.c = ?i]->() FINISH | 1 | 2 | 3"},
      {"MATCH ((a {x: 1})-[:T]->(b)){2,3} FINISH", "MATCH ((a {x: ?i})-[:T]->(b)){2,3} FINISH | 1"},
      {"MATCH (n) WHERE EXISTS { (n)-->({a: 1}) } AND (n)-[:T]->({b: 2}) FINISH",
       "MATCH (n) WHERE EXISTS { (n)-->({a: ?i}) } AND (n)-[:T]->({b: ?i}) FINISH | 1 | 2"},
      {"CREATE (:P {a: 1})-[:T {b: 'x'}]->(:P)", "CREATE (:P {a: ?i})-[:T {b: ?s}]->(:P) | 1 | 'x'"},
      {"MERGE (n {a: 1}) ON CREATE SET n.b = 2 ON MATCH SET n += {c: 3}",
       "MERGE (n {a: ?i}) ON CREATE SET n.b = ?i ON MATCH SET n += {c: ?i} | 1 | 2 | 3"},
      {"MATCH (n) SET n.a = 1, n = {b: 2}", "MATCH (n) SET n.a = ?i, n = {b: ?i} | 1 | 2"},
      {"MATCH (n) FOREACH (x IN [1, 2] | SET n.a = 3)", "MATCH (n) FOREACH (x IN [1, 2] | SET n.a = ?i) | 3"},
      {"CALL () { MATCH (n {a: 1}) RETURN n } RETURN 2 AS two",
       "CALL () { MATCH (n {a: ?i}) RETURN n } RETURN 2 AS two | 1"},
      {"MATCH (n {a: 1}) RETURN n UNION MATCH (n {a: 2}) RETURN n",
       "MATCH (n {a: ?i}) RETURN n UNION MATCH (n {a: ?i}) RETURN n | 1 | 2"},
      {"MATCH (n) FILTER n.a = 1 FINISH", "MATCH (n) FILTER n.a = ?i FINISH | 1"},
      {"MATCH (n {a: 1}) RETURN n NEXT MATCH (m {a: 2}) FINISH",
       "MATCH (n {a: ?i}) RETURN n NEXT MATCH (m {a: ?i}) FINISH | 1 | 2"},
  }));
  CHECK(lifted(text) == wanted);
}

TEST_CASE("lift: a sign belongs to the value and stays in the text", "[syntax][lift]") {
  CHECK(lifted("MATCH (n {a: -1}) FINISH") == "MATCH (n {a: -?i}) FINISH | -1");
  CHECK(lifted("MATCH (n {a: - /* 2 */ 1.5}) FINISH") == "MATCH (n {a: - /* 2 */ ?f}) FINISH | -1.5");
  CHECK(lifted("MATCH (n) WHERE n.a = (-1) FINISH") == "MATCH (n) WHERE n.a = (-?i) FINISH | -1");
  CHECK(lifted("MATCH (n {a: -9223372036854775808}) FINISH") == "MATCH (n {a: -?i}) FINISH | -9223372036854775808");
  // These are operations on a literal.
  CHECK(lifted("MATCH (n) WHERE n.a = -(1) FINISH") == "MATCH (n) WHERE n.a = -(1) FINISH");
  CHECK(lifted("MATCH (n) WHERE n.a = - -1 FINISH") == "MATCH (n) WHERE n.a = - -1 FINISH");
  CHECK(lifted("MATCH (n) WHERE n.a = +1 FINISH") == "MATCH (n) WHERE n.a = +1 FINISH");
  CHECK(lifted("MATCH (n) WHERE n.a -1 = n.b FINISH") == "MATCH (n) WHERE n.a -1 = n.b FINISH");
}

TEST_CASE("lift: what a statement's meaning may hang on stays", "[syntax][lift]") {
  const char* text = GENERATE(
      "RETURN 1", "MATCH (n) RETURN n.a = 3", "MATCH (n) WITH n.a = 3 AS x, count(*) AS c WHERE n.a = 3 RETURN x",
      "MATCH (n) RETURN n ORDER BY n.a = 3 SKIP 1 LIMIT 2", "MATCH (n) RETURN COUNT { (n)-->({a: 1}) }",
      "MATCH (n) RETURN [(n)-->(m {a: 1}) WHERE m.b = 2 | 3]", "MATCH (a)-[*1..3]->(b)-[:T]->{2,4}(c) FINISH",
      "MATCH (n) WHERE n.a IN [1, 2] FINISH", "MATCH (n) WHERE n.a[0] = n.b FINISH",
      "MATCH (n {a: [1], b: {c: 2}, d: 1 + 2, e: true, f: null}) FINISH",
      "MATCH (n) WHERE substring(n.a, 1) = 'x' FINISH", "MATCH (n) WHERE n.a =~ 'x.*' FINISH",
      "MATCH (n) WHERE 1 = 1 FINISH", "MATCH (n) WHERE n.a = 1 + 2 FINISH", "MATCH (n) WHERE n.a = null FINISH",
      "MATCH (n) WHERE CASE WHEN n.a = 1 THEN true ELSE false END FINISH", "UNWIND [{a: 1}] AS x FINISH",
      "MATCH p = SHORTEST 2 (a)-->+(b) FINISH", "MATCH (n) SET n:$('A'), n['k'] = n.a", "LET x = 1 FINISH",
      "CALL db.labels() YIELD label WHERE label = 'A' RETURN 1 AS one", "EXPLAIN MATCH (n {a: 1}) RETURN n",
      "PROFILE MATCH (n {a: 1}) RETURN n", "CREATE INDEX i FOR (n:A) ON (n.b)",
      "LOAD CSV FROM 'file:///x' AS row FIELDTERMINATOR ';' FINISH");
  CHECK(lifted(text) == text);
}

TEST_CASE("lift: texts of one shape have the same literals lifted", "[syntax][lift]") {
  CHECK(shape("MATCH (n {a: 1}) RETURN 'x', 2.5") == "MATCH (n {a: ?i}) RETURN ?s, ?f");
  CHECK(shape("MATCH (n {a: 'it\\'s', b: \"2\"})") == "MATCH (n {a: ?s, b: ?s})");
  CHECK(shape("// 1 'a'\nRETURN `1`, $1 /* 2 */") == "// 1 'a'\nRETURN `1`, $1 /* 2 */");
  // A mark written by hand is no token, and inside of a string it belongs to the string.
  CHECK_FALSE(literal_tokens("MATCH (n {a: \x01i}) FINISH"));
  CHECK(literal_tokens("RETURN '\x01i'")->size() == 1);
  CHECK_FALSE(literal_tokens("RETURN 'open"));
}
