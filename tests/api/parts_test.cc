// The small parts behind a store: the stop signal.
#include <catch2/catch.hpp>

#include "api/stop_signal.h"

using namespace kith;
using namespace kith::api;

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
