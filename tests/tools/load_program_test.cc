// kith load as its users run it: cut off and resumed, stopped, tried without writing, explained.
#include <catch2/catch.hpp>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "ingest/stories.h"
#include "tools/process.h"

using kith::test::read_file;
using kith::test::story;
using kith::test::story_name;
using kith::test::write_file;
using kith::test::write_stories;

namespace {

std::string exported(const std::string& store) {
  const Outcome outcome = run_kith({"export", store});
  REQUIRE(outcome.status == 0);
  return outcome.out;
}

Outcome load(std::vector<std::string> words) {
  words.insert(words.begin(), "load");
  return run_kith(words);
}

// The number before a word of the last line: "12 articles: 7 new, …", " new" -> 7.
int number_before(const std::string& text, const std::string& word) {
  const std::size_t line = text.rfind("articles:");
  REQUIRE(line != std::string::npos);
  std::size_t at = text.find(word, word == " articles" ? line - 1 : line);
  REQUIRE(at != std::string::npos);
  std::size_t first = at;
  while (first > 0 && std::isdigit(static_cast<unsigned char>(text[first - 1])) != 0) --first;
  return std::stoi(text.substr(first, at - first));
}

// Loads and sends `signal` as soon as the progress says that an article is done: the exit status, 128 + the signal that ended
// it, and standard error.
Outcome signalled(const ScratchFolder& folder, int signal, std::vector<std::string> words) {
  words.insert(words.begin(), {KITH_PROGRAM, "load"});
  words.insert(words.end(), {"--progress", "json"});
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const std::string error = folder / "error";
  std::ofstream(error).close();
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
    dup2(open(error.c_str(), O_WRONLY | O_APPEND), STDERR_FILENO);
    execv(argv[0], argv.data());
    _exit(127);
  }
  int status = 0;
  while (read_file(error).find("{\"articles\":") == std::string::npos && waitpid(child, &status, WNOHANG) == 0)
    std::this_thread::yield();
  kill(child, signal);
  waitpid(child, &status, 0);
  return {.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status), .out = "", .error = read_file(error)};
}

}  // namespace

TEST_CASE("program: a load that was killed goes on where it was with --resume", "[tools][load][resume]") {
  const ScratchFolder folder;
  constexpr int kFiles = 60;
  constexpr int kLines = 240;
  write_stories(folder / "in", kFiles);
  std::string lines;
  for (int i = 0; i < kLines; ++i) {
    std::string text = story(kFiles + i);
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.replace(at, 1, "\\n");
    lines += "{\"id\":\"r" + std::to_string(i) + "\",\"text\":\"" + text + "\"}\n";
  }
  write_file(folder / "in/b.jsonl", lines);
  CHECK(load({folder / "fresh.db", folder / "in"}).status == 0);
  const std::string graph = exported(folder / "fresh.db");

  int done = 0;
  for (int round = 0; round < 3 && done < kFiles + kLines; ++round) {
    const Outcome killed = signalled(folder, SIGKILL, {folder / "n.db", folder / "in", "--resume", "--jobs", "3"});
    CHECK(killed.status == 128 + SIGKILL);
    const Outcome articles = run_kith({"query", folder / "n.db", "--format", "csv", "MATCH (a:Article) RETURN count(a)"});
    const int now = std::stoi(articles.out.substr(articles.out.find('\n')));
    CHECK(now >= done);
    done = now;
  }
  REQUIRE(done < kFiles + kLines);
  const Outcome rest = load({folder / "n.db", folder / "in", "--resume"});
  CHECK(rest.status == 0);
  CHECK(number_before(rest.error, " new") == kFiles + kLines - done);
  CHECK(number_before(rest.error, " unchanged") == 0);
  CHECK((rest.error.find("what was done before was not read again") != std::string::npos) == (done > 0));
  CHECK(exported(folder / "n.db") == graph);
  const Outcome nodes = run_kith({"query", folder / "n.db", "MATCH (p:KithLoadProgress) RETURN p"});
  CHECK(nodes.out.empty());
  CHECK(run_kith({"check", folder / "n.db"}).status == 0);
}

TEST_CASE("program: --resume reads everything again if files that were done have changed", "[tools][load][resume]") {
  const ScratchFolder folder;
  write_stories(folder / "in", 120);
  const Outcome killed = signalled(folder, SIGKILL, {folder / "n.db", folder / "in"});
  CHECK(killed.status == 128 + SIGKILL);
  write_file(folder / ("in/" + story_name(0)), "PARIS, May 20, 2025\n\nAnna Keller met Tomas Brandt.\n");
  const Outcome rest = load({folder / "n.db", folder / "in", "--resume"});
  CHECK(rest.status == 0);
  CHECK(number_before(rest.error, " articles") == 120);
  CHECK(rest.error.find("was not read again") == std::string::npos);
  CHECK(load({folder / "fresh.db", folder / "in", "--resume"}).status == 0);
  CHECK(exported(folder / "n.db") == exported(folder / "fresh.db"));
}

