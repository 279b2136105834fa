// The binder as tables: statement → bound text, and statement → error with its place.
#include <catch2/catch.hpp>

#include "query/semantic/binder.h"
#include "query/syntax/parser.h"
#include "semantic/names.h"

namespace {

using namespace kith;

struct Language {
  storage::Catalog catalog = tests::small_catalog();
  function::FunctionTable functions = tests::small_functions();
  function::ProcedureTable procedures = tests::small_procedures();
};

Result<semantic::BoundStatement> bound(const Language& language, const std::string& text,
                                       const Map* parameters = nullptr) {
  KITH_TRY(syntax::Statement statement, syntax::parse(text));
  return semantic::bind(statement, {language.catalog, language.functions, language.procedures, parameters});
}

std::string bound_text(const std::string& text) {
  const Language language;
  const auto result = bound(language, text);
  return result.is_ok() ? semantic::to_text(*result) : result.error().to_text();
}

/// "Code Detail line:column", or "ok".
std::string error_of(const std::string& text, const Map* parameters = nullptr) {
  const Language language;
  const auto result = bound(language, text, parameters);
  if (result.is_ok()) return "ok";
  const Error& error = result.error();
  CHECK(error.phase == Phase::kCompileTime);
  REQUIRE(error.span.has_value());
  return std::string(error_code_name(error.code)) + " " + error.detail + " " + std::to_string(error.span->line) + ":" +
         std::to_string(error.span->column);
}

}  // namespace

TEST_CASE("binder: names become slots and patterns become predicates", "[semantic]") {
  const auto [statement, text] = GENERATE(table<std::string, std::string>({
      {"MATCH (p:Person {name: $x})-[r:MET]->(q) RETURN q.name AS name ORDER BY name",
       "match #0, #1, #0 -[#2 :MET]-> #1 where #0:Person and #0.name = $x\n"
       "project #1.name as #3 keep #3 order by #3\n"
       "return #3 `name`\n"},
      {"MATCH (a)--(a) RETURN a", "match #0, #0 -[#1]- #0\nproject keep #0\nreturn #0 `a`\n"},
      {"MATCH (a) MATCH (a)<-[*2..3]-(b) RETURN *",
       "match #0\nmatch #0!, #1, #0 <-[#2 *2..3]- #1\nproject keep #0 #1\nreturn #0 `a`, #1 `b`\n"},
      {"MATCH p = (a)-[r]->() RETURN length(p)",
       "match #0, #1, #0 -[#2]-> #1 with path(#0, #2, #1) as #3\n"
       "project length(#3) as #4 keep #4\nreturn #4 `length(p)`\n"},
      {"OPTIONAL MATCH (a) WITH a MATCH (a) RETURN a",
       "optional match #0\nproject keep #0\nmatch #0! where #0 IS NOT NULL\nproject keep #0\nreturn #0 `a`\n"},
      {"UNWIND [1, 2] AS x RETURN x + 1 AS y", "unwind [1, 2] as #0\nproject #0 + 1 as #1 keep #1\nreturn #1 `y`\n"},
      {"RETURN 1 AS a UNION ALL RETURN 2 AS a",
       "project 1 as #0 keep #0\ncolumns #0 `a`\nunion all\nproject 2 as #1 keep #1\ncolumns #1 `a`\nreturn #2 `a`\n"},
      {"MATCH (n) WHERE 1 < n.age <= 30 AND (n)-->() RETURN n",
       "match #0 where 1 < #0.age and #0.age <= 30 and EXISTS {match #0!, #1, #0 -[#2]-> #1;}\n"
       "project keep #0\nreturn #0 `n`\n"},
      {"MATCH ()-[r]->() RETURN evidence(r)[0].quote AS q, size(evidence(r)) AS n",
       "match #0, #1, #0 -[#2]-> #1\nproject evidence at(#2, 0).quote as #3, evidence count(#2) as #4 keep #3 #4\n"
       "return #3 `q`, #4 `n`\n"},
      {"RETURN CASE 1 WHEN 2 THEN 'a' ELSE 'b' END AS x",
       "project CASE WHEN 1 = 2 THEN 'a' ELSE 'b' END as #0 keep #0\nreturn #0 `x`\n"},
      {"CALL test.cities('it', 5) YIELD city AS c RETURN c",
       "call test.cities('it', 5) yield city as #0\nproject keep #0\nreturn #0 `c`\n"},
      {"CALL test.cities",
       "call test.cities($country, $least) yield city as #0, people as #1\nreturn #0 `city`, #1 `people`\n"},
  }));
  CHECK(bound_text(statement) == text);
}

