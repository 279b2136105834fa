#include "storage/commit_times.h"

#include <catch2/catch.hpp>

#include <map>

#include "storage/must.h"
#include "support/temporary_folder.h"

using namespace kith;
using namespace kith::storage;
using namespace kith::testing;

namespace {

std::map<std::uint64_t, std::uint64_t> rows_of(Kv& kv) {
  std::map<std::uint64_t, std::uint64_t> rows;
  must(kv.scan(*kv.snapshot(), Family::kMeta, Key().u8(7), Key().u8(8), [&](std::string_view key, std::string_view value) {
    rows[load_u64(key.data() + 1)] = load_u64(value.data());
    return true;
  }));
  return rows;
}

}  // namespace

TEST_CASE("commit times: by the second for an hour and by the minute before", "[storage][upkeep]") {
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  auto kv = must(Kv::open(folder.path() + "/db", {.create = true}));
  CommitTimes times;
  constexpr std::int64_t kStart = 1'000'000 * 60;
  constexpr std::int64_t kHours = 4;
  std::uint64_t commit = 0;
  must(kv->write(
      [&](KvBatch& batch) {
        for (std::int64_t second = kStart; second < kStart + kHours * 3600; ++second)
          for (int i = 0; i < 2; ++i) times.put(batch, ++commit, second);
      },
      false));
  const auto rows = rows_of(*kv);
  CHECK(rows.size() == 3600 + (kHours - 1) * 60);
  CHECK(rows.begin()->first == 1);
  CHECK(rows.begin()->second == kStart);
  CHECK(rows.at(121) == kStart + 60);  // the first of the next minute
  CHECK(rows.count(3) == 0);
  CHECK(rows.rbegin()->first == commit - 1);
  CHECK(rows.rbegin()->second == kStart + kHours * 3600 - 1);
}

TEST_CASE("commit times: a clock that goes back does no harm", "[storage][upkeep]") {
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  auto kv = must(Kv::open(folder.path() + "/db", {.create = true}));
  CommitTimes times;
  must(kv->write(
      [&](KvBatch& batch) {
        times.put(batch, 1, 10'000);
        times.put(batch, 2, 5'000);
        times.put(batch, 3, 5'000);
        times.put(batch, 4, 20'000);
      },
      false));
  CHECK(rows_of(*kv) == std::map<std::uint64_t, std::uint64_t>{{1, 10'000}, {2, 5'000}, {4, 20'000}});
}
