// Sessions of kith pipe: at the same time, each in order, each with its own transaction.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "kith/json.h"
#include "simdjson.h"
#include "tools/process.h"

namespace {

std::string query(const std::string& session, const std::string& text) {
  std::string out = "{\"query\":";
  kith::append_json_string(out, text);
  if (!session.empty()) {
    out += ",\"session\":";
    kith::append_json_string(out, session);
  }
  return out + "}";
}

/// An answer in a few words: "a: 1 2" (the first column of its rows, after the session's name), "Conflict", "a: ok".
std::string gist(const std::string& answer) {
  simdjson::dom::parser parser;
  const auto parsed = parser.parse(answer);
  std::string text;
  std::string_view name;
  if (parsed["session"].get(name) == simdjson::SUCCESS) text = std::string(name) + ": ";
  std::string_view code;
  if (parsed["error"]["code"].get(code) == simdjson::SUCCESS) return text + std::string(code);
  simdjson::dom::array rows;
  if (parsed["rows"].get(rows) != simdjson::SUCCESS || rows.size() == 0) return text + "ok";
  std::string values;
  for (const auto row : rows) {
    std::string_view value;
    if (!values.empty()) values += ' ';
    if (row.at(0)["_value"].get(value) == simdjson::SUCCESS) values += value;
  }
  return text + values;
}

const char* const kEndless =
    "UNWIND range(1, 30000) AS a UNWIND range(1, 30000) AS b UNWIND range(1, 30000) AS c RETURN count(*) AS n";
const char* const kCount = "MATCH (n) RETURN count(n) AS n";

}  // namespace

TEST_CASE("pipe sessions: a statement that takes long holds up no other session", "[tools][pipe][sessions]") {
  const ScratchFolder folder;
  PipeProcess pipe(folder / "a.db");
  REQUIRE(pipe.send(query("long", kEndless)));
  CHECK(gist(pipe.ask(query("b", "CREATE (:A)"))) == "b: ok");
  CHECK(gist(pipe.ask(query("", kCount))) == "1");
  for (int i = 0; i < 100; ++i) REQUIRE(gist(pipe.ask(query("b", "RETURN " + std::to_string(i)))) == "b: " + std::to_string(i));
  REQUIRE(pipe.send(query("long too", kEndless)));
  CHECK(gist(pipe.ask(query("c", kCount))) == "c: 1");
  pipe.interrupt();
  std::vector<std::string> rest = {gist(pipe.answer()), gist(pipe.answer())};
  std::sort(rest.begin(), rest.end());
  CHECK(rest == std::vector<std::string>{"long too: Cancelled", "long: Cancelled"});
  CHECK(pipe.answer() == "");
  CHECK(pipe.wait() == 130);
  CHECK(gist(run_pipe_lines(folder / "a.db", {query("", kCount)})[0]) == "1");
}

TEST_CASE("pipe sessions: the answers of one come in the order of its requests", "[tools][pipe][sessions]") {
  const ScratchFolder folder;
  std::vector<std::string> lines;
  constexpr int kSessions = 7;
  constexpr int kRequests = 150;
  for (int i = 0; i < kRequests; ++i)
    for (int s = 0; s < kSessions; ++s)
      lines.push_back(query(s == 0 ? "" : std::to_string(s), "UNWIND range(0, " + std::to_string((i * 7 + s * 5) % 40) +
                                                                 ") AS x WITH count(x) AS c RETURN " + std::to_string(i)));
  std::map<std::string, std::vector<std::string>> by_session;
  for (const std::string& answer : run_pipe_lines(folder / "a.db", lines)) {
    const std::string text = gist(answer);
    const std::size_t colon = text.find(": ");
    const bool named = colon != std::string::npos;
    by_session[named ? text.substr(0, colon) : ""].push_back(named ? text.substr(colon + 2) : text);
  }
  REQUIRE(by_session.size() == kSessions);
  std::vector<std::string> expected;
  for (int i = 0; i < kRequests; ++i) expected.push_back(std::to_string(i));
  for (const auto& [name, answers] : by_session) CHECK(answers == expected);
}

