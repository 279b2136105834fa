// Faults: place, detail, words and hint; limits.
#include <catch2/catch.hpp>

#include "query/syntax/caret.h"
#include "query/syntax/parser.h"

using namespace kith;
using namespace kith::syntax;

namespace {

struct Fault {
  const char* text;
  const char* place;
  const char* detail;
  const char* hint = "";
};

void check_fault(const Fault& f) {
  INFO(f.text);
  const auto statement = parse(f.text);
  REQUIRE_FALSE(statement.is_ok());
  const Error& error = statement.error();
  INFO(error.to_text());
  CHECK(error.code == ErrorCode::kSyntax);
  CHECK(error.phase == Phase::kCompileTime);
  CHECK(error.detail == f.detail);
  REQUIRE(error.span.has_value());
  CHECK(std::to_string(error.span->line) + ":" + std::to_string(error.span->column) == f.place);
  CHECK(error.hint == f.hint);
}

std::string repeated(const std::string& part, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += part;
  return text;
}

// "ok", or the detail of the error.
std::string outcome(const std::string& text) {
  const auto statement = parse(text);
  return statement ? "ok" : statement.error().detail;
}

}  // namespace

TEST_CASE("faults: a token without a place is told where it is", "[syntax]") {
  check_fault(GENERATE(values<Fault>({
      {"", "1:1", "UnexpectedSyntax"},
      {"MATCH (n RETURN n", "1:10", "UnexpectedSyntax"},
      {"MATCH (n)\nWHERE RETURN n", "2:7", "UnexpectedSyntax"},
      {"RETURN (1", "1:10", "UnexpectedSyntax"},
      {"RETURN [1, 2", "1:13", "UnexpectedSyntax"},
      {"RETURN {1}", "1:9", "UnexpectedSyntax"},
      {"RETURN {a.b: 1}", "1:10", "UnexpectedSyntax"},
      {"RETURN {1B2c3e67: 1}", "1:9", "UnexpectedSyntax"},
      {"RETURN 1 2", "1:10", "UnexpectedSyntax"},
      {"RETURN 1; RETURN 2", "1:11", "UnexpectedSyntax"},
      {"RETURN 'é' )", "1:12", "UnexpectedSyntax"},
      {"RETURN 'abc", "1:8", "UnexpectedSyntax"},
      {"MATCH (n RETURN 'abc", "1:10", "UnexpectedSyntax"},
      {"CREATE (n) SET n.x += 1", "1:20", "UnexpectedSyntax"},
      {"MATCH (n) SET n:A|B", "1:17", "UnexpectedSyntax"},
      {"MATCH (a) (b) RETURN a", "1:11", "UnexpectedSyntax"},
      {"MATCH (n:A|) RETURN n", "1:12", "UnexpectedSyntax"},
      {"RETURN CASE WHEN 1 THEN 2", "1:26", "UnexpectedSyntax"},
      {"RETURN reduce(a, x IN [1] | a)", "1:27", "UnexpectedSyntax"},
      {"RETURN 1 IS :: NUMERAL", "1:16", "UnexpectedSyntax"},
      {"RETURN 1 IS :: INTEGER NOT NULL | FLOAT", "1:16", "UnexpectedSyntax"},
      {"CREATE INDEX FOR (n:L) ON (m.a)", "1:28", "UndefinedVariable", "did you mean `n`?"},
      {"CREATE INDEX FOR (n:L) ON (n.a, n.a)", "1:35", "UnexpectedSyntax"},
      {"CREATE INDEX FOR (n:A|B) ON (n.a)", "1:22", "UnexpectedSyntax"},
      {"CREATE FULLTEXT INDEX FOR (n:A) ON [n.a]", "1:36", "UnexpectedSyntax"},
      {"CREATE FULLTEXT INDEX FOR (n:A) ON EACH (n.a)", "1:41", "UnexpectedSyntax"},
      {"CREATE CONSTRAINT FOR (n:L) REQUIRE (n.a, n.b) IS NOT NULL", "1:45", "UnexpectedSyntax"},
      {"CREATE CONSTRAINT FOR (n:L) REQUIRE n.a IS RELATIONSHIP KEY", "1:44", "UnexpectedSyntax"},
      {"MATCH p = SHORTEST 1.5 (a)-->(b) RETURN p", "1:20", "UnexpectedSyntax"},
      {"RETURN 1 IS :: NUMERAL", "1:16", "UnexpectedSyntax"},
      {"RETURN [1] IS :: LIST", "1:22", "UnexpectedSyntax"},
      {"RETURN 1 IS :: INTEGER NOT NULL | FLOAT", "1:16", "UnexpectedSyntax"},
      {"RETURN 1 IS :: ANY<INT | FLOAT> NOT NULL", "1:33", "UnexpectedSyntax"},
      {"RETURN n IS NOT A", "1:17", "UnexpectedSyntax"},
  })));
}