TEST_CASE("binder: grouping is by whatever is no aggregate", "[semantic]") {
  const auto [statement, text] = GENERATE(table<std::string, std::string>({
      {"MATCH (a) RETURN a.name AS n, count(*) AS c, count(*) + 1 AS d",
       "match #0\naggregate count(*) as #2 by #0.name as #1\nproject #2 + 1 as #3 keep #1 #2 #3\n"
       "return #1 `n`, #2 `c`, #3 `d`\n"},
      {"MATCH (a) RETURN a, a.age + sum(a.age)",
       "match #0\naggregate sum(#0.age) as #1 by #0 as #0\nproject #0.age + #1 as #2 keep #0 #2\n"
       "return #0 `a`, #2 `a.age + sum(a.age)`\n"},
      {"MATCH (a) RETURN a.name ORDER BY a.age",
       "match #0\nproject #0.name as #1 keep #1 order by #0.age\nreturn #1 `a.name`\n"},
      {"MATCH (a) RETURN DISTINCT a.name ORDER BY a.name DESC",
       "match #0\nproject distinct #0.name as #1 keep #1 order by #1 desc\nreturn #1 `a.name`\n"},
      {"MATCH (a) WITH a.name AS n, max(a.age) AS m ORDER BY max(a.age) LIMIT 3 WHERE m > 1 RETURN n",
       "match #0\naggregate max(#0.age) as #2 by #0.name as #1\nproject keep #1 #2 order by #2 limit 3 where #2 > 1\n"
       "project keep #1\nreturn #1 `n`\n"},
  }));
  CHECK(bound_text(statement) == text);
}

TEST_CASE("binder: updates keep the slots of what they make", "[semantic]") {
  const auto [statement, text] = GENERATE(table<std::string, std::string>({
      {"CREATE (a:Person {name: 'x'})-[:MET]->(b)<-[:MET]-(a)",
       "create (#0:Person {name: 'x'}), (#1), #0 -[#2 :MET]-> #1, #0 -[#3 :MET]-> #1\n"},
      {"MERGE (a:Person {name: $n})-[r:MET]-(b) ON CREATE SET a.age = 1 ON MATCH SET b += {age: 2}",
       "merge #0, #1, #0 -[#2 :MET]- #1 where #0:Person and #0.name = $n create (#0:Person {name: $n}), (#1), "
       "#0 -[#2 :MET]-> #1 on create set #0.age = 1 on match set #1 += {age: 2}\n"},
      {"MATCH (a) SET a:Person, a.name = null, a = {} REMOVE a.age, a:Event",
       "match #0\nset #0:Person, #0.name = null, #0 = {}\nremove #0.age, #0:Event\n"},
      {"MATCH (a)-[r]->() DETACH DELETE a, r", "match #0, #1, #0 -[#2]-> #1\ndetach delete #0, #2\n"},
      {"MATCH (a) FOREACH (x IN [1] | SET a.age = x)", "match #0\nforeach #1 in [1]\n  set #0.age = #1\n"},
      {"CREATE INDEX by_age FOR (p:Person) ON (p.age)", "create index by_age on nodes :Person(age)\n"},
      {"DROP CONSTRAINT c", "drop constraint c\n"},
  }));
  CHECK(bound_text(statement) == text);
}

