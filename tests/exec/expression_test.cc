// Expressions as tables: text → value or error. None needs a graph; what does is in the other files.
#include <catch2/catch.hpp>

#include "exec/graph.h"

namespace kith::tests {
namespace {

/// Each expression alone, over a batch of several rows, and with its constants hidden from folding.
void check_expression(const std::string& expression, const std::string& expected) {
  static Graph graph;
  INFO(expression);
  std::string once = expected.find("Error") == std::string::npos ? expected + "\n" : expected;
  CHECK(graph.run("RETURN " + expression) == once);
}

TEST_CASE("expression: three-valued logic decides as soon as it can", "[exec][expression]") {
  auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"true AND null", "null"},
      {"false AND null", "false"},
      {"null AND false", "false"},
      {"true OR null", "true"},
      {"null OR true", "true"},
      {"null OR false", "null"},
      {"true XOR null", "null"},
      {"true XOR true", "false"},
      {"NOT null", "null"},
      {"NOT true", "false"},
      {"null = null", "null"},
      {"null IS NULL", "true"},
      {"1 IS NOT NULL", "true"},
  }));
  check_expression(expression, value);
}

TEST_CASE("expression: comparisons of each kind", "[exec][expression]") {
  auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"1 < 2", "true"},
      {"1 < 1.5", "true"},
      {"2.0 = 2", "true"},
      {"9007199254740993 = 9007199254740992.0", "false"},
      {"'a' < 'b'", "true"},
      {"'a' = 1", "false"},
      {"'a' < 1", "null"},
      {"[1, 2] = [1, null]", "null"},
      {"[1, 2] = [2, null]", "false"},
      {"{a: 1} = {a: 1}", "true"},
      {"0.0 / 0.0 = 0.0 / 0.0", "false"},
      {"0.0 / 0.0 <> 1", "true"},
      {"1 < 2 < 3", "true"},
      {"3 IN [1, 2, 3]", "true"},
      {"3 IN [1, null]", "null"},
      {"null IN []", "false"},
      {"null IN [1]", "null"},
      {"[1] IN [[1], [2]]", "true"},
  }));
  check_expression(expression, value);
}

TEST_CASE("expression: arithmetic keeps integers exact and says when it cannot", "[exec][expression]") {
  auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"1 + 2 * 3 - 4", "3"},
      {"7 / 2", "3"},
      {"-7 / 2", "-3"},
      {"7 % 3", "1"},
      {"7.0 / 2", "3.5"},
      {"2 ^ 3", "8.0"},
      {"1 + null", "null"},
      {"-(3)", "-3"},
      {"'a' + 'b'", "'ab'"},
      {"[1] + [2]", "[1, 2]"},
      {"[1] + 2", "[1, 2]"},
      {"1.0 / 0", "Infinity"},
      {"1 / 0", "ArithmeticError DivisionByZero 1:8"},
      {"9223372036854775807 + 1", "ArithmeticError IntegerOverflow 1:8"},
  }));
  check_expression(expression, value);
}

TEST_CASE("expression: elements of lists and maps", "[exec][expression]") {
  auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"[1, 2, 3][0]", "1"},
      {"[1, 2, 3][-1]", "3"},
      {"[1, 2, 3][3]", "null"},
      {"[1, 2, 3][null]", "null"},
      {"[1, 2, 3][1..]", "[2, 3]"},
      {"[1, 2, 3][..-1]", "[1, 2]"},
      {"[1, 2, 3][2..1]", "[]"},
      {"[1, 2, 3][null..1]", "null"},
      {"{a: 1}.a", "1"},
      {"{a: 1}.b", "null"},
      {"{a: 1}['a']", "1"},
      {"date('2024-05-06').month", "5"},
  }));
  check_expression(expression, value);
}

TEST_CASE("expression: text predicates give null for anything but texts", "[exec][expression]") {
  auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"'kith' STARTS WITH 'ki'", "true"},
      {"'kith' ENDS WITH 'ki'", "false"},
      {"'kith' CONTAINS 'it'", "true"},
      {"'kith' CONTAINS null", "null"},
      {"'kith' =~ 'k.*'", "true"},
      {"'kith' =~ 'k'", "false"},
  }));
  check_expression(expression, value);
}

TEST_CASE("expression: CASE and coalesce look only at what they need", "[exec][expression]") {
  auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"CASE 2 WHEN 1 THEN 'one' WHEN 2 THEN 'two' ELSE 'many' END", "'two'"},
      {"CASE WHEN false THEN 1 END", "null"},
      {"CASE WHEN null THEN 1 ELSE 2 END", "2"},
      {"CASE WHEN true THEN 1 ELSE 1 / 0 END", "1"},
      {"coalesce(null, 2, 1 / 0)", "2"},
      {"coalesce(null, null)", "null"},
  }));
  check_expression(expression, value);
}

