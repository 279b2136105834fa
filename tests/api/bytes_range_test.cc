// Bytes are ordered byte by byte, and an index answers their ranges as a scan does.
#include <catch2/catch.hpp>

#include "kith/kith.h"
#include "support/temporary_folder.h"

using namespace kith;

TEST_CASE("index: ranges of bytes", "[api]") {
  const TemporaryFolder folder;
  Store store = *Store::open(folder.path() + "/b.db");
  REQUIRE(store.run("CREATE INDEX FOR (n:P) ON (n.k)").is_ok());
  const std::string values[] = {"a", "b", std::string("b\0", 2), std::string(3000, '\xFF')};
  for (std::size_t i = 0; i < 4; ++i)
    REQUIRE(store.run("CREATE (:P {i: $i, k: $k})", {{"i", static_cast<std::int64_t>(i)}, {"k", Value::bytes(values[i])}}).is_ok());
  const auto found = [&](const char* condition, const std::string& bound, std::uint32_t rules_off) {
    const std::string text = std::string("MATCH (n:P) WHERE n.k ") + condition + " $k RETURN n.i ORDER BY n.i";
    Cursor cursor = *store.run(text, {{"k", Value::bytes(bound)}}, {.rules_off = rules_off});
    const std::vector<List> rows = *cursor.rows();
    std::string ids;
    for (const List& row : rows)
      ids += std::to_string(row[0].as_integer());
    return ids;
  };
  for (const std::uint32_t rules_off : {std::uint32_t{0}, kAllRules}) {
    CHECK(found(">=", "b", rules_off) == "123");
    CHECK(found(">", "b", rules_off) == "23");
    CHECK(found("<", "b", rules_off) == "0");
    CHECK(found("<=", std::string(3000, '\xFF'), rules_off) == "0123");
    CHECK(found(">", std::string(3000, '\xFF'), rules_off) == "");
  }
}