TEST_CASE("pipe sessions: a transaction reads what was there when it began", "[tools][pipe][sessions]") {
  const ScratchFolder folder;
  PipeProcess pipe(folder / "a.db");
  CHECK(gist(pipe.ask(query("r", "BEGIN READ ONLY"))) == "r: ok");
  CHECK(gist(pipe.ask(query("w", "CREATE (:A)"))) == "w: ok");
  CHECK(gist(pipe.ask(query("r", kCount))) == "r: 0");
  CHECK(gist(pipe.ask(query("", kCount))) == "1");
  CHECK(gist(pipe.ask(query("r", "CREATE (:A)"))) == "r: ReadOnly");
  CHECK(gist(pipe.ask(query("r", kCount))) == "r: TransactionAborted");
  CHECK(gist(pipe.ask(query("r", "ROLLBACK"))) == "r: ok");
  CHECK(gist(pipe.ask(query("r", kCount))) == "r: 1");
  CHECK(gist(pipe.ask(query("w", "BEGIN"))) == "w: ok");
  CHECK(gist(pipe.ask(query("w", "CREATE (:A)"))) == "w: ok");
  CHECK(gist(pipe.ask(query("w", kCount))) == "w: 2");
  CHECK(gist(pipe.ask(query("r", kCount))) == "r: 1");
  CHECK(gist(pipe.ask(query("w", "COMMIT"))) == "w: ok");
  CHECK(gist(pipe.ask(query("r", kCount))) == "r: 2");
  pipe.close_input();
  CHECK(pipe.wait() == 0);
}

TEST_CASE("pipe sessions: of two transactions that change the same the later commit is a conflict", "[tools][pipe][sessions]") {
  const ScratchFolder folder;
  PipeProcess pipe(folder / "a.db");
  CHECK(gist(pipe.ask(query("", "CREATE (:Counter {n: 0})"))) == "ok");
  for (const std::string name : {"a", "b"}) CHECK(gist(pipe.ask(query(name, "BEGIN"))) == name + ": ok");
  CHECK(gist(pipe.ask(query("a", "MATCH (c:Counter) SET c.n = c.n + 1 RETURN c.n"))) == "a: 1");
  CHECK(gist(pipe.ask(query("b", "MATCH (c:Counter) SET c.n = c.n + 10 RETURN c.n"))) == "b: 10");
  CHECK(gist(pipe.ask(query("b", "COMMIT"))) == "b: ok");
  CHECK(gist(pipe.ask(query("a", "COMMIT"))) == "a: Conflict");
  CHECK(gist(pipe.ask(query("a", "MATCH (c:Counter) SET c.n = c.n + 1 RETURN c.n"))) == "a: 11");
  CHECK(gist(pipe.ask(query("a", "COMMIT"))) == "a: SemanticError");
}

TEST_CASE("pipe sessions: a serialisable transaction is safe from write skew", "[tools][pipe][sessions]") {
  const ScratchFolder folder;
  PipeProcess pipe(folder / "a.db");
  CHECK(gist(pipe.ask(query("", "CREATE (:Doctor {name: 'x', on: true}), (:Doctor {name: 'y', on: true})"))) == "ok");
  const auto go = [&](const std::string& begin) {
    for (const std::string name : {"x", "y"}) CHECK(gist(pipe.ask(query(name, begin))) == name + ": ok");
    for (const std::string name : {"x", "y"}) {
      CHECK(gist(pipe.ask(query(name, "MATCH (d:Doctor) WHERE d.on RETURN count(d)"))) == name + ": 2");
      CHECK(gist(pipe.ask(query(name, "MATCH (d:Doctor {name: '" + name + "'}) SET d.on = false"))) == name + ": ok");
    }
    CHECK(gist(pipe.ask(query("x", "COMMIT"))) == "x: ok");
    return gist(pipe.ask(query("y", "COMMIT")));
  };
  CHECK(go("BEGIN SERIALIZABLE") == "y: Conflict");
  CHECK(gist(pipe.ask(query("", "MATCH (d:Doctor) WHERE d.on RETURN d.name"))) == "y");
  CHECK(gist(pipe.ask(query("", "MATCH (d:Doctor) SET d.on = true"))) == "ok");
  CHECK(go("BEGIN") == "y: ok");  // which snapshot isolation allows
}

