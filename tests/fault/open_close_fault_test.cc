// The disk fails while a store is opened, closed, flushed, compacted, or read, while an index is built and
// while ids are leased.
#include <catch2/catch.hpp>

#include <filesystem>
#include <random>

#include "fault/fault_file_system.h"
#include "fault/workload.h"
#include "storage/must.h"
#include "storage/store.h"
#include "support/rounds.h"
#include "support/temporary_folder.h"

namespace kith::fault {
namespace {

namespace fs = std::filesystem;

using storage::Store;
using testing::must;

/// RocksDB waits a second after a failure in the background.
std::size_t slow_rounds() { return std::max<std::size_t>(rounds() / 4, 5); }

/// A closed store with some steps in it.
struct Filled {
  explicit Filled(std::uint64_t seed) : disk(std::make_shared<FaultFileSystem>(seed)), work(seed, 2), random(seed) {
    auto store = must(Store::open(path, {}, disk));
    must(Workload::prepare(*store));
    work.run(*store, 10);
    REQUIRE(work.errors().empty());
    must(close(*store));
  }

  Status close(Store& store) const {
    Status status = store.close();
    if (status.is_ok()) disk->note_folder_sync();  // the file `clean` is written around this disk
    return status;
  }

  std::unique_ptr<Store> open() const { return must(Store::open(path, {}, disk)); }

