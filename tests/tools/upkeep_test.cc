// check --repair, compact, backup and restore as their users run them.
#include <catch2/catch.hpp>

#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "kith/store.h"
#include "storage/folder.h"
#include "storage/keys.h"
#include "storage/kv.h"
#include "storage/must.h"
#include "tools/process.h"

namespace fs = std::filesystem;

using namespace kith;
using kith::testing::must;

namespace {

/// A store with a few people who know each other, found by name.
struct Acquainted {
  ScratchFolder folder;
  std::string path = folder / "people.db";

  Acquainted() {
    Store store = must(Store::open(path));
    for (const char* statement :
         {"CREATE INDEX person_name FOR (p:Person) ON (p.name)",
          "CREATE CONSTRAINT one_mail FOR (p:Person) REQUIRE p.mail IS UNIQUE",
          "UNWIND range(1, 30) AS i CREATE (:Person {name: 'P' + toString(i), mail: 'p' + toString(i) + '@example.org'})",
          "MATCH (a:Person), (b:Person) WHERE a.name < b.name CREATE (a)-[:KNOWS {since: 1900}]->(b)"})
      must(store.run(statement));
    must(store.close());
  }

  /// What queries of every kind say, through labels, indexes, both directions, types and counts.
  std::string answers(const std::string& of) const {
    std::string all;
    for (const char* statement :
         {"MATCH (p:Person) RETURN p.name ORDER BY p.name", "MATCH (p:Person {name: 'P7'}) RETURN p.mail",
          "MATCH (p:Person {mail: 'p9@example.org'}) RETURN p.name", "MATCH (:Person {name: 'P7'})-->(q) RETURN count(q)",
          "MATCH (:Person {name: 'P7'})<--(q) RETURN count(q)", "MATCH ()-[r:KNOWS]->() RETURN count(r)",
          "MATCH (p:Person) RETURN count(p)", "MATCH (n) RETURN count(*)"}) {
      const Outcome outcome = run_kith({"query", of, "--format", "csv", statement});
      CHECK(outcome.status == 0);
      all += outcome.out;
    }
    return all;
  }

