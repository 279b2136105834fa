// What is too large, too deep or too much: an error by its name, a process that goes on, a store as it was.
#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "tools/process.h"

namespace {

std::string repeated(const std::string& text, int count) {
  std::string all;
  all.reserve(text.size() * static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

std::string request(const std::string& statement) {
  std::string line = R"({"query":")";
  for (const char c : statement) {
    if (c == '"' || c == '\\') line += '\\';
    line += c;
  }
  return line + "\"}";
}

/// "LimitExceeded NestingLimit"; "" for an answer that is none.
std::string error_of(const std::string& answer) {
  const auto field = [&](const std::string& name) -> std::string {
    const std::string key = "\"" + name + "\":\"";
    const std::size_t at = answer.find(key);
    if (at == std::string::npos) return {};
    return answer.substr(at + key.size(), answer.find('"', at + key.size()) - at - key.size());
  };
  return answer.find("\"error\"") == std::string::npos ? "" : field("code") + " " + field("detail");
}

struct Case {
  std::string statement;
  std::string error;
};

/// Each gets its error from one process, whose store is whole and unchanged afterwards.
void check_cases(const std::vector<Case>& cases) {
  const ScratchFolder folder;
  {
    PipeProcess pipe(folder / "a.db");
    CHECK(error_of(pipe.ask(request("UNWIND range(1, 30) AS i CREATE (:A {i: i})"))).empty());
    CHECK(error_of(pipe.ask(request("MATCH (a:A), (b:A) WHERE a <> b CREATE (a)-[:E]->(b)"))).empty());
    for (const Case& one : cases) {
      const std::string answer = pipe.ask(request(one.statement));
      INFO(one.statement.substr(0, 120) << "\n" << answer.substr(0, 300));
      CHECK(error_of(answer) == one.error);
    }
    CHECK(pipe.ask(request("MATCH (n) RETURN count(n) AS n")) ==
          R"({"columns":["n"],"rows":[[{"$type":"Integer","_value":"30"}]],"stats":{}})");
    pipe.close_input();
    CHECK(pipe.wait() == 0);
  }
  CHECK(run_kith({"check", folder / "a.db"}).status == 0);
}

}  // namespace

TEST_CASE("limits: a hundred thousand brackets of every kind", "[tools][limits]") {
  const std::string too_deep = "LimitExceeded NestingLimit";
  std::vector<Case> cases;
  for (const auto& [open, close] : std::vector<std::pair<std::string, std::string>>{
           {"(", ")"}, {"[", "]"}, {"{a: ", "}"}, {"NOT ", ""}, {"-", ""}, {"- ", ""}, {"+ ", ""},
           {"CASE WHEN true THEN ", " END"}, {"abs(", ")"}, {"", "[0]"}, {"", ".a"}, {"", " IS NULL"},
           {"EXISTS { RETURN ", " AS x }"}, {"COUNT { RETURN ", " AS x }"}, {"[x IN ", " | x]"},
           {"all(x IN ", " WHERE x)"}, {"reduce(a = 0, x IN ", " | a)"}})
    cases.push_back({"RETURN " + repeated(open, 100000) + "1" + repeated(close, 100000) + " AS r", too_deep});
  cases.push_back({"RETURN " + repeated("(", 100000), too_deep});
  cases.push_back({"MATCH " + repeated("(", 100000), too_deep});
  cases.push_back({repeated("FOREACH (x IN [1] | ", 100000) + "CREATE (:B)" + repeated(")", 100000), too_deep});
  cases.push_back({repeated("CALL () { ", 100000) + "RETURN 1 AS x" + repeated(" } RETURN x", 100000), too_deep});
  cases.push_back({repeated("{ ", 100000) + "RETURN 1 AS x" + repeated(" }", 100000), too_deep});
  cases.push_back({"MATCH (n:" + repeated("!", 100000) + "A) RETURN n", too_deep});
  cases.push_back({"RETURN 1 IS :: " + repeated("LIST<", 100000) + "INTEGER" + repeated(">", 100000), too_deep});
  cases.push_back({"RETURN '" + std::string(std::size_t{20} << 20, 'a') + "'", "LimitExceeded StatementLimit"});
  check_cases(cases);
}

TEST_CASE("limits: values that grow without end", "[tools][limits]") {
  const std::string memory = "LimitExceeded MemoryLimit";
  check_cases({
      {"RETURN range(1, 1000000000000)", memory},
      {"RETURN size(reduce(s = 'a', x IN range(1, 60) | s + s))", memory},
      {"RETURN size(reduce(s = 'a', x IN range(1, 60) | s || s))", memory},
      {"RETURN size(reduce(s = [1], x IN range(1, 60) | s + s))", memory},
      {"RETURN size(replace(reduce(s = 'a', x IN range(1, 20) | s + s), 'a', reduce(s = 'a', x IN range(1, 20) | s + s)))",
       memory},
      {"RETURN reduce(s = [1], x IN range(1, 60) | [s, s])", "LimitExceeded ValueLimit"},
      {"RETURN reduce(s = {a: 1}, x IN range(1, 60) | {a: s, b: s})", "LimitExceeded ValueLimit"},
      {"RETURN reduce(a = [], x IN range(1, 100000) | [a])", "LimitExceeded NestingLimit"},
      {"RETURN reduce(a = {}, x IN range(1, 100000) | {a: a})", "LimitExceeded NestingLimit"},
      {"CREATE (n:A {a: reduce(a = [], x IN range(1, 100000) | [a])})", "LimitExceeded NestingLimit"},
      {"MATCH (a), (b), (c), (d), (e) RETURN collect([a, b, c, d, e])", memory},
      {"UNWIND range(1, 1000000000000) AS i RETURN collect(toString(i))", memory},
      {"RETURN size(split(reduce(s = 'a,', x IN range(1, 23) | s + s), ','))", memory},
      {"UNWIND range(1, 1000000) AS i WITH i WHERE i > 999999 RETURN collect(i)", ""},
      {"UNWIND range(-9223372036854775807, 9223372036854775807) AS i RETURN i LIMIT 3", ""},
      {"UNWIND range(9223372036854775807, -9223372036854775807, -9223372036854775807) AS i RETURN collect(i)", ""},
      {"UNWIND range(1, 3, 0) AS i RETURN i", "ArgumentError NumberOutOfRange"},
  });
}

TEST_CASE("limits: values that share what they hold grow without end as well", "[tools][limits]") {
  const std::string too_large = "LimitExceeded ValueLimit";
  const auto grown = [](const std::string& step, int times = 60) {
    return "WITH [[1]] AS a, {k: 1} AS m " + repeated("WITH " + step + " ", times);
  };
  check_cases({
      {grown("[a, a] AS a, m") + "RETURN a", too_large},
      {grown("[a, a] AS a, m") + "RETURN a = a AS same", too_large},
      {grown("[a, a] AS a, m") + "RETURN DISTINCT a", too_large},
      {grown("[a, a] AS a, m") + "CREATE (:A {a: a})", too_large},
      {grown("{a: m, b: m} AS m, a") + "RETURN m", too_large},
      {grown("m {.k, a: m, b: m} AS m, a") + "RETURN m", too_large},
      {grown("a, m UNWIND [1, 2] AS x WITH collect(a) AS a, m", 30) + "RETURN a", too_large},
      {grown("a + [a] AS a, m") + "RETURN a", too_large},
      {grown("[x IN [1, 2] | a] AS a, m") + "RETURN a", too_large},
      {grown("COLLECT { UNWIND [1, 2] AS x RETURN a } AS a, m", 30) + "RETURN a", too_large},
      {grown("[a, a] AS a, m", 20) + "RETURN size(a) AS n, a = a AS same", ""},
      {"WITH [[1]] AS a" + repeated(" WITH [a] AS a", 60) + " RETURN a", ""},
      {"WITH range(1, 20000) AS big UNWIND range(1, 20000) AS i WITH [big, i] AS pair RETURN sum(pair[1]) AS n", ""},
  });
}

TEST_CASE("limits: regular expressions that would take all time or all memory", "[tools][limits]") {
  const std::string invalid = "SyntaxError InvalidRegularExpression";
  check_cases({
      {"RETURN '" + std::string(40, 'a') + "c' =~ '" + repeated("(", 20) + "a*" + repeated(")*", 20) + "b'", ""},
      {"RETURN 'a' =~ 'a{1000000}'", invalid},
      {"RETURN 'a' =~ '((a{1000}){1000}){1000}'", invalid},
      {"RETURN 'a' =~ '" + std::string(1000000, 'a') + "'", invalid},
      {"RETURN 'a' =~ '" + repeated("(a*)*", 20000) + "'", ""},
      {"RETURN 'a' =~ '" + repeated("(", 100000) + "a" + repeated(")", 100000) + "'", ""},
  });
}

TEST_CASE("limits: wide statements cost what they are long", "[tools][limits]") {
  const auto listed = [](int count, const std::string& before, const std::string& behind) {
    std::string text;
    for (int i = 0; i < count; ++i) text += (i == 0 ? "" : ", ") + before + std::to_string(i) + behind;
    return text;
  };
  const int many = 30000;
  const std::string too_many = "LimitExceeded ClauseLimit";
  check_cases({
      {"RETURN " + listed(many, "1 AS c", ""), ""},
      {"WITH 1 AS a RETURN " + listed(many, "a AS c", ""), ""},
      {"WITH 1 AS a RETURN " + listed(many, "sum(a) AS c", ""), ""},
      {"WITH " + listed(many, "1 AS c", "") + " RETURN *", ""},
      {"WITH 1 AS a RETURN a ORDER BY " + listed(many, "a + ", ""), ""},
      {"RETURN size([" + listed(many, "", "") + "]) AS n", ""},
      {"RETURN size(keys({" + listed(many, "k", ": 1") + "})) AS n", ""},
      {"WITH 1 AS a WHERE a > 0" + repeated(" AND a > 0", many) + " RETURN a", ""},
      {"RETURN false" + repeated(" OR false", many) + " AS a", ""},
      {"RETURN CASE 1" + repeated(" WHEN 2 THEN 3", many) + " END AS a", ""},
      {"CREATE " + listed(many, "(:B {i: ", "})") + " WITH 1 AS a MATCH (b:B) DELETE b", ""},
      {"CREATE (b:B)" + repeated("-[:E]->(:B)", many) + " WITH DISTINCT 1 AS a MATCH (b:B) DETACH DELETE b", ""},
      {"RETURN 1 AS x" + repeated(" UNION ALL RETURN 1 AS x", 100000), too_many},
      {"WITH 1 AS a" + repeated(" WITH a", 100000) + " RETURN a", too_many},
      {"MATCH (a)" + repeated("-->()", 100000) + " RETURN a", too_many},
      {repeated("CALL () { CREATE (:B) } ", 100000) + "RETURN 1 AS x", too_many},
      {"RETURN 1" + repeated(" + 1", 100000) + " AS x", "LimitExceeded NestingLimit"},
  });
}

TEST_CASE("limits: a parameter of a hundred thousand brackets", "[tools][limits]") {
  const ScratchFolder folder;
  PipeProcess pipe(folder / "a.db");
  for (const auto& [open, close] : {std::pair("[", "]"), std::pair("{\"a\":", "}")}) {
    const std::string answer = pipe.ask(R"({"query":"RETURN $x AS x","parameters":{"x":)" + repeated(open, 100000) + "1" +
                                        repeated(close, 100000) + "}}");
    INFO(answer.substr(0, 300));
    CHECK(answer.find("\"error\"") != std::string::npos);
  }
  CHECK(error_of(pipe.ask(request("RETURN 1 AS x"))).empty());
}

TEST_CASE("limits: paths without end are stopped by the clock", "[tools][limits]") {
  const ScratchFolder folder;
  const std::string store = folder / "a.db";
  {
    PipeProcess pipe(store);
    CHECK(error_of(pipe.ask(request("UNWIND range(1, 30) AS i CREATE (:A {i: i})"))).empty());
    CHECK(error_of(pipe.ask(request("MATCH (a:A), (b:A) WHERE a <> b CREATE (a)-[:E]->(b)"))).empty());
    pipe.close_input();
    CHECK(pipe.wait() == 0);
  }
  for (const std::string statement :
       {"MATCH p = ()-[*]->() RETURN count(p)", "MATCH p = ((a)-->(b))+ RETURN count(p)",
        "MATCH p = SHORTEST 1000000000 (a {i: 1})-->+(b {i: 2}) RETURN count(p)",
        "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(a + b)"}) {
    INFO(statement);
    const Outcome stopped = run_kith({"query", store, "--timeout", "0.5", statement});
    INFO(stopped.error);
    CHECK(stopped.status != 0);
    CHECK(stopped.status < 128);
    const bool named = stopped.error.find("Timeout") != std::string::npos ||
                       stopped.error.find("LimitExceeded") != std::string::npos;
    CHECK(named);
  }
  CHECK(run_kith({"check", store}).status == 0);
}