TEST_CASE("faults: literals", "[syntax]") {
  check_fault(GENERATE(values<Fault>({
      {"RETURN 9223372036854775808", "1:8", "IntegerOverflow"},
      {"RETURN 1 + -9223372036854775809", "1:12", "IntegerOverflow"},
      {"RETURN 12x", "1:8", "InvalidNumberLiteral"},
      {"RETURN 1.34E999", "1:8", "FloatingPointOverflow"},
      {"RETURN 'a\\u00'", "1:10", "InvalidUnicodeLiteral"},
      {"RETURN 42 — 41", "1:11", "InvalidUnicodeCharacter"},
      {"RETURN '\xFF'", "1:9", "InvalidUnicodeCharacter"},
  })));
}

TEST_CASE("faults: patterns", "[syntax]") {
  check_fault(GENERATE(values<Fault>({
      {"MATCH (a)-[:T..]->(b) RETURN a", "1:14", "InvalidRelationshipPattern"},
      {"MATCH (a)-[:T*-2]->(b) RETURN a", "1:15", "InvalidRelationshipPattern"},
      {"MATCH (a)-[:T*1.5]->(b) RETURN a", "1:15", "InvalidRelationshipPattern"},
      {"MATCH (n $p) RETURN n", "1:10", "InvalidParameterUse"},
      {"MERGE (n $p)", "1:10", "InvalidParameterUse"},
      {"CREATE (a)-->(b)", "1:11", "NoSingleRelationshipType"},
      {"CREATE (a)-[:A|B]->(b)", "1:11", "NoSingleRelationshipType"},
      {"CREATE (a)-[:A]-(b)", "1:11", "RequiresDirectedRelationship"},
      {"CREATE (a)<-[:A]->(b)", "1:11", "RequiresDirectedRelationship"},
      {"CREATE (a)-[:A*2]->(b)", "1:11", "CreatingVarLength"},
      {"MERGE (a)-[:A]->+(b)", "1:10", "CreatingVarLength"},
      {"CREATE (a:A|B)", "1:11", "UnexpectedSyntax"},
      {"CREATE (a WHERE a.x)", "1:17", "UnexpectedSyntax"},
      {"CREATE p = shortestPath((a)-[:T]->(b))", "1:8", "UnexpectedSyntax"},
      {"MATCH p = shortestPath((a)-->(b)-->(c)) RETURN p", "1:7", "UnexpectedSyntax"},
      {"MATCH (a)-[*2]->+(b) RETURN a", "1:17", "UnexpectedSyntax"},
      {"MATCH (a)-->{3,2}(b) RETURN a", "1:13", "UnexpectedSyntax"},
      {"MATCH (x) (()-->+()){2} (y) RETURN x", "1:14", "UnexpectedSyntax"},
      {"MATCH (x) ((a)){2} (y) RETURN x", "1:11", "UnexpectedSyntax"},
      {"MATCH p = SHORTEST 1 (a)-->+(b), (c) RETURN p", "1:7", "UnexpectedSyntax"},
      {"MATCH (x) (p = (a)-->(b)){2} (y) RETURN x", "1:12", "UnexpectedSyntax"},
      {"MATCH ((a)-->(b)){0,2} RETURN a", "1:7", "UnexpectedSyntax"},
      {"MATCH REPEATABLE ELEMENTS (a)-->+(b) RETURN a", "1:33", "UnexpectedSyntax"},
      {"MATCH (a) RETURN size((a)-->())", "1:23", "UnexpectedSyntax"},
      {"MATCH (a) WITH (a)-[]->() AS x RETURN x", "1:16", "UnexpectedSyntax"},
      {"MATCH (a) WHERE (a)-->() = true RETURN a", "1:17", "UnexpectedSyntax"},
      {"MATCH (n:A:B|C) RETURN n", "1:10", "UnexpectedSyntax"},
      {"MATCH (n:A&B:C) RETURN n", "1:13", "UnexpectedSyntax"},
      {"MATCH (n:A:!B) RETURN n", "1:10", "UnexpectedSyntax"},
      {"RETURN n:A&(B:C)", "1:12", "UnexpectedSyntax"},
      {"MATCH ()-[r:R:S]->() RETURN r", "1:13", "UnexpectedSyntax"},
      {"MATCH ()-[r:!R*]->() RETURN r", "1:13", "UnexpectedSyntax"},
      {"MATCH ()-[r:R* WHERE r.w > 1]->() RETURN r", "1:22", "UnexpectedSyntax"},
  })));
}

