#include <catch2/catch.hpp>

#include "common/format.h"
#include "common/messages.h"
#include "common/terminal_text.h"

using namespace kith;
using namespace kith::tools;

namespace {

std::string formatted(Format format, bool typed, const std::vector<std::string>& columns, const std::vector<List>& rows) {
  std::string out;
  const auto rows_out = make_format(format, typed, [&](std::string_view text) {
    out += text;
    return ok();
  });
  REQUIRE(rows_out->begin(columns));
  for (const List& row : rows) REQUIRE(rows_out->row(row));
  REQUIRE(rows_out->end());
  return out;
}

const std::vector<std::string> kColumns = {"name", "x"};
const std::vector<List> kRows = {{"Marie", 1867}, {"東京", Value::null()}, {"a,\"b\"\r\n", 1.5}, {"", List{1, "two"}}};

}  // namespace

TEST_CASE("formats: a table is aligned by what a terminal shows", "[tools][format]") {
  CHECK(formatted(Format::kTable, false, kColumns, kRows) ==
        "name      | x\n"
        "----------+-----------\n"
        "Marie     |       1867\n"
        "東京      | null\n"
        "a,\"b\"\\r\\n |        1.5\n"
        "          | [1, 'two']\n");
  CHECK(formatted(Format::kTable, false, {"n"}, {}) == "n\n-\n");
}

TEST_CASE("formats: a long table is written as it comes", "[tools][format]") {
  std::vector<List> rows(1500, List{1});
  rows.push_back({"wider than the column"});
  const std::string text = formatted(Format::kTable, false, {"n"}, rows);
  CHECK(std::count(text.begin(), text.end(), '\n') == 2 + 1501);
  CHECK(text.substr(text.size() - 24) == "1\nwider than the column\n");
}

TEST_CASE("formats: CSV quotes what needs it and tells null from an empty text", "[tools][format]") {
  CHECK(formatted(Format::kCsv, false, {"name", "a,b"}, kRows) ==
        "name,\"a,b\"\r\n"
        "Marie,1867\r\n"
        "東京,\r\n"
        "\"a,\"\"b\"\"\r\n\",1.5\r\n"
        "\"\",\"[1,\"\"two\"\"]\"\r\n");
}

TEST_CASE("formats: JSON is one array and JSON Lines an object a line", "[tools][format]") {
  const std::vector<List> rows = {{"a", 1}, {"b", Value::null()}};
  CHECK(formatted(Format::kJson, false, kColumns, rows) == "[\n{\"name\":\"a\",\"x\":1},\n{\"name\":\"b\",\"x\":null}\n]\n");
  CHECK(formatted(Format::kJson, false, kColumns, {}) == "[]\n");
  CHECK(formatted(Format::kJsonl, false, kColumns, rows) == "{\"name\":\"a\",\"x\":1}\n{\"name\":\"b\",\"x\":null}\n");
  CHECK(formatted(Format::kJsonl, true, {"x"}, {{1}}) == "{\"x\":{\"$type\":\"Integer\",\"_value\":\"1\"}}\n");
}

TEST_CASE("terminal text: widths are those of a terminal", "[tools][format]") {
  const auto [text, width] = GENERATE(table<std::string, std::size_t>({
      {"", 0},
      {"abc", 3},
      {"Wałęsa", 6},
      {"e\xCC\x81", 1},               // e and a combining acute
      {"東京", 4},
      {"한국", 4},
      {"\xF0\x9F\x98\x80", 2},        // an emoji
      {"a\xE2\x80\x8B" "b", 2},       // a space of no width
      {"\xFF", 1},
  }));
  CHECK(display_width(text) == width);
}

TEST_CASE("terminal text: nothing in it acts on the terminal", "[tools][format]") {
  const auto [text, shown] = GENERATE(table<std::string, std::string>({
      {"plain é 東", "plain é 東"},
      {"\x1b[2J", "\\x1b[2J"},
      {"a\nb\tc\r", "a\\nb\\tc\\r"},
      {std::string("\0\x7F", 2), "\\x00\\x7f"},
      {"\xC2\x9B", "\\x9b"},          // the one-character form of ESC [
      {"\xE2\x80\xAE", "\\u202e"},    // right-to-left override
      {"\xFF", "\xEF\xBF\xBD"},
  }));
  CHECK(printable(text) == shown);
}

TEST_CASE("messages: a place in a statement becomes one in the script", "[tools][format]") {
  const std::string script = "RETURN 1;\né; RETURN\n x";
  // The statement begins at its RETURN: line 2, column 4.
  const SourceSpan first = span_in_script({.offset = 0, .length = 6, .line = 1, .column = 1}, script, 14);
  CHECK(first == SourceSpan{.offset = 14, .length = 6, .line = 2, .column = 4});
  const SourceSpan second = span_in_script({.offset = 8, .length = 1, .line = 2, .column = 2}, script, 14);
  CHECK(second == SourceSpan{.offset = 22, .length = 1, .line = 3, .column = 2});
}
