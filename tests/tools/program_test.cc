// The command line: formats, scripts, exit statuses, messages.
#include <catch2/catch.hpp>

#include <unistd.h>

#include <chrono>
#include <fstream>
#include <string>

#include "kith/store.h"
#include "tools/process.h"

namespace {

/// A store with two people.
struct People {
  ScratchFolder folder;
  std::string path = folder / "people.db";

  People() {
    const auto answers = run_pipe_lines(path, {
        R"j({"query": "CREATE (:Person {name: 'Marie', born: 1867})-[:MET {year: 1894}]->(:Person {name: 'Pierre'})"})j"});
    REQUIRE(answers.size() == 1);
    REQUIRE(answers[0].find("error") == std::string::npos);
  }
};

constexpr char kAsk[] = "MATCH (p:Person) RETURN p.name AS name, p.born AS born ORDER BY name";

}  // namespace

TEST_CASE("program: help of every subcommand has an example", "[tools][program]") {
  const Outcome all = run_kith({"--help"});
  CHECK(all.status == 0);
  for (const std::string name : {"load", "extract", "query", "shell", "pipe", "info", "check", "compact", "backup", "restore", "train"}) {
    INFO(name);
    CHECK(all.out.find("\n  " + name) != std::string::npos);
    const Outcome help = run_kith({name, "--help"});
    CHECK(help.status == 0);
    CHECK(help.out.find("Example:\n  ") != std::string::npos);
    CHECK(help.out.find("kith " + name) != std::string::npos);
  }
}

TEST_CASE("program: a wrong command line is status 2", "[tools][program]") {
  CHECK(run_kith({}).status == 2);
  CHECK(run_kith({"dance"}).status == 2);
  CHECK(run_kith({"query"}).status == 2);
  CHECK(run_kith({"query", "a.db", "RETURN 1", "--format", "xml"}).status == 2);
  CHECK(run_kith({"query", "a.db", "RETURN 1", "--param", "novalue"}).status == 2);
  CHECK(run_kith({"query", "a.db", "-f", "/nonexistent/file"}).status == 2);
  const Outcome outcome = run_kith({"info"});
  CHECK(outcome.status == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.error.find("DB is required") != std::string::npos);
}

TEST_CASE("program: a store that is not there is status 3 and is not made", "[tools][program]") {
  const ScratchFolder folder;
  for (const std::string name : {"info", "check", "shell"}) CHECK(run_kith({name, folder / "a.db"}).status == 3);
  CHECK(run_kith({"query", folder / "a.db", "RETURN 1"}).status == 3);
  CHECK_FALSE(std::filesystem::exists(folder / "a.db"));
}

TEST_CASE("program: a store that is open elsewhere is status 3 and names the holder", "[tools][program]") {
  const People people;
  kith::Result<kith::Store> held = kith::Store::open(people.path);
  REQUIRE(held);
  for (const std::string name : {"info", "check", "shell", "pipe"}) {
    const Outcome outcome = run_kith({name, people.path});
    CHECK(outcome.status == 3);
    CHECK(outcome.out.empty());
    CHECK(outcome.error.find("process " + std::to_string(getpid()) + "\n") != std::string::npos);
  }
}

TEST_CASE("program: Ctrl-C stops a statement with status 130", "[tools][program]") {
  const People people;
  const Outcome outcome = run_kith(
      {"query", people.path, "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y WITH x, y WHERE x + y < 0 RETURN x"}, "", std::chrono::milliseconds(500));
  CHECK(outcome.status == 130);
  CHECK(outcome.error.find("Cancelled") != std::string::npos);
  CHECK(run_kith({"check", people.path}).status == 0);
}

TEST_CASE("program: query writes each format", "[tools][program]") {
  const People people;
  const auto shown = [&](const std::string& format) { return run_kith({"query", people.path, kAsk, "--format", format}).out; };
  CHECK(shown("table") == "name   | born\n-------+-----\nMarie  | 1867\nPierre | null\n");
  CHECK(shown("csv") == "name,born\r\nMarie,1867\r\nPierre,\r\n");
  CHECK(shown("json") == "[\n{\"name\":\"Marie\",\"born\":1867},\n{\"name\":\"Pierre\",\"born\":null}\n]\n");
  const std::string lines = "{\"name\":\"Marie\",\"born\":1867}\n{\"name\":\"Pierre\",\"born\":null}\n";
  CHECK(shown("jsonl") == lines);
  CHECK(run_kith({"query", people.path, kAsk}).out == lines);
  CHECK(run_kith({"query", people.path, "RETURN 1 AS x", "--typed"}).out == "{\"x\":{\"$type\":\"Integer\",\"_value\":\"1\"}}\n");
  const Outcome graph = run_kith({"query", people.path, "MATCH p = (:Person {name: 'Marie'})-[:MET]->() RETURN p"});
  CHECK(graph.out ==
        R"({"p":[{"_id":"n:1","_labels":["Person"],"born":1867,"name":"Marie"},{"_id":"e:1","_type":"MET","_from":"n:1","_to":"n:2","year":1894},{"_id":"n:2","_labels":["Person"],"name":"Pierre"}]})"
        "\n");
}