TEST_CASE("expression: comprehensions and quantifiers and reduce", "[exec][expression]") {
  auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"[x IN [1, 2, 3] WHERE x > 1 | x * 10]", "[20, 30]"},
      {"[x IN [1, 2, 3] WHERE x > 1]", "[2, 3]"},
      {"[x IN [[1], [2, 3]] | [y IN x | y + size(x)]]", "[[2], [4, 5]]"},
      {"[x IN null | x]", "null"},
      {"all(x IN [1, 2] WHERE x > 0)", "true"},
      {"all(x IN [] WHERE x > 0)", "true"},
      {"all(x IN [1, null] WHERE x > 0)", "null"},
      {"any(x IN [null, 1] WHERE x > 0)", "true"},
      {"any(x IN [null] WHERE x > 0)", "null"},
      {"none(x IN [1, 2] WHERE x > 2)", "true"},
      {"none(x IN [1, null] WHERE x > 2)", "null"},
      {"single(x IN [1, 2] WHERE x > 1)", "true"},
      {"single(x IN [2, 3] WHERE x > 1)", "false"},
      {"single(x IN [2, null] WHERE x > 1)", "null"},
      {"reduce(total = 0, x IN [1, 2, 3] | total + x)", "6"},
      {"reduce(total = 0, x IN [] | total + x)", "0"},
      {"reduce(total = 0, x IN null | total + x)", "null"},
  }));
  check_expression(expression, value);
}

TEST_CASE("expression: operands are evaluated row by row only where they are reached", "[exec][expression]") {
  Graph graph;
  CHECK(graph.run_all_ways("UNWIND [0, 1, 2, 4] AS x RETURN x, x <> 0 AND 8 / x > 3") ==
        "0 | false\n1 | true\n2 | true\n4 | false\n");
  CHECK(graph.run_all_ways("UNWIND [0, 1, 2] AS x RETURN x = 0 OR 8 / x > 7") == "true\ntrue\nfalse\n");
  CHECK(
      graph.run_all_ways("UNWIND [0, 1, null, 2] AS x RETURN CASE WHEN x = 0 THEN 'zero' WHEN x > 1 THEN 8 / x END") ==
      "'zero'\nnull\nnull\n4\n");
  CHECK(graph.run_all_ways("UNWIND [null, 1, null] AS x UNWIND [2, null] AS y RETURN coalesce(x, y)") ==
        "2\nnull\n1\n1\n2\nnull\n");
  CHECK(
      graph.run_all_ways("UNWIND [[1, 2], [], null, [3]] AS l WITH l, 10 AS ten "
                         "RETURN [x IN l | x * ten], reduce(a = ten, x IN l | a - x), any(x IN l WHERE x > ten / 5)") ==
      "[10, 20] | 7 | false\n[] | 10 | false\nnull | null | null\n[30] | 7 | true\n");
  CHECK(graph.run_all_ways("UNWIND [1, 'a', 2.5, null, [1], true, 1] AS x RETURN x IN [1, 2], x = 1, x IS NULL, [x]") ==
        "true | true | false | [1]\nfalse | false | false | ['a']\nfalse | false | false | [2.5]\n"
        "null | null | true | [null]\nfalse | false | false | [[1]]\nfalse | false | false | [true]\n"
        "true | true | false | [1]\n");
}

TEST_CASE("expression: errors that show only at run time carry detail and place", "[exec][expression]") {
  Graph graph;
  auto [statement, error] = GENERATE(table<std::string, std::string>({
      {"UNWIND [1, 'a'] AS x RETURN x AND true", "TypeError InvalidArgumentType 1:29"},
      {"UNWIND [{}, 1] AS x RETURN x.y", "TypeError InvalidArgumentType 1:28"},
      {"WITH {a: 1} AS m UNWIND [1] AS k RETURN m[k]", "TypeError MapElementAccessByNonString 1:41"},
      {"UNWIND [[1]] AS l UNWIND ['a'] AS i RETURN l[i]", "TypeError InvalidArgumentType 1:44"},
      {"UNWIND [1, 'a'] AS x RETURN 1 IN x", "TypeError InvalidArgumentType 1:29"},
      {"UNWIND [1, 'a'] AS x RETURN [y IN x | y]", "TypeError InvalidArgumentType 1:29"},
  }));
  INFO(statement);
  CHECK(graph.run(statement) == error);
}

TEST_CASE("expression: parameters of each kind are read and missing ones named", "[exec][expression]") {
  Graph graph;
  CHECK(graph.run("RETURN $a + 1, $b[0], $c.d", {}, Parameters{{"a", 1}, {"b", List{"x"}}, {"c", Map{{"d", 2.5}}}}) ==
        "2 | 'x' | 2.5\n");
  CHECK(graph.run("UNWIND [1] AS x RETURN x LIMIT $n", {}, Parameters{{"n", -1}}) ==
        "SyntaxError NegativeIntegerArgument 1:32");
  CHECK(graph.run("UNWIND [1] AS x RETURN x SKIP $n", {}, Parameters{{"n", 1.5}}) ==
        "SyntaxError InvalidArgumentType 1:31");
}

TEST_CASE("expression: a value cannot be nested without end", "[exec][expression]") {
  Graph graph;
  CHECK(graph.run("RETURN size(reduce(l = [], x IN range(1, 900) | [l]))") == "1\n");
  CHECK(graph.run("RETURN size(reduce(l = [], x IN range(1, 100000) | [l]))") == "LimitExceeded NestingLimit 1:52");
}

}  // namespace
}  // namespace kith::tests
