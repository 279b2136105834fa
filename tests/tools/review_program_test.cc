// kith review, merge and split as their users run them.
#include <catch2/catch.hpp>

#include <filesystem>
#include <string>

#include "ingest/kit.h"
#include "tools/process.h"

using kith::test::Scratch;
using kith::test::write_file;

namespace {

// A store with two questions: is J. Roe Jane Roe, and is HSB the Harbour Safety Board?
std::string loaded(const Scratch& scratch) {
  write_file(scratch / "in/a.txt", "2025-05-01\nJane Roe met Tom Hill in Oslo. The Harbour Safety Board criticised Omar Said.\n");
  write_file(scratch / "in/b.txt", "2025-05-02\nJ. Roe met Tom Hill in Oslo. HSB criticised Omar Said.\n");
  std::string store = (scratch / "n.db").native();
  REQUIRE(run_kith({"load", store, (scratch / "in").native()}).status == 0);
  return store;
}

std::string field(const std::string& line, const std::string& key) {
  const std::size_t at = line.find("\"" + key + "\":\"") + key.size() + 4;
  return line.substr(at, line.find('"', at) - at);
}

std::string organisations(const std::string& store) {
  return run_kith({"query", store, "--format", "csv", "MATCH (o:Organization) RETURN o.name AS name ORDER BY name"}).out;
}

}  // namespace

TEST_CASE("program: review shows questions with what articles say", "[tools][review]") {
  const Scratch scratch;
  const std::string store = loaded(scratch);
  const Outcome text = run_kith({"review", store});
  CHECK(text.status == 0);
  CHECK(text.out.find("1 of 2: are they one? (0.65: one name is short for the other; both with Omar Said; both with Tom Hill)\n") !=
        std::string::npos);
  CHECK(text.out.find("    with  Harbour Safety Board; Omar Said; Tom Hill\n    a.txt: Jane Roe met Tom Hill in Oslo.\n") !=
        std::string::npos);
  CHECK(run_kith({"review", store, "--min-score", "1"}).out == "no open questions\n");
  const Outcome lines = run_kith({"review", store, "--format", "jsonl", "--limit", "1"});
  CHECK(lines.out.find(R"("score":0.65,"reasons":["one name is short for the other","both with Omar Said","both with Tom Hill"],"left":{"node":"n:)") !=
        std::string::npos);
  CHECK(lines.out.find(R"("quotes":[{"article":"b.txt","text":"J. Roe met Tom Hill in Oslo."}]}})") != std::string::npos);
}

TEST_CASE("program: answers are taken a line each, and wrong ones are named", "[tools][review]") {
  const Scratch scratch;
  const std::string store = loaded(scratch);
  const std::string before = run_kith({"export", store}).out;
  const std::string lines = run_kith({"review", store, "--format", "jsonl"}).out;
  const std::string first = field(lines, "question");
  const std::string second = field(lines.substr(lines.find('\n') + 1), "question");
  write_file(scratch / "answers.jsonl", "{\"question\": \"" + first + "\", \"answer\": \"skip\"}\n\nsame\n{\"question\": \"" + second +
                                            "\", \"answer\": \"same\"}\n{\"question\": \"0\", \"answer\": \"same\"}\n");
  const Outcome outcome = run_kith({"review", store, "--answers", (scratch / "answers.jsonl").native()});
  CHECK(outcome.status == 1);
  CHECK(outcome.error.find("answers.jsonl:3: no answer") != std::string::npos);
  CHECK(outcome.error.find("one: -1 nodes, -1 edges\n") != std::string::npos);
  CHECK(outcome.error.find("answers.jsonl:5: there is no such question") != std::string::npos);
  CHECK(organisations(store) == "name\r\nHarbour Safety Board\r\n");
  CHECK(run_kith({"review", store, "--decisions"}).out.find(
            R"("answer":"same","left":"harbour safety board","left_article":"a.txt","right":"hsb","right_article":"b.txt"})") !=
        std::string::npos);
  CHECK(run_kith({"split", store, "hsb"}).status == 0);
  CHECK(organisations(store) == "name\r\nHSB\r\nHarbour Safety Board\r\n");
  CHECK(run_kith({"export", store}).out == before);
}

TEST_CASE("program: merge and split take names and ids, and say which there are", "[tools][review]") {
  const Scratch scratch;
  const std::string store = loaded(scratch);
  const std::string before = run_kith({"export", store}).out;
  CHECK(run_kith({"merge", store, "HSB", "harbour safety board"}).status == 0);
  CHECK(organisations(store) == "name\r\nHarbour Safety Board\r\n");
  CHECK(run_kith({"split", store, "HSB"}).status == 0);
  CHECK(run_kith({"split", store, "Tom Hill", "--article", "b.txt"}).status == 0);
  const Outcome several = run_kith({"split", store, "Tom Hill"});
  CHECK(several.status == 1);
  CHECK(several.error.find("`Tom Hill` may be any of 2; name one by its id:\n") != std::string::npos);
  CHECK(several.error.find("    b.txt: J. Roe met Tom Hill in Oslo.\n") != std::string::npos);
  const Outcome unknown = run_kith({"merge", store, "Tim Hill", "HSB"});
  CHECK(unknown.status == 1);
  CHECK(unknown.error.find("there is no entity `Tim Hill`") != std::string::npos);
  const std::size_t id = several.error.find("n:");
  const std::size_t other = several.error.find("n:", id + 2);
  const auto id_at = [&](std::size_t at) { return several.error.substr(at, several.error.find(',', at) - at); };
  CHECK(run_kith({"merge", store, id_at(id), id_at(other)}).status == 0);
  CHECK(run_kith({"export", store}).out == before);
  const Outcome alone = run_kith({"split", store, "Omar Said"});
  CHECK(alone.status == 2);
  CHECK(alone.error.find("it was not merged by hand\nhint: name the articles in which it is another: --article KEY\n") != std::string::npos);
}