TEST_CASE("program: parameters are literals of Cypher or else texts", "[tools][program]") {
  const People people;
  const Outcome outcome = run_kith({"query", people.path, "RETURN $a AS a, $b AS b, $c AS c, $d AS d, $e AS e", "--param", "a=1",
                                    "--param", "b='1'", "--param", "c=[1, {k: -2.5}]", "--param", "d=JD Vance", "--param",
                                    "e=1 = 1"});
  INFO(outcome.error);
  CHECK(outcome.out == R"({"a":1,"b":"1","c":[1,{"k":-2.5}],"d":"JD Vance","e":"1 = 1"})" "\n");
}

TEST_CASE("program: a script runs up to its first error", "[tools][program]") {
  const People people;
  const std::string script = "CREATE (:City {name: 'Rome; the city'}); // one;\nMATCH (c:City)\nRETURN c.nam, naem;\nCREATE (:City);";
  std::ofstream(people.folder / "s.cypher") << script;
  const Outcome outcome = run_kith({"query", people.path, "-f", people.folder / "s.cypher"});
  CHECK(outcome.status == 1);
  CHECK(outcome.out.empty());
  CHECK(outcome.error.find("s.cypher:3:15: SyntaxError: ") != std::string::npos);
  CHECK(outcome.error.find("RETURN c.nam, naem;\n              ^^^^\n") != std::string::npos);
  const Outcome after = run_kith({"query", people.path}, "MATCH (c:City) RETURN c.name AS name; RETURN 2 AS x");
  CHECK(after.status == 0);
  CHECK(after.out == "{\"name\":\"Rome; the city\"}\n{\"x\":2}\n");
}

TEST_CASE("program: an error names its place and suggests", "[tools][program]") {
  const People people;
  const Outcome outcome = run_kith({"query", people.path, "MATCH (person:Person) RETURN persn"});
  CHECK(outcome.status == 1);
  CHECK(outcome.out.empty());
  CHECK(outcome.error.find("kith: 1:30: SyntaxError: ") == 0);
  CHECK(outcome.error.find("MATCH (person:Person) RETURN persn\n                             ^^^^^\n") != std::string::npos);
  CHECK(outcome.error.find("hint: did you mean `person`?") != std::string::npos);
}

TEST_CASE("program: what is doubtful is said on standard error beside the rows", "[tools][program]") {
  const People people;
  const std::string said =
      "kith: 2:7: warning: nothing has the property `nmae`\nWHERE p.nmae = 'Marie' RETURN count(p) AS n;\n      ^^^^^^\n"
      "hint: did you mean `name`?\n";
  const std::string script = "MATCH (p:Person)\nWHERE p.nmae = 'Marie' RETURN count(p) AS n;";
  const Outcome query = run_kith({"query", people.path, script});
  CHECK(query.status == 0);
  CHECK(query.out == "{\"n\":0}\n");
  CHECK(query.error == said);
  const Outcome shell = run_kith({"shell", people.path}, script + "\n");
  CHECK(shell.status == 0);
  CHECK(shell.error.find("kith: 2:7: warning: nothing has the property `nmae`\n") == 0);
  std::ofstream(people.folder / "s.cypher") << "RETURN 1 AS x;\n" << script;
  const Outcome file = run_kith({"query", people.path, "-f", people.folder / "s.cypher"});
  CHECK(file.error.find("s.cypher:3:7: warning: nothing has") != std::string::npos);
  const auto answers = run_pipe_lines(people.path, {R"j({"query": "MATCH (p:Persn) RETURN p"})j"});
  REQUIRE(answers.size() == 1);
  CHECK(answers[0] == R"j({"columns":["p"],"rows":[],"stats":{},"warnings":[{"gqlstatus":"01N50",)j"
                      R"j("message":"no node has the label `Persn`","line":1,"column":10,"hint":"did you mean `Person`?"}]})j");
}

TEST_CASE("program: a statement that takes too long is stopped with status 5", "[tools][program]") {
  const People people;
  const Outcome outcome =
      run_kith({"query", people.path, "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y WITH x, y WHERE x + y < 0 RETURN x", "--timeout", "0.2"});
  CHECK(outcome.status == 5);
  CHECK(outcome.error.find("Timeout") != std::string::npos);
}

TEST_CASE("program: info tells what is in the store", "[tools][program]") {
  const People people;
  const Outcome text = run_kith({"info", people.path, "--format", "text"});
  CHECK(text.status == 0);
  CHECK(text.out.find("nodes           2\n  :Person       2\nrelationships   1\n  :MET          1\n") != std::string::npos);
  const Outcome json = run_kith({"info", people.path});
  CHECK(json.out.find(R"("labels":{"Person":2})") != std::string::npos);
  CHECK(json.out.find(R"("relationshipTypes":{"MET":1})") != std::string::npos);
}

