// Warnings over time: they depend on the graph as it is at each run, not as it was when the plan was made.
#include <catch2/catch.hpp>

#include "kith/kith.h"
#include "support/temporary_folder.h"

namespace kith {
namespace {

std::string told(Result<Cursor> cursor) {
  if (!cursor) return cursor.error().to_text();
  std::string text;
  for (const Warning& warning : cursor->warnings())
    text += warning.gqlstatus + " at " + std::to_string(warning.span->offset) + "+" +
            std::to_string(warning.span->length) + "\n";
  return text;
}

struct Fixture {
  TemporaryFolder folder;
  Store store = *Store::open(folder.path() + "/w.db");

  std::string run(std::string_view text) { return told(store.run(text)); }
};

}  // namespace

TEST_CASE("warnings: a plan that is kept warns until the name is there", "[api]") {
  Fixture f;
  const char* text = "MATCH (n:City) RETURN n.name";
  CHECK(f.run(text) == "01N50 at 9+4\n01N52 at 22+6\n");
  CHECK(f.run(text) == "01N50 at 9+4\n01N52 at 22+6\n");
  const Statement prepared = *f.store.prepare(text);
  CHECK(told(prepared.run()) == "01N50 at 9+4\n01N52 at 22+6\n");
  REQUIRE(f.store.run("CREATE (:City)").is_ok());
  CHECK(f.run(text) == "01N52 at 22+6\n");
  CHECK(told(prepared.run()) == "01N52 at 22+6\n");
  REQUIRE(f.store.run("CREATE (:Village {name: 'Rome'})").is_ok());
  CHECK(f.run(text).empty());
  CHECK(told(prepared.run()).empty());
}

TEST_CASE("warnings: places are those of the text that was given, not of the one that was planned", "[api]") {
  Fixture f;
  REQUIRE(f.store.run("CREATE ({a: 1})").is_ok());
  CHECK(f.run("MATCH (n {a: 'x'}) RETURN n.b") == "01N52 at 26+3\n");
  CHECK(f.run("MATCH (n {a: 'a longer one'}) RETURN n.b") == "01N52 at 37+3\n");
  CHECK(f.run("MATCH (n {c: ''}) RETURN n.a") == "01N52 at 9+7\n");
  CHECK(f.run("MATCH (n {c: 'ab'}) RETURN n.a") == "01N52 at 9+9\n");
}

TEST_CASE("warnings: a transaction knows the names it made", "[api]") {
  Fixture f;
  Transaction transaction = *f.store.begin();
  CHECK(told(transaction.run("MATCH (n:City) RETURN n")) == "01N50 at 9+4\n");
  REQUIRE(transaction.run("CREATE (:City)").is_ok());
  CHECK(told(transaction.run("MATCH (n:City) RETURN n")).empty());
  CHECK(told(transaction.run("MATCH (n:City) SET n.k = 1 RETURN n.l")) == "01N52 at 34+3\n");
  CHECK(f.run("UNWIND [1] AS i CALL (i) { CREATE (:Town {i: i}) } IN TRANSACTIONS RETURN COUNT { (:Twon) } AS n") ==
        "01N50 at 84+4\n");
}

}  // namespace kith
