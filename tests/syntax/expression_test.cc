// Expressions: text -> canonical text of the tree; brackets show how operators bind.
#include <catch2/catch.hpp>

#include "query/syntax/parser.h"
#include "query/syntax/printer.h"

using namespace kith;
using namespace kith::syntax;

namespace {

struct Case {
  const char* text;
  const char* canonical;
};

void check_expression(const Case& c) {
  INFO(c.text);
  const auto expression = parse_expression(c.text);
  if (!expression) FAIL(expression.error().to_text());
  CHECK(to_text(*expression) == c.canonical);
  const auto again = parse_expression(c.canonical);
  if (!again) FAIL(again.error().to_text());
  CHECK(*again == *expression);
}

// Every operator in brackets of its own.
std::string grouped(const Expression& e) {
  switch (e.kind) {
    case ExpressionKind::kVariable: return e.name;
    case ExpressionKind::kLiteral: return to_text(e);
    case ExpressionKind::kProperty: return grouped(e.children[0]) + "." + e.name;
    default: break;
  }
  std::string text = "(" + std::to_string(static_cast<int>(e.kind));
  for (const Expression& child : e.children) text += " " + grouped(child);
  return text + ")";
}

// True if both texts have the same tree.
bool same_tree(const char* a, const char* b) {
  const auto left = parse_expression(a);
  const auto right = parse_expression(b);
  REQUIRE((left.is_ok() && right.is_ok()));
  CHECK((grouped(*left) == grouped(*right)) == (*left == *right));
  return *left == *right;
}

}  // namespace

TEST_CASE("expressions: literals and names", "[syntax]") {
  check_expression(GENERATE(values<Case>({
      {"NULL", "null"},
      {"True", "true"},
      {"0x1f", "31"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"- 5", "-5"},
      {"-1.50", "-1.5"},
      {"1e300", "1.0E300"},
      {"-0.0", "-0.0"},
      {"\"it's\"", "'it\\'s'"},
      {"'a\\nb'", "'a\\nb'"},
      {"$x + $`a b` + $1", "$x + $`a b` + $1"},
      {"`a``b`.`c d`.e", "`a``b`.`c d`.e"},
      {"[]", "[]"},
      {"[1,'a',[null]]", "[1, 'a', [null]]"},
      {"{}", "{}"},
      {"{a:1,`b c`:{d:2}, match: 3}", "{a: 1, `b c`: {d: 2}, match: 3}"},
      {"count + exists + order + end", "count + exists + `order` + end"},
  })));
}

TEST_CASE("expressions: operators print with the brackets they need", "[syntax]") {
  check_expression(GENERATE(values<Case>({
      {"1+2*3", "1 + 2 * 3"},
      {"(1+2)*3", "(1 + 2) * 3"},
      {"1-(2-3)", "1 - (2 - 3)"},
      {"(1-2)-3", "1 - 2 - 3"},
      {"2^3^2", "2 ^ 3 ^ 2"},
      {"2^(3^2)", "2 ^ (3 ^ 2)"},
      {"-2^2", "-2 ^ 2"},
      {"-(2^2)", "-(2 ^ 2)"},
      {"-a", "-a"},
      {"- -5", "--5"},
      {"-(5)", "-(5)"},
      {"+a - -b", "+a - -b"},
      {"a % b / c", "a % b / c"},
      {"a || b + c", "a || b + c"},
      {"a or b OR c", "a OR b OR c"},
      {"a OR (b OR c)", "a OR (b OR c)"},
      {"a AND b OR c XOR d", "a AND b OR c XOR d"},
      {"(a OR b) AND c", "(a OR b) AND c"},
      {"NOT a = b", "NOT a = b"},
      {"(NOT a) = b", "(NOT a) = b"},
      {"NOT NOT a", "NOT NOT a"},
      {"a < b <= c <> d", "a < b <= c <> d"},
      {"(a < b) < c", "(a < b) < c"},
      {"a = b IN c", "a = b IN c"},
      {"(a = b) IN c", "(a = b) IN c"},
      {"a STARTS WITH b ENDS WITH c", "a STARTS WITH b ENDS WITH c"},
      {"a CONTAINS 'x' + 'y'", "a CONTAINS 'x' + 'y'"},
      {"a =~ '.*'", "a =~ '.*'"},
      {"a IS NULL = b IS NOT NULL", "a IS NULL = b IS NOT NULL"},
      {"(a = b) IS NULL", "(a = b) IS NULL"},
      {"a IS :: INT NOT NULL", "a IS :: INTEGER NOT NULL"},
      {"a IS NOT :: LIST<BOOL | STRING>", "a IS NOT :: LIST<ANY<BOOLEAN | STRING>>"},
      {"a :: TIMESTAMP WITH TIME ZONE", "a IS :: ZONED DATETIME"},
      {"a IS TYPED INTEGER LIST", "a IS :: LIST<INTEGER>"},
      {"a IS :: ANY<INT! | VARCHAR NOT NULL> | NOTHING", "a IS :: ANY<ANY<INTEGER NOT NULL | STRING NOT NULL> | NOTHING>"},
      {"a IS :: ANY PROPERTY VALUE NOT NULL", "a IS :: PROPERTY VALUE NOT NULL"},
      {"n IS A&B", "n:A&B"},
      {"n IS !A", "n:!A"},
      {"n IS $('A')", "n:$('A')"},
      {"[n IN l WHERE n IS A | n]", "[n IN l WHERE n:A | n]"},
      {"n:$(x):B", "n:$(x):B"},
      {"n:$any(['A', 'B'])&!$all(x)", "n:$any(['A', 'B'])&!$(x)"},
      {"n:A:B AND NOT n:C", "n:A:B AND NOT n:C"},
      {"n:A|B", "n:(A|B)"},
      {"n IS NOT LABELED A&!B", "NOT n:A&!B"},
      {"'x' IS NOT NFD NORMALIZED", "NOT isNormalized('x', 'NFD')"},
  })));
}

