#include "storage/read_set.h"

#include <catch2/catch.hpp>

#include <random>
#include <set>

#include "storage/keys.h"
#include "storage/overlay.h"
#include "support/rounds.h"

namespace kith::storage {
namespace {

TEST_CASE("read set: rows and ranges of one family are kept apart from another's", "[storage][commit]") {
  ReadSet reads;
  reads.point(Family::kNode, node_key(NodeId{7}));
  reads.range(Family::kIndex, label_prefix(LabelId{1}), label_prefix(LabelId{1}).end());
  reads.point(Family::kIndex, "unique");
  reads.seal();
  CHECK(reads.contains(Family::kNode, node_key(NodeId{7})));
  CHECK_FALSE(reads.contains(Family::kNode, node_key(NodeId{8})));
  CHECK_FALSE(reads.contains(Family::kEdge, node_key(NodeId{7})));
  CHECK(reads.contains(Family::kIndex, label_key(LabelId{1}, NodeId{99})));
  CHECK_FALSE(reads.contains(Family::kIndex, label_key(LabelId{2}, NodeId{99})));
  CHECK(reads.contains(Family::kIndex, "unique"));
  CHECK_FALSE(reads.contains(Family::kIndex, "unique0"));
}

TEST_CASE("read set: ranges in any order hold what the plain ranges hold", "[storage][commit]") {
  std::mt19937_64 random(seed_or(2));
  const auto key = [](std::uint64_t n) { return std::string(Key().u32(static_cast<std::uint32_t>(n))); };
  for (std::size_t round = 0; round < rounds(); ++round) {
    ReadSet reads;
    std::set<std::uint64_t> plain;
    for (int i = 0; i < 30; ++i) {
      const std::uint64_t low = random() % 1000;
      const std::uint64_t high = low + random() % 40;
      reads.range(Family::kAdjacency, key(low), key(high));
      for (std::uint64_t n = low; n < high; ++n) plain.insert(n);
    }
    reads.seal();
    for (std::uint64_t n = 0; n < 1050; ++n) REQUIRE(reads.contains(Family::kAdjacency, key(n)) == (plain.count(n) != 0));
  }
}

TEST_CASE("write log: only commits after the view are looked at and a forgotten one counts as met", "[storage][commit]") {
  Overlay seven;
  seven.put(Family::kNode, node_key(NodeId{7}), "x");
  Overlay eight;
  eight.erase(Family::kNode, node_key(NodeId{8}));
  ReadSet reads;
  reads.point(Family::kNode, node_key(NodeId{7}));
  reads.seal();
  WriteLog log;
  log.enter(3, seven);
  log.enter(4, eight);
  CHECK(log.meets(reads, 2));
  CHECK_FALSE(log.meets(reads, 3));
  log.forget_until(3);
  CHECK_FALSE(log.meets(reads, 3));
  WriteLog small(1);
  small.enter(5, eight);
  CHECK(small.meets(reads, 4));
  CHECK_FALSE(small.meets(reads, 5));
}

}  // namespace
}  // namespace kith::storage
