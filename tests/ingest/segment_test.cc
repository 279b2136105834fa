#include <catch2/catch.hpp>

#include "ingest/segment.h"

using namespace kith::ingest;

namespace {

std::vector<std::string> sentences(const std::string& text) {
  Segmenter segmenter = *Segmenter::make();
  std::vector<std::string> out;
  for (const Sentence& sentence : segmenter.segment(text, 0).sentences)
    out.push_back(text.substr(sentence.begin, sentence.end - sentence.begin));
  return out;
}

std::string tokens(const std::string& text) {
  Segmenter segmenter = *Segmenter::make();
  return segmenter.segment(text, 0).to_text(text);
}

}  // namespace

TEST_CASE("segment: abbreviations end no sentence", "[ingest]") {
  using List = std::vector<std::string>;
  CHECK(sentences("Mr. Rey flew to the U.S. on Monday. He landed.") ==
        List{"Mr. Rey flew to the U.S. on Monday.", "He landed."});
  CHECK(sentences("U.S. President Ann Lee spoke.") == List{"U.S. President Ann Lee spoke."});
  CHECK(sentences("They live in the U.S. The law is old.") == List{"They live in the U.S.", "The law is old."});
  CHECK(sentences("J. Smith met Dr. Brown. She left.") == List{"J. Smith met Dr. Brown.", "She left."});
}

TEST_CASE("segment: a quotation keeps the words that say whose it is", "[ingest]") {
  CHECK(sentences("\"God bless us all!!!\" he added. Then he left.") ==
        std::vector<std::string>{"\"God bless us all!!!\" he added.", "Then he left."});
  CHECK(sentences("\"Stop!\" said Ann. \"Why?\" he asked.").size() == 2);
}

TEST_CASE("segment: a blank line ends a sentence and a wrapped line does not", "[ingest]") {
  CHECK(sentences("A title without a stop\n\nThe text begins.") ==
        std::vector<std::string>{"A title without a stop", "The text begins."});
  CHECK(sentences("The president met the prime minister of the\nneighbouring country.").size() == 1);
}

TEST_CASE("segment: possessives hyphens and dotted words", "[ingest]") {
  CHECK(tokens("Leo XIV's mass") == "Leo | XIV | 's | mass\n");
  CHECK(tokens("Leo’s mass") == "Leo | ’s | mass\n");
  CHECK(tokens("Russia-Ukraine talks in Washington D.C. today") ==
        "Russia | - | Ukraine | talks | in | Washington | D.C. | today\n");
}

TEST_CASE("segment: what leans on a word is a token of its own", "[ingest]") {
  CHECK(tokens("I don't, we'll") == "I | do | n't | , | we | 'll\n");
  CHECK(tokens("They’re sure it can’t") == "They | ’re | sure | it | ca | n’t\n");
  CHECK(tokens("O'Neill's dog") == "O'Neill | 's | dog\n");
  CHECK(tokens("'s n't 'tis") == "' | s | n't | ' | tis\n");
}

TEST_CASE("segment: words between double quotation marks are known", "[ingest]") {
  const std::string text = "He said \"I will go\" and went.\n\nShe stayed.";
  Segmenter segmenter = *Segmenter::make();
  std::string quoted;
  for (const Token& token : segmenter.segment(text, 0).tokens)
    if (token.in_quotes) quoted += token.lower + " ";
  CHECK(quoted == "i will go ");
}

TEST_CASE("segment: byte offsets become code points", "[ingest]") {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "aé—\U0001F600";  // 1, 2, 3 and 4 bytes
  const CodePoints points(text);
  for (std::uint32_t i = 0; i < 300; ++i) {
    REQUIRE(points.at(i * 10) == i * 4);
    REQUIRE(points.at(i * 10 + 3) == i * 4 + 2);
    REQUIRE(points.at(i * 10 + 6) == i * 4 + 3);
  }
  CHECK(points.at(static_cast<std::uint32_t>(text.size())) == 1200);
  CHECK(CodePoints("").at(0) == 0);
}

TEST_CASE("segment: any bytes of UTF-8 are covered without overlap", "[ingest]") {
  Segmenter segmenter = *Segmenter::make();
  for (const std::string text : {"", " ", "\n\n", "...", "''s", "a\u200b\u00a0b", "日本の首相。東京で会談した。",
                                 "\"\"\"", "x 's y's' .", "I'm O'Neil’s"}) {
    const Segments segments = segmenter.segment(text, 0);
    std::uint32_t last = 0;
    for (const Token& token : segments.tokens) {
      REQUIRE(token.begin >= last);
      REQUIRE(token.end > token.begin);
      last = token.end;
    }
    REQUIRE(last <= text.size());
  }
}
