// A backup is whole, the newest one is cheap, and what is restored is what was backed up.
#include "storage/backup.h"

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <thread>

#include "storage/backup_files.h"
#include "storage/backup_folder.h"
#include "storage/check.h"
#include "storage/planted_store.h"

using namespace kith;
using namespace kith::storage;
using namespace kith::testing;

namespace fs = std::filesystem;

namespace {

/// A store with `count` people, each written by a commit of its own, and a folder for backups.
struct Kept {
  TemporaryFolder folder{TemporaryFolder::in_memory()};
  std::string path = folder.path() + "/db";
  std::string backups = folder.path() + "/backups";
  std::unique_ptr<Store> store = must(Store::open(path, {}));

  void add(int count, std::size_t text_bytes = 10) {
    for (int i = 0; i < count; ++i) {
      Transaction tx = must(store->begin(false));
      const LabelId person = must(tx.label("Person"));
      // Text that does not shrink, so that sizes mean something.
      std::string text;
      std::uint64_t state = static_cast<std::uint64_t>(++made) * 0x9E3779B97F4A7C15u;
      while (text.size() < text_bytes) text += static_cast<char>('!' + ((state = state * 6364136223846793005u + 1) >> 58));
      must(tx.create_node(std::vector{person}, {{must(tx.key("name")), text}}));
      must(tx.commit(Durability::kNone));
    }
  }

  BackupReport backup(const BackupOptions& options = {}) { return must(store->backup(backups, options)); }

  int made = 0;
};

std::uint64_t nodes_in(const std::string& path) {
  const auto store = must(Store::open(path, {.create_if_missing = false, .read_only = true}));
  CHECK(damage_of(*store).empty());
  return must(must(store->begin(true)).reader().count_nodes());
}

std::uint64_t inode_of(const std::string& path) {
  struct stat state {};
  REQUIRE(::stat(path.c_str(), &state) == 0);
  return state.st_ino;
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

/// A table of the newest generation: where a byte can be flipped.
std::string table_of(const std::string& generation) {
  std::string greatest;
  std::uintmax_t size = 0;
  for (const auto& entry : fs::directory_iterator(generation))
    if (entry.path().extension() == ".sst" && entry.file_size() > size) {
      greatest = entry.path().string();
      size = entry.file_size();
    }
  REQUIRE_FALSE(greatest.empty());
  return greatest;
}

void flip(const std::string& path, std::uintmax_t at) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(at));
  const char byte = static_cast<char>(file.get());
  file.seekp(static_cast<std::streamoff>(at));
  file.put(static_cast<char>(byte ^ 0x40));
}

}  // namespace

TEST_CASE("backup: a restored store is the store that was backed up", "[storage][backup]") {
  Kept kept;
  kept.add(20);
  const BackupReport made = kept.backup();
  CHECK(made.made.generation == 1);
  CHECK(made.made.commit == must(kept.store->view())->commit);
  CHECK(made.new_bytes == made.made.size_bytes);
  kept.add(5);
  const BackupInfo restored = must(restore_backup(kept.backups, kept.folder.path() + "/again", 0, {}));
  CHECK(restored.generation == 1);
  CHECK(nodes_in(kept.folder.path() + "/again") == 20);
  CHECK(names_in(kept.folder.path()) == std::vector<std::string>{"again", "backups", "db"});
  // It goes on like any store, and gives out no id twice.
  auto again = must(Store::open(kept.folder.path() + "/again", {}));
  Transaction tx = must(again->begin(false));
  CHECK(raw(must(tx.create_node({}, {}))) > 20);
  must(tx.commit(Durability::kSync));
  CHECK(damage_of(*again).empty());
}