TEST_CASE("program: check of a whole store finds nothing", "[tools][program]") {
  const People people;
  const Outcome outcome = run_kith({"check", people.path});
  CHECK(outcome.status == 0);
  CHECK(outcome.out.empty());
  CHECK(outcome.error.find("2 nodes, 1 relationships, ") == 0);
  CHECK(outcome.error.find(": no damage\n") != std::string::npos);
}

TEST_CASE("shell: statements over several lines and commands", "[tools][program]") {
  const People people;
  const Outcome outcome = run_kith({"shell", people.path},
                                   ":help\nMATCH (p:Person)\nRETURN p.name AS name\nORDER BY name; RETURN ';' AS x;\n:schema\n"
                                   "BEGIN;\nCREATE (:City);\nROLLBACK;\nMATCH (c:City) RETURN count(c) AS n\n");
  CHECK(outcome.status == 0);
  CHECK(outcome.error.empty());
  CHECK(outcome.out.find("{\"name\":\"Marie\"}\n{\"name\":\"Pierre\"}\n{\"x\":\";\"}\n") != std::string::npos);
  CHECK(outcome.out.find("Labels:\n") != std::string::npos);
  CHECK(outcome.out.find("  :Person  2\n") != std::string::npos);
  CHECK(outcome.out.find("{\"n\":0}\n") != std::string::npos);
  CHECK(outcome.out.find("kith>") == std::string::npos);
  const Outcome quit = run_kith({"shell", people.path}, ":quit\nRETURN 1;\n");
  CHECK(quit.status == 0);
  CHECK(quit.out.empty());
  CHECK(run_kith({"shell", people.path}, "RETURN nosuch;\nRETURN 1;\n").status == 1);
}

TEST_CASE("program: EXPLAIN prints the tree and runs nothing", "[tools][program]") {
  const People people;
  const Outcome tree = run_kith({"query", people.path, "EXPLAIN CREATE (n:Person) RETURN n"});
  CHECK(tree.status == 0);
  CHECK(tree.out.find("operator") == 0);
  CHECK(tree.out.find("create") != std::string::npos);
  const Outcome json = run_kith({"query", people.path, "EXPLAIN MATCH (n) RETURN n", "--format", "json"});
  CHECK(json.out.find("{\"operator\":\"all nodes scan\",\"details\":\"n\",\"estimatedRows\":2,") == 0);
  CHECK(run_kith({"query", people.path, "MATCH (n) RETURN count(n) AS c"}).out == "{\"c\":2}\n");
}

TEST_CASE("program: PROFILE prints rows and beside them what was measured", "[tools][program]") {
  const People people;
  const Outcome tree = run_kith({"query", people.path, "PROFILE MATCH (n) RETURN count(n) AS c"});
  CHECK(tree.out == "{\"c\":2}\n");
  CHECK(tree.error.find("time (ms)") != std::string::npos);
  const Outcome json = run_kith({"query", people.path, "PROFILE MATCH (n) RETURN count(n) AS c", "--format", "jsonl"});
  CHECK(json.out == "{\"c\":2}\n");
  CHECK(json.error.find("\"operator\":\"aggregate\"") != std::string::npos);
  CHECK(json.error.find("\"rows\":1,") != std::string::npos);
  const Outcome failed = run_kith({"query", people.path, "PROFILE UNWIND [1, 0] AS x RETURN 1 / x AS y"});
  CHECK(failed.status == 1);
  CHECK(failed.error.find("time (ms)") != std::string::npos);
  const Outcome shell = run_kith({"shell", people.path}, "EXPLAIN MATCH (n) RETURN n;\n");
  CHECK(shell.out.find("all nodes scan") != std::string::npos);
}

TEST_CASE("pipe: EXPLAIN and PROFILE answer with a plan", "[tools][pipe]") {
  const People people;
  const auto answers = run_pipe_lines(people.path, {R"j({"query": "EXPLAIN MATCH (n) RETURN n"})j",
                                                    R"j({"query": "PROFILE MATCH (n:Person) RETURN n.born"})j",
                                                    R"j({"query": "MATCH (n) RETURN count(n)"})j",
                                                    R"j({"query": "PROFILE UNWIND [1, 0] AS x RETURN 1 / x"})j"});
  REQUIRE(answers.size() == 4);
  CHECK(answers[0].find("\"plan\":{\"operator\":\"all nodes scan\"") != std::string::npos);
  CHECK(answers[1].find("\"estimatedRows\":2,\"rows\":2,\"batches\":1,\"timeMs\":") != std::string::npos);
  CHECK(answers[2].find("\"plan\"") == std::string::npos);
  CHECK(answers[3].find("\"error\"") != std::string::npos);
  CHECK(answers[3].find("\"plan\":{\"operator\"") != std::string::npos);
}