  /// Deletes and adds rows behind the store's back.
  void damage(FunctionRef<void(storage::KvBatch&)> fill) const {
    auto kv = must(storage::Kv::open(path, {}));
    must(kv->write(fill, true));
    must(kv->close());
    must(storage::remove_clean_file(path));
  }
};

/// Runs kith and sends it `signal` as soon as `seen` holds, if it does: the exit status, or 128 + the signal it died of.
int signalled_when(int signal, std::vector<std::string> arguments, const std::function<bool()>& seen) {
  arguments.insert(arguments.begin(), KITH_PROGRAM);
  std::vector<char*> argv;
  for (std::string& word : arguments) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    execv(argv[0], argv.data());
    _exit(127);
  }
  int status = 0;
  while (!seen()) {
    if (waitpid(child, &status, WNOHANG) == child) return WEXITSTATUS(status);
    std::this_thread::yield();
  }
  kill(child, signal);
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int killed_when(const std::vector<std::string>& arguments, const std::function<bool()>& seen) {
  return signalled_when(SIGKILL, arguments, seen);
}

std::size_t files_in(const std::string& folder) {
  std::error_code gone;
  std::size_t files = 0;
  for (fs::directory_iterator at(folder, gone), end; !gone && at != end; at.increment(gone)) ++files;
  return files;
}

/// A file system of its own that is full soon, unless the machine does not allow it.
class SmallDisk {
 public:
  explicit SmallDisk(const std::string& path) : path_(path) {
    fs::create_directory(path);
    is_mounted_ = ::mount("none", path.c_str(), "tmpfs", 0, "size=200k") == 0;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  ~SmallDisk() {
    if (is_mounted_) ::umount2(path_.c_str(), MNT_DETACH);
  }

  bool is_mounted() const noexcept { return is_mounted_; }

 private:
  std::string path_;
  bool is_mounted_ = false;
};

std::size_t lines_in(const std::string& text) { return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')); }

}  // namespace

TEST_CASE("program: check --repair rebuilds what is derived and queries answer as before", "[tools][upkeep]") {
  using namespace storage;
  const Acquainted people;
  const std::string before = people.answers(people.path);
  people.damage([](KvBatch& batch) {
    batch.erase_range(Family::kIndex, "", "\xFF");
    batch.erase_range(Family::kAdjacency, Key().u8(1), Key().u8(2));
    batch.put(Family::kAdjacency, adjacency_key(Direction::kOut, NodeId{1}, TypeId{0}, NodeId{2}, EdgeId{9999}), "");
    batch.put(Family::kMeta, count_key(Counted::kLabel, 0), Key().u64(7));
    batch.put(Family::kMeta, lease_key(Lease::kNode), Key().u64(3));
  });
  const Outcome found = run_kith({"check", people.path});
  CHECK(found.status == 4);
  CHECK(found.out.find("wrong count: there are 30 nodes with the label `Person`, and the count says 7\n") != std::string::npos);
  CHECK(run_kith({"check", people.path}).out == found.out);  // looking changes nothing
  const Outcome repaired = run_kith({"check", people.path, "--repair"});
  CHECK(repaired.status == 0);
  CHECK(repaired.out.find("repaired: stray adjacency: the node 1 lists the edge 9999") != std::string::npos);
  CHECK(repaired.out.find("repaired: missing index entry: the node 7 is missing in the index `person_name`\n") != std::string::npos);
  CHECK(repaired.error.find(" repaired, no damage\n") != std::string::npos);
  const Outcome clean = run_kith({"check", people.path});
  CHECK(clean.status == 0);
  CHECK(clean.out.empty());
  CHECK(people.answers(people.path) == before);
  const Outcome again = run_kith({"check", people.path, "--repair"});
  CHECK(again.status == 0);
  CHECK(again.out.empty());
}

TEST_CASE("program: check --repair keeps reporting what is lost with status 4", "[tools][upkeep]") {
  using namespace storage;
  const Acquainted people;
  people.damage([](KvBatch& batch) {
    batch.erase(Family::kNode, node_key(NodeId{5}));
    batch.put(Family::kNode, node_key(NodeId{6}), std::string(40, '\x07'));
    batch.erase(Family::kAdjacency, adjacency_key(Direction::kOut, NodeId{1}, TypeId{0}, NodeId{2}, EdgeId{1}));
  });
  const Outcome repaired = run_kith({"check", people.path, "--repair"});
  CHECK(repaired.status == 4);
  CHECK(repaired.out.find("repaired: stray membership: the node 5 ") != std::string::npos);
  CHECK(repaired.out.find("\ndamaged record: the node 6: ") != std::string::npos);
  CHECK(repaired.out.find("ends at the node 5, which does not exist\n") != std::string::npos);
  CHECK(run_kith({"check", people.path}).status == 4);
}

TEST_CASE("program: check --repair does not touch a store that is open or is none", "[tools][upkeep]") {
  const Acquainted people;
  {
    const Store held = must(Store::open(people.path, {.read_only = true}));
    const Outcome outcome = run_kith({"check", people.path, "--repair"});
    CHECK(outcome.status == 3);
  }
  CHECK(run_kith({"check", people.folder / "none", "--repair"}).status == 3);
  CHECK_FALSE(fs::exists(people.folder / "none"));
  fs::resize_file(people.path + "/CURRENT", 3);
  const Outcome cut = run_kith({"check", people.path, "--repair"});
  CHECK(cut.status == 4);
  CHECK(cut.error.find("CURRENT has 3 bytes") != std::string::npos);
}

TEST_CASE("program: compact prints the sizes before and after", "[tools][upkeep]") {
  const Acquainted people;
  CHECK(run_kith({"query", people.path, "UNWIND range(1, 3000) AS i CREATE (:Gone {text: toString(i * 7919)})"}).status == 0);
  CHECK(run_kith({"query", people.path, "MATCH (g:Gone) DELETE g"}).status == 0);
  const std::string before = people.answers(people.path);
  const Outcome compacted = run_kith({"compact", people.path});
  CHECK(compacted.status == 0);
  CHECK(compacted.error.find(" kB -> ") != std::string::npos);
  std::uint64_t sizes[2] = {};
  REQUIRE(std::sscanf(compacted.out.c_str(), "{\"bytesAfter\":%lu,\"bytesBefore\":%lu}", &sizes[0], &sizes[1]) == 2);
  CHECK(sizes[0] > 0);
  CHECK(sizes[0] < sizes[1]);
  const Outcome text = run_kith({"compact", people.path, "--format", "text"});
  CHECK(text.out.find(" kB -> ") != std::string::npos);
  CHECK(text.error.empty());
  CHECK(people.answers(people.path) == before);
  CHECK(run_kith({"check", people.path}).status == 0);
  CHECK(run_kith({"compact", people.folder / "none"}).status == 3);
  CHECK(run_kith({"compact"}).status == 2);
  CHECK(run_kith({"compact", people.path, "--format", "xml"}).status == 2);
}

TEST_CASE("program: backup and restore give the same answers", "[tools][upkeep]") {
  const Acquainted people;
  const std::string before = people.answers(people.path);
  const std::string backups = people.folder / "backups";
  const Outcome first = run_kith({"backup", people.path, backups});
  CHECK(first.status == 0);
  CHECK(first.error.find("generation 1: commit ") == 0);
  CHECK(first.out.find("\"generation\":1") != std::string::npos);
  CHECK(run_kith({"query", people.path, "MATCH (p:Person {name: 'P7'}) DETACH DELETE p"}).status == 0);
  const Outcome second = run_kith({"backup", people.path, backups, "--format", "text"});
  CHECK(second.status == 0);
  CHECK(second.out.find("generation 2: commit ") == 0);
  CHECK(second.out.find(" of it new\n") != std::string::npos);
  const Outcome listed = run_kith({"restore", backups, "--list", "--format", "text"});
  CHECK(listed.status == 0);
  CHECK(lines_in(listed.out) == 2);
  CHECK(listed.out.find("\ngeneration 2: ") != std::string::npos);
  CHECK(run_kith({"restore", backups, people.folder / "old.db", "--generation", "1"}).status == 0);
  CHECK(run_kith({"restore", backups, people.folder / "new.db"}).status == 0);
  CHECK(people.answers(people.folder / "old.db") == before);
  CHECK(people.answers(people.folder / "new.db") == people.answers(people.path));
  for (const char* name : {"old.db", "new.db"}) CHECK(run_kith({"check", people.folder / name}).status == 0);
  for (int i = 0; i < 2; ++i) CHECK(run_kith({"backup", people.path, backups, "--keep", "2", "--no-verify"}).status == 0);
  CHECK(lines_in(run_kith({"restore", backups, "--list", "--format", "text"}).out) == 2);
}

TEST_CASE("program: backup and restore say what is in the way", "[tools][upkeep]") {
  const Acquainted people;
  const std::string backups = people.folder / "backups";
  CHECK(run_kith({"backup", people.path}).status == 2);
  CHECK(run_kith({"backup", people.path, people.path}).status == 2);
  CHECK(run_kith({"backup", people.path, people.path + "/inside"}).status == 2);
  CHECK(run_kith({"backup", people.folder / "none", backups}).status == 3);
  CHECK_FALSE(fs::exists(backups));
  fs::create_directory(people.folder / "foreign");
  std::ofstream(people.folder / "foreign/mine") << "text";
  const Outcome foreign = run_kith({"backup", people.path, people.folder / "foreign"});
  CHECK(foreign.status == 3);
  CHECK(foreign.error.find("holds other files and no backups") != std::string::npos);
  {
    const Store held = must(Store::open(people.path));
    const Outcome locked = run_kith({"backup", people.path, backups});
    CHECK(locked.status == 3);
    CHECK(locked.error.find("process " + std::to_string(getpid())) != std::string::npos);
  }
  CHECK(run_kith({"restore", backups, people.folder / "x"}).status == 3);
  CHECK(run_kith({"restore", backups}).status == 2);
  CHECK(run_kith({"backup", people.path, backups}).status == 0);
  CHECK(run_kith({"restore", backups, people.folder / "x", "--generation", "4"}).status == 3);
  CHECK(run_kith({"restore", backups, people.folder / "x", "--generation", "0"}).status == 2);
  const Outcome there = run_kith({"restore", backups, people.path});
  CHECK(there.status == 3);
  CHECK(there.error.find("is there already") != std::string::npos);
  fs::resize_file(backups + "/000001/CURRENT", 2);
  const Outcome damaged = run_kith({"restore", backups, people.folder / "x"});
  CHECK(damaged.status == 4);
  CHECK(damaged.error.find("CURRENT has 2 bytes instead of") != std::string::npos);
  CHECK_FALSE(fs::exists(people.folder / "x"));
  CHECK_FALSE(fs::exists(people.folder / "x.restoring"));
}

TEST_CASE("program: a damaged store is not backed up and status is 4", "[tools][upkeep]") {
  using namespace storage;
  const Acquainted people;
  people.damage([](KvBatch& batch) { batch.erase(Family::kIndex, label_key(LabelId{0}, NodeId{7})); });
  const Outcome outcome = run_kith({"backup", people.path, people.folder / "backups"});
  CHECK(outcome.status == 4);
  CHECK(outcome.error.find("missing membership: the node 7") != std::string::npos);
  CHECK(run_kith({"restore", people.folder / "backups", people.folder / "x"}).status == 3);
}

TEST_CASE("program: a killed backup or restore never looks like a good one", "[tools][upkeep]") {
  const Acquainted people;
  const std::string backups = people.folder / "backups";
  const std::string target = people.folder / "again.db";
  const std::string before = people.answers(people.path);
  REQUIRE(run_kith({"backup", people.path, backups}).status == 0);
  for (std::size_t files : {1, 4, 8, 12}) {
    killed_when({"backup", people.path, backups}, [&] { return files_in(backups + "/.new") >= files; });
    const Outcome listed = run_kith({"restore", backups, "--list", "--format", "text"});
    CHECK(listed.status == 0);
    const std::size_t generations = lines_in(listed.out);
    killed_when({"restore", backups, target}, [&] { return files_in(target + ".restoring/store") >= files; });
    if (fs::exists(target)) {
      CHECK(run_kith({"check", target}).status == 0);
      fs::remove_all(target);
    }
    CHECK(run_kith({"restore", backups, target, "--generation", std::to_string(generations)}).status == 0);
    CHECK(people.answers(target) == before);
    CHECK_FALSE(fs::exists(target + ".restoring"));
    fs::remove_all(target);
  }
  CHECK(run_kith({"backup", people.path, backups}).status == 0);
  CHECK_FALSE(fs::exists(backups + "/.new"));
  CHECK(run_kith({"check", people.path}).status == 0);
}

TEST_CASE("program: a killed repair is run again", "[tools][upkeep]") {
  using namespace storage;
  const Acquainted people;
  const std::string before = people.answers(people.path);
  for (std::size_t logs = 0; logs < 3; ++logs) {
    people.damage([](KvBatch& batch) {
      batch.erase_range(Family::kIndex, "", "\xFF");
      batch.erase_range(Family::kAdjacency, "", "\xFF");
    });
    const std::size_t files = files_in(people.path);
    killed_when({"check", people.path, "--repair"}, [&] { return files_in(people.path) >= files + logs; });
    CHECK(run_kith({"check", people.path, "--repair"}).status == 0);
    CHECK(people.answers(people.path) == before);
  }
}

TEST_CASE("program: a full disk fails a backup and a restore and leaves nothing behind", "[tools][upkeep]") {
  const Acquainted people;
  CHECK(run_kith({"query", people.path, "UNWIND range(1, 4000) AS i CREATE (:Long {text: toString(rand()) + toString(rand())})"}).status == 0);
  CHECK(run_kith({"compact", people.path}).status == 0);
  const std::string small = people.folder / "small";
  const SmallDisk disk(small);
  if (!disk.is_mounted()) {
    WARN("no file system of its own can be mounted here: skipped");
    return;
  }
  const Outcome full = run_kith({"backup", people.path, small + "/backups"});
  CHECK(full.status == 1);
  CHECK(full.error.find("No space left on device") != std::string::npos);
  CHECK(run_kith({"restore", small + "/backups", "--list", "--format", "text"}).out.empty());
  CHECK_FALSE(fs::exists(small + "/backups/.new"));
  CHECK(run_kith({"backup", people.path, people.folder / "backups"}).status == 0);
  const Outcome restored = run_kith({"restore", people.folder / "backups", small + "/again.db"});
  CHECK(restored.status == 1);
  CHECK(restored.error.find("No space left on device") != std::string::npos);
  CHECK_FALSE(fs::exists(small + "/again.db"));
  CHECK_FALSE(fs::exists(small + "/again.db.restoring"));
  CHECK(run_kith({"backup", people.path, "/proc/backups"}).status == 1);
}

TEST_CASE("program: Ctrl-C ends a backup or a restore with status 130 and leaves nothing behind", "[tools][upkeep]") {
  const Acquainted people;
  const std::string backups = people.folder / "backups";
  const std::string target = people.folder / "again.db";
  REQUIRE(run_kith({"backup", people.path, backups}).status == 0);
  for (std::size_t files : {1, 6}) {
    // It may be done before it looks, and is then as good as one that was not interrupted.
    const int backed_up = signalled_when(SIGINT, {"backup", people.path, backups}, [&] { return files_in(backups + "/.new") >= files; });
    CHECK((backed_up == 130 || backed_up == 0));
    CHECK_FALSE(fs::exists(backups + "/.new"));
    const int restored =
        signalled_when(SIGINT, {"restore", backups, target}, [&] { return files_in(target + ".restoring/store") >= files; });
    CHECK((restored == 130 || restored == 0));
    CHECK(fs::exists(target) == (restored == 0));
    CHECK_FALSE(fs::exists(target + ".restoring"));
    fs::remove_all(target);
  }
}
