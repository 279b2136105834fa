// Limits as a program meets them that hands over values of its own making.
#include <catch2/catch.hpp>

#include <string>

#include "kith/kith.h"
#include "support/temporary_folder.h"

using namespace kith;

TEST_CASE("limits: a parameter that shares what it holds is refused by name", "[api][limits]") {
  const TemporaryFolder folder;
  Store store = *Store::open(folder.path() + "/db", {.durability = Durability::kNone});
  Value wide = List{1}, deep = List{1}, fine = List{1};
  for (int i = 0; i < 60; ++i) wide = List{wide, wide};
  for (int i = 0; i < 100000; ++i) deep = List{deep};
  for (int i = 0; i < 60; ++i) fine = List{fine};
  for (const std::string text : {"RETURN $x AS x", "RETURN $x = $x AS x", "CREATE (:A {x: $x})"}) {
    INFO(text);
    const auto too_wide = store.run(text, {{"x", wide}});
    REQUIRE_FALSE(too_wide);
    CHECK(too_wide.error().detail == "ValueLimit");
    const auto too_deep = store.run(text, {{"x", deep}});
    REQUIRE_FALSE(too_deep);
    CHECK(too_deep.error().detail == "NestingLimit");
  }
  CHECK(store.run("RETURN $x AS x", {{"x", fine}}));
}
