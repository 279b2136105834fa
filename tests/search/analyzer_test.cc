// Words of texts, and the terms that are made of them.
#include "search/analyzer.h"

#include <catch2/catch.hpp>

#include "search/words.h"
#include "storage/must.h"

using namespace kith;
using namespace kith::search;
using kith::testing::must;

namespace {

/// "word:number" of each word.
std::string words_text(std::string_view text) {
  std::string out;
  for_each_word(text, [&](std::string_view word, std::uint32_t number) {
    out += (out.empty() ? "" : " ") + std::string(word) + ":" + std::to_string(number);
  });
  return out;
}

Analyzer analyzer(const std::string& language, bool fold = true) { return must(Analyzer::make({language, fold})); }

}  // namespace

TEST_CASE("words: what a text is parted into", "[search]") {
  const auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"", ""},
      {" ., –", ""},
      {"Gül met Vance.", "Gül:0 met:1 Vance:2"},
      {"Biden’s U.S.-EU e-mail, 3.5%", "Biden:0 s:1 U:2 S:3 EU:4 e:5 mail:6 3:7 5:8"},
      {"snake_case", "snake:0 case:1"},
      {"re\u0301sume\u0301 \u0301x", "re\u0301sume\u0301:0 x:1"},
      {"co\u00ADoperate", "co\u00ADoperate:0"},
      {"北京2008年", "北:0 京:1 2008:2 年:3"},
      {"トランプは", "トランプ:0 は:1"},
      {"한국 대통령", "한국:0 대통령:1"},
      {"नमस्ते", "नमस्ते:0"},
      {"a\xFF" "b", "a:0 b:1"},
      {std::string("a\0b", 3), "a:0 b:1"},
  }));
  CHECK(words_text(text) == expected);
}

TEST_CASE("analyzer: terms are folded and stemmed in the language of the index", "[search]") {
  const auto [language, word, term] = GENERATE(table<std::string, std::string, std::string>({
      {"none", "Meetings", "meetings"},
      {"none", "GÜL", "gul"},
      {"none", "Wałęsa", "walesa"},
      {"none", "co\u00ADoperate", "cooperate"},
      {"english", "Meetings", "meet"},
      {"german", "Häusern", "haus"},
      {"german", "hausern", "haus"},
      {"french", "présidents", "president"},
      {"french", "presidents", "president"},
      {"russian", "русский", "русск"},
      {"russian", "Русского", "русск"},
  }));
  INFO(language << " " << word);
  CHECK(analyzer(language).term(word) == term);
}

TEST_CASE("analyzer: names are found without their accents in every language", "[search]") {
  for (const std::string& language : languages()) {
    INFO(language);
    CHECK(analyzer(language).term("Gül") == analyzer(language).term("gul"));
    CHECK(analyzer(language).term("José") == analyzer(language).term("JOSE"));
  }
}

TEST_CASE("analyzer: without folding case and accents tell words apart", "[search]") {
  const Analyzer exact = analyzer("none", false);
  CHECK(exact.term("Gül") == "Gül");
  CHECK(exact.term("Gu\u0308l") == "Gül");
  CHECK(exact.term("Rome") == "Rome");
  CHECK(analyzer("english", false).term("talks") == "talk");
}

TEST_CASE("analyzer: terms have an end and no zero byte", "[search]") {
  const std::string letters(1000, 'a');
  CHECK(analyzer("none").term(letters) == letters.substr(0, kTermBytesMax));
  std::string cyrillic;
  for (int i = 0; i < 200; ++i) cyrillic += "ж";
  CHECK(analyzer("none").term(cyrillic).size() == kTermBytesMax - 1);
  const auto terms = analyzer("none").terms(std::string("a\0b", 3));
  REQUIRE(terms.size() == 2);
  CHECK(terms[1].text == "b");
  CHECK(terms[1].position == 1);
}

TEST_CASE("analyzer: a language that has no stemmer is named", "[search]") {
  const auto made = Analyzer::make({.language = "englisch"});
  REQUIRE_FALSE(made.is_ok());
  CHECK(made.error().code == ErrorCode::kArgument);
  CHECK(made.error().detail == "UnknownLanguage");
  CHECK(made.error().hint == "did you mean `english`?");
}