TEST_CASE("expressions: operators bind as openCypher says", "[syntax]") {
  CHECK(same_tree("a OR b XOR c", "a OR (b XOR c)"));
  CHECK(same_tree("a XOR b AND c", "a XOR (b AND c)"));
  CHECK(same_tree("NOT a AND b", "(NOT a) AND b"));
  CHECK(same_tree("NOT a = b", "NOT (a = b)"));
  CHECK(same_tree("a = b IS NULL", "a = (b IS NULL)"));
  CHECK(same_tree("a + b IN c", "(a + b) IN c"));
  CHECK(same_tree("a STARTS WITH b + c", "a STARTS WITH (b + c)"));
  CHECK(same_tree("a + b * c", "a + (b * c)"));
  CHECK(same_tree("a * b ^ c", "a * (b ^ c)"));
  CHECK(same_tree("-a ^ b", "(-a) ^ b"));
  CHECK(same_tree("-a.b", "-(a.b)"));
  CHECK(same_tree("a ^ b ^ c", "(a ^ b) ^ c"));
  CHECK(same_tree("a - b + c", "(a - b) + c"));
  CHECK_FALSE(same_tree("a < b < c", "(a < b) < c"));
  CHECK_FALSE(same_tree("a - b - c", "a - (b - c)"));
}

TEST_CASE("expressions: a chain of comparisons is one node", "[syntax]") {
  const auto e = parse_expression("1 < n.age <= 30");
  REQUIRE(e.is_ok());
  CHECK(e->kind == ExpressionKind::kComparison);
  CHECK(e->operators == std::vector<ComparisonOperator>{ComparisonOperator::kLess, ComparisonOperator::kLessEqual});
  REQUIRE(e->children.size() == 3);
  CHECK(e->children[2].value == Value(30));
  CHECK(e->height == 3);
}

