// Searches as text to trees, and what is wrong with those that are none.
#include "search/search_query.h"

#include <catch2/catch.hpp>

#include "storage/must.h"

using namespace kith;
using namespace kith::search;
using kith::testing::must;

TEST_CASE("search: what is written and what is read", "[search]") {
  const auto [text, tree] = GENERATE(table<std::string, std::string>({
      {"Rome", "\"Rome\""},
      {"Vance Rome", "(\"Vance\" \"Rome\")"},
      {"Vance OR Rome || Oslo", "(\"Vance\" \"Rome\" \"Oslo\")"},
      {"Vance AND Rome && Oslo", "(+\"Vance\" +\"Rome\" +\"Oslo\")"},
      {"a b AND c", "(\"a\" (+\"b\" +\"c\"))"},
      {"a AND b OR c AND NOT d", "((+\"a\" +\"b\") (+\"c\" -\"d\"))"},
      {"+a -b !c NOT d e", "(+\"a\" -\"b\" -\"c\" -\"d\" \"e\")"},
      {"a &&!b", "(+\"a\" -\"b\")"},
      {"a AND (b OR c)", "(+\"a\" +(\"b\" \"c\"))"},
      {"((a))", "\"a\""},
      {"\"to be or\"", "\"to be or\""},
      {"\"to be\"~3", "\"to be\"~3"},
      {R"("say \"no\" \\")", R"("say \"no\" \\")"},
      {R"(\+a\ b\*~1 \-* x-?)", R"((\+a\ b\*~1 \-* x-?))"},
      {R"(a\:b:c)", R"(a\:b:"c")"},
      {"Zel*", "Zel*"},
      {"*sky te?t", "(*sky te?t)"},
      {R"(2\*3)", "\"2*3\""},
      {"roam~ roam~1 roam~0", "(roam~2 roam~1 roam~0)"},
      {"title:Rome", "title:\"Rome\""},
      {"title:(a OR text:b)", "(title:\"a\" text:\"b\")"},
      {"title:\"a b\"~2^3", "title:\"a b\"~2^3"},
      {"*:*", "*:*"},
      {"text:*", "text:*"},
      {"a^2.5 (b c)^0.5", "(\"a\"^2.5 (\"b\" \"c\")^0.5)"},
      {"(a^2)^3", "\"a\"^6"},
      {"ANDROID NOTE ORB and", "(\"ANDROID\" \"NOTE\" \"ORB\" \"and\")"},
      {"Russia-Ukraine 50+50 AC/DC", "(\"Russia-Ukraine\" \"50+50\" \"AC/DC\")"},
      {R"(12\:30)", "\"12:30\""},
      {"  spaces\t here\u3000too ", "(\"spaces\" \"here\" \"too\")"},
  }));
  CHECK(to_text(must(parse_query(text))) == tree);
  CHECK(to_text(must(parse_query(tree))) == tree);
}