TEST_CASE("pipe sessions: statements of their own that meet are tried again and all count", "[tools][pipe][sessions]") {
  const ScratchFolder folder;
  run_pipe_lines(folder / "a.db", {query("", "CREATE (:Counter {n: 0})")});
  std::vector<std::string> lines;
  for (int i = 0; i < 50; ++i)
    for (int s = 0; s < 8; ++s) lines.push_back(query(std::to_string(s), "MATCH (c:Counter) SET c.n = c.n + 1 RETURN 'done'"));
  for (const std::string& answer : run_pipe_lines(folder / "a.db", lines)) {
    const std::string text = gist(answer);
    CHECK(text.substr(text.find(' ') + 1) == "done");
  }
  CHECK(gist(run_pipe_lines(folder / "a.db", {query("", "MATCH (c:Counter) RETURN c.n")})[0]) == "400");
}

TEST_CASE("pipe sessions: what is written is everyone's at once when it is committed", "[tools][pipe][sessions]") {
  const ScratchFolder folder;
  PipeProcess pipe(folder / "a.db");
  CHECK(gist(pipe.ask(query("a", "BEGIN"))) == "a: ok");
  CHECK(gist(pipe.ask(query("a", "CREATE (:A)"))) == "a: ok");
  CHECK(gist(pipe.ask(query("b", kCount))) == "b: 0");
  CHECK(gist(pipe.ask(query("b", "CREATE (:B)"))) == "b: ok");
  CHECK(gist(pipe.ask(query("a", kCount))) == "a: 1");
  CHECK(gist(pipe.ask(query("a", "COMMIT"))) == "a: ok");
  CHECK(gist(pipe.ask(query("", kCount))) == "2");
}

TEST_CASE("pipe sessions: a reset ends them all and rolls back", "[tools][pipe][sessions]") {
  const ScratchFolder folder;
  PipeProcess pipe(folder / "a.db");
  CHECK(gist(pipe.ask(query("a", "BEGIN"))) == "a: ok");
  CHECK(gist(pipe.ask(query("a", "CREATE (:A)"))) == "a: ok");
  CHECK(gist(pipe.ask(query("b", "BEGIN READ ONLY"))) == "b: ok");
  CHECK(gist(pipe.ask(query("b", "RETURN 1 / 0"))) == "b: ArithmeticError");
  CHECK(pipe.ask(R"({"reset": true, "session": "c"})") == R"({"ok":true,"session":"c"})");
  CHECK(gist(pipe.ask(query("a", "COMMIT"))) == "a: SemanticError");
  CHECK(gist(pipe.ask(query("a", kCount))) == "a: 0");
  CHECK(gist(pipe.ask(query("b", kCount))) == "b: 0");
}

