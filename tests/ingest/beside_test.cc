// What the words beside names tell of bodies, places and offices.
#include <catch2/catch.hpp>

#include "ingest/extract.h"
#include "ingest/reader.h"

using namespace kith::ingest;

namespace {

std::string claims(const std::string& text) {
  Extractor extractor = *Extractor::make();
  Article article;
  article.key = article.id = "test";
  article.text = text;
  complete(article, std::nullopt);
  return extractor.extract(article).to_text();
}

}  // namespace

TEST_CASE("places: where bodies and towns are", "[ingest][places]") {
  const auto [text, expected] = GENERATE(table<const char*, const char*>({
      {"Instituto Gonzaga, a Catholic school in Milan, refused to pay.", "Instituto Gonzaga -[LOCATED_IN]-> Milan\n"},
      {"Quillby, a town in northern Norway, was flooded.", "Quillby -[LOCATED_IN]-> Norway\n"},
      {"Quillby, near Oslo, was flooded.", ""},
      {"The Norwegian town of Quillby was flooded.", "Quillby -[LOCATED_IN]-> Norway\n"},
      {"The Norwegian capital, Oslo, was flooded.", "Oslo -[LOCATED_IN]-> Norway\n"},
      {"Oslo is the capital of Norway.", "Oslo -[LOCATED_IN]-> Norway\n"},
      {"Oslo's Quillby Theatre was flooded.", "Quillby Theatre -[LOCATED_IN]-> Oslo\n"},
      {"The Quillby Theatre stands on the island of Senja.", "Quillby Theatre -[LOCATED_IN]-> Senja\n"},
      {"The Lisbon-based charity Open Hands said it would help.", "Open Hands -[LOCATED_IN]-> Lisbon\n"},
      {"Arne Holt, a Bergen-based shipping magnate, died.", "Arne Holt -[LIVES_IN]-> Bergen\n"},
      {"Garrick Coal of Newcastle closed.", "Garrick Coal -[LOCATED_IN]-> Newcastle\n"},
      {"The schools in Livorno, Tuscany, closed.", "Livorno -[LOCATED_IN]-> Tuscany\n"},
      {"The village of Norden, in the province of Urbania, was flooded.", "Norden -[LOCATED_IN]-> province of Urbania\n"},
      {"Corvus Bank has its headquarters in Lima.", "Corvus Bank -[LOCATED_IN]-> Lima\n"},
  }));
  CAPTURE(text);
  CHECK(claims(text) == expected);
}

TEST_CASE("bodies: what they are to each other", "[ingest][bodies]") {
  const auto [text, expected] = GENERATE(table<const char*, const char*>({
      {"Norvik Shipping, a subsidiary of the Danish group Maersund, ordered four vessels.",
       "Maersund -[OWNS]-> Norvik Shipping\n"},
      {"Maersund, the parent company of Norvik Shipping, fell 3 per cent.", "Maersund -[OWNS]-> Norvik Shipping\n"},
      {"The Third Army, part of the Eastern Command, advanced.", "Third Army -[PART_OF]-> Eastern Command\n"},
      {"Quillby College, which belongs to the University of Oslo, closed.",
       "Quillby College -[PART_OF]-> University of Oslo\n"},
      {"Norway, a NATO member, objected.", "Norway -[MEMBER_OF]-> North Atlantic Treaty Organization\n"},
      {"NATO member Norway objected.", "Norway -[MEMBER_OF]-> North Atlantic Treaty Organization\n"},
  }));
  CAPTURE(text);
  CHECK(claims(text) == expected);
}

