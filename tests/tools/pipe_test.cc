// kith pipe, as a program on the other side of it sees it.
#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "kith/json.h"
#include "simdjson.h"
#include "tools/process.h"

namespace fs = std::filesystem;

namespace {

std::string query(const std::string& text, const std::string& rest = "") {
  std::string out = "{\"query\":";
  kith::append_json_string(out, text);
  return out + rest + "}";
}

/// The `code` of an error answer, or "" of any other.
std::string code_of(const std::string& answer) {
  simdjson::dom::parser parser;
  std::string_view code;
  if (parser.parse(answer)["error"]["code"].get(code) != simdjson::SUCCESS) return "";
  return std::string(code);
}

/// The folder of a kit, or nothing where it is absent and may be.
bool kit_is_there(const fs::path& folder) {
  if (fs::is_directory(folder)) return true;
  const char* required = std::getenv("KITH_REQUIRE_SHARED");
  if (required != nullptr && std::string(required) == "1") FAIL("there is no " << folder);
  WARN("skipped: there is no " << folder);
  return false;
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("pipe: queries are answered in order with columns rows and stats", "[tools][pipe]") {
  const ScratchFolder folder;
  const auto answers = run_pipe_lines(folder / "a.db", {
      query("CREATE (:A {x: 1})-[:T]->(:B)"),
      query("MATCH (n:A) RETURN n.x AS x, 'é' AS `né`;"),
      "",
      query("RETURN $x AS x", R"(,"parameters":{"x":{"$type":"Integer","_value":"1"}})"),
      query("RETURN nosuch"),
      query("RETURN cOuNt( * )"),
  });
  REQUIRE(answers.size() == 5);
  CHECK(answers[0] == R"({"columns":[],"rows":[],"stats":{"nodesCreated":2,"relationshipsCreated":1,"propertiesSet":1,"labelsAdded":2}})");
  CHECK(answers[1] == R"({"columns":["x","né"],"rows":[[{"$type":"Integer","_value":"1"},{"$type":"String","_value":"é"}]],"stats":{}})");
  CHECK(answers[2] == R"({"columns":["x"],"rows":[[{"$type":"Integer","_value":"1"}]],"stats":{}})");
  CHECK(code_of(answers[3]) == "SyntaxError");
  CHECK(answers[3].find(R"("phase":"compile time","detail":"UndefinedVariable","gqlstatus":"42002")") != std::string::npos);
  CHECK(answers[3].find(R"("line":1,"column":8)") != std::string::npos);
  CHECK(answers[4] == R"j({"columns":["cOuNt( * )"],"rows":[[{"$type":"Integer","_value":"1"}]],"stats":{}})j");
}

TEST_CASE("pipe: what was answered is there in the next process", "[tools][pipe]") {
  const ScratchFolder folder;
  run_pipe_lines(folder / "a.db", {query("CREATE (:A {x: 'kept'})")});
  const auto answers = run_pipe_lines(folder / "a.db", {query("MATCH (n) RETURN n.x AS x")});
  REQUIRE(answers.size() == 1);
  CHECK(answers[0] == R"({"columns":["x"],"rows":[[{"$type":"String","_value":"kept"}]],"stats":{}})");
}

TEST_CASE("pipe: a failed statement leaves nothing behind", "[tools][pipe]") {
  const ScratchFolder folder;
  const auto answers = run_pipe_lines(folder / "a.db", {
      query("UNWIND [1, 0] AS x CREATE (:A {y: 1 / x})"),
      query("MATCH (n) RETURN count(n) AS n"),
  });
  REQUIRE(answers.size() == 2);
  CHECK(code_of(answers[0]) == "ArithmeticError");
  CHECK(answers[1] == R"({"columns":["n"],"rows":[[{"$type":"Integer","_value":"0"}]],"stats":{}})");
}

TEST_CASE("pipe: transactions share a snapshot and end as one", "[tools][pipe]") {
  const ScratchFolder folder;
  const std::string count = query("MATCH (n) RETURN count(n) AS n");
  const auto of = [](int n) {
    return R"({"columns":["n"],"rows":[[{"$type":"Integer","_value":")" + std::to_string(n) + R"("}]],"stats":{}})";
  };
  const std::string done = R"({"columns":[],"rows":[],"stats":{}})";
  const auto answers = run_pipe_lines(folder / "a.db", {
      query("begin"), query("CREATE (:A)"), count, query("ROLLBACK;"), count,       // 0..4
      query("BEGIN"), query("CREATE (:A)"), query("Commit"), count,                 // 5..8
      query("BEGIN"), query("CREATE (:A)"), query("RETURN 1/0"), count,             // 9..12
      query("COMMIT"), count,                                                       // 13, 14
      query("COMMIT"),                                                              // 15
      query("BEGIN READ ONLY"), query("CREATE (:A)"), query("ROLLBACK"), count,     // 16..19
      query("BEGIN"), query("BEGIN"), query("ROLLBACK"),                            // 20..22
      query("BEGIN"), query("CREATE (:A)"),                                         // never ended
  });
  REQUIRE(answers.size() == 25);
  CHECK(answers[0] == done);
  CHECK(answers[2] == of(1));
  CHECK(answers[3] == done);
  CHECK(answers[4] == of(0));
  CHECK(answers[7] == done);
  CHECK(answers[8] == of(1));
  CHECK(code_of(answers[11]) == "ArithmeticError");
  CHECK(code_of(answers[12]) == "TransactionAborted");
  CHECK(code_of(answers[13]) == "TransactionAborted");
  CHECK(answers[14] == of(1));
  CHECK(code_of(answers[15]) == "SemanticError");
  CHECK(code_of(answers[17]) == "ReadOnly");
  CHECK(answers[18] == done);
  CHECK(answers[19] == of(1));
  CHECK(code_of(answers[21]) == "SemanticError");
  CHECK(answers[22] == done);
  CHECK(run_pipe_lines(folder / "a.db", {count})[0] == of(1));
}

TEST_CASE("pipe: reset empties the store and rolls back", "[tools][pipe]") {
  const ScratchFolder folder;
  const auto answers = run_pipe_lines(folder / "a.db", {
      query("CREATE (:A)"),
      query("CREATE INDEX ix FOR (n:A) ON (n.x)"),
      R"j({"procedure": {"signature": "t.p() :: (x :: INTEGER?)", "columns": ["x"], "rows": [[1]]}})j",
      query("CALL t.p()"),
      query("BEGIN"),
      query("CREATE (:A)"),
      R"({"reset": true, "scenario": "s", "statements": ["RETURN 1"]})",
      query("MATCH (n) RETURN count(n) AS n"),
      query("CALL t.p()"),
      query("CREATE INDEX ix FOR (n:A) ON (n.x)"),
  });
  REQUIRE(answers.size() == 10);
  CHECK(answers[2] == R"({"ok":true})");
  CHECK(answers[3] == R"({"columns":["x"],"rows":[[{"$type":"Integer","_value":"1"}]],"stats":{}})");
  CHECK(answers[6] == R"({"ok":true})");
  CHECK(answers[7] == R"({"columns":["n"],"rows":[[{"$type":"Integer","_value":"0"}]],"stats":{}})");
  CHECK(code_of(answers[8]) == "ProcedureError");
  CHECK(answers[9] == R"({"columns":[],"rows":[],"stats":{"indexesAdded":1}})");
}

TEST_CASE("pipe: statements are prepared under a name and run by it", "[tools][pipe]") {
  const ScratchFolder folder;
  const auto answers = run_pipe_lines(folder / "a.db", {
      R"({"prepare":"MATCH (n:A {x: $x}) RETURN n.x + $`a b` AS s","name":"sum"})",
      query("CREATE (:A {x: 1}), (:A {x: 2})"),
      R"({"execute":"sum","parameters":{"x":1,"a b":10}})",
      R"({"execute":"sum","parameters":{"x":2}})",
      // What is declared waits for all sessions, and they for it.
      R"~({"procedure":{"signature":"test.nothing() :: ()","columns":[],"rows":[]}})~",
      R"({"execute":"sum","parameters":{"x":2,"a b":10},"session":"other"})",
      R"~({"prepare":"CREATE (:B)","name":"sum","session":"other"})~",
      R"({"execute":"sum","session":"other"})",
      R"({"forget":"sum","session":"other"})",
      R"({"forget":"sum","session":"other"})",
      R"({"execute":"sum","session":"other"})",
  });
  REQUIRE(answers.size() == 11);
  CHECK(answers[0] == R"({"prepared":"sum","columns":["s"],"parameters":["x","a b"],"writes":false})");
  CHECK(answers[2] == R"({"columns":["s"],"rows":[[{"$type":"Integer","_value":"11"}]],"stats":{}})");
  CHECK(code_of(answers[3]) == "ParameterMissing");
  CHECK(answers[5] ==
        R"({"columns":["s"],"rows":[[{"$type":"Integer","_value":"12"}]],"stats":{},"session":"other"})");
  CHECK(answers[6] == R"({"prepared":"sum","columns":[],"parameters":[],"writes":true,"session":"other"})");
  CHECK(answers[7] == R"({"columns":[],"rows":[],"stats":{"nodesCreated":1,"labelsAdded":1},"session":"other"})");
  CHECK(answers[8] == R"({"ok":true,"session":"other"})");
  CHECK(answers[9] == answers[8]);
  CHECK(code_of(answers[10]) == "EntityNotFound");
  CHECK(answers[10].find("NotPrepared") != std::string::npos);
}

TEST_CASE("pipe: prepared statements take part in transactions and end with a reset", "[tools][pipe]") {
  const ScratchFolder folder;
  const auto answers = run_pipe_lines(folder / "a.db", {
      R"({"prepare":"CREATE (n:A) RETURN 1 / $zero AS x","name":"make"})",
      R"({"prepare":"MATCH (n) RETURN count(*) AS c","name":"count"})",
      query("BEGIN"),
      R"({"execute":"make","parameters":{"zero":1}})",
      R"({"execute":"count"})",
      R"({"execute":"make","parameters":{"zero":0}})",
      R"({"execute":"count"})",
      R"({"prepare":"RETURN 1","name":"one"})",
      query("ROLLBACK"),
      R"({"execute":"count"})",
      R"({"prepare":"RETURN nosuch","name":"count"})",
      R"({"execute":"count"})",
      R"({"reset":true})",
      R"({"execute":"count"})",
      R"({"prepare":"RETURN 1"})",
      R"({"prepare":1,"name":"x"})",
      R"({"execute":[]})",
      R"({"execute":"count","parameters":7})",
      R"({"prepare":"BEGIN","name":"x"})",
  });
  REQUIRE(answers.size() == 19);
  const auto counted = [](int n) {
    return R"({"columns":["c"],"rows":[[{"$type":"Integer","_value":")" + std::to_string(n) + R"("}]],"stats":{}})";
  };
  CHECK(answers[4] == counted(1));
  CHECK(code_of(answers[5]) == "ArithmeticError");
  CHECK(code_of(answers[6]) == "TransactionAborted");
  CHECK(code_of(answers[7]) == "TransactionAborted");
  CHECK(answers[9] == counted(0));
  CHECK(code_of(answers[10]) == "SyntaxError");
  CHECK(answers[11] == counted(0));
  CHECK(answers[12] == R"({"ok":true})");
  CHECK(code_of(answers[13]) == "EntityNotFound");
  for (std::size_t i = 14; i < 18; ++i) CHECK(code_of(answers[i]) == "ProtocolError");
  CHECK(code_of(answers[18]) == "SyntaxError");
}

TEST_CASE("pipe: every line of nonsense gets an answer and the next is read", "[tools][pipe]") {
  const ScratchFolder folder;
  const std::string last = query("RETURN 1 AS x");
  const std::vector<std::string> lines = {
      "nonsense", " ", "[]", "{", R"({"query": 1})", std::string("\xFF\xFE\0", 3), std::string(1 << 20, '['),
      query(std::string(2000, '(')), query("RETURN " + std::string(3 << 20, '1')), R"({"unknown": true})", last};
  const auto answers = run_pipe_lines(folder / "a.db", lines);
  REQUIRE(answers.size() == lines.size());
  for (std::size_t i = 0; i + 1 < answers.size(); ++i) {
    INFO(lines[i].substr(0, 60));
    CHECK(code_of(answers[i]) != "");
  }
  CHECK(answers.back() == R"({"columns":["x"],"rows":[[{"$type":"Integer","_value":"1"}]],"stats":{}})");
}

TEST_CASE("pipe: no statement however large ends the process", "[tools][pipe]") {
  const auto joined = [](int count, const std::string& separator, const std::function<std::string(std::string)>& part) {
    std::string text;
    for (int i = 0; i < count; ++i) text += (i == 0 ? "" : separator) + part(std::to_string(i));
    return text;
  };
  const auto same = [](std::string text) { return [text](const std::string&) { return text; }; };
  // With the code of each; "" is an answer.
  const std::vector<std::pair<std::string, std::string>> statements = {
      {"RETURN " + joined(20'000, "+", same("1")), "LimitExceeded"},
      {"RETURN " + joined(5'000, "+", same("'a'")), "LimitExceeded"},
      {"RETURN " + joined(5'000, " AND ", same("true")), ""},
      {"MATCH (n) WHERE " + joined(5'000, " AND ", [](auto i) { return "n.x <> " + i; }) + " RETURN count(n)", ""},
      {"RETURN " + joined(5'000, ", ", [](auto i) { return i + " AS c" + i; }), ""},
      {"RETURN size([" + joined(50'000, ", ", [](auto i) { return i; }) + "])", ""},
      {"MATCH (n) WHERE n.x IN [" + joined(50'000, ",", [](auto i) { return i; }) + "] RETURN count(n)", ""},
      {"RETURN size(keys({" + joined(5'000, ", ", [](auto i) { return "k" + i + ": " + i; }) + "}))", ""},
      {"RETURN CASE 1 " + joined(5'000, " ", [](auto i) { return "WHEN 'x' THEN " + i; }) + " END", ""},
      {"MERGE (a)" + joined(2'000, "", [](auto i) { return "-[:T]->(a" + i + ")"; }), "LimitExceeded"},
      {"MATCH (a)" + joined(2'000, "", [](auto i) { return "-[:T]->(a" + i + ")"; }) + " RETURN 1", "LimitExceeded"},
      {"MATCH " + joined(3'000, ",", [](auto i) { return "(a" + i + ")"; }) + " RETURN 1 LIMIT 1", "LimitExceeded"},
      {"MATCH " + joined(500, ",", [](auto i) { return "(a" + i + ")"; }) + " RETURN 1 LIMIT 1", "LimitExceeded"},
      {"MATCH (n) WHERE " + joined(3'000, " AND ", same("(n)-->()")) + " RETURN 1", "LimitExceeded"},
      {joined(2'000, " UNION ALL ", same("RETURN 1 AS x")), "LimitExceeded"},
      {"CREATE " + joined(5'000, ",", same("(:B)")), ""},
  };
  std::vector<std::string> lines = {query("UNWIND range(1, 100) AS x CREATE (:A {x: x})")};
  for (const auto& [statement, code] : statements) lines.push_back(query(statement));
  lines.push_back(query("MATCH (n:B) RETURN count(n) AS n"));
  const ScratchFolder folder;
  const auto answers = run_pipe_lines(folder / "a.db", lines);
  REQUIRE(answers.size() == lines.size());
  for (std::size_t i = 0; i < statements.size(); ++i) {
    INFO(statements[i].first.substr(0, 80) << "\n" << answers[i + 1].substr(0, 200));
    CHECK(code_of(answers[i + 1]) == statements[i].second);
  }
  CHECK(answers.back() == R"({"columns":["n"],"rows":[[{"$type":"Integer","_value":"5000"}]],"stats":{}})");
}

TEST_CASE("pipe: a value as deep as a statement can build is written", "[tools][pipe]") {
  const ScratchFolder folder;
  const std::string deep = "RETURN reduce(l = [], i IN range(1, $n) | [l]) AS x";
  const auto answers = run_pipe_lines(folder / "a.db", {query(deep, R"(,"parameters":{"n":990})"),
                                                        query(deep, R"(,"parameters":{"n":100000})")});
  REQUIRE(answers.size() == 2);
  CHECK(code_of(answers[0]) == "");
  CHECK(answers[0].size() > 990 * std::string(R"({"$type":"List","_value":[]})").size());
  CHECK(code_of(answers[1]) == "LimitExceeded");
}

TEST_CASE("pipe: the last line needs no end", "[tools][pipe]") {
  const ScratchFolder folder;
  const Outcome outcome = run_kith({"pipe", folder / "a.db"}, query("RETURN 1 AS x") + "\r\n\r\n" + query("RETURN 2 AS x"));
  CHECK(outcome.status == 0);
  CHECK(std::count(outcome.out.begin(), outcome.out.end(), '\n') == 2);
}

TEST_CASE("pipe: JSON files of every kind as lines and as parameters", "[tools][pipe][shared]") {
  const fs::path suite = fs::path(KITH_SOURCE_DIR) / "../shared/faults/JSONTestSuite/test_parsing";
  if (!kit_is_there(suite)) return;
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(suite)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  REQUIRE(names.size() > 100);
  std::string input;
  std::vector<std::string> sent;  // the names of files whose text is one line, as a parameter
  for (const std::string& name : names) {
    const std::string text = read_file(suite / name);
    input += text;
    if (text.empty() || text.back() != '\n') input += '\n';
  }
  for (const std::string& name : names) {
    const std::string text = read_file(suite / name);
    if (text.find('\n') != std::string::npos) continue;
    input += R"({"query": "RETURN $x AS x", "parameters": {"x": )" + text + "}, \"session\": \"" + name + "\"}\n";
    sent.push_back(name);
  }
  const ScratchFolder folder;
  const Outcome outcome = run_kith({"pipe", folder / "a.db"}, input + query("RETURN 'end' AS x") + "\n");
  CHECK(outcome.status == 0);
  std::vector<std::string> accepted;
  std::size_t begin = 0;
  for (std::size_t end; (end = outcome.out.find('\n', begin)) != std::string::npos; begin = end + 1) {
    const std::string answer = outcome.out.substr(begin, end - begin);
    const std::size_t at = answer.find("\"session\":\"");
    if (at == std::string::npos || code_of(answer) != "") continue;
    accepted.push_back(answer.substr(at + 11, answer.find('"', at + 11) - at - 11));
  }
  CHECK(outcome.out.find(R"("_value":"end")") != std::string::npos);
  for (const std::string& name : sent) {
    const bool was_accepted = std::find(accepted.begin(), accepted.end(), name) != accepted.end();
    INFO(name);
    // Text that closes the object early and goes on makes another, valid request: that is no fault.
    if (name[0] == 'n' && was_accepted) CHECK(read_file(suite / name).find('}') != std::string::npos);
    if (name[0] == 'y') CHECK(was_accepted);
  }
}

TEST_CASE("pipe: naughty strings come back as they went", "[tools][pipe][shared]") {
  const fs::path file = fs::path(KITH_SOURCE_DIR) / "../shared/faults/blns/blns.json";
  if (!kit_is_there(file.parent_path())) return;
  simdjson::dom::parser parser;
  std::vector<std::string> lines;
  std::vector<std::string> sent;
  for (const auto text : simdjson::dom::array(parser.load(file.string()))) {
    sent.emplace_back(std::string_view(text));
    std::string json;
    kith::append_json_string(json, sent.back());
    lines.push_back(R"({"query": "CREATE (n:S {x: $x}) RETURN n.x AS x", "parameters": {"x": )" + json + "}}");
  }
  REQUIRE(sent.size() > 400);
  const ScratchFolder folder;
  const auto answers = run_pipe_lines(folder / "a.db", lines);
  REQUIRE(answers.size() == sent.size());
  for (std::size_t i = 0; i < sent.size(); ++i) {
    simdjson::dom::parser answer_parser;
    std::string_view got;
    INFO(answers[i]);
    REQUIRE(answer_parser.parse(answers[i])["rows"].at(0).at(0)["_value"].get(got) == simdjson::SUCCESS);
    CHECK(std::string(got) == sent[i]);
  }
}
