// The disk fails under committing transactions: the error is clear, the store stays readable and is
// read-only until it is opened again, and then what was acknowledged is there and nothing is torn.
#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "fault/fault_file_system.h"
#include "fault/workload.h"
#include "storage/must.h"
#include "storage/store.h"
#include "support/rounds.h"
#include "support/temporary_folder.h"

namespace kith::fault {
namespace {

using storage::Store;
using testing::must;

constexpr std::size_t kWriters = 3;
constexpr std::size_t kSteps = 8;  // of each writer, a run

/// What a store says after a write that failed.
void check_read_only(Store& store) {
  const auto refused = store.begin(false);
  REQUIRE_FALSE(refused.is_ok());
  CHECK(refused.error().code == ErrorCode::kReadOnly);
  CHECK(refused.error().detail == "FailedWrite");
  CHECK_FALSE(refused.error().cause.empty());
}

/// Rounds of: write, `arm` at a random step, look at the store, open it again, look again, go on. kPromised
/// means that the power was cut.
template <class Arm>
void run_rounds(std::uint64_t seed, bool mixes_durability, Workload::Expect after_reopening, Arm arm) {
  INFO("KITH_SEED=" << seed);
  std::mt19937_64 random(seed);
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  auto disk = std::make_shared<FaultFileSystem>(seed);
  std::string path;
  std::unique_ptr<Workload> each;
  std::size_t failed_rounds = 0;
  const std::size_t rounds_max = std::max<std::size_t>(rounds() / 2, 10);
  for (std::size_t round = 0; round < rounds_max; ++round) {
    INFO("round " << round);
    if (round % 20 == 0) {  // reading all of it again and again takes longer and longer
      path = folder.path() + "/" + std::to_string(round);
      each = std::make_unique<Workload>(seed + round, kWriters);
      each->mixes_durability = mixes_durability;
      auto store = must(Store::open(path, {}, disk));
      must(Workload::prepare(*store));
      must(store->close());
    }
    Workload& work = *each;
    auto store = must(Store::open(path, {}, disk));
    const std::size_t at = random() % (kWriters * kSteps);
    const std::uint64_t failures_before = disk->failures();
    work.run(*store, kSteps, [&](std::size_t step) {
      if (step == at) arm(*disk, random);
    });
    for (const Error& error : work.errors()) {
      INFO(error.to_text());
      CHECK(is_disk_error(error));
    }
    const std::vector<Error> errors = work.errors();
    // Without power the writers may all have ended at a read, and then no write has failed.
    const bool has_failed_write = std::any_of(errors.begin(), errors.end(),
                                              [](const Error& error) { return error.code != ErrorCode::kIo; });
    if (!errors.empty()) {
      ++failed_rounds;
      CHECK(disk->failures() > failures_before);
      if (after_reopening != Workload::Expect::kPromised) CHECK(has_failed_write);
    }
    if (has_failed_write) check_read_only(*store);
    disk->heal();
    if (has_failed_write) check_read_only(*store);  // the disk is well again, the store cannot know
    if (after_reopening != Workload::Expect::kPromised) work.verify(*store, Workload::Expect::kExactly);
    (void)store->close();
    CHECK(disk->syncs_after_failure() == 0);
    store.reset();
    if (after_reopening == Workload::Expect::kPromised) disk->drop_unsynced();
    store = must(Store::open(path, {}, disk));
    work.verify(*store, after_reopening);
    work.run(*store, 1);
    CHECK(work.errors().empty());
    if (random() % 2 == 0) {
      must(store->close());  // else the next round begins with the log of this one
    } else if (after_reopening == Workload::Expect::kPromised) {
      disk->cut_power();
      store.reset();
      disk->drop_unsynced();
      store = must(Store::open(path, {}, disk));
      work.verify(*store, after_reopening);
    }
  }
  CHECK(failed_rounds > rounds_max / 3);
}

}  // namespace

TEST_CASE("fault: a failed write leaves a readable store and loses nothing acknowledged", "[fault]") {
  run_rounds(seed_or(1), false, Workload::Expect::kDurable, [](FaultFileSystem& disk, std::mt19937_64& random) {
    disk.arm({.calls = bit(Call::kAppend), .after = random() % 4, .times = 1 + random() % 3, .path = ".log"});
  });
}

TEST_CASE("fault: any call may fail at any time", "[fault]") {
  run_rounds(seed_or(2), false, Workload::Expect::kDurable, [](FaultFileSystem& disk, std::mt19937_64& random) {
    disk.arm({.calls = kWrites, .after = random() % 6, .probability = 0.3});
  });
}

TEST_CASE("fault: a failed fsync makes the commit unknown and is never tried again", "[fault]") {
  run_rounds(seed_or(3), false, Workload::Expect::kDurable, [](FaultFileSystem& disk, std::mt19937_64& random) {
    disk.arm({.calls = bit(Call::kSync), .after = random() % 4, .times = 1});
  });
}

TEST_CASE("fault: a background fsync that fails stops the writers", "[fault]") {
  run_rounds(seed_or(4), true, Workload::Expect::kDurable, [](FaultFileSystem& disk, std::mt19937_64& random) {
    disk.arm({.calls = bit(Call::kSync), .after = random() % 3, .times = 1});
  });
}

TEST_CASE("fault: a full disk stops the writers and keeps what is there", "[fault]") {
  run_rounds(seed_or(5), false, Workload::Expect::kDurable, [](FaultFileSystem& disk, std::mt19937_64& random) {
    disk.limit_space(random() % 6000);
  });
}

TEST_CASE("fault: a write that stops halfway is no part of a transaction later", "[fault]") {
  run_rounds(seed_or(6), false, Workload::Expect::kDurable, [](FaultFileSystem& disk, std::mt19937_64& random) {
    disk.arm({.calls = bit(Call::kAppend), .after = random() % 6, .is_short = true, .is_no_space = random() % 2 == 0});
  });
}

TEST_CASE("fault: lost power keeps every synced commit and no half of another", "[fault]") {
  run_rounds(seed_or(7), false, Workload::Expect::kPromised,
             [](FaultFileSystem& disk, std::mt19937_64&) { disk.cut_power(); });
}

TEST_CASE("fault: lost power loses the newest unsynced commits and no older one", "[fault]") {
  run_rounds(seed_or(8), true, Workload::Expect::kPromised,
             [](FaultFileSystem& disk, std::mt19937_64&) { disk.cut_power(); });
}

}  // namespace kith::fault
