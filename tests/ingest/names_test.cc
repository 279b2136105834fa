#include <catch2/catch.hpp>

#include "ingest/names.h"

using namespace kith::ingest;

namespace {

struct Tagged {
  std::string words;
  EntityType type;
};

// `tagged`: what a model would take for names, in the order of the text.
std::string names(const std::string& text, const std::vector<Tagged>& tagged = {}) {
  Segmenter segmenter = *Segmenter::make();
  const Lexicon lexicon;
  const Segments segments = segmenter.segment(text, 0);
  std::vector<NameSpan> spans;
  for (const Tagged& name : tagged) {
    const std::size_t begin = text.find(name.words);
    NameSpan span{.first = 0, .last = 0, .type = name.type};
    for (const Token& token : segments.tokens) {
      span.first += token.end <= begin ? 1 : 0;
      span.last += token.begin < begin + name.words.size() ? 1 : 0;
    }
    spans.push_back(span);
  }
  std::string out;
  for (const Mention& mention : find_names(segments, lexicon, spans)) {
    if (mention.kind != MentionKind::kName) continue;
    if (!out.empty()) out += ", ";
    out += text.substr(mention.begin, mention.end - mention.begin) + "/" + std::string(type_code(mention.type));
  }
  return out;
}

}  // namespace

TEST_CASE("names: titles and countries are cut from persons", "[ingest]") {
  const auto [text, expected] = GENERATE(table<const char*, const char*>({
      {"US Vice President KT Brody met with him.", "US/LOC, KT Brody/PER"},
      {"He met United States Secretary of State Paulo Teixeira.", "United States/LOC, Paulo Teixeira/PER"},
      {"A word from Afghan Ambassador to the United States Hamid Karim came.", "United States/LOC, Hamid Karim/PER"},
      {"The President of Laos, Ivan Park, spoke.", "Laos/LOC, Ivan Park/PER"},
      {"President Mary Stone and Prime Minister Jean-Yves Le Drian talked.", "Mary Stone/PER, Jean-Yves Le Drian/PER"},
      {"Mr. Aldermann said no.", "Aldermann/PER"},
      {"Labour Minister Ana Quent spoke.", "Ana Quent/PER"},
      {"a mass of Pope Otto III on Sunday", "Pope Otto III/PER"},
      {"Senators Ana Quent and Ivo Rey voted. The Senators left.", "Ana Quent/PER, Ivo Rey/PER"},
  }));
  CHECK(names(text) == expected);
}

TEST_CASE("names: the words in a name and around it tell what it names", "[ingest]") {
  const auto [text, expected] = GENERATE(table<const char*, const char*>({
      {"It was signed by the Ministry of Foreign Affairs and by the Zorblat Group.",
       "Ministry of Foreign Affairs/ORG, Zorblat Group/ORG"},
      {"They met at Saint Olav's Square in Quillby.", "Saint Olav's Square/LOC, Quillby/LOC"},
      {"He was kept in Quillby, Florida.", "Quillby/LOC, Florida/LOC"},
      {"She plays in the Zorblat Robotics Championship this year.", "Zorblat Robotics Championship/EVENT"},
      {"The group WXYZ denied it, and NATO said nothing.", "WXYZ/ORG, NATO/ORG"},
      {"Her teacher, Alba Quent, was there.", "Alba Quent/PER"},
      {"It storms in Southern California.", "Southern California/LOC"},
      {"They bought Zorblat Quimby from the American company Nortix.", "Zorblat Quimby/ORG, Nortix/ORG"},
      {"Officials in Bosnia and Herzegovina agreed with Trinidad and Tobago.",
       "Bosnia and Herzegovina/LOC, Trinidad and Tobago/LOC"},
  }));
  CHECK(names(text) == expected);
}

TEST_CASE("names: the model ends names where no list or title does, and adds what the rules do not see", "[ingest]") {
  const auto [text, tagged, expected] = GENERATE(table<const char*, std::vector<Tagged>, const char*>({
      {"They saw Visit Quillby in the hall.", {{"Quillby", EntityType::kPlace}}, "Quillby/LOC"},
      {"He heard the iQuent band.", {{"iQuent", EntityType::kOrganization}}, "iQuent/ORG"},
      {"It was the Zorblat Quimby.", {{"Zorblat Quimby", EntityType::kPlace}}, "Zorblat Quimby/LOC"},
      // Countries, titles and what a name is headed by stay the rules'.
      {"Ukraine Ana Quent spoke.", {{"Ukraine Ana", EntityType::kPerson}}, "Ukraine/LOC, Ana Quent/PER"},
      {"He met Mayor Ana Quent.", {{"Mayor Ana", EntityType::kPerson}}, "Ana Quent/PER"},
      {"They met at Sons of the Zorblat Hall in May.", {{"Zorblat Hall", EntityType::kOrganization}},
       "Sons of the Zorblat Hall/LOC"},
      // Titles and peoples alone are nobody's name, whatever the model takes them for.
      {"The Senators and the Minister came.",
       {{"Senators", EntityType::kPerson}, {"Minister", EntityType::kPerson}}, ""},
      {"a song named \"Quillby\" was heard", {{"Quillby", EntityType::kPlace}}, ""},
      // What stands first in the text.
      {"de Quent Rey spoke.", {{"de Quent Rey", EntityType::kPerson}}, "de Quent Rey/PER"},
  }));
  CHECK(names(text, tagged) == expected);
}