TEST_CASE("backup: the second one writes only what is new", "[storage][backup]") {
  Kept kept;
  kept.add(300, 900);
  must(kept.store->compact());
  const BackupReport first = kept.backup();
  CHECK(first.new_bytes > 300'000);
  kept.add(1);
  const BackupReport second = kept.backup();
  CHECK(second.made.generation == 2);
  CHECK(second.made.size_bytes > 300'000);
  CHECK(second.new_bytes < 60'000);
  const std::string table = fs::path(table_of(kept.backups + "/000001")).filename().string();
  CHECK(inode_of(kept.backups + "/000001/" + table) == inode_of(kept.backups + "/000002/" + table));
  CHECK(inode_of(kept.backups + "/000001/" + table) != inode_of(kept.path + "/" + table));
  must(restore_backup(kept.backups, kept.folder.path() + "/one", 1, {}));
  must(restore_backup(kept.backups, kept.folder.path() + "/two", 2, {}));
  CHECK(nodes_in(kept.folder.path() + "/one") == 300);
  CHECK(nodes_in(kept.folder.path() + "/two") == 301);
}

TEST_CASE("backup: links share the tables of the store where that is asked for", "[storage][backup]") {
  Kept kept;
  kept.add(300, 900);
  must(kept.store->compact());
  kept.backup({.link = true});
  const std::string table = table_of(kept.backups + "/000001");
  CHECK(inode_of(table) == inode_of(kept.path + "/" + fs::path(table).filename().string()));
  must(restore_backup(kept.backups, kept.folder.path() + "/again", 0, {}));
  CHECK(nodes_in(kept.folder.path() + "/again") == 300);
}

TEST_CASE("backup: a table of the same name from another store is not taken for it", "[storage][backup]") {
  Kept kept;
  kept.add(100, 500);
  kept.backup();
  // The restored store gives its next tables the numbers that the first store gives its own.
  const std::string other = kept.folder.path() + "/other";
  must(restore_backup(kept.backups, other, 0, {}));
  kept.add(50, 500);
  kept.backup();
  must(kept.store->close());
  kept.store = must(Store::open(other, {}));
  kept.made = 5000;
  kept.add(50, 500);
  const std::string last = kept.folder.path() + "/last";
  kept.backup();
  must(restore_backup(kept.backups, last, 3, {}));
  CHECK(nodes_in(last) == 150);
  const auto store = must(Store::open(last, {.read_only = true}));
  const auto theirs = must(kept.store->view());
  const auto ours = must(store->view());
  std::vector<std::string> expected, found;
  must(theirs->kv->scan(*theirs->rows, Family::kNode, "", "\xFF", [&](auto, auto value) { expected.emplace_back(value); return true; }));
  must(ours->kv->scan(*ours->rows, Family::kNode, "", "\xFF", [&](auto, auto value) { found.emplace_back(value); return true; }));
  CHECK(found == expected);
}

TEST_CASE("backup: of more generations than are kept the oldest goes", "[storage][backup]") {
  Kept kept;
  for (int i = 0; i < 4; ++i) {
    kept.add(1);
    kept.backup({.keep = 2});
  }
  const auto all = must(list_backups(kept.backups));
  REQUIRE(all.size() == 2);
  CHECK(all[0].generation == 3);
  CHECK(all[1].generation == 4);
  CHECK(all[1].commit > all[0].commit);
  CHECK(names_in(kept.backups) == std::vector<std::string>{"000003", "000004", "kith-backup", "kith.lock"});
  CHECK(restore_backup(kept.backups, kept.folder.path() + "/x", 1, {}).error().code == ErrorCode::kNotFound);
  kept.backup({.keep = 0});
  CHECK(must(list_backups(kept.backups)).size() == 3);
}

TEST_CASE("backup: beside writers it holds whole transactions and a prefix of the commits", "[storage][backup]") {
  Kept kept;
  std::atomic<bool> stop = false;
  std::vector<std::atomic<std::uint64_t>> committed(2);
  std::vector<std::thread> writers;
  for (std::size_t w = 0; w < 2; ++w)
    writers.emplace_back([&, w] {
      // Pair number n of a writer: two nodes and an edge that a reader sees together or not at all.
      for (std::int64_t n = 1; !stop; ++n) {
        auto tx = kept.store->begin(false);
        if (!tx) return;
        const auto label = tx->label("W" + std::to_string(w));
        const auto key = tx->key("n");
        const auto type = tx->type("PAIR");
        const auto one = tx->create_node(std::vector{*label}, {{*key, n}});
        const auto two = tx->create_node(std::vector{*label}, {{*key, n}});
        if (!tx->create_edge(*one, *two, *type, {{*key, n}}) || !tx->commit(n % 8 == 0 ? Durability::kSync : Durability::kNone))
          return;
        committed[w] = static_cast<std::uint64_t>(n);
      }
    });
  for (int i = 1; i <= 3; ++i) {
    const std::uint64_t before[] = {committed[0], committed[1]};
    kept.backup({.verify = false});  // the restore verifies
    const std::uint64_t after[] = {committed[0] + 1, committed[1] + 1};
    const std::string path = kept.folder.path() + "/again" + std::to_string(i);
    must(restore_backup(kept.backups, path, 0, {}));
    const auto store = must(Store::open(path, {.read_only = true}));
    const auto reader = must(store->begin(true)).reader();
    std::uint64_t pairs = 0;
    for (std::size_t w = 0; w < 2; ++w) {
      const auto label = store->catalog()->labels.find("W" + std::to_string(w));
      const std::uint64_t nodes = label ? must(reader.count_nodes(*label)) : 0;
      CHECK(nodes % 2 == 0);
      CHECK(nodes / 2 >= before[w]);  // no commit before it is missing,
      CHECK(nodes / 2 <= after[w]);   // and none after it is there
      pairs += nodes / 2;
    }
    CHECK(must(reader.count_edges()) == pairs);
  }
  stop = true;
  for (std::thread& writer : writers) writer.join();
  CHECK(committed[0] > 0);
  CHECK(committed[1] > 0);
}

TEST_CASE("backup: of a closed store it needs no more than to read it", "[storage][backup]") {
  Kept kept;
  kept.add(10);
  must(kept.store->close());
  const auto before = names_in(kept.path);
  kept.store = must(Store::open(kept.path, {.read_only = true}));
  const auto beside = must(Store::open(kept.path, {.read_only = true}));
  CHECK(kept.backup().made.generation == 1);
  CHECK(kept.backup().new_bytes < 60'000);
  must(kept.store->close());
  CHECK(names_in(kept.path) == before);
  must(restore_backup(kept.backups, kept.folder.path() + "/again", 0, {}));
  CHECK(nodes_in(kept.folder.path() + "/again") == 10);
}

TEST_CASE("backup: of a store that was not closed holds what its log holds", "[storage][backup]") {
  Kept kept;
  kept.add(10);
  const std::string crashed = kept.folder.path() + "/crashed";
  fs::copy(kept.path, crashed);
  const auto before = names_in(crashed);
  {
    const auto store = must(Store::open(crashed, {.read_only = true}));
    must(store->backup(kept.backups, {}));
  }
  CHECK(names_in(crashed) == before);
  must(restore_backup(kept.backups, kept.folder.path() + "/again", 0, {}));
  CHECK(nodes_in(kept.folder.path() + "/again") == 10);
}

TEST_CASE("backup: a damaged one is not restored", "[storage][backup]") {
  Kept kept;
  kept.add(100, 300);
  must(kept.store->compact());
  kept.backup();
  const std::string generation = kept.backups + "/000001";
  std::string part;
  SECTION("a flipped bit in a table") {
    const std::string table = table_of(generation);
    flip(table, fs::file_size(table) / 2);
    part = "does not hold what was written";
  }
  SECTION("a cut table") {
    const std::string table = table_of(generation);
    fs::resize_file(table, fs::file_size(table) - 1);
    part = "bytes instead of";
  }
  SECTION("a missing file") {
    fs::remove(generation + "/CURRENT");
    part = "CURRENT is missing";
  }
  SECTION("a damaged list") {
    flip(generation + "/backup", 20);
    part = "backup is damaged";
  }
  SECTION("a missing list") {
    fs::remove(generation + "/backup");
    part = "backup is missing";
  }
  const auto restored = restore_backup(kept.backups, kept.folder.path() + "/again", 0, {});
  REQUIRE_FALSE(restored.is_ok());
  CHECK(restored.error().code == ErrorCode::kCorruption);
  CHECK_THAT(restored.error().message, Catch::Contains(part));
  CHECK(names_in(kept.folder.path()) == std::vector<std::string>{"backups", "db"});
  // The next one shares nothing with what is damaged.
  kept.backup();
  must(restore_backup(kept.backups, kept.folder.path() + "/again", 2, {}));
  CHECK(nodes_in(kept.folder.path() + "/again") == 100);
}

TEST_CASE("backup: the copy of a damaged store is not kept", "[storage][backup]") {
  Planted p;
  const std::string backups = p.folder.path() + "/backups";
  p.plant([&](KvBatch& b) { b.erase(Family::kIndex, label_key(p.person, p.ann)); });
  {
    const auto store = must(Store::open(p.path, {}));
    const auto made = store->backup(backups, {});
    REQUIRE_FALSE(made.is_ok());
    CHECK(made.error().code == ErrorCode::kCorruption);
    CHECK_THAT(made.error().message, Catch::Contains("missing membership: the node " + std::to_string(raw(p.ann))));
    CHECK(names_in(backups) == std::vector<std::string>{"kith-backup", "kith.lock"});
    CHECK(restore_backup(backups, p.folder.path() + "/x", 0, {}).error().code == ErrorCode::kNotFound);
    must(store->backup(backups, {.verify = false}));
  }
  CHECK(restore_backup(backups, p.folder.path() + "/x", 0, {}).error().code == ErrorCode::kCorruption);
}

TEST_CASE("backup: one that is stopped at any moment leaves the generations as they were", "[storage][backup]") {
  Kept kept;
  kept.add(30);
  kept.backup();
  kept.add(30);
  for (int moments = 0; moments < 200; ++moments) {
    int asked = 0;
    const StopQuestion stop = [&] { return asked++ == moments; };
    const auto made = kept.store->backup(kept.backups, {}, {.question = &stop});
    if (made.is_ok()) {
      CHECK(moments > 3);
      CHECK(made->made.generation == 2);
      return;
    }
    CHECK(made.error().code == ErrorCode::kCancelled);
    CHECK(names_in(kept.backups) == std::vector<std::string>{"000001", "kith-backup", "kith.lock"});
  }
  FAIL("a backup asks without end");
}

TEST_CASE("backup: what a killed one left is removed by the next", "[storage][backup]") {
  Kept kept;
  kept.add(5);
  kept.backup();
  fs::copy(kept.backups + "/000001", kept.backups + "/.new");
  fs::copy(kept.backups + "/000001", kept.backups + "/.old-9");
  CHECK(must(list_backups(kept.backups)).size() == 1);
  kept.backup();
  CHECK(names_in(kept.backups) == std::vector<std::string>{"000001", "000002", "kith-backup", "kith.lock"});
}

TEST_CASE("backup: what a killed restore left is removed by the next", "[storage][backup]") {
  Kept kept;
  kept.add(5);
  kept.backup();
  const std::string again = kept.folder.path() + "/again";
  fs::create_directories(again + ".restoring/store/half");
  must(restore_backup(kept.backups, again, 0, {}));
  CHECK(nodes_in(again) == 5);
  CHECK_FALSE(fs::exists(again + ".restoring"));
  const std::string other = kept.folder.path() + "/other";
  fs::create_directories(other + ".restoring");
  std::ofstream(other + ".restoring/mine") << "not to be removed";
  CHECK(restore_backup(kept.backups, other, 0, {}).error().code == ErrorCode::kAlreadyExists);
  CHECK(fs::exists(other + ".restoring/mine"));
}

TEST_CASE("backup: places that cannot be are refused", "[storage][backup]") {
  Kept kept;
  kept.add(5);
  const std::string root = kept.folder.path();
  const auto code = [&](const std::string& directory) { return kept.store->backup(directory, {}).error().code; };
  CHECK(code(kept.path) == ErrorCode::kArgument);
  CHECK(code(kept.path + "/backups") == ErrorCode::kArgument);
  CHECK(code(kept.path + "/../db/./x/") == ErrorCode::kArgument);
  fs::create_directory_symlink(kept.path, root + "/link");
  CHECK(code(root + "/link/backups") == ErrorCode::kArgument);
  CHECK(code("") == ErrorCode::kArgument);
  CHECK(names_in(kept.path) == names_in(root + "/link"));
  fs::create_directory(root + "/foreign");
  std::ofstream(root + "/foreign/mine") << "text";
  CHECK(code(root + "/foreign") == ErrorCode::kAlreadyExists);
  CHECK(names_in(root + "/foreign") == std::vector<std::string>{"mine"});
  CHECK(code(root + "/foreign/mine") == ErrorCode::kIo);
  CHECK(list_backups(root + "/foreign").error().code == ErrorCode::kNotFound);
  CHECK(list_backups(root + "/none").error().code == ErrorCode::kNotFound);
  kept.backup();
  const auto restore_code = [&](const std::string& path) { return restore_backup(kept.backups, path, 0, {}).error().code; };
  CHECK(restore_code(root + "/foreign") == ErrorCode::kAlreadyExists);
  CHECK(restore_code(kept.path) == ErrorCode::kAlreadyExists);
  CHECK(restore_code(kept.backups + "/x") == ErrorCode::kArgument);
  fs::create_directory(root + "/empty");
  must(restore_backup(kept.backups, root + "/empty", 0, {}));
  CHECK(nodes_in(root + "/empty") == 5);
  must(restore_backup(kept.backups, root + "/deep/er/", 0, {}));
  CHECK(nodes_in(root + "/deep/er") == 5);
}

TEST_CASE("backup: two at once into one folder are kept apart", "[storage][backup]") {
  Kept kept;
  kept.add(5);
  kept.backup();
  const BackupFolder held = must(BackupFolder::open_for_reading(kept.backups));
  const auto made = kept.store->backup(kept.backups, {});
  REQUIRE_FALSE(made.is_ok());
  CHECK(made.error().code == ErrorCode::kLocked);
  CHECK_THAT(made.error().message, Catch::Contains("are in use by"));
  CHECK(must(list_backups(kept.backups)).size() == 1);  // readers share it
}

TEST_CASE("backup: works from one file system to another", "[storage][backup]") {
  Kept kept;
  const TemporaryFolder elsewhere(fs::temp_directory_path());
  kept.add(100, 300);
  for (const bool link : {false, true}) {
    const std::string backups = elsewhere.path() + (link ? "/linked" : "/copied");
    must(kept.store->backup(backups, {.link = link}));
    const BackupReport second = must(kept.store->backup(backups, {.link = link}));
    CHECK(second.new_bytes < second.made.size_bytes);
    const std::string again = elsewhere.path() + (link ? "/again1" : "/again2");
    must(restore_backup(backups, again, 0, {}));
    CHECK(nodes_in(again) == 100);
  }
}