TEST_CASE("faults: clauses out of place", "[syntax]") {
  check_fault(GENERATE(values<Fault>({
      {"RETURN 1 RETURN 2", "1:1", "InvalidClauseComposition"},
      {"RETURN 1 AS a UNION RETURN 2 AS a UNION ALL RETURN 3 AS a", "1:35", "InvalidClauseComposition"},
      {"MATCH (n)", "1:1", "InvalidClauseComposition"},
      {"UNWIND [1] AS x WITH x", "1:17", "InvalidClauseComposition"},
      {"MATCH (n) WHERE EXISTS { MATCH (n) SET n.x = 1 } RETURN n", "1:36", "InvalidClauseComposition"},
      {"MATCH (n) RETURN COLLECT { MATCH (n) }", "1:28", "InvalidClauseComposition"},
      {"FOREACH (x IN [1] | MATCH (n) SET n.x = x)", "1:21", "InvalidClauseComposition"},
      {"MATCH (n) SHOW INDEXES", "1:11", "InvalidClauseComposition"},
      {"CALL a.b YIELD c RETURN c", "1:6", "InvalidArgumentPassingMode"},
      {"CALL a.b() YIELD * RETURN 1", "1:12", "UnexpectedSyntax"},
  })));
}

TEST_CASE("faults: a misspelt keyword is suggested", "[syntax]") {
  check_fault(GENERATE(values<Fault>({
      {"MTACH (n) RETURN n", "1:1", "UnexpectedSyntax", "did you mean `MATCH`?"},
      {"MATCH (n) RETRUN n", "1:11", "UnexpectedSyntax", "did you mean `RETURN`?"},
      {"MATCH (n) WEHRE n.x RETURN n", "1:11", "UnexpectedSyntax", "did you mean `WHERE`?"},
      {"MATCH (n) RETURN n ORDR BY n", "1:20", "UnexpectedSyntax", "did you mean `ORDER`?"},
      {"MATCH (n) RETURN DISTICT n", "1:26", "UnexpectedSyntax", "did you mean `DISTINCT`?"},
      {"MATCH (n) RETURN n LIMT 1", "1:20", "UnexpectedSyntax", "did you mean `LIMIT`?"},
      {"OPTINAL MATCH (n) RETURN n", "1:1", "UnexpectedSyntax", "did you mean `OPTIONAL`?"},
      {"MATCH (n) WHERE n.x STRATS WITH 'a' RETURN n", "1:21", "UnexpectedSyntax", "did you mean `STARTS`?"},
      {"UNWIND [1] AS x DETATCH DELETE x", "1:17", "UnexpectedSyntax", "did you mean `DETACH`?"},
      {"MATCH (n) xyzzy RETURN n", "1:11", "UnexpectedSyntax", ""},
  })));
}

