// kith load on input that is broken, hostile or none: named, skipped, nothing lost.
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "ingest/kit.h"
#include "tools/process.h"

using kith::test::read_file;
using kith::test::Scratch;
using kith::test::write_file;

namespace {

namespace fs = std::filesystem;

const fs::path kFaults = fs::path(KITH_SOURCE_DIR) / "../shared/faults";

bool has_faults() {
  if (fs::exists(kFaults / "blns/blns.json")) return true;
  const char* required = std::getenv("KITH_REQUIRE_SHARED");
  if (required != nullptr && std::string(required) == "1") FAIL("../shared/faults is not there");
  WARN("skipped: ../shared/faults is not there");
  return false;
}

std::string articles_in(const std::string& store) {
  return run_kith({"query", store, "--format", "csv", "MATCH (a:Article) RETURN a.key ORDER BY a.key"}).out;
}

std::size_t lines_in(const std::string& text) { return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')); }

}  // namespace

TEST_CASE("program: bad input is told line by line and the rest is loaded", "[tools][load][faults]") {
  const Scratch scratch;
  write_file(scratch / "in/a.txt", "Ann Brody met Omar Said in Oslo.");
  write_file(scratch / "in/b.txt", std::string("Ann\0Brody", 9));
  write_file(scratch / "in/c.txt", "");
  write_file(scratch / "in/d.txt", std::string(std::size_t{20} << 20, 'x'));
  write_file(scratch / "in/e.jsonl", "{\"id\":\"e1\",\"text\":\"Ann Brody left.\"}\n{\"text\":\"\\ud800 x\"}\n[1,2\n" +
                                         std::string(std::size_t{100} << 20, 'y') + "\n{\"id\":\"e5\",\"text\":\"Omar Said left.\"}\n");
  write_file(scratch / "in/f.xml", "<rss><channel>");
  REQUIRE(mkfifo((scratch / "in/g.txt").c_str(), 0600) == 0);
  REQUIRE(symlink(scratch.path().c_str(), (scratch / "in/loop").c_str()) == 0);
  write_file(scratch / "in/z/h.txt", "Ann Brody left Oslo.");
  const std::string store = (scratch / "n.db").native();
  const std::string errors = (scratch / "errors.jsonl").native();
  const Outcome outcome = run_kith({"load", store, (scratch / "in").native(), "--errors", errors});
  CHECK(outcome.status == 1);
  CHECK(outcome.error.find("13 articles: 4 new, 0 unchanged, 0 replaced, 9 failed; ") != std::string::npos);
  CHECK(articles_in(store) == "a.key\r\na.txt\r\ne1\r\ne5\r\nz/h.txt\r\n");
  const std::string in = (scratch / "in").native() + "/";
  const std::string told = read_file(errors);
  CHECK(lines_in(told) == 9);
  for (const std::string& line :
       {R"({"file":")" + in + R"(b.txt","stage":"decode","reason":"the file is binary"})",
        R"({"file":")" + in + R"(c.txt","stage":"decode","reason":"the file is empty"})",
        R"({"file":")" + in + R"(d.txt","stage":"open","reason":"it is larger than the limit of 16777216 bytes"})",
        R"({"file":")" + in + R"(e.jsonl","line":2,"column":20,"stage":"parse","reason":"the line is not JSON"})",
        R"({"file":")" + in + R"(e.jsonl","line":3,"column":5,"stage":"parse","reason":"the line is not JSON"})",
        R"({"file":")" + in + R"(e.jsonl","line":4,"column":1,"stage":"open","reason":"it is larger than the limit of 33554432 bytes"})",
        R"({"file":")" + in + R"(f.xml","line":1,"stage":"parse","reason":"the XML is not well-formed: )",
        R"({"file":")" + in + R"(g.txt","stage":"open","reason":"it is not a regular file"})",
        R"({"file":")" + in + R"(loop","stage":"open","reason":"it is a symbolic link, which is not followed"})"}) {
    INFO(line << "\n" << told);
    CHECK(told.find(line) != std::string::npos);
  }
  CHECK(run_kith({"check", store}).status == 0);
  CHECK(run_kith({"load", store, (scratch / "in").native(), "--errors", (scratch / "no/such/folder").native()}).status == 2);
}

