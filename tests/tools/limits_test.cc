// What is too large, too deep or too much: an error by its name, a process that goes on, a store as it was.
#include <catch2/catch.hpp>
#include <sys/resource.h>

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

TEST_CASE("limits: what may nest does so on a small stack as well", "[tools][limits]") {
  const ScratchFolder folder;
  const std::string store = folder / "a.db";
  run_pipe_lines(store, {request("CREATE (:A)")});
  rlimit before = {};
  REQUIRE(getrlimit(RLIMIT_STACK, &before) == 0);
  rlimit small = before;
  small.rlim_cur = std::size_t{1} << 20;
  for (const auto& [open, close] : std::vector<std::pair<std::string, std::string>>{
           {"(", ")"}, {"[", "]"}, {"{a: ", "}"}, {"CASE WHEN true THEN ", " END"}, {"abs(", ")"}, {"1 + (", ")"}}) {
    INFO(open);
    REQUIRE(setrlimit(RLIMIT_STACK, &small) == 0);
    const Outcome nested = run_kith({"query", store, "RETURN " + repeated(open, 490) + "1" + repeated(close, 490) + " AS r"});
    const Outcome deeper = run_kith({"query", store, "RETURN " + repeated(open, 4000) + "1" + repeated(close, 4000) + " AS r"});
    REQUIRE(setrlimit(RLIMIT_STACK, &before) == 0);
    CHECK(nested.status == 0);
    CHECK(deeper.status == 1);
    CHECK(deeper.error.find("nested more than 500 deep") != std::string::npos);
  }
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

TEST_CASE("limits: --no-files forbids LOAD CSV in every program that runs statements", "[tools][limits][csv]") {
  const ScratchFolder folder;
  const std::string store = folder / "a.db", reads = "LOAD CSV FROM '/etc/passwd' AS row RETURN count(row) AS n";
  const Outcome piped = run_kith({"pipe", store, "--no-files"}, request(reads) + "\n" + request("RETURN 1 AS x") + "\n");
  CHECK(error_of(piped.out.substr(0, piped.out.find('\n'))) == "Unsupported FilesNotAllowed");
  CHECK(piped.out.find("\"_value\":\"1\"") != std::string::npos);
  const Outcome queried = run_kith({"query", store, "--no-files", reads});
  CHECK(queried.status == 1);
  CHECK(queried.error.find("statements may not read files here") != std::string::npos);
  CHECK(run_kith({"query", store, reads}).status == 0);
  const Outcome typed = run_kith({"shell", store, "--no-files"}, reads + ";\n");
  CHECK(typed.error.find("statements may not read files here") != std::string::npos);
}

TEST_CASE("limits: Ctrl-C in CALL IN TRANSACTIONS keeps what is committed and no part of the rest", "[tools][limits]") {
  const ScratchFolder folder;
  const std::string store = folder / "a.db";
  run_pipe_lines(store, {request("CREATE (:Other)")});
  const auto made = [&] {
    return std::stoi(run_kith({"query", store, "--format", "csv", "MATCH (a:A) RETURN count(a) AS n"}).out.substr(2));
  };
  int before = 0;
  // How soon the first part is committed is the machine's affair.
  for (int wait_ms = 200; before == 0 && wait_ms < 30000; wait_ms *= 2) {
    const Outcome stopped = run_kith(
        {"query", store, "UNWIND range(1, 1000000000) AS i CALL (i) { CREATE (:A {i: i}) } IN TRANSACTIONS OF 70 ROWS"}, "",
        std::chrono::milliseconds(wait_ms));
    INFO(stopped.error);
    CHECK(stopped.status == 130);
    before = made();
    CHECK(before % 70 == 0);
  }
  CHECK(before > 0);
  CHECK(run_kith({"check", store}).status == 0);
  const Outcome whole = run_kith({"query", store, "--format", "csv", "MATCH (a:A) RETURN count(DISTINCT a.i) = max(a.i) AS n"});
  CHECK(whole.out.find("true") != std::string::npos);
}