  TemporaryFolder folder{TemporaryFolder::in_memory()};
  std::string path = folder.path() + "/db";
  std::shared_ptr<FaultFileSystem> disk;
  Workload work;
  std::mt19937_64 random;
};

}  // namespace

TEST_CASE("fault: an open that fails says why and the next one finds everything", "[fault]") {
  const std::uint64_t seed = seed_or(11);
  INFO("KITH_SEED=" << seed);
  Filled filled(seed);
  std::size_t refused = 0;
  for (std::size_t round = 0; round < rounds(); ++round) {
    INFO("round " << round);
    // Every call once, from the first on; then by chance, and with no end.
    const bool is_one = round % 2 == 0;
    filled.disk->arm({.after = filled.random() % 60, .times = is_one ? 1 : ~std::uint64_t{0}});
    const auto opened = Store::open(filled.path, {}, filled.disk);
    filled.disk->heal();
    if (!opened.is_ok()) {
      ++refused;
      INFO(opened.error().to_text());
      CHECK(opened.error().code == ErrorCode::kIo);
      CHECK((opened.error().message.find("injected fault") != std::string::npos ||
             opened.error().message.find("CURRENT could not be opened") != std::string::npos));
    }
    const auto store = opened.is_ok() ? nullptr : filled.open();
    const Store& whole = opened.is_ok() ? **opened : *store;
    filled.work.verify(whole, Workload::Expect::kDurable);
    if (filled.random() % 2 == 0) must(const_cast<Store&>(whole).close());
  }
  CHECK(refused > rounds() / 4);
}

TEST_CASE("fault: power lost while a store opens or closes loses nothing", "[fault]") {
  const std::uint64_t seed = seed_or(12);
  INFO("KITH_SEED=" << seed);
  Filled filled(seed);
  for (std::size_t round = 0; round < rounds(); ++round) {
    INFO("round " << round);
    {
      filled.disk->arm({.calls = kAllCalls, .after = filled.random() % 80});
      auto opened = Store::open(filled.path, {}, filled.disk);
      if (opened.is_ok()) {
        filled.work.run(**opened, 1);
        (void)filled.close(**opened);
      } else if (fs::exists(filled.path + "/clean")) {
        filled.disk->note_folder_sync();  // as it was put back
      }
      filled.disk->cut_power();
    }
    filled.disk->drop_unsynced();
    auto store = filled.open();
    filled.work.verify(*store, Workload::Expect::kPromised);
    if (filled.random() % 2 == 0) must(filled.close(*store));
  }
}

TEST_CASE("fault: a close that cannot flush says so and leaves no clean file", "[fault]") {
  const std::uint64_t seed = seed_or(13);
  INFO("KITH_SEED=" << seed);
  Filled filled(seed);
  std::size_t failed = 0;
  for (std::size_t round = 0; round < slow_rounds(); ++round) {
    INFO("round " << round);
    auto store = filled.open();
    CHECK_FALSE(fs::exists(filled.path + "/clean"));
    filled.work.run(*store, 2);
    REQUIRE(filled.work.errors().empty());
    filled.disk->arm({.calls = kWrites, .after = filled.random() % 12, .times = 1 + filled.random() % 5});
    const Status closed = store->close();
    filled.disk->heal();
    if (!closed.is_ok()) {
      ++failed;
      INFO(closed.error().to_text());
      CHECK(is_disk_error(closed.error()));
      CHECK_FALSE(fs::exists(filled.path + "/clean"));
      CHECK(store->begin(true).error().code == ErrorCode::kClosed);
    } else {
      CHECK(fs::exists(filled.path + "/clean"));
    }
    store = filled.open();
    filled.work.verify(*store, Workload::Expect::kDurable);
    must(store->close());
  }
  CHECK(failed > slow_rounds() / 4);
}

TEST_CASE("fault: a flush or compaction that fails in the background stops the writers", "[fault]") {
  const std::uint64_t seed = seed_or(14);
  INFO("KITH_SEED=" << seed);
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  auto disk = std::make_shared<FaultFileSystem>(seed);
  std::mt19937_64 random(seed);
  // Little memory and long texts: tables are written all the time.
  const StoreOptions options{.memory_bytes = 32u << 20};
  std::size_t failed = 0;
  std::string path;
  std::unique_ptr<Workload> work;
  for (std::size_t round = 0; round < slow_rounds(); ++round) {
    INFO("round " << round);
    if (round % 10 == 0) {
      path = folder.path() + "/" + std::to_string(round);
      work = std::make_unique<Workload>(seed, 2);
      work->long_text_bytes = 1'000'000;
      must(Workload::prepare(*must(Store::open(path, options, disk))));
    }
    auto store = must(Store::open(path, options, disk));
    const bool is_full = random() % 2 == 0;
    disk->arm({.calls = kWrites | kReads, .after = random() % 30, .times = 1 + random() % 3, .is_no_space = is_full,
               .path = ".sst"});
    work->run(*store, 12);
    disk->heal();
    for (const Error& error : work->errors()) {
      INFO(error.to_text());
      CHECK(is_disk_error(error));
    }
    const auto is_of_writing = [](const Error& error) { return error.code != ErrorCode::kIo; };
    const std::vector<Error> errors = work->errors();
    if (std::any_of(errors.begin(), errors.end(), is_of_writing)) {
      ++failed;
      CHECK(store->begin(false).status().error().code == ErrorCode::kReadOnly);
    }
    work->verify(*store, Workload::Expect::kExactly);
    (void)store->close();
    store = must(Store::open(path, options, disk));
    work->verify(*store, Workload::Expect::kDurable);
    must(store->close());
  }
  CHECK(failed > 0);
}

TEST_CASE("fault: an index build that fails leaves no half of an index", "[fault]") {
  const std::uint64_t seed = seed_or(15);
  INFO("KITH_SEED=" << seed);
  Filled filled(seed);
  std::size_t failed = 0;
  for (std::size_t round = 0; round < rounds(); ++round) {
    INFO("round " << round);
    auto store = filled.open();
    filled.disk->arm({.calls = kAllCalls, .after = filled.random() % 5, .path = ".log"});
    const auto built = store->create_index({.name = "steps", .label_or_type = "Step", .keys = {"writer", "n"}}, true);
    filled.disk->heal();
    if (!built.is_ok()) {
      ++failed;
      INFO(built.error().to_text());
      CHECK(is_disk_error(built.error()));
      CHECK(store->begin(false).status().error().code == ErrorCode::kReadOnly);
    }
    filled.work.verify(*store, Workload::Expect::kExactly);
    (void)store->close();
    store = filled.open();
    filled.work.verify(*store, Workload::Expect::kDurable);
    must(store->create_index({.name = "steps", .label_or_type = "Step", .keys = {"writer", "n"}}, true));
    const auto view = must(store->view());
    const storage::Reader reader(view, nullptr);
    for (const storage::Index& index : reader.catalog().indexes) {
      if (index.name != "steps") continue;
      const Value place[] = {0, 3};
      CHECK(testing::all(reader.seek_nodes(index, place)).size() == 1);
    }
    filled.work.verify(*store, Workload::Expect::kDurable);
    must(store->drop_index("steps", false, false));
    must(store->close());
  }
  CHECK(failed > rounds() / 3);
}

TEST_CASE("fault: a lease that cannot be written gives out no id", "[fault]") {
  for (std::size_t round = 0; round < slow_rounds(); ++round) {
    INFO("round " << round);
    Filled filled(round);
    {
      auto store = filled.open();
      // The first id after an open needs a lease: no id is given out that a later open could give out again.
      filled.disk->arm({.calls = bit(Call::kSync) | bit(Call::kAppend), .after = round % 3, .path = ".log"});
      auto tx = must(store->begin(false));
      const auto node = tx.create_node({}, {});
      const Status committed = node.is_ok() ? tx.commit(Durability::kSync) : node.status();
      REQUIRE_FALSE(committed.is_ok());
      CHECK(is_disk_error(committed.error()));
      CHECK(store->begin(false).status().error().code == ErrorCode::kReadOnly);
      filled.disk->cut_power();
    }
    filled.disk->drop_unsynced();
    auto store = filled.open();
    filled.work.verify(*store, Workload::Expect::kPromised);
    filled.work.run(*store, 2);
    CHECK(filled.work.errors().empty());
    filled.work.verify(*store, Workload::Expect::kExactly);
  }
}

TEST_CASE("fault: a read that fails is an error and the next one is right", "[fault]") {
  const std::uint64_t seed = seed_or(17);
  INFO("KITH_SEED=" << seed);
  Filled filled(seed);
  std::size_t failed = 0;
  for (std::size_t round = 0; round < rounds(); ++round) {
    INFO("round " << round);
    // Opened anew each time: nothing is in the cache.
    auto store = must(Store::open(filled.path, {.read_only = round % 2 == 0, .memory_bytes = 1 << 20}, filled.disk));
    const bool is_rare = filled.random() % 2 == 0;
    filled.disk->arm({.calls = kReads, .after = filled.random() % 6, .probability = is_rare ? 0.1 : 1.0});
    const Status read = filled.work.read_all(*store, Workload::Expect::kExactly);
    if (!read.is_ok()) {
      ++failed;
      INFO(read.error().to_text());
      CHECK(read.error().code == ErrorCode::kIo);
      CHECK(read.error().message.find("injected fault") != std::string::npos);
    }
    const auto report = store->check();
    if (report.is_ok()) {
      for (const Damage& damage : report->damage) CHECK(damage.message.find("injected fault") != std::string::npos);
    }
    filled.disk->heal();
    filled.work.verify(*store, Workload::Expect::kExactly);
    must(store->close());
  }
  CHECK(failed > rounds() / 8);
}

}  // namespace kith::fault