TEST_CASE("program: Ctrl-C ends a load between two articles with its summary", "[tools][load][resume]") {
  const ScratchFolder folder;
  write_stories(folder / "in", 200);
  for (const std::string jobs : {"1", "3"}) {
    const std::string store = folder / (jobs + ".db");
    const Outcome stopped = signalled(folder, SIGINT, {store, folder / "in", "--jobs", jobs});
    CHECK(stopped.status == 130);
    CHECK(stopped.error.find("kith: the load was stopped\n") != std::string::npos);
    const int done = number_before(stopped.error, " new");
    CHECK(done > 0);
    CHECK(done < 200);
    const Outcome rest = load({store, folder / "in", "--resume"});
    CHECK(rest.status == 0);
    CHECK(number_before(rest.error, " new") == 200 - done);
  }
  CHECK(exported(folder / "1.db") == exported(folder / "3.db"));
}

TEST_CASE("program: a dry run says what would change and changes nothing", "[tools][load]") {
  const ScratchFolder folder;
  write_file(folder / "in/a.txt", "2025-05-19\nAnn Brody met Omar Said in Oslo on Sunday. Ann Brody was born in Norway.\n");
  const Outcome first = load({folder / "n.db", folder / "in", "--dry-run"});
  CHECK(first.status == 0);
  CHECK(first.out ==
        "a.txt: new\n"
        "  + Ann Brody -[MET_WITH {date: 2025-05-18, place: Oslo}]-> Omar Said\n"
        "    \"Ann Brody met Omar Said in Oslo on Sunday.\"\n"
        "  + Ann Brody -[BORN_IN]-> Norway\n"
        "    \"Ann Brody was born in Norway.\"\n");
  CHECK_FALSE(std::filesystem::exists(folder / "n.db"));
  const Outcome real = load({folder / "n.db", folder / "in"});
  CHECK(first.error == real.error.substr(0, real.error.size() - 1) + " (nothing was written)\n");
  const std::string before = exported(folder / "n.db");
  write_file(folder / "in/a.txt", "2025-05-19\nOmar Said visited Chile. Omar Said met Ann Brody in Oslo on Sunday.\n");
  write_file(folder / "in/b.txt", "2025-05-19\nOmar Said visited Chile.\n");
  const Outcome second = load({folder / "n.db", folder / "in", "--dry-run"});
  CHECK(second.out ==
        "a.txt: replaced\n"
        "  - Ann Brody -[BORN_IN]-> Norway\n"
        "  + Omar Said -[VISITED]-> Chile\n"
        "    \"Omar Said visited Chile.\"\n"
        "  = Omar Said -[MET_WITH {date: 2025-05-18, place: Oslo}]-> Ann Brody\n"
        "    \"Omar Said met Ann Brody in Oslo on Sunday.\"\n"
        "b.txt: new\n"
        "  = Omar Said -[VISITED]-> Chile\n"
        "    \"Omar Said visited Chile.\"\n");
  CHECK(exported(folder / "n.db") == before);
}

TEST_CASE("program: --explain names the rule and the words of each fact", "[tools][load]") {
  const ScratchFolder folder;
  write_file(folder / "a.txt", "2025-05-19\nPresident Ann Brody of Chile met with Omar Said on Sunday.\n");
  const Outcome outcome = load({folder / "n.db", folder / "a.txt", "--explain"});
  CHECK(outcome.status == 0);
  CHECK(outcome.out.find("  + Ann Brody -[MET_WITH {date: 2025-05-18}]-> Omar Said\n"
                         "    \"President Ann Brody of Chile met with Omar Said on Sunday.\"\n"
                         "    rule: verb meet with, by \"met\", confidence 0.8\n") != std::string::npos);
  CHECK(load({folder / "n.db", folder / "a.txt", "--explain"}).out.empty());
}

TEST_CASE("program: unsure claims and kinds of entities can be left out", "[tools][load]") {
  const ScratchFolder folder;
  write_file(folder / "a.txt",
             "2025-05-19\nPresident Ann Brody of Chile met with Omar Said in Oslo on Sunday. Omar Said was born in Norway.\n");
  const auto facts = [&](const std::vector<std::string>& options) {
    std::vector<std::string> words = {folder / "n.db", folder / "a.txt", "--dry-run"};
    words.insert(words.end(), options.begin(), options.end());
    const Outcome outcome = load(words);
    CHECK(outcome.status == 0);
    std::string all;
    for (std::size_t at = outcome.out.find("  + "); at != std::string::npos; at = outcome.out.find("  + ", at + 1))
      all += outcome.out.substr(at + 4, outcome.out.find('\n', at) - at - 3);
    return all;
  };
  CHECK(facts({}) ==
        "Ann Brody -[HOLDS_OFFICE {role: President}]-> Chile\n"
        "Ann Brody -[MET_WITH {date: 2025-05-18, place: Oslo}]-> Omar Said\nOmar Said -[BORN_IN]-> Norway\n");
  CHECK(facts({"--min-confidence", "0.85"}) == "Ann Brody -[HOLDS_OFFICE {role: President}]-> Chile\n");
  CHECK(facts({"--only", "PER"}) == "Ann Brody -[MET_WITH {date: 2025-05-18}]-> Omar Said\n");
  CHECK(facts({"--only", "LOC,ORG"}).empty());
  const Outcome wrong = load({folder / "n.db", folder / "a.txt", "--only", "PRE"});
  CHECK(wrong.status == 2);
  CHECK(wrong.error.find("`PRE` is no kind of entity\nhint: did you mean `PER`?") != std::string::npos);
  CHECK(load({folder / "n.db", folder / "a.txt", "--min-confidence", "2"}).status == 2);
  CHECK(load({folder / "n.db", "--only", "PER", folder / "a.txt"}).status == 0);
  CHECK(run_kith({"query", folder / "n.db", "--format", "csv", "MATCH (n) RETURN DISTINCT labels(n)[-1] AS l ORDER BY l"}).out ==
        "l\r\nArticle\r\nPerson\r\n");
}