TEST_CASE("program: a file that may not be read is named", "[tools][load][faults]") {
  if (::geteuid() == 0) return;  // who may read everything
  const Scratch scratch;
  write_file(scratch / "in/a.txt", "Ann Brody left.");
  write_file(scratch / "in/b.txt", "Omar Said left.");
  REQUIRE(chmod((scratch / "in/a.txt").c_str(), 0) == 0);
  const Outcome outcome = run_kith({"load", (scratch / "n.db").native(), (scratch / "in").native()});
  CHECK(outcome.error.find("a.txt: the file may not be read\n") != std::string::npos);
  CHECK(articles_in((scratch / "n.db").native()) == "a.key\r\nb.txt\r\n");
}

TEST_CASE("program: thousands of failures are told in short and in full", "[tools][load][faults]") {
  const Scratch scratch;
  std::string lines;
  for (int i = 0; i < 2500; ++i) lines += "{}\n";
  write_file(scratch / "a.jsonl", lines + "{\"id\":\"x\",\"text\":\"Ann Brody left.\"}\n");
  const std::string errors = (scratch / "errors.jsonl").native();
  const Outcome outcome = run_kith({"load", (scratch / "n.db").native(), (scratch / "a.jsonl").native(), "--errors", errors});
  CHECK(outcome.error.find("and 2400 more failures (--errors FILE has them all)\n") != std::string::npos);
  CHECK(outcome.error.find("2501 articles: 1 new, 0 unchanged, 0 replaced, 2500 failed; ") != std::string::npos);
  CHECK(lines_in(outcome.error) == 102);
  CHECK(lines_in(read_file(errors)) == 2500);
}

TEST_CASE("program: other languages are stored and not looked into", "[tools][load]") {
  const Scratch scratch;
  write_file(scratch / "in/a.txt", "Der Minister Hans Keller traf am Montag die Bürgermeisterin der Stadt und sie einigten sich auf einen Plan.");
  write_file(scratch / "in/b.txt", "Ann Brody met Omar Said in Oslo and they agreed on a plan for the harbour.");
  const std::string store = (scratch / "n.db").native();
  const Outcome outcome = run_kith({"load", store, (scratch / "in").native()});
  CHECK(outcome.error.find("; 1 not in English, stored as text alone\n") != std::string::npos);
  CHECK(run_kith({"query", store, "--format", "csv",
                  "MATCH (a:Article) RETURN a.key, a.language, COUNT { (a)-[:MENTIONS]->() } AS n, a.text CONTAINS 'Keller' AS there ORDER BY a.key"})
            .out == "a.key,a.language,n,there\r\na.txt,de,0,true\r\nb.txt,en,3,false\r\n");
}

TEST_CASE("program: other people's collections of broken JSON and of wicked strings", "[tools][load][faults]") {
  if (!has_faults()) return;
  const Scratch scratch;
  const std::string store = (scratch / "n.db").native();
  std::size_t files = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(kFaults / "JSONTestSuite"))
    if (entry.path().extension() == ".json") ++files;
  REQUIRE(files > 300);
  const std::string errors = (scratch / "errors.jsonl").native();
  const Outcome suite = run_kith({"load", store, (kFaults / "JSONTestSuite").native(), "--errors", errors});
  CHECK(suite.status == 1);
  CHECK(lines_in(read_file(errors)) >= files / 2);
  CHECK(run_kith({"check", store}).status == 0);
  // Each wicked string as a text of its own, and as a key.
  const std::string list = read_file(kFaults / "blns/blns.json");
  std::string records;
  std::size_t count = 0;
  for (std::size_t at = list.find("\n  \""); at != std::string::npos; at = list.find("\n  \"", at + 1)) {
    const std::size_t end = list.find('\n', at + 1);
    std::string text = list.substr(at + 3, end - at - 3);
    while (text.ends_with(',') || text.ends_with(' ') || text.ends_with('\r')) text.pop_back();
    records += "{\"id\":" + text + ",\"text\":" + text + "}\n{\"id\":\"b" + std::to_string(count) + "\",\"text\":\"Ann Brody met " +
               text.substr(1) + "}\n";
    ++count;
  }
  REQUIRE(count > 400);
  write_file(scratch / "blns.jsonl", records);
  const Outcome wicked = run_kith({"load", store, (scratch / "blns.jsonl").native()});
  CHECK(wicked.error.find(std::to_string(2 * count) + " articles: ") != std::string::npos);
  CHECK(wicked.error.find('\x1b') == std::string::npos);
  CHECK(run_kith({"check", store}).status == 0);
  CHECK(run_kith({"query", store, "--format", "csv", "MATCH (a:Article) WHERE a.key STARTS WITH 'b' AND a.text STARTS WITH 'Ann Brody met' RETURN count(*)"})
            .out == "count(*)\r\n" + std::to_string(count - 1) + "\r\n");  // one is all control characters, and binary
}