TEST_CASE("search: what is wrong is told with its place", "[search]") {
  const auto [text, message] = GENERATE(table<std::string, std::string>({
      {"", "an empty search finds nothing, at character 1"},
      {"   ", "an empty search finds nothing"},
      {"(a b", "this `(` has no `)`, at character 1"},
      {"ü a)", "there is a `)` without its `(`, at character 4"},
      {"()", "there is nothing between `(` and `)`"},
      {"a \"b", "this `\"` is not closed, at character 3"},
      {"a AND", "AND is followed by nothing, at character 3"},
      {"a OR", "OR is followed by nothing, at character 3"},
      {"AND a", "AND and OR stand between two words, at character 1"},
      {"a AND OR b", "AND and OR stand between two words, at character 7"},
      {"a OR OR b", "AND and OR stand between two words"},
      {"(a AND )", "AND is followed by nothing"},
      {"NOT", "`NOT` is followed by nothing"},
      {"a - b", "`-` is followed by nothing, at character 3"},
      {"NOT a", "a search that only excludes finds nothing"},
      {"-a -b", "a search that only excludes finds nothing"},
      {"a (-b)", "a search that only excludes finds nothing, at character 4"},
      {"[a TO b]", "ranges are not part of a full-text search"},
      {"title:{1 TO 2}", "ranges are not part of a full-text search, at character 7"},
      {"/ab+/", "regular expressions are not part of a full-text search"},
      {"title: a", "`title:` is followed by nothing, at character 6"},
      {"ti*:a", "the name of a property has no wildcards"},
      {":a", "there is no word before `:`"},
      {"^2", "there is no word before `^`"},
      {"a^", "`^` is followed by a number above 0, at character 2"},
      {"a^-1", "`^` is followed by a number above 0"},
      {"a^1e10", "a part of a search counts a billion times at most, at character 2"},
      {"(a^1e9)^2", "a part of a search counts a billion times at most, at character 8"},
      {"a^1e-10", "a part of a search counts"},
      {"a~3", "`~` after a word is followed by 0, 1 or 2"},
      {"a~0.8", "`~` after a word is followed by 0, 1 or 2"},
      {"a*~", "a word is either a pattern or fuzzy"},
      {"\"a b\"~", "`~` after a phrase is followed by a number of words"},
      {"\"a b\"~1.5", "`~` after a phrase is followed by a number of words"},
      {"a\\", "`\\` is followed by the character it stands before"},
  }));
  INFO(text);
  const auto query = parse_query(text);
  REQUIRE_FALSE(query.is_ok());
  CHECK(query.error().code == ErrorCode::kArgument);
  CHECK(query.error().detail == "InvalidSearch");
  CHECK_THAT(query.error().message, Catch::StartsWith(message));
}

TEST_CASE("search: brackets are nested so deep and no deeper", "[search]") {
  const auto nested = [](std::size_t depth, const std::string& open) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += open;
    return text + "a" + (open == "(" ? std::string(depth, ')') : "");
  };
  CHECK(parse_query(nested(100, "(")).is_ok());
  for (const char* open : {"(", "a:"}) {
    const auto query = parse_query(nested(100'000, open));
    REQUIRE_FALSE(query.is_ok());
    CHECK(query.error().code == ErrorCode::kLimit);
    CHECK(query.error().detail == "SearchTooDeep");
  }
}

TEST_CASE("search: patterns", "[search]") {
  const auto fits = [](const char* written, std::string_view term) {
    return pattern_matches(must(parse_query(written)).text, term);
  };
  CHECK(fits("zel*", "zelensky"));
  CHECK(fits("zel*", "zel"));
  CHECK_FALSE(fits("zel*", "ze"));
  CHECK(fits("*sky", "zelensky"));
  CHECK(fits("z*l*n*y", "zelensky"));
  CHECK_FALSE(fits("z*x*y", "zelensky"));
  CHECK(fits("г?л", "гюл"));
  CHECK_FALSE(fits("г?л", "гл"));
  CHECK(fits("*", "anything"));
  CHECK(fits("**a", "ba"));
  CHECK_FALSE(fits("a?", "a"));
}

TEST_CASE("search: the distance of two spellings", "[search]") {
  const auto [a, b, distance] = GENERATE(table<std::u32string, std::u32string, std::uint32_t>({
      {U"", U"", 0},
      {U"zelensky", U"zelenskyy", 1},
      {U"zelensky", U"selenskij", 3},
      {U"form", U"from", 1},
      {U"ca", U"abc", 3},  // no letter is changed twice
      {U"kitten", U"sitting", 3},
      {U"gül", U"gul", 1},
      {U"ab", U"", 2},
  }));
  for (const std::uint32_t most : {0u, 1u, 2u, 3u, 9u}) {
    CHECK(edit_distance(a, b, most) == std::min(distance, most + 1));
    CHECK(edit_distance(b, a, most) == std::min(distance, most + 1));
  }
}