TEST_CASE("pipe sessions: a reset stands between what was read before and after it", "[tools][pipe][sessions]") {
  const ScratchFolder folder;
  std::vector<std::string> lines;
  for (int round = 0; round < 5; ++round) {
    for (int s = 0; s < 20; ++s) lines.push_back(query("s" + std::to_string(s), "CREATE (:A) RETURN " + std::to_string(round)));
    lines.push_back(R"({"reset": true})");
    for (int s = 0; s < 20; ++s) lines.push_back(query("t" + std::to_string(s), kCount));
    lines.push_back(R"j({"procedure": {"signature": "t.p() :: (x :: INTEGER?)", "columns": ["x"], "rows": [[)j" +
                    std::to_string(round) + "]]}, \"session\": \"p\"}");
    for (int s = 0; s < 20; ++s) lines.push_back(query("u" + std::to_string(s), "CALL t.p()"));
  }
  const std::vector<std::string> answers = run_pipe_lines(folder / "a.db", lines);
  REQUIRE(answers.size() == lines.size());
  std::map<char, std::multiset<std::string>> got;  // of the sessions s, t and u, whatever their order
  for (std::size_t i = 0; i < answers.size(); ++i) {
    INFO(answers[i]);
    if (i % 62 == 20) {
      CHECK(answers[i] == R"({"ok":true})");
    } else if (i % 62 == 41) {
      CHECK(answers[i] == R"({"ok":true,"session":"p"})");
    } else {
      const std::string text = gist(answers[i]);
      got[text[0]].insert(text.substr(text.find(' ') + 1));
    }
  }
  for (const std::string round : {"0", "1", "2", "3", "4"}) {
    CHECK(got['s'].count(round) == 20);
    CHECK(got['u'].count(round) == 20);
  }
  CHECK(got['t'].count("0") == 100);  // no node of before the reset
}

TEST_CASE("pipe sessions: a line that is wrong belongs to the session it names", "[tools][pipe][sessions]") {
  const ScratchFolder folder;
  PipeProcess pipe(folder / "a.db");
  for (const std::string name : {"a", "b", ""}) {
    const std::string prefix = name.empty() ? "" : name + ": ";
    CHECK(gist(pipe.ask(query(name, "BEGIN READ ONLY"))) == prefix + "ok");
  }
  CHECK(gist(pipe.ask(R"({"query": 1, "session": "a"})")) == "a: ProtocolError");
  CHECK(gist(pipe.ask(query("a", kCount))) == "a: TransactionAborted");
  CHECK(gist(pipe.ask(R"j({"procedure": {"signature": "t.p() :: ()"}, "session": "a"})j")) == "a: TransactionAborted");
  CHECK(gist(pipe.ask(query("b", kCount))) == "b: 0");
  CHECK(gist(pipe.ask(query("", kCount))) == "0");
  CHECK(gist(pipe.ask(R"({"what": 1, "session": "b"})")) == "b: Unsupported");
  CHECK(gist(pipe.ask("nonsense")) == "ProtocolError");
  CHECK(gist(pipe.ask(R"({"query": "RETURN 1", "session": 5})")) == "ProtocolError");
  for (const std::string name : {"a", "b", ""}) {
    const std::string prefix = name.empty() ? "" : name + ": ";
    CHECK(gist(pipe.ask(query(name, kCount))) == prefix + "TransactionAborted");
    CHECK(gist(pipe.ask(query(name, "ROLLBACK"))) == prefix + "ok");
    CHECK(gist(pipe.ask(query(name, kCount))) == prefix + "0");
  }
}

TEST_CASE("pipe sessions: thousands of names are not thousands of threads", "[tools][pipe][sessions]") {
  const ScratchFolder folder;
  PipeProcess pipe(folder / "a.db");
  for (int i = 0; i < 2000; ++i) REQUIRE(gist(pipe.ask(query("n" + std::to_string(i), "RETURN 1"))) != "");
  for (int i = 0; i < 500; ++i) REQUIRE(pipe.send(query("t" + std::to_string(i), "BEGIN READ ONLY")));
  for (int i = 0; i < 500; ++i) REQUIRE(pipe.answer().find("\"columns\":[]") != std::string::npos);
  for (int i = 0; i < 500; ++i) REQUIRE(pipe.send(query("t" + std::to_string(i), kCount)));
  for (int i = 0; i < 500; ++i) REQUIRE(gist(pipe.answer()).find(": 0") != std::string::npos);
  CHECK(pipe.threads() < 100);
  pipe.close_input();
  CHECK(pipe.wait() == 0);
}