TEST_CASE("names: a body of people is told by what it has, by what it is called and by what is done to it", "[ingest]") {
  // Two plain words are a person but for what stands around them.
  const auto [text, name] = GENERATE(table<const char*, const char*>({
      {"They blamed Quent Rey's shareholders.", "Quent Rey"},
      {"It was told by Quent Rey head coach Ivo Berg.", "Quent Rey"},
      {"Talks with Quent Rey, a lender based in Turin, failed.", "Quent Rey"},
      {"Talks with the flour maker Quent Rey failed.", "Quent Rey"},
      {"They spoke as Quent Rey was acquired.", "Quent Rey"},
      {"The QUENT's Ivo Berg spoke.", "QUENT"},
  }));
  CAPTURE(text);
  CHECK(names(text).find(std::string(name) + "/ORG") != std::string::npos);
}

TEST_CASE("names: a body's short name and its full name are of one kind", "[ingest]") {
  CHECK(names("Rey Quent won. The shareholders of Rey sold shares in Rey. Rey's employees left Rey's headquarters.",
              {{"Rey Quent", EntityType::kPerson}}) == "Rey Quent/ORG, Rey/ORG, Rey/ORG, Rey/ORG, Rey/ORG");
}

TEST_CASE("names: places that no list has are told by their adjectives, by datelines and by what states have", "[ingest]") {
  const auto [text, expected] = GENERATE(table<const char*, const char*>({
      {"Ostania shut the gates. Later the Ostanian Prime Minister Ana Quent spoke.", "Ostania/LOC, Ana Quent/PER"},
      {"Ostania shut the gates. Ostanian troops left.", "Ostania/LOC"},
      {"He was in Belvia. The Belvian hills are green.", "Belvia/LOC"},
      // Nobody is in Luthera, and hymns are no state's; an adjective alone names nothing.
      {"He met Tom Luthera. The Lutheran hymns rang.", "Tom Luthera/PER"},
      {"Later the Kestrian club won.", ""},
      {"QUILLBY, May 19 (ABC) - Rain fell.", "QUILLBY/LOC"},
      {"A word from Quillby's water minister, Ana Quent, came.", "Quillby/LOC, Ana Quent/PER"},
      {"The Quillby Herald said so. He lives in Quillby. Near Quillby it rained.", "Quillby Herald/ORG, Quillby/LOC, Quillby/LOC"},
  }));
  CHECK(names(text) == expected);
}

TEST_CASE("names: what persons are of is no part of their names", "[ingest]") {
  CHECK(names("He met Ana Quent of Quillby and Ivo Rey of Belvia.",
              {{"Ana Quent of Quillby", EntityType::kPerson}, {"Ivo Rey of Belvia", EntityType::kPerson}}) ==
        "Ana Quent/PER, Quillby/LOC, Ivo Rey/PER, Belvia/LOC");
}

TEST_CASE("names: a surname is a person's even where a city is called so", "[ingest]") {
  CHECK(names("Valeria Paris was born in Switzerland. Paris later left the country.") ==
        "Valeria Paris/PER, Switzerland/LOC, Paris/PER");
  CHECK(names("They met in Paris. Paris is large.") == "Paris/LOC, Paris/LOC");
}

TEST_CASE("names: capitals at the start of sentences and of weekdays are none", "[ingest]") {
  CHECK(names("Hopefully it will rain. Teams arrived on Monday. \"Stop,\" he said. Citing rules, they left in May.")
            .empty());
}

TEST_CASE("names: no person's name stands in a list", "[ingest]") {
  // A first name alone, or a surname alone, is found by nothing but its surroundings.
  for (const std::string name :
       {"Donald", "Vladimir", "Maria", "John", "Smith", "Putin", "Zelenskyy", "Merkel", "Trump", "Vance"}) {
    CAPTURE(name);
    const Lexicon lexicon;
    std::string lower = name;
    lower[0] = static_cast<char>(lower[0] + 32);
    CHECK_FALSE(lexicon.has_any(lower, ~std::uint32_t{0}));
    Segmenter segmenter = *Segmenter::make();
    const Segments segments = segmenter.segment(name, 0);
    CHECK_FALSE(lexicon.name_at(segments.tokens, 0, 1).has_value());
    CHECK_FALSE(lexicon.title_at(segments.tokens, 0, 1).has_value());
  }
}
