// The options of an index as parameters.
#include <catch2/catch.hpp>

#include "kith/kith.h"
#include "support/temporary_folder.h"

using namespace kith;

namespace {

struct Options {
  TemporaryFolder folder{TemporaryFolder::in_memory()};
  Store store = *Store::open(folder.path() + "/a.db", {.durability = Durability::kNone});

  Result<std::vector<List>> rows(const std::string& statement, const Parameters& parameters = {}) {
    Result<Cursor> cursor = store.run(statement, parameters);
    if (!cursor) return cursor.error();
    return cursor->rows();
  }

  std::string made(const std::string& name) {
    const auto found = rows("SHOW INDEXES YIELD name, createStatement WHERE name = $name RETURN createStatement",
                            {{"name", Value(name)}});
    return found && !found->empty() ? std::string((*found)[0][0].as_string()) : "";
  }
};

}  // namespace

TEST_CASE("index options: all of them or a single one may be a parameter", "[api][schema]") {
  Options o;
  const Map config{{"fulltext.analyzer", "english"}};
  const Parameters english = {{"options", Map{{"indexConfig", config}, {"fold", false}}}};
  REQUIRE(o.rows("CREATE FULLTEXT INDEX a FOR (n:A) ON EACH [n.x] OPTIONS $options", english));
  CHECK_THAT(o.made("a"), Catch::EndsWith("OPTIONS {language: 'english', fold: false}"));
  const std::string with_language =
      "CREATE FULLTEXT INDEX b IF NOT EXISTS FOR (n:B) ON EACH [n.x] OPTIONS {language: $language}";
  REQUIRE(o.rows(with_language, {{"language", "german"}}));
  CHECK_THAT(o.made("b"), Catch::EndsWith("OPTIONS {language: 'german'}"));
  // The same text with another value is another index.
  REQUIRE(o.rows("DROP INDEX b"));
  REQUIRE(o.rows(with_language, {{"language", "french"}}));
  CHECK_THAT(o.made("b"), Catch::EndsWith("OPTIONS {language: 'french'}"));
  REQUIRE(o.rows("CREATE INDEX c FOR (n:C) ON (n.x) OPTIONS $options", {{"options", Map{{"fold", true}}}}));
  CHECK_THAT(o.made("c"), Catch::EndsWith("OPTIONS {fold: true}"));
}

TEST_CASE("index options: parameters that are none are refused and nothing is made", "[api][schema]") {
  Options o;
  const std::string statement = "CREATE FULLTEXT INDEX a FOR (n:A) ON EACH [n.x] OPTIONS $options";
  const auto refused = [&](const Value& options) { return o.rows(statement, {{"options", options}}).error(); };
  CHECK(refused(7).detail == "InvalidOption");
  CHECK(refused(Value()).detail == "InvalidOption");
  CHECK(refused(Map{{"fold", 1}}).detail == "InvalidOption");
  CHECK(refused(Map{{"lang", "english"}}).detail == "UnknownOption");
  CHECK(refused(Map{{"language", "englisch"}}).detail == "UnknownLanguage");
  CHECK(refused(Map{{"indexConfig", Map{{"fulltext.analyzer", 1}}}}).detail == "InvalidOption");
  CHECK(o.rows(statement).error().code == ErrorCode::kParameterMissing);
  CHECK(o.rows("SHOW INDEXES YIELD name")->empty());
}

TEST_CASE("index options: indexes of an explicit transaction are there after its commit alone", "[api][schema]") {
  Options o;
  REQUIRE(o.rows("CREATE (:C {x: 'Gül'})"));
  const auto make = [&](Transaction& transaction) {
    const Parameters folded = {{"options", Map{{"fold", true}}}};
    REQUIRE(transaction.run("CREATE INDEX c FOR (n:C) ON (n.x) OPTIONS $options", folded));
    const std::string full_text = "CREATE FULLTEXT INDEX t FOR (n:C) ON EACH [n.x] OPTIONS {language: $l}";
    REQUIRE(transaction.run(full_text, {{"l", "german"}}));
  };
  {
    auto transaction = o.store.begin();
    REQUIRE(transaction);
    make(*transaction);
    transaction->rollback();
  }
  CHECK(o.rows("SHOW INDEXES YIELD name")->empty());
  auto transaction = o.store.begin();
  REQUIRE(transaction);
  make(*transaction);
  REQUIRE(transaction->commit());
  REQUIRE(o.store.close());
  o.store = *Store::open(o.folder.path() + "/a.db", {.durability = Durability::kNone});
  CHECK_THAT(o.made("c"), Catch::EndsWith("OPTIONS {fold: true}"));
  CHECK_THAT(o.made("t"), Catch::EndsWith("OPTIONS {language: 'german'}"));
  CHECK(*o.rows("MATCH (n:C) WHERE fold(n.x) = 'gul' RETURN n.x") == std::vector<List>{{"Gül"}});
  const std::string search = "CALL db.index.fulltext.queryNodes('t', 'gul') YIELD node RETURN node.x";
  CHECK(*o.rows(search) == std::vector<List>{{"Gül"}});
}