TEST_CASE("faults: messages name the text and what was expected", "[syntax]") {
  const auto message = [](const char* text) { return parse(text).status().error().to_text(); };
  CHECK(message("MATCH (n RETURN n") == "SyntaxError: unexpected `RETURN`, expected `:`, `{`, WHERE or `)` at 1:10");
  CHECK(message("RETURN (1") == "SyntaxError: unexpected end of the statement, expected `)` at 1:10");
  CHECK(message("MTACH (n) RETURN n") ==
        "SyntaxError: unexpected `MTACH`, expected a clause such as MATCH, CREATE or RETURN at 1:1; did you mean "
        "`MATCH`?");
  CHECK(message("RETURN 9223372036854775808") == "SyntaxError: `9223372036854775808` does not fit in 64 bits at 1:8");
}

TEST_CASE("limits: nesting of every kind ends at a limit by name", "[syntax]") {
  struct Nest {
    const char* before;
    const char* middle;
    const char* after;
  };

  const auto n = GENERATE(values<Nest>({
      {"(", "1", ")"},
      {"[", "1", "]"},
      {"{a: ", "1", "}"},
      {"NOT ", "true", ""},
      {"- ", "x", ""},
      {"+", "x", ""},
      {"f(", "1", ")"},
      {"x[", "1", "]"},
      {"[x IN ", "y", "]"},
      {"[x IN y | ", "1", "]"},
      {"CASE WHEN true THEN ", "1", " END"},
      {"CASE ", "x", " WHEN 1 THEN 1 END"},
      {"all(x IN ", "y", " WHERE true)"},
      {"reduce(a = 0, x IN y | ", "1", ")"},
      {"EXISTS { MATCH (n) WHERE ", "true", " RETURN 1 }"},
      {"COUNT { (n) WHERE ", "true", " }"},
      {"COLLECT { RETURN ", "1", " AS x }"},
      {"n {a: ", "1", "}"},
      {"[(n {x: ", "1", "})-->() | 1]"},
      {"1 + (", "1", ")"},
      {"2 ^ (", "1", ")"},
      {"n:$(", "'x'", ")"},
  }));
  INFO(n.before);
  const auto nested = [&](int depth) {
    return "WITH 1 AS n, 1 AS x, 1 AS y RETURN " + repeated(n.before, depth) + n.middle + repeated(n.after, depth) +
           " AS r";
  };
  CHECK(outcome(nested(120)) == "ok");
  CHECK(outcome(nested(501)) == "NestingLimit");
  CHECK(outcome(nested(100000)) == "NestingLimit");
}

TEST_CASE("limits: brackets nest to the limit and no further", "[syntax]") {
  CHECK(outcome("RETURN " + repeated("(", kNestingMax) + "1" + repeated(")", kNestingMax)) == "ok");
  CHECK(outcome("RETURN " + repeated("(", kNestingMax + 1) + "1" + repeated(")", kNestingMax + 1)) == "NestingLimit");
  CHECK(outcome("RETURN " + repeated("[", kNestingMax) + repeated("]", kNestingMax)) == "ok");
  CHECK(outcome("RETURN " + repeated("[", kNestingMax + 1) + repeated("]", kNestingMax + 1)) == "NestingLimit");
}

TEST_CASE("limits: nesting of clauses patterns and types too", "[syntax]") {
  CHECK(outcome(repeated("CALL { ", 100) + "RETURN 1 AS x" + repeated(" } RETURN x", 100)) == "ok");
  CHECK(outcome(repeated("CALL { ", 100000)) == "NestingLimit");
  CHECK(outcome(repeated("FOREACH (x IN y | ", 100) + "CREATE ()" + repeated(")", 100)) == "ok");
  CHECK(outcome(repeated("FOREACH (x IN y | ", 100000)) == "NestingLimit");
  CHECK(outcome("MATCH " + repeated("(", 100000)) == "NestingLimit");
  CHECK(outcome("MATCH (n:" + repeated("!", 100000)) == "NestingLimit");
  CHECK(outcome("MATCH (n:" + repeated("(", 100000)) == "NestingLimit");
  CHECK(outcome("RETURN 1 IS :: " + repeated("LIST<", 100000)) == "NestingLimit");
  CHECK(outcome("RETURN 1 IS :: INT" + repeated(" LIST", 100000)) == "NestingLimit");
}

