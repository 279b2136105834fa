// The small parts behind a store: the plan cache, the stop signal.
#include <catch2/catch.hpp>

#include "api/plan_cache.h"
#include "api/stop_signal.h"

using namespace kith;
using namespace kith::api;

namespace {

PlanPtr some_plan() { return std::make_shared<const plan::PhysicalPlan>(); }

}  // namespace

TEST_CASE("plan cache: keys differ by all that a plan depends on", "[api][cache]") {
  const std::string key = PlanCache::key_of("RETURN $a", {{"a", 1}}, 3, 0, true);
  CHECK(PlanCache::key_of("RETURN $a", {{"a", "other"}}, 3, 0, true) == key);
  CHECK(PlanCache::key_of("RETURN  $a", {{"a", 1}}, 3, 0, true) != key);
  CHECK(PlanCache::key_of("RETURN $a", {}, 3, 0, true) != key);
  CHECK(PlanCache::key_of("RETURN $a", {{"a", 1}, {"b", 1}}, 3, 0, true) != key);
  CHECK(PlanCache::key_of("RETURN $a", {{"a", 1}}, 4, 0, true) != key);
  CHECK(PlanCache::key_of("RETURN $a", {{"a", 1}}, 3, 1, true) != key);
  CHECK(PlanCache::key_of("RETURN $a", {{"a", 1}}, 3, 0, false) != key);
  CHECK(PlanCache::key_of("x", {{"a b", 1}}, 0, 0, true) != PlanCache::key_of("b x", {{"a", 1}}, 0, 0, true));
}

TEST_CASE("plan cache: the least recently used go first", "[api][cache]") {
  PlanCache cache(2);
  const PlanPtr a = some_plan();
  cache.insert("a", a);
  cache.insert("b", some_plan());
  CHECK(cache.find("a") == a);
  cache.insert("c", some_plan());
  CHECK(cache.size() == 2);
  CHECK(cache.find("a") == a);
  CHECK(cache.find("b") == nullptr);
  CHECK(cache.find("c") != nullptr);
  cache.insert("a", some_plan());
  CHECK(cache.find("a") == a);
}

TEST_CASE("plan cache: long texts do not drive out the rest", "[api][cache]") {
  PlanCache cache(100, 800);
  cache.insert(std::string(101, 'x'), some_plan());
  CHECK(cache.size() == 0);
  for (char c = 'a'; c < 'a' + 20; ++c) cache.insert(std::string(100, c), some_plan());
  CHECK(cache.size() == 8);
}

TEST_CASE("stop signal: running statements are stopped and later ones are not", "[api][stop]") {
  StopSignal signal;
  const StopSource* first = signal.for_statement();
  CHECK_FALSE(first->requested());
  CHECK(signal.for_statement() == first);
  signal.stop_all();
  CHECK(first->requested());
  const StopSource* second = signal.for_statement();
  CHECK_FALSE(second->requested());
  CHECK(first->requested());
  signal.stop_for_good();
  CHECK(second->requested());
  CHECK(signal.for_statement()->requested());
}
