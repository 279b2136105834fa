#include <catch2/catch.hpp>

#include "kith/text.h"

using namespace kith;

TEST_CASE("text: literals are values and everything else is refused", "[api][text]") {
  const auto [text, value] = GENERATE(table<std::string, Value>({
      {"null", Value::null()},
      {" true ", true},
      {"-2.5", -2.5},
      {"0x1F", 31},
      {"'it\\'s'", "it's"},
      {"[1, [null]]", Value(List{1, List{Value::null()}})},
      {"{a: 1, b: {c: 'd'}}", Value(Map{{"a", 1}, {"b", Map{{"c", "d"}}}})},
  }));
  const Result<Value> parsed = parse_literal(text);
  REQUIRE(parsed);
  CHECK(*parsed == value);
}

TEST_CASE("text: what is no literal is a syntax error", "[api][text]") {
  const std::string text = GENERATE(as<std::string>(), "", "JD Vance", "1 + 1", "$x", "n.x", "[rand()]", "{a: b}", "1 2");
  INFO(text);
  const Result<Value> parsed = parse_literal(text);
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error().code == ErrorCode::kSyntax);
}

TEST_CASE("text: temporal values are read from ISO 8601", "[api][text]") {
  const auto [kind, text] = GENERATE(table<Kind, std::string>({
      {Kind::kDate, "2015-03-26"},
      {Kind::kLocalTime, "12:50:35.556"},
      {Kind::kTime, "12:50:35.556+01:00"},
      {Kind::kLocalDateTime, "2015-07-04T19:32:24"},
      {Kind::kDateTime, "2015-11-21T21:40:32.142+01:00[Europe/Stockholm]"},
      {Kind::kDuration, "P14DT16H12M"},
  }));
  const Result<Value> parsed = temporal_from_text(kind, text);
  REQUIRE(parsed);
  CHECK(parsed->kind() == kind);
  CHECK(parsed->to_text() == text);
  CHECK(temporal_from_text(kind, "soon").error().code == ErrorCode::kArgument);
  CHECK(temporal_from_text(Kind::kString, text).error().code == ErrorCode::kType);
}

TEST_CASE("text: scripts fall into statements", "[api][text]") {
  const std::string text = "RETURN ';'; // a; b\n\n;RETURN 2";
  const Script script = split_script(text);
  REQUIRE(script.statements.size() == 2);
  CHECK(script.statements[0].text == "RETURN ';'");
  CHECK(script.statements[0].complete);
  CHECK(script.statements[1].text == "RETURN 2");
  CHECK(script.statements[1].offset == text.size() - 8);
  CHECK_FALSE(script.statements[1].complete);
  CHECK_FALSE(script.open);
  CHECK(split_script("RETURN 'a").open);
}

TEST_CASE("text: carets stand under the span", "[api][text]") {
  CHECK(caret_text("RETURN nosuch", {.offset = 7, .length = 6, .line = 1, .column = 8}) == "RETURN nosuch\n       ^^^^^^");
}