TEST_CASE("persons: offices, origins and those they work for", "[ingest][bodies]") {
  const auto [text, expected] = GENERATE(table<const char*, const char*>({
      {"The head of the Refugee Council Ann Brody left.", "Ann Brody -[HEAD_OF {role: Head}]-> Refugee Council\n"},
      {"The mayor of Halden Kari Moen opened the bridge.", "Kari Moen -[HOLDS_OFFICE {role: Mayor}]-> Halden\n"},
      {"Senator Anton Pell (R-Ohio) voted against the bill.", "Anton Pell -[HOLDS_OFFICE {role: Senator}]-> Ohio\n"},
      {"Anton Pell, the member of parliament for Toledo, voted against it.",
       "Anton Pell -[HOLDS_OFFICE {role: Member of Parliament}]-> Toledo\n"},
      {"Anton Pell, the Green Party candidate for mayor, lost.", "Anton Pell -[MEMBER_OF]-> Green Party\n"},
      {"Anton Pell, a veteran of the Third Army, died.", "Anton Pell -[SERVED_IN]-> Third Army\n"},
      {"Lena Grey's lawyer, Anton Pell, said so.", "Anton Pell -[WORKS_FOR {role: Lawyer}]-> Lena Grey\n"},
      {"Toledo-born Anton Pell won.", "Anton Pell -[BORN_IN]-> Toledo\n"},
      {"Anton Pell, 34, of Toledo, was charged with theft.", "Anton Pell -[ORIGIN]-> Toledo\n"},
      {"Lars Lund stepped down from the board of Norvik Shipping.", "Lars Lund -[RESIGNED_FROM]-> Norvik Shipping\n"},
      {"Maria Lopes co-founded the charity Open Hands.", "Maria Lopes -[FOUNDED]-> Open Hands\n"},
      {"Anton Pell joined Corvus Bank.", "Anton Pell -[WORKS_FOR]-> Corvus Bank\n"},
      {"Anton Pell joined the Green Party.", "Anton Pell -[MEMBER_OF]-> Green Party\n"},
      {"Anton Pell earned a doctorate from the University of Basel.",
       "Anton Pell -[STUDIES_AT]-> University of Basel\n"},
      {"Ivo Quent, Ada Lund and Tom Brack, all members of the Labour Party, voted against it.",
       "Tom Brack -[MEMBER_OF]-> Labour Party\nAda Lund -[MEMBER_OF]-> Labour Party\nIvo Quent -[MEMBER_OF]-> Labour "
       "Party\n"},
      {"Anton Pell's appointment as director of the Wegener Institute was approved.",
       "Anton Pell -[HEAD_OF {role: Director}]-> Wegener Institute\n"},
      {"Anton Pell took over as editor of the Quillby Herald in May.",
       "Anton Pell -[WORKS_FOR {role: Editor}]-> Quillby Herald\n"},
      {"Born in Toledo in 1942, Anton Pell became a nurse.", "Anton Pell -[BORN_IN {date: 1942}]-> Toledo\n"},
      {"Born in Toledo to Ivo Pell, she became a nurse.", ""},
      {"Anton Pell, originally from Toledo, won.", "Anton Pell -[ORIGIN]-> Toledo\n"},
      {"Tom Brack is survived by a daughter, Eva Brack.", "Eva Brack -[FAMILY_OF]-> Tom Brack\n"},
      {"Tom Brack leaves a widow, Ada Brack.", "Ada Brack -[FAMILY_OF]-> Tom Brack\n"},
      {"Chile's water minister, Ann Brody, resigned on Tuesday.",
       "Ann Brody -[HOLDS_OFFICE {role: Water Minister}]-> Chile\nAnn Brody -[RESIGNED_FROM]-> Chile\n"},
      {"President Ann Brody of Chile appointed Omar Said, a director of the waterworks, as water minister.",
       "Ann Brody -[HOLDS_OFFICE {role: President}]-> Chile\nOmar Said -[HOLDS_OFFICE {role: Water Minister}]-> Chile\n"},
      // Behind a comma a verb may look like a noun.
      {"Anton Pell, a lawyer for Corvus Bank, lives in Lima.",
       "Anton Pell -[WORKS_FOR {role: Lawyer}]-> Corvus Bank\nAnton Pell -[LIVES_IN]-> Lima\n"},
      {"Anton Pell, a fierce critic of President Lina Rask, was detained.", "Anton Pell -[CRITICISED]-> Lina Rask\n"},
      {"Anton Pell, the film critic of the Quillby Herald, left.", ""},
      {"Lina Rask's ally Anton Pell resigned.", "Anton Pell -[SUPPORTED]-> Lina Rask\n"},
      {"Anton Pell is professor emeritus at the University of Toledo.", "Anton Pell -[WORKS_FOR {role: Professor Emeritus}]-> University of Toledo\n"},
      {"Anton Pell, now with Corvus Bank, spoke first.", "Anton Pell -[WORKS_FOR]-> Corvus Bank\n"},
      {"Speaking for Corvus Bank, Anton Pell denied the report.", "Anton Pell -[SPOKESPERSON_FOR]-> Corvus Bank\n"},
      {"Lina Rask, who is from Lima, criticised Marek Oster.", "Lina Rask -[ORIGIN]-> Lima\nLina Rask -[CRITICISED]-> Marek Oster\n"},
      {"Lina Rask, who is two hours from Lima, criticised Marek Oster.", "Lina Rask -[CRITICISED]-> Marek Oster\n"},
      {"Anton Pell joined Hydrost as an engineer in 2010.", "Anton Pell -[WORKS_FOR {date: 2010}]-> Hydrost\n"},
      {"Anton Pell joined Hydrost in 2010.", "Anton Pell -[MEMBER_OF {date: 2010}]-> Hydrost\n"},
      {"Lina Rask was appointed to the board of Corvus Bank.", "Lina Rask -[MEMBER_OF]-> Corvus Bank\n"},
      {"Anton Pell, married to Lina Rask, has lived in Lima since 2003.", "Anton Pell -[FAMILY_OF]-> Lina Rask\nAnton Pell -[LIVED_IN {date: 2003}]-> Lima\n"},
      {"Anton Pell and Lina Rask were married in Toledo in 2010.", "Anton Pell -[FAMILY_OF {date: 2010, place: Toledo}]-> Lina Rask\n"},
      {"Anton Pell was born in Toledo to Marek Pell and Lina Rask.", "Anton Pell -[BORN_IN]-> Toledo\nAnton Pell -[FAMILY_OF {place: Toledo}]-> Marek Pell\nAnton Pell -[FAMILY_OF {place: Toledo}]-> Lina Rask\n"},
      {"Anton Pell was born in Toledo and raised in Lima.", "Anton Pell -[BORN_IN]-> Toledo\nAnton Pell -[LIVED_IN]-> Lima\n"},
  }));
  CAPTURE(text);
  CHECK(claims(text) == expected);
}