TEST_CASE("program: claims of others are tried, loaded and refused by line", "[tools][load]") {
  const ScratchFolder folder;
  write_file(folder / "a.txt", "2025-05-19\nAnn Brody met Omar Said in Oslo on Sunday.\n");
  write_file(folder / "c.jsonl",
             "{\"article\": \"a.txt\", \"subject\": \"Ann Brody\", \"type\": \"ADVISES\", \"object\": \"Omar Said\", "
             "\"confidence\": 0.5, \"role\": \"lawyer\"}\n"
             "{\"article\": \"a.txt\", \"subject\": \"Ann Brody\", \"type\": \"MET_WITH\", \"object\": \"Omar Said\", "
             "\"valid\": \"2025-05-18\", \"place\": \"Oslo\"}\n"
             "{\"article\": \"a.txt\", \"subject\": \"Ann Brody\", \"type\": \"ADVISES\", \"object\": \"Tom Nil\"}\n");
  CHECK(load({folder / "n.db", folder / "a.txt"}).status == 0);
  const std::string before = exported(folder / "n.db");
  const std::string refused = "kith: " + (folder / "c.jsonl") + ":3:1: the name `Tom Nil` is not in the text\n";
  const Outcome tried = load({folder / "n.db", "--format", "claims", folder / "c.jsonl", "--dry-run"});
  CHECK(tried.status == 1);
  CHECK(tried.out ==
        "a.txt: claims\n"
        "  + Ann Brody -[ADVISES {role: lawyer}]-> Omar Said\n"
        "    \"Ann Brody met Omar Said in Oslo on Sunday.\"\n"
        "  = Ann Brody -[MET_WITH {date: 2025-05-18, place: Oslo}]-> Omar Said\n"
        "    \"Ann Brody met Omar Said in Oslo on Sunday.\"\n");
  CHECK(tried.error.starts_with(refused));
  CHECK(exported(folder / "n.db") == before);
  const Outcome real = load({folder / "n.db", "--format", "claims", folder / "c.jsonl"});
  CHECK(real.error == refused + "2 articles: 0 new, 1 unchanged, 0 replaced, 1 failed; +0 nodes, +1 edges\n");
  CHECK(run_kith({"query", folder / "n.db", "--format", "csv",
                  "MATCH (a)-[r:ADVISES]->(b) RETURN a.name, r.role, b.name, r.confidence, evidence(r)[0].extractor AS by"})
            .out == "a.name,r.role,b.name,r.confidence,by\r\nAnn Brody,lawyer,Omar Said,0.5,claims\r\n");
}

TEST_CASE("program: progress as JSON Lines ends with all that was done", "[tools][load]") {
  const ScratchFolder folder;
  write_stories(folder / "in", 3);
  const Outcome outcome = load({folder / "n.db", folder / "in", "--progress", "json"});
  CHECK(outcome.status == 0);
  const std::size_t last = outcome.error.rfind("{\"articles\":");
  REQUIRE(last != std::string::npos);
  CHECK(outcome.error.substr(last).starts_with("{\"articles\":3,\"failed\":0,\"bytes_done\":"));
  CHECK(outcome.error.find("\"eta_seconds\":", last) != std::string::npos);
  CHECK(outcome.error.ends_with("3 articles: 3 new, 0 unchanged, 0 replaced, 0 failed; " +
                                outcome.error.substr(outcome.error.rfind('+', outcome.error.rfind(" nodes")))));
}

TEST_CASE("program: extract writes the same for any number of jobs and only what is asked for", "[tools][load]") {
  const ScratchFolder folder;
  write_stories(folder / "in", 40);
  const Outcome one = run_kith({"extract", folder / "in", "--jobs", "1"});
  CHECK(one.status == 0);
  CHECK(one.out.find("\"id\":\"a00039.txt\"") != std::string::npos);
  CHECK(run_kith({"extract", folder / "in", "--jobs", "5"}).out == one.out);
  const Outcome persons = run_kith({"extract", "--only", "PER", folder / "in"});
  CHECK(one.out.find("\"type\":\"LOC\"") != std::string::npos);
  CHECK(persons.out.find("\"type\":\"LOC\"") == std::string::npos);
  CHECK(persons.out.find("\"type\":\"MET_WITH\"") != std::string::npos);
  CHECK(run_kith({"extract", folder / "in", "--only", "PLC"}).status == 2);
}