TEST_CASE("limits: a tree that is deep without brackets is refused and a flat one is not", "[syntax]") {
  CHECK(outcome("RETURN 1" + repeated(" + 1", 400)) == "ok");
  CHECK(outcome("RETURN 1" + repeated(" + 1", 100000)) == "NestingLimit");
  CHECK(outcome("RETURN a" + repeated(".b", 100000)) == "NestingLimit");
  CHECK(outcome("RETURN a" + repeated("[0]", 100000)) == "NestingLimit");
  CHECK(outcome("RETURN a" + repeated(" IS NULL", 100000)) == "NestingLimit");
  // Depth adds up across what a subquery holds.
  CHECK(outcome("RETURN COUNT { (n) WHERE n.x = 1" + repeated(" + 1", 400) + " }" + repeated(" + 1", 400)) ==
        "NestingLimit");
  CHECK(outcome("RETURN true" + repeated(" OR false", 20000)) == "ok");
  CHECK(outcome("RETURN 1" + repeated(" < 2", 20000)) == "ok");
  CHECK(outcome("RETURN [1" + repeated(", 1", 20000) + "]") == "ok");
  CHECK(outcome("CREATE ()" + repeated(" CREATE ()", 5000)) == "ok");
  CHECK(outcome("MATCH ()" + repeated("-->()", 5000) + " RETURN 1") == "ok");
}

TEST_CASE("limits: a nesting error has a code and a place", "[syntax]") {
  const auto statement = parse("RETURN " + repeated("(", 600));
  REQUIRE_FALSE(statement.is_ok());
  CHECK(statement.error().code == ErrorCode::kLimit);
  CHECK(statement.error().span->line == 1);
  CHECK(statement.error().span->column > 500);
}

TEST_CASE("limits: a statement longer than its limit is refused unread", "[syntax]") {
  const std::string longest = "RETURN 1 //" + std::string(kStatementMaxBytes - 11, 'x');
  CHECK(outcome(longest) == "ok");
  const auto statement = parse(longest + "x");
  REQUIRE_FALSE(statement.is_ok());
  CHECK(statement.error().code == ErrorCode::kLimit);
  CHECK(statement.error().detail == "StatementLimit");
}

TEST_CASE("caret: the line of the fault is drawn with carets under it", "[syntax]") {
  const auto drawn = [](std::string_view text) {
    const auto statement = parse(text);
    REQUIRE_FALSE(statement.is_ok());
    return caret_text(text, *statement.error().span);
  };
  CHECK(drawn("MATCH (n RETURN n") == "MATCH (n RETURN n\n         ^^^^^^");
  CHECK(drawn("MATCH (n)\n\tRETRUN n\nLIMIT 1") == "\tRETRUN n\n\t^^^^^^");
  CHECK(drawn("RETURN 'é', '日本' 5\r\n") == "RETURN 'é', '日本' 5\n                   ^");
  CHECK(drawn("RETURN (1") == "RETURN (1\n         ^");
  CHECK(drawn("RETURN (1\n") == "\n^");
  CHECK(drawn("RETURN 'e\xCC\x81' 5") == "RETURN 'e\xCC\x81' 5\n           ^");
  CHECK(drawn("RETURN '\xFF'") == "RETURN '?'\n        ^");
}

TEST_CASE("caret: a span over several lines is marked in its first", "[syntax]") {
  CHECK(caret_text("RETURN [1,\n2]", {7, 6, 1, 8}) == "RETURN [1,\n       ^^^");
  CHECK(caret_text("", {0, 0, 1, 1}) == "\n^");
}

TEST_CASE("caret: a very long line is cut around the fault", "[syntax]") {
  const std::string text = "RETURN '" + std::string(1000, 'x') + "' ) + '" + std::string(1000, 'y') + "'";
  const auto statement = parse(text);
  REQUIRE_FALSE(statement.is_ok());
  const std::string drawn = caret_text(text, *statement.error().span);
  const std::size_t newline = drawn.find('\n');
  CHECK(drawn.substr(0, newline) == "…" + std::string(58, 'x') + "' ) + '" + std::string(55, 'y') + "…");
  CHECK(drawn.substr(newline + 1) == std::string(61, ' ') + "^");
}