TEST_CASE("binder: what cannot be meant is refused where it stands", "[semantic]") {
  const auto [statement, error] = GENERATE(table<std::string, std::string>({
      {"MATCH (n) RETURN m.name", "SyntaxError UndefinedVariable 1:18"},
      {"MATCH (n) WITH n.name AS x RETURN n", "SyntaxError UndefinedVariable 1:35"},
      {"MATCH (n) WHERE (n)-->(m) RETURN n", "SyntaxError UndefinedVariable 1:24"},
      {"MATCH (n)-[n]->() RETURN n", "SyntaxError VariableTypeConflict 1:12"},
      {"WITH 1 AS n MATCH (n) RETURN n", "SyntaxError VariableTypeConflict 1:20"},
      {"MATCH p = (p)-->() RETURN p", "SyntaxError VariableAlreadyBound 1:7"},
      {"MATCH (a)-[r]->()-[r]->(a) RETURN r", "SyntaxError RelationshipUniquenessViolation 1:20"},
      {"MATCH (a) CREATE (a)", "SyntaxError VariableAlreadyBound 1:19"},
      {"CREATE ()-[:A*2]->()", "SyntaxError CreatingVarLength 1:10"},
      {"CREATE ()-[:A]-()", "SyntaxError RequiresDirectedRelationship 1:10"},
      {"CREATE ()-[:A|B]->()", "SyntaxError NoSingleRelationshipType 1:10"},
      {"MATCH (n $p) RETURN n", "SyntaxError InvalidParameterUse 1:10"},
      {"MATCH (n) WHERE n RETURN n", "SyntaxError InvalidArgumentType 1:17"},
      {"RETURN 1 AND true", "SyntaxError InvalidArgumentType 1:8"},
      {"RETURN 1 IN 2", "SyntaxError InvalidArgumentType 1:13"},
      {"RETURN all(x IN ['a'] WHERE x % 2 = 0)", "SyntaxError InvalidArgumentType 1:29"},
      {"MATCH (n) RETURN type(n)", "SyntaxError InvalidArgumentType 1:23"},
      {"MATCH p = ()-->() RETURN size(p)", "SyntaxError InvalidArgumentType 1:31"},
      {"RETURN properties(1)", "SyntaxError InvalidArgumentType 1:19"},
      {"RETURN toUper('a')", "SyntaxError UnknownFunction 1:8"},
      {"RETURN toUpper()", "SyntaxError InvalidNumberOfArguments 1:8"},
      {"RETURN count(count(*))", "SyntaxError NestedAggregation 1:14"},
      {"RETURN count(rand())", "SyntaxError NonConstantExpression 1:14"},
      {"MATCH (n) WHERE count(n) > 1 RETURN n", "SyntaxError InvalidAggregation 1:17"},
      {"MATCH (n) RETURN [x IN [1] | count(*)]", "SyntaxError InvalidAggregation 1:30"},
      {"MATCH (a) RETURN a.age + count(*)", "SyntaxError AmbiguousAggregationExpression 1:18"},
      {"MATCH (a) RETURN a.age + 1, a.age + 1 + count(*)", "SyntaxError AmbiguousAggregationExpression 1:29"},
      {"MATCH (a) RETURN DISTINCT a.name ORDER BY a.age", "SyntaxError UndefinedVariable 1:43"},
      {"MATCH (a) RETURN a.name ORDER BY count(*)", "SyntaxError InvalidAggregation 1:34"},
      {"MATCH (a) WITH a, count(*) RETURN a", "SyntaxError NoExpressionAlias 1:19"},
      {"RETURN 1 AS a, 2 AS a", "SyntaxError ColumnNameConflict 1:21"},
      {"MATCH () RETURN *", "SyntaxError NoVariablesInScope 1:17"},
      {"RETURN 1 AS a UNION RETURN 2 AS b", "SyntaxError DifferentColumnsInUnion 1:21"},
      {"MATCH (n) RETURN n SKIP n.x", "SyntaxError NonConstantExpression 1:25"},
      {"RETURN 1 LIMIT -1", "SyntaxError NegativeIntegerArgument 1:16"},
      {"RETURN 1 LIMIT 1.5", "SyntaxError InvalidArgumentType 1:16"},
      {"MATCH (n) DELETE n:Person", "SyntaxError InvalidDelete 1:18"},
      {"MATCH () DELETE 1 + 1", "SyntaxError InvalidArgumentType 1:17"},
      {"MERGE (n) ON CREATE SET x.age = 1", "SyntaxError UndefinedVariable 1:25"},
      {"CALL test.citys()", "ProcedureError ProcedureNotFound 1:6"},
      {"CALL test.cities('it')", "SyntaxError InvalidNumberOfArguments 1:6"},
      {"CALL test.cities(1, 2)", "SyntaxError InvalidArgumentType 1:18"},
      {"MATCH (n) CALL test.cities YIELD city RETURN n", "SyntaxError InvalidArgumentPassingMode 1:16"},
      {"WITH 1 AS city CALL test.cities('a', 1) YIELD city RETURN city", "SyntaxError VariableAlreadyBound 1:47"},
      {"MATCH (n) RETURN COUNT { WITH 1 AS n MATCH (m) RETURN m } AS c", "SyntaxError VariableAlreadyBound 1:36"},
      {"UNWIND [1] AS x CALL { WITH x WHERE x > 1 RETURN x AS y } RETURN y", "SyntaxError UnexpectedSyntax 1:24"},
      {"WITH 1 AS x\nRETURN x.name", "TypeError InvalidArgumentType 2:8"},
  }));
  CAPTURE(statement);
  CHECK(error_of(statement) == error);
}

