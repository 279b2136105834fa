// Opening and closing: locks, the clean file, damaged folders, forks.
#include <catch2/catch.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "storage/must.h"
#include "support/temporary_folder.h"

using namespace kith;
using namespace kith::storage;
using namespace kith::testing;

namespace fs = std::filesystem;

namespace {

void fill(const std::string& path) {
  auto store = must(Store::open(path, {}));
  Transaction tx = must(store->begin(false));
  for (int i = 0; i < 10; ++i) must(tx.create_node({}, {{must(tx.key("n")), i}}));
  must(tx.commit(Durability::kSync));
  must(store->close());
}

fs::path file_like(const std::string& folder, const std::string& beginning) {
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().filename().string().starts_with(beginning)) return entry.path();
  return {};
}

fs::path table_of(const std::string& folder) {
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".sst") return entry.path();
  return {};
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

TEST_CASE("folder: a store is locked by name and by any path to it", "[storage][folder]") {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/db";
  auto store = must(Store::open(path, {}));
  fs::create_directory_symlink(path, folder.path() + "/other");
  for (const std::string& name : {path, folder.path() + "/./db", folder.path() + "/other"}) {
    const auto second = Store::open(name, {});
    REQUIRE_FALSE(second.is_ok());
    CHECK(second.error().code == ErrorCode::kLocked);
    CHECK(second.error().message.find("process " + std::to_string(::getpid())) != std::string::npos);
  }
  CHECK(Store::open(path, {.read_only = true}).error().code == ErrorCode::kLocked);
  must(store->close());
  must(must(Store::open(path, {}))->close());
}

TEST_CASE("folder: readers share a closed store and change nothing", "[storage][folder]") {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/db";
  fill(path);
  const auto before = names_in(path);
  {
    auto one = must(Store::open(path, {.read_only = true}));
    auto two = must(Store::open(path, {.read_only = true}));
    CHECK(must(must(one->begin(true)).reader().count_nodes()) == 10);
    CHECK(must(must(two->begin(true)).reader().count_nodes()) == 10);
    CHECK(one->begin(false).error().code == ErrorCode::kReadOnly);
    CHECK(Store::open(path, {}).error().code == ErrorCode::kLocked);
  }
  CHECK(names_in(path) == before);
  CHECK(must(must(must(Store::open(path, {}))->begin(true)).reader().count_nodes()) == 10);
}

TEST_CASE("folder: a file that changed since the close is damage and nothing is touched", "[storage][folder]") {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/db";
  fill(path);
  std::string expected;
  SECTION("a cut MANIFEST") {
    const fs::path manifest = file_like(path, "MANIFEST-");
    fs::resize_file(manifest, fs::file_size(manifest) / 2);
    expected = "MANIFEST-";
  }
  SECTION("a missing table") {
    const fs::path table = table_of(path);
    fs::remove(table);
    expected = table.filename().string() + " is missing";
  }
  SECTION("a missing CURRENT") {
    fs::remove(path + "/CURRENT");
    expected = "CURRENT is missing";
  }
  SECTION("a file of another close") {
    std::ofstream(path + "/999999.sst") << "x";
    expected = "999999.sst was not there";
  }
  SECTION("a damaged clean file") {
    std::ofstream(path + "/clean", std::ios::app) << "x";
    expected = "/clean is damaged";
  }
  const auto before = names_in(path);
  const auto opened = Store::open(path, {});
  REQUIRE_FALSE(opened.is_ok());
  CHECK(opened.error().code == ErrorCode::kCorruption);
  CHECK(opened.error().message.find(expected) != std::string::npos);
  CHECK(names_in(path) == before);
}

TEST_CASE("folder: a table whose bytes changed is an error that names the file", "[storage][folder]") {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/db";
  fill(path);
  for (const auto& entry : fs::directory_iterator(path)) {
    if (entry.path().extension() != ".sst") continue;
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(10);
    file.put('\x7E');
  }
  const auto opened = Store::open(path, {});
  if (!opened.is_ok()) {
    CHECK(opened.error().code == ErrorCode::kCorruption);
    CHECK(opened.error().message.find(".sst") != std::string::npos);
  } else {
    const CheckReport report = must((*opened)->check());
    REQUIRE_FALSE(report.damage.empty());
    CHECK(report.damage[0].kind == "unreadable rows");
    CHECK(report.damage[0].message.find(".sst") != std::string::npos);
  }
}

TEST_CASE("folder: a folder of other files is not taken for a store", "[storage][folder]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() + "/article.txt") << "text";
  CHECK(Store::open(folder.path(), {}).error().code == ErrorCode::kNotFound);
  CHECK(names_in(folder.path()) == std::vector<std::string>{"article.txt"});
  CHECK(Store::open(folder.path() + "/none", {.create_if_missing = false}).error().code == ErrorCode::kNotFound);
  CHECK_FALSE(fs::exists(folder.path() + "/none"));
  CHECK(Store::open(folder.path() + "/article.txt", {}).error().code == ErrorCode::kIo);
  CHECK(Store::open("", {}).error().code == ErrorCode::kArgument);
}

TEST_CASE("folder: after close every call says so and held handles are harmless", "[storage][folder]") {
  const TemporaryFolder folder;
  auto store = must(Store::open(folder.path() + "/db", {}));
  Transaction writing = must(store->begin(false));
  const NodeId node = must(writing.create_node({}, {}));
  const Transaction reading = must(store->begin(true));
  NodeScan scan = reading.reader().scan_nodes();
  must(store->close());
  CHECK(reading.reader().count_nodes().error().code == ErrorCode::kClosed);
  CHECK(writing.reader().node(NodeId{raw(node) + 1}).error().code == ErrorCode::kClosed);
  CHECK(writing.create_node({}, {}).error().code == ErrorCode::kClosed);
  CHECK(writing.commit(Durability::kSync).error().code == ErrorCode::kClosed);
  std::vector<NodeId> page;
  CHECK(scan.next(page, 10).error().code == ErrorCode::kClosed);
  CHECK(store->begin(true).error().code == ErrorCode::kClosed);
  CHECK(store->check().error().code == ErrorCode::kClosed);
  CHECK(store->close().error().code == ErrorCode::kClosed);
  store.reset();
  CHECK(must(must(must(Store::open(folder.path() + "/db", {}))->begin(true)).reader().count_nodes()) == 0);
}

TEST_CASE("folder: a forked child cannot use the store and does not harm it", "[storage][folder]") {
  const TemporaryFolder folder;
  auto store = must(Store::open(folder.path() + "/db", {}));
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const bool refused = store->begin(true).error().code == ErrorCode::kUnsupported &&
                         store->clear().error().code == ErrorCode::kUnsupported;
    store.reset();
    ::_exit(refused ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WEXITSTATUS(status) == 0);
  CHECK(must(must(store->begin(true)).reader().count_nodes()) == 0);
  must(store->close());
}

TEST_CASE("folder: ids are not given out twice after a close or a clear", "[storage][folder]") {
  const TemporaryFolder folder;
  NodeId before{};
  for (int round = 0; round < 3; ++round) {
    auto store = must(Store::open(folder.path() + "/db", {}));
    Transaction tx = must(store->begin(false));
    const NodeId node = must(tx.create_node({}, {}));
    CHECK(raw(node) == raw(before) + 1);
    before = node;
    must(tx.commit(Durability::kNone));
    must(store->clear());
    CHECK(must(must(store->begin(true)).reader().count_nodes()) == 0);
    CHECK(all(must(store->begin(true)).reader().scan_nodes()).empty());
    must(store->close());
  }
}
