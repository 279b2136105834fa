// Opening and closing: locks, the clean file, damaged folders, forks.
#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "storage/file_system_type.h"
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

Status add_node(Store& store) {
  KITH_TRY(Transaction tx, store.begin(false));
  KITH_DO(tx.create_node({}, {}).status());
  return tx.commit(Durability::kSync);
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
    CHECK(second.error().message.find("this one") != std::string::npos);
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

TEST_CASE("folder: what stands for kith.lock and is no lock file is refused and left alone", "[storage][folder]") {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/db";
  const std::string lock = path + "/kith.lock";
  const std::string other = folder.path() + "/other.txt";
  fill(path);
  std::ofstream(other) << "the text of someone else";
  fs::remove(lock);
  SECTION("a symbolic link") { fs::create_symlink(other, lock); }
  SECTION("a symbolic link to nothing") { fs::create_symlink(folder.path() + "/nothing", lock); }
  SECTION("a folder") { fs::create_directory(lock); }
  SECTION("a pipe") { REQUIRE(::mkfifo(lock.c_str(), 0600) == 0); }
  SECTION("a longer file") { std::ofstream(lock) << std::string(5000, 'x'); }
  const auto before = names_in(path);
  for (const bool read_only : {false, true}) {
    const auto opened = Store::open(path, {.read_only = read_only});
    REQUIRE_FALSE(opened.is_ok());
    CHECK(opened.error().code == ErrorCode::kIo);
    CHECK(opened.error().detail == "LockFile");
    CHECK(opened.error().message.find(lock) != std::string::npos);
  }
  CHECK(names_in(path) == before);
  CHECK_FALSE(fs::exists(folder.path() + "/nothing"));
  std::ifstream text(other);
  CHECK(std::string(std::istreambuf_iterator<char>(text), {}) == "the text of someone else");
  fs::remove(lock);
  CHECK(must(must(must(Store::open(path, {}))->begin(true)).reader().count_nodes()) == 10);
}

TEST_CASE("folder: a closed store that was renamed or copied opens", "[storage][folder]") {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/db";
  fill(path);
  fs::copy(path, folder.path() + "/copy", fs::copy_options::recursive);
  fs::rename(path, folder.path() + "/renamed");
  auto copy = must(Store::open(folder.path() + "/copy", {}));
  auto renamed = must(Store::open(folder.path() + "/renamed", {}));  // both at once: they are two
  CHECK(must(must(copy->begin(true)).reader().count_nodes()) == 10);
  CHECK(must(must(renamed->begin(true)).reader().count_nodes()) == 10);
  CHECK(damage_of(*copy).empty());
  CHECK(Store::open(path, {.create_if_missing = false}).error().code == ErrorCode::kNotFound);
}

TEST_CASE("folder: a path of odd characters is a path", "[storage][folder]") {
  const TemporaryFolder folder;
  for (const std::string name : {"a b", "new\nline", "quote'\"`$(x)", "\xC3\xA9t\xC3\xA9", "\xFF\xFE", "-rf", "%s%n", "..."}) {
    CAPTURE(name);
    const std::string path = folder.path() + "/" + name;
    fill(path);
    auto store = must(Store::open(path, {}));
    CHECK(must(must(store->begin(true)).reader().count_nodes()) == 10);
    CHECK(Store::open(path, {}).error().code == ErrorCode::kLocked);
  }
  const auto too_long = Store::open(folder.path() + "/" + std::string(300, 'x'), {});
  REQUIRE_FALSE(too_long.is_ok());
  CHECK(too_long.error().code == ErrorCode::kIo);
  CHECK(Store::open(std::string_view("a\0b", 3), {}).error().code == ErrorCode::kArgument);
}

TEST_CASE("folder: a store that is moved while it is open writes nothing where it was", "[storage][folder]") {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/db";
  const std::string moved = folder.path() + "/moved";
  fill(path);
  fs::copy(path, folder.path() + "/other", fs::copy_options::recursive);
  auto store = must(Store::open(path, {}));
  must(add_node(*store));
  fs::rename(path, moved);
  SECTION("and nothing is there then") {}
  SECTION("and another store is there then") { fs::rename(folder.path() + "/other", path); }
  const auto before = fs::exists(path) ? names_in(path) : std::vector<std::string>();
  const Status refused = add_node(*store);
  REQUIRE_FALSE(refused.is_ok());
  // What works behind the scenes may have come upon it first.
  const bool was_known = refused.error().detail == "FailedWrite";
  CHECK(refused.error().code == (was_known ? ErrorCode::kReadOnly : ErrorCode::kIo));
  CHECK(refused.error().detail == (was_known ? "FailedWrite" : "FolderMoved"));
  CHECK(add_node(*store).error().code == ErrorCode::kReadOnly);
  CHECK(must(must(store->begin(true)).reader().count_nodes()) == 11);
  const Status closed = store->close();
  REQUIRE_FALSE(closed.is_ok());
  CHECK(closed.error().detail == "FolderMoved");
  CHECK((fs::exists(path) ? names_in(path) : std::vector<std::string>()) == before);
  if (!before.empty()) CHECK(must(must(must(Store::open(path, {}))->begin(true)).reader().count_nodes()) == 10);
  auto found = must(Store::open(moved, {}));
  CHECK(must(must(found->begin(true)).reader().count_nodes()) == 11);
  CHECK(damage_of(*found).empty());
}

TEST_CASE("folder: a store whose folder was removed commits nothing", "[storage][folder]") {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/db";
  fill(path);
  auto store = must(Store::open(path, {}));
  // What works behind the scenes may make a file meanwhile.
  for (std::error_code error; fs::exists(path);) fs::remove_all(path, error);
  const Status refused = add_node(*store);
  REQUIRE_FALSE(refused.is_ok());
  CHECK(refused.error().to_text().find(path) != std::string::npos);
  CHECK(store->close().error().detail == "FolderMoved");
  CHECK_FALSE(fs::exists(path));
  must(must(Store::open(path, {}))->close());
}

TEST_CASE("folder: file systems of a network are known by their types", "[storage][folder]") {
  for (const std::int64_t type : {0x6969L, 0x517BL, 0xFF534D42L, 0xFE534D42L, 0x5346414FL, 0x6B414653L, 0x73757245L, 0x564CL,
                                  0x01021997L, 0x00C36400L, 0x0BD00BD0L})
    CHECK(is_network_file_system(type));
  for (const std::int64_t type : {0xEF53L, 0x58465342L, 0x9123683EL, 0x01021994L, 0x794C7630L, 0x2FC12FC1L, 0x9660L, 0x65735546L})
    CHECK_FALSE(is_network_file_system(type));  // ext4, xfs, btrfs, tmpfs, overlay, zfs, iso9660, FUSE
  CHECK(is_network_mount("fuse.sshfs"));
  CHECK_FALSE(is_network_mount("fuse.ntfs-3g"));
  CHECK_FALSE(is_network_mount(""));
}

TEST_CASE("folder: a network file system is refused unless it is allowed", "[storage][folder]") {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/db";
  fill(path);
  const FileSystemTypeOverride nfs(0x6969);
  for (const std::string& name : {path, folder.path() + "/new/deep"}) {
    const auto refused = Store::open(name, {});
    REQUIRE_FALSE(refused.is_ok());
    CHECK(refused.error().code == ErrorCode::kUnsupported);
    CHECK(refused.error().detail == "NetworkFolder");
    CHECK(refused.error().message.find(name) != std::string::npos);
    CHECK(refused.error().hint.find("allow_network_folder") != std::string::npos);
  }
  CHECK(Store::open(path, {.read_only = true}).error().detail == "NetworkFolder");
  CHECK_FALSE(fs::exists(folder.path() + "/new"));
  auto store = must(Store::open(path, {.allow_network_folder = true}));
  CHECK(must(must(store->begin(true)).reader().count_nodes()) == 10);
  CHECK(Store::open(path, {.allow_network_folder = true}).error().code == ErrorCode::kLocked);
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
