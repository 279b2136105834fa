// Errors have the numbers that GQL gives them.
#include "kith/gqlstatus.h"

#include <catch2/catch.hpp>

#include "kith/kith.h"
#include "support/temporary_folder.h"

using namespace kith;

TEST_CASE("gqlstatus: each error of a statement has the number of its class", "[api]") {
  const TemporaryFolder folder;
  Store store = *Store::open(folder.path() + "/db");
  REQUIRE(store.run("CREATE (:N {a: 1})-[:R]->(:M)").is_ok());
  REQUIRE(store.run("CREATE CONSTRAINT only FOR (n:N) REQUIRE n.a IS UNIQUE").is_ok());
  struct Case {
    const char* statement;
    const char* status;
    RunOptions options = {};
  };
  const Case cases[] = {
      {"RETRUN 1", "42001"},
      {"MATCH (n) RETURN m", "42002"},
      {"RETURN nothing(1)", "42002"},
      {"CALL no.such()", "42002"},
      {"RETURN $missing", "42002"},
      {"RETURN 1 + true", "22G03"},
      {"UNWIND [1, 'a'] AS x RETURN x - 1", "22G03"},
      {"RETURN 99999999999999999999", "22003"},
      {"UNWIND [9223372036854775807] AS x RETURN x + 1", "22003"},
      {"UNWIND [0] AS x RETURN 1 / x", "22012"},
      {"RETURN date('no date')", "22000"},
      {"CREATE (:N {a: 1})", "22000"},
      {"MATCH (n:N) DELETE n", "G1001"},
      {"CREATE CONSTRAINT only FOR (n:N) REQUIRE n.a IS UNIQUE", "42000"},
      {"RETURN reduce(s = [1], i IN range(1, 60) | s + s)", "5K001"},
      {"UNWIND range(1, 1000000000) AS i RETURN count(i)", "5K002", {.timeout = std::chrono::milliseconds(1)}},
  };
  for (const Case& each : cases) {
    INFO(each.statement);
    Result<Cursor> cursor = store.run(each.statement, {}, each.options);
    Status status = cursor.is_ok() ? ok() : Status(cursor.error());
    if (cursor.is_ok()) {
      const auto rows = cursor->rows();
      if (!rows.is_ok()) status = rows.error();
    }
    REQUIRE_FALSE(status.is_ok());
    INFO(status.error().to_text());
    CHECK(gqlstatus(status.error()) == std::string(each.status));
  }
}

TEST_CASE("gqlstatus: what is outside of statements has one too", "[api]") {
  const auto of = [](ErrorCode code, const char* detail = "") {
    return std::string(gqlstatus(Error{.code = code, .message = "", .detail = detail}));
  };
  CHECK(of(ErrorCode::kConflict) == "40000");
  CHECK(of(ErrorCode::kCommitUnknown, "CommitUnknown") == "40003");
  CHECK(of(ErrorCode::kReadOnly, "ReadOnlyStore") == "25G03");
  CHECK(of(ErrorCode::kSchema, "SchemaAndData") == "25G02");
  CHECK(of(ErrorCode::kLocked) == "08000");
  CHECK(of(ErrorCode::kCancelled) == "5K003");
  CHECK(of(ErrorCode::kUnsupported) == "5K004");
  CHECK(of(ErrorCode::kIo) == "5K005");
  CHECK(of(ErrorCode::kCorruption) == "5K006");
  CHECK(of(ErrorCode::kInternal) == "5K000");
  // The phase decides nothing, the code alone without a detail that says more.
  CHECK(of(ErrorCode::kArithmetic) == "22003");
  CHECK(of(ErrorCode::kArgument, "DivisionByZero") == "22000");
}
