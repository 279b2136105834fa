// kith export, and the runs of kith load that must give the same graph, as their users run them.
#include <catch2/catch.hpp>

#include <fstream>
#include <string>
#include <vector>

#include "data/external_sort.h"
#include "ingest/stories.h"
#include "kith/store.h"
#include "storage/must.h"
#include "tools/process.h"

using namespace kith;
using kith::test::write_file;
using kith::test::write_stories;
using kith::testing::must;

namespace {

std::string exported(const std::string& store) {
  const Outcome outcome = run_kith({"export", store});
  REQUIRE(outcome.status == 0);
  return outcome.out;
}

std::string loaded(const std::string& store, const std::string& path, std::vector<std::string> options = {}) {
  options.insert(options.begin(), {"load", store, path});
  const Outcome outcome = run_kith(options);
  INFO(outcome.error);
  REQUIRE(outcome.status == 0);
  return outcome.error;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

}  // namespace

TEST_CASE("external sort: records come by key and then by payload whether or not they fit in memory", "[tools][export]") {
  for (const std::size_t memory : {std::size_t{100}, std::size_t{5000}, std::size_t{1} << 20}) {
    tools::ExternalSort sort(memory);
    std::vector<std::pair<std::string, std::string>> model;
    for (int i = 0; i < 500; ++i) {
      std::string key = std::to_string(i * 7919 % 101);
      if (i % 10 == 0) key += std::string("\0x", 2);
      std::string payload(static_cast<std::size_t>(i % 13), static_cast<char>('a' + i % 26));
      model.emplace_back(key, payload);
      REQUIRE(sort.add(key, payload).is_ok());
    }
    std::sort(model.begin(), model.end());
    std::vector<std::string> expected;
    for (auto& [key, payload] : model) expected.push_back(payload);
    std::vector<std::string> got;
    REQUIRE(sort.each([&](std::string_view payload) {
                  got.emplace_back(payload);
                  return ok();
                })
                .is_ok());
    CHECK(got == expected);
  }
}

TEST_CASE("program: export writes nodes in their order and edges with their evidence", "[tools][export]") {
  const ScratchFolder folder;
  write_file(folder / "in/b.txt", "2025-05-19\nOmar Said met Ann Brödy on Sunday. She left.\n");
  write_file(folder / "in/a.txt", "2025-05-19\nNorway won.\n");
  loaded(folder / "n.db", folder / "in");
  {
    Store store = must(Store::open(folder / "n.db"));
    must(store.run("CREATE (:Zebra {n: 1})-[:MET_WITH {key: 'mine', date: date('2020-01-02')}]->(:Apple {n: 2})"));
    must(store.close());
  }
  const Outcome outcome = run_kith({"export", folder / "n.db", "--format", "jsonl"});
  CHECK(outcome.status == 0);
  CHECK(outcome.error == "7 nodes, 5 relationships\n");
  const std::vector<std::string> lines = lines_of(outcome.out);
  REQUIRE(lines.size() == 12);
  CHECK(lines[0].starts_with(R"({"node":0,"labels":["Article"],"properties":{"contentHash":")"));
  CHECK(lines[0].find(R"("key":"a.txt","published":"2025-05-19")") != std::string::npos);
  CHECK(lines[1].find(R"("key":"b.txt")") != std::string::npos);
  CHECK(lines[2] == R"({"node":2,"labels":["Entity","Place"],"properties":{"lookup":["norway"],"name":"Norway"}})");
  CHECK(lines[3] == R"({"node":3,"labels":["Entity","Person"],"properties":{"lookup":["omar said","~omar said"],"name":"Omar Said"}})");
  CHECK(lines[4] == R"({"node":4,"labels":["Entity","Person"],"properties":{"lookup":["ann brody","~an brodi"],"name":"Ann Brödy"}})");
  CHECK(lines[5] == R"({"node":5,"labels":["Apple"],"properties":{"n":2}})");
  CHECK(lines[6] == R"({"node":6,"labels":["Zebra"],"properties":{"n":1}})");
  CHECK(lines[7] == R"({"edge":"MENTIONS","from":0,"to":2,"properties":{"cluster":0,"end":17,"lookup":["norway"],"name":"Norway","start":11,"text":"Norway","type":"LOC"}})");
  CHECK(lines[8] == R"({"edge":"MENTIONS","from":1,"to":3,"properties":{"cluster":0,"end":20,"lookup":["omar said","~omar said"],"name":"Omar Said","start":11,"text":"Omar Said","type":"PER"}})");
  CHECK(lines[10].starts_with(
      R"({"edge":"MET_WITH","from":3,"to":4,"properties":{"confidence":0.8,"date":"2025-05-18","status":"stated","time":"2025-05-18"},"evidence":[{"article":"b.txt","start":11,"end":45,"quote":"Omar Said met Ann Brödy on Sunday.","extractor":")"));
  CHECK(lines[11] == R"({"edge":"MET_WITH","from":6,"to":5,"properties":{"date":"2020-01-02","key":"mine"}})");
}

TEST_CASE("program: export to a file and typed", "[tools][export]") {
  const ScratchFolder folder;
  {
    Store store = must(Store::open(folder / "n.db"));
    must(store.run("CREATE (:A {d: date('2020-01-02')})"));
    must(store.close());
  }
  CHECK(run_kith({"export", folder / "n.db", "-o", folder / "out.jsonl", "--typed"}).out.empty());
  CHECK(kith::test::read_file(folder / "out.jsonl") ==
        R"({"node":0,"labels":["A"],"properties":{"$type":"Map","_value":{"d":{"$type":"Date","_value":"2020-01-02"}}}})"
        "\n");
  const Outcome failed = run_kith({"export", folder / "n.db", "-o", folder / "missing/out.jsonl"});
  CHECK(failed.status == 1);
  CHECK(failed.error.find("cannot be written: No such file or directory") != std::string::npos);
  CHECK(run_kith({"export", folder / "no.db"}).status == 3);
  CHECK(run_kith({"export", folder / "n.db", "--format", "xml"}).status == 2);
  CHECK(run_kith({"export", "--help"}).out.find("kith export news.db --format jsonl -o news.jsonl") != std::string::npos);
}

TEST_CASE("program: any number of jobs and of runs gives the same export", "[tools][export][load]") {
  const ScratchFolder folder;
  write_stories(folder / "in", 60);
  write_file(folder / "in/b.jsonl", "{\"id\":\"x\",\"text\":\"Omar Said met Li Quent.\"}\n{\"id\":\n{\"id\":\"y\",\"text\":\"Li Quent visited Oslo.\"}\n");
  write_file(folder / "in/c.txt", "");
  const auto run = [&](const std::string& store, const std::string& jobs) {
    const Outcome outcome = run_kith({"load", folder / store, folder / "in", "--jobs", jobs});
    CHECK(outcome.status == 1);
    return outcome.error;
  };
  const std::string one = run("1.db", "1");
  CHECK(one.find("64 articles: 62 new, 0 unchanged, 0 replaced, 2 failed; +") != std::string::npos);
  const std::string graph = exported(folder / "1.db");
  for (const std::string jobs : {"2", "4", "7"}) {
    CHECK(run(jobs + ".db", jobs) == one);
    CHECK(exported(folder / (jobs + ".db")) == graph);
  }
  CHECK(run("1.db", "3").find("64 articles: 0 new, 62 unchanged, 0 replaced, 2 failed; +0 nodes, +0 edges") != std::string::npos);
  CHECK(exported(folder / "1.db") == graph);
}

TEST_CASE("program: retracting every article leaves nothing", "[tools][retract]") {
  const ScratchFolder folder;
  write_stories(folder / "in", 12);
  loaded(folder / "n.db", folder / "in");
  std::vector<std::string> words = {"retract", folder / "n.db"};
  for (int i = 0; i < 12; ++i) words.push_back(kith::test::story_name(i));
  const Outcome outcome = run_kith(words);
  CHECK(outcome.status == 0);
  CHECK(outcome.error.starts_with("12 articles retracted; -"));
  CHECK(exported(folder / "n.db").empty());
  const Outcome check = run_kith({"check", folder / "n.db"});
  CHECK(check.status == 0);
  CHECK(check.error == "0 nodes, 0 relationships, 0 pieces of evidence, 0 index entries: no damage\n");
}

TEST_CASE("program: retracting one article leaves what the others say", "[tools][retract]") {
  const ScratchFolder folder;
  write_file(folder / "in/1.txt", "2025-05-19\nAnn Brody met Omar Said on Sunday. Ann Brody was born in Norway.\n");
  write_file(folder / "in/2.txt", "2025-05-19\nOn Sunday, Ann Brody met Omar Said.\n");
  loaded(folder / "n.db", folder / "in");
  loaded(folder / "fresh.db", folder / "in/2.txt");
  CHECK(run_kith({"retract", folder / "n.db", "1.txt"}).error == "1 article retracted; -2 nodes, -5 edges\n");
  CHECK(exported(folder / "n.db") == exported(folder / "fresh.db"));
  const Outcome outcome = run_kith({"retract", folder / "n.db", "3.txt"});
  CHECK(outcome.status == 1);
  CHECK(outcome.error.find("there is no article `3.txt`\nhint: did you mean `2.txt`?") != std::string::npos);
}