TEST_CASE("pipe sessions: more long statements than threads leave a way for transactions", "[tools][pipe][sessions]") {
  const ScratchFolder folder;
  PipeProcess pipe(folder / "a.db");
  CHECK(gist(pipe.ask(query("t", "BEGIN READ ONLY"))) == "t: ok");
  for (int i = 0; i < 80; ++i) REQUIRE(pipe.send(query("n" + std::to_string(i), kEndless)));
  CHECK(gist(pipe.ask(query("t", kCount))) == "t: 0");
  CHECK(gist(pipe.ask(query("t", "ROLLBACK"))) == "t: ok");
  CHECK(pipe.threads() < 100);
  pipe.interrupt();
  CHECK(pipe.wait() == 130);
}

TEST_CASE("pipe sessions: a flood waits outside and everything read is answered", "[tools][pipe][sessions]") {
  const ScratchFolder folder;
  const std::string filler(3000, ' ');
  std::vector<std::string> lines;
  for (int i = 0; i < 12000; ++i)
    lines.push_back(query(i % 3 == 0 ? "a" : i % 3 == 1 ? "b" : "", "RETURN " + filler + std::to_string(i)));
  std::map<std::string, int> count;
  for (const std::string& answer : run_pipe_lines(folder / "a.db", lines)) ++count[gist(answer).substr(0, 3)];
  int total = 0;
  for (const auto& [start, n] : count) total += n;
  CHECK(total == 12000);
  CHECK(count.count("Err") == 0);
}

TEST_CASE("pipe sessions: Ctrl-C ends the process though a flood waits behind a long statement", "[tools][pipe][sessions]") {
  const ScratchFolder folder;
  PipeProcess pipe(folder / "a.db");
  CHECK(gist(pipe.ask(query("", "CREATE (:Kept)"))) == "ok");
  REQUIRE(pipe.send(query("", kEndless)));
  CHECK(gist(pipe.ask(query("b", kCount))) == "b: 1");
  pipe.send(query("", "CREATE (:Never {x: '" + std::string(std::size_t{17} << 20, 'x') + "'})"));
  pipe.send(query("", "CREATE (:Never)"));
  pipe.interrupt();
  CHECK(gist(pipe.answer()) == "Cancelled");
  CHECK(pipe.answer() == "");
  CHECK(pipe.wait() == 130);
  CHECK(gist(run_pipe_lines(folder / "a.db", {query("", kCount)})[0]) == "1");
}

TEST_CASE("pipe sessions: Ctrl-C ends one that waits for requests", "[tools][pipe][sessions]") {
  const ScratchFolder folder;
  PipeProcess pipe(folder / "a.db");
  CHECK(gist(pipe.ask(query("a", "BEGIN READ ONLY"))) == "a: ok");
  pipe.interrupt();
  CHECK(pipe.answer() == "");
  CHECK(pipe.wait() == 130);
}

TEST_CASE("pipe sessions: a reader that goes away ends the process and its long statements", "[tools][pipe][sessions]") {
  const ScratchFolder folder;
  PipeProcess pipe(folder / "a.db");
  CHECK(gist(pipe.ask(query("a", "CREATE (:Kept)"))) == "a: ok");
  REQUIRE(pipe.send(query("long", kEndless)));
  pipe.stop_reading();
  REQUIRE(pipe.send(query("a", "RETURN 1")));
  CHECK(pipe.wait() == 0);
  CHECK(gist(run_pipe_lines(folder / "a.db", {query("", kCount)})[0]) == "1");
}

TEST_CASE("pipe sessions: a line of a hundred megabytes is a request like others", "[tools][pipe][sessions]") {
  const ScratchFolder folder;
  const std::string text(100'000'000, 'x');
  const std::vector<std::string> answers = run_pipe_lines(
      folder / "a.db", {"{\"query\": \"RETURN size($x) AS n\", \"parameters\": {\"x\": \"" + text + "\"}, \"session\": \"a\"}",
                        text, query("b", "RETURN 'still here'")});
  REQUIRE(answers.size() == 3);
  std::vector<std::string> gists;
  for (const std::string& answer : answers) gists.push_back(gist(answer));
  std::sort(gists.begin(), gists.end());
  CHECK(gists == std::vector<std::string>{"ProtocolError", "a: 100000000", "b: still here"});
}
