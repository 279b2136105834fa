// Scripts are cut into statements.
#include "query/syntax/split.h"

#include <catch2/catch.hpp>

using namespace kith::syntax;

TEST_CASE("split: semicolons outside strings names and comments end statements", "[syntax]") {
  const std::string_view text = "RETURN ';' AS `;`; // a;b\n/* ; */ MATCH (n)\nRETURN n ;;\n RETURN 3";
  const Script script = split_statements(text);
  REQUIRE(script.statements.size() == 3);
  CHECK(script.statements[0].text == "RETURN ';' AS `;`");
  CHECK(script.statements[0].offset == 0);
  CHECK(script.statements[0].complete);
  CHECK(script.statements[1].text == "MATCH (n)\nRETURN n");
  CHECK(script.statements[1].offset == 34);
  CHECK(script.statements[1].complete);
  CHECK(script.statements[2].text == "RETURN 3");
  CHECK_FALSE(script.statements[2].complete);
  CHECK_FALSE(script.open);
}

TEST_CASE("split: a text that ends inside something is open", "[syntax]") {
  CHECK(split_statements("RETURN 'a;").open);
  CHECK(split_statements("RETURN 'a;").statements.size() == 1);
  CHECK_FALSE(split_statements("RETURN 'a;").statements[0].complete);
  CHECK(split_statements("RETURN 1; /* more").open);
  CHECK(split_statements("").statements.empty());
  CHECK(split_statements(" ;; // nothing\n").statements.empty());
}

TEST_CASE("split: faulty text stays with its statement", "[syntax]") {
  const Script script = split_statements("RETURN #; RETURN '\\q'; RETURN 2;");
  REQUIRE(script.statements.size() == 3);
  CHECK(script.statements[0].text == "RETURN #");
  CHECK(script.statements[1].text == "RETURN '\\q'");
  CHECK(script.statements[2].complete);
}