TEST_CASE("expressions: access and calls", "[syntax]") {
  check_expression(GENERATE(values<Case>({
      {"a[0][1..2][..3][4..][..]", "a[0][1..2][..3][4..][..]"},
      {"[1,2][0].x", "[1, 2][0].x"},
      {"(a+b).c", "(a + b).c"},
      {"f()", "f()"},
      {"Foo.Bar.baz(DISTINCT a, b)", "Foo.Bar.baz(DISTINCT a, b)"},
      {"cOuNt( * )", "count(*)"},
      {"count(distinct n)", "count(DISTINCT n)"},
      {"exists(n.x)", "exists(n.x)"},
      {"exists((n)-->())", "exists((n)-->())"},
      {"trim(LEADING 'x' FROM s)", "ltrim(s, 'x')"},
      {"trim(both from s)", "btrim(s)"},
      {"trim('x' FROM s)", "btrim(s, 'x')"},
      {"trim(s)", "trim(s)"},
      {"normalize(s, nfkc)", "normalize(s, 'NFKC')"},
      {"CASE a WHEN 1 THEN 'x' ELSE 'y' END", "CASE a WHEN 1 THEN 'x' ELSE 'y' END"},
      {"case when a then b when c then d end", "CASE WHEN a THEN b WHEN c THEN d END"},
      {"all(x IN xs WHERE x>1) OR any(x IN xs WHERE x) OR none(x IN xs WHERE x) OR single(x IN xs WHERE x)",
       "all(x IN xs WHERE x > 1) OR any(x IN xs WHERE x) OR none(x IN xs WHERE x) OR single(x IN xs WHERE x)"},
      {"any(x)", "any(x)"},
      {"reduce(a=0, x IN xs | a+x)", "reduce(a = 0, x IN xs | a + x)"},
      {"n{.a, .*, b, c: 1+2}", "n {.a, .*, b, c: 1 + 2}"},
      {"`count` {.x}", "`count` {.x}"},
      {"shortestPath((a)-[*]->(b))", "shortestPath((a)-[*]->(b))"},
  })));
}

TEST_CASE("expressions: what square brackets hold is told from its beginning", "[syntax]") {
  check_expression(GENERATE(values<Case>({
      {"[x IN xs]", "[x IN xs]"},
      {"[x IN xs WHERE x>1]", "[x IN xs WHERE x > 1]"},
      {"[x IN xs | x.a]", "[x IN xs | x.a]"},
      {"[x IN xs WHERE x:A | x.a]", "[x IN xs WHERE x:A | x.a]"},
      {"[x IN xs WHERE x:A|B | x.a]", "[x IN xs WHERE x:(A|B) | x.a]"},
      {"[x IN xs, y IN ys]", "[(x IN xs), y IN ys]"},
      {"[x IN xs AND y]", "[(x IN xs AND y)]"},
      {"[(x IN xs)]", "[(x IN xs)]"},
      {"[x IN xs | [y IN x | y]]", "[x IN xs | [y IN x | y]]"},
      {"[(a)-->(b) | b.x]", "[(a)-->(b) | b.x]"},
      {"[p = (a)-[:T*]->(:B) WHERE a.x | length(p)]", "[p = (a)-[:T*]->(:B) WHERE a.x | length(p)]"},
      {"[(a) + 1, (b)]", "[a + 1, b]"},
      {"[x = (a), 1]", "[x = a, 1]"},
  })));
}

TEST_CASE("expressions: patterns are told from arithmetic in brackets", "[syntax]") {
  check_expression(GENERATE(values<Case>({
      {"(a)-(b)", "a - b"},
      {"(a)<-5", "a < -5"},
      {"(a)<(b)", "a < b"},
      {"(a)-(-(b))", "a - -b"},
      {"(a.x)-[1][0]", "a.x - [1][0]"},
      {"NOT exists((a)-[:T]-(b)) AND c", "NOT exists((a)-[:T]-(b)) AND c"},
      {"exists((a {x: (1)})<-[r]-(b:B))", "exists((a {x: 1})<-[r]-(b:B))"},
      {"exists(()--())", "exists(()--())"},
  })));
}

TEST_CASE("expressions: subqueries and their short forms", "[syntax]") {
  check_expression(GENERATE(values<Case>({
      {"EXISTS {(a)-->(b) WHERE b.x}", "EXISTS { MATCH (a)-->(b) WHERE b.x }"},
      {"exists { MATCH (a) WITH a WHERE a.x RETURN a }", "EXISTS { MATCH (a) WITH a WHERE a.x RETURN a }"},
      {"COUNT { (a)-->() } > 1", "COUNT { MATCH (a)-->() } > 1"},
      {"COLLECT { UNWIND [1] AS x RETURN x }", "COLLECT { UNWIND [1] AS x RETURN x }"},
      {"EXISTS { MATCH (a) WHERE EXISTS { (a)-->() } RETURN 1 UNION MATCH (b) RETURN 1 }",
       "EXISTS { MATCH (a) WHERE EXISTS { MATCH (a)-->() } RETURN 1 UNION MATCH (b) RETURN 1 }"},
  })));
}

TEST_CASE("expressions: a function keeps its name as written and in small letters", "[syntax]") {
  const auto e = parse_expression("Apoc.`Text`.Join(x)");
  REQUIRE(e.is_ok());
  CHECK(e->name == "apoc.text.join");
  CHECK(e->written == "Apoc.`Text`.Join");
}