TEST_CASE("binder: a misspelt name comes with the nearest known one", "[semantic]") {
  const Language language;
  const auto [statement, hint] = GENERATE(table<std::string, std::string>({
      {"MATCH (person) RETURN persn.name", "did you mean `person`?"},
      {"RETURN toUper('a')", "did you mean `toUpper`?"},
      {"CALL test.citys()", "did you mean `test.cities`?"},
      {"MATCH (person) RETURN zzz", ""},
  }));
  const auto result = bound(language, statement);
  REQUIRE_FALSE(result.is_ok());
  CHECK(result.error().hint == hint);
}

TEST_CASE("binder: a missing parameter is told before anything runs", "[semantic]") {
  const Map given{{"x", 1}};
  CHECK(error_of("RETURN $x", &given) == "ok");
  CHECK(error_of("RETURN $x + $y", &given) == "ParameterMissing MissingParameter 1:13");
  CHECK(error_of("RETURN $x + $y") == "ok");
}

TEST_CASE("binder: a statement of thousands of clauses or hops is refused by name", "[semantic]") {
  const auto repeated = [](std::size_t times, const std::string& text) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
  };
  CHECK(error_of("MATCH ()" + repeated(900, "-->()") + " RETURN 1 AS x") == "ok");
  CHECK(error_of("MATCH ()" + repeated(2000, "-->()") + " RETURN 1 AS x").substr(0, 25) == "LimitExceeded ClauseLimit");
  CHECK(error_of("MATCH ()" + repeated(2000, ",()") + " RETURN 1 AS x").substr(0, 25) == "LimitExceeded ClauseLimit");
  CHECK(error_of("CREATE ()" + repeated(2000, ",()")) == "ok");  // those are not deep
  CHECK(error_of(repeated(2000, "CREATE () ")).substr(0, 25) == "LimitExceeded ClauseLimit");
  CHECK(error_of("WITH 1 AS x " + repeated(2000, "WITH x ") + "RETURN x").substr(0, 25) == "LimitExceeded ClauseLimit");
}
