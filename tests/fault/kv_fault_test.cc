// The rows alone: syncs that are not tried again, and deleted ranges that stay deleted when a table cannot be read.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "fault/fault_file_system.h"
#include "storage/kv.h"
#include "storage/kv_watch.h"
#include "storage/must.h"
#include "support/temporary_folder.h"

namespace kith::fault {
namespace {

using storage::Family;
using storage::Kv;
using storage::KvBatch;
using testing::must;

std::string key(int i) { return std::to_string(1000 + i); }

Result<std::size_t> count_rows(const Kv& kv, const storage::Snapshot& at) {
  std::size_t rows = 0;
  KITH_DO(kv.scan(at, Family::kNode, "", "\xFF", [&](std::string_view, std::string_view) {
    ++rows;
    return true;
  }));
  return rows;
}

}  // namespace

TEST_CASE("fault: deleted ranges never come back when a table is read in part", "[fault][kv]") {
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  const std::string path = folder.path() + "/db";
  auto disk = std::make_shared<FaultFileSystem>(1);
  {
    auto kv = must(Kv::open(path, {.create = true, .file_system = disk}));
    must(kv->write([](KvBatch& batch) { for (int i = 0; i < 500; ++i) batch.put(Family::kNode, key(i), "row"); }, true));
    must(kv->flush());
    must(kv->write([](KvBatch& batch) { batch.erase_range(Family::kNode, key(100), key(400)); }, true));
    must(kv->flush());
    must(kv->close());
  }
  // Every read of an open and a scan fails once.
  std::size_t failed = 0;
  std::size_t calm = 0;
  for (std::uint64_t after = 0; calm < 3; ++after) {
    INFO("the read number " << after);
    REQUIRE(after < 500);
    const std::uint64_t failures_before = disk->failures();
    disk->arm({.calls = bit(Call::kRead), .after = after, .times = 1, .path = ".sst"});
    auto kv = Kv::open(path, {.read_only = true, .file_system = disk});
    if (kv.is_ok()) {
      const Result<std::size_t> rows = count_rows(**kv, *(*kv)->snapshot());
      if (rows.is_ok())
        CHECK(*rows == 200);
      else
        CHECK(rows.error().code == ErrorCode::kIo);
      failed += !rows.is_ok();
    } else {
      INFO(kv.error().to_text());
      CHECK((kv.error().code == ErrorCode::kIo || kv.error().code == ErrorCode::kCorruption));
      ++failed;
    }
    calm = disk->failures() == failures_before ? calm + 1 : 0;
    disk->heal();
  }
  CHECK(failed > 3);
  auto kv = must(Kv::open(path, {.file_system = disk}));
  CHECK(must(count_rows(*kv, *kv->snapshot())) == 200);
}

TEST_CASE("fault: what was written and cannot be shown stops the writes", "[fault][kv]") {
  TemporaryFolder folder;
  auto kv = must(Kv::open(folder.path() + "/db", {.create = true}));
  const Error failed = kv->fail("no room");
  CHECK(failed.code == ErrorCode::kCommitUnknown);
  CHECK(failed.message == "no room");
  const Status later = kv->write([](KvBatch& batch) { batch.put(Family::kMeta, "k", "v"); }, false);
  REQUIRE_FALSE(later.is_ok());
  CHECK(later.error().code == ErrorCode::kReadOnly);
  CHECK(later.error().cause == "no room");
}

TEST_CASE("fault: deleted ranges never come back when their list is damaged", "[fault][kv]") {
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  const std::string path = folder.path() + "/db";
  {
    auto kv = must(Kv::open(path, {.create = true}));
    must(kv->write([](KvBatch& batch) { for (int i = 0; i < 500; ++i) batch.put(Family::kNode, key(i), "row"); }, true));
    must(kv->flush());
    must(kv->write([](KvBatch& batch) { batch.erase_range(Family::kNode, key(100), key(400)); }, true));
    must(kv->flush());
    must(kv->close());
  }
  std::string table;  // the newest
  for (const auto& entry : std::filesystem::directory_iterator(path))
    if (entry.path().extension() == ".sst") table = std::max(table, entry.path().string());
  std::ifstream in(table, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  std::size_t refused = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    INFO("byte " << at << " of " << bytes.size());
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    std::ofstream(table, std::ios::binary) << damaged;
    const auto kv = Kv::open(path, {.read_only = true});
    if (kv.is_ok()) {
      const Result<std::size_t> rows = count_rows(**kv, *(*kv)->snapshot());
      CHECK((!rows.is_ok() || *rows == 200));
      continue;
    }
    INFO(kv.error().to_text());
    CHECK(kv.error().code == ErrorCode::kCorruption);
    CHECK(kv.error().message.find(".sst") != std::string::npos);
    ++refused;
  }
  CHECK(refused > 10);
  std::ofstream(table, std::ios::binary) << bytes;
  auto kv = must(Kv::open(path, {}));
  CHECK(must(count_rows(*kv, *kv->snapshot())) == 200);
}

TEST_CASE("fault: a table made while the disk fails is not read in part either", "[fault][kv]") {
  for (std::uint64_t after = 0; after < 12; ++after) {
    INFO("the read number " << after);
    const TemporaryFolder folder(TemporaryFolder::in_memory());
    auto disk = std::make_shared<FaultFileSystem>(after);
    auto kv = must(Kv::open(folder.path() + "/db", {.create = true, .file_system = disk}));
    must(kv->write([](KvBatch& batch) { for (int i = 0; i < 500; ++i) batch.put(Family::kNode, key(i), "row"); }, true));
    must(kv->flush());
    must(kv->write([](KvBatch& batch) { batch.erase_range(Family::kNode, key(100), key(400)); }, true));
    disk->arm({.calls = bit(Call::kRead), .after = after, .times = 1, .path = ".sst"});
    const Status flushed = kv->flush();
    disk->heal();
    INFO((flushed.is_ok() ? "flushed" : flushed.error().to_text()));
    CHECK(must(count_rows(*kv, *kv->snapshot())) == 200);
    (void)kv->close();
    kv = must(Kv::open(folder.path() + "/db", {.file_system = disk}));
    CHECK(must(count_rows(*kv, *kv->snapshot())) == 200);
  }
}

TEST_CASE("fault: a file whose sync failed is never synced again", "[fault][kv]") {
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  auto disk = std::make_shared<FaultFileSystem>(1);
  const auto files = storage::watch_files(disk, {});
  std::unique_ptr<rocksdb::FSWritableFile> file;
  REQUIRE(files->NewWritableFile(folder.path() + "/file", {}, &file, nullptr).ok());
  REQUIRE(file->Append("text", {}, nullptr).ok());
  REQUIRE(file->Sync({}, nullptr).ok());
  disk->arm({.calls = bit(Call::kSync), .times = 1});
  CHECK(file->Fsync({}, nullptr).IsIOError());
  const std::uint64_t syncs = disk->calls(Call::kSync);
  CHECK(file->Sync({}, nullptr).IsIOError());
  CHECK(file->Fsync({}, nullptr).IsIOError());
  CHECK(disk->calls(Call::kSync) == syncs);
  CHECK(disk->syncs_after_failure() == 0);
}

TEST_CASE("fault: what a power cut leaves is a synced beginning and a torn rest", "[fault][kv]") {
  bool was_torn = false;
  bool was_gone = false;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const TemporaryFolder folder(TemporaryFolder::in_memory());
    const std::string path = folder.path() + "/file";
    FaultFileSystem disk(seed);
    {
      std::unique_ptr<rocksdb::FSWritableFile> file;
      REQUIRE(disk.NewWritableFile(path, {}, &file, nullptr).ok());
      REQUIRE(file->Append("synced", {}, nullptr).ok());
      REQUIRE(file->Sync({}, nullptr).ok());
      REQUIRE(file->Append("unsynced", {}, nullptr).ok());
      disk.cut_power();
      CHECK(file->Append("more", {}, nullptr).IsIOError());
      (void)file->Close({}, nullptr);
    }
    disk.drop_unsynced();
    std::ifstream in(path, std::ios::binary);
    const std::string left{std::istreambuf_iterator<char>(in), {}};
    if (!in.is_open()) {
      was_gone = true;  // nobody synced the folder
      continue;
    }
    CHECK(left.substr(0, 6) == "synced");
    CHECK(left.size() <= 14);
    was_torn |= left.size() < 14;
  }
  CHECK(was_torn);
  CHECK(was_gone);
}

}  // namespace kith::fault
