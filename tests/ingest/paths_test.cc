// What dependency trees tell that chunks in a row do not.
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

TEST_CASE("paths: verbs far from their ends", "[ingest][paths]") {
  const auto [text, expected] = GENERATE(table<const char*, const char*>({
      // The auxiliary of the first participle serves the second.
      {"Ann Brody was born and raised in Chile.", "Ann Brody -[LIVED_IN]-> Chile\nAnn Brody -[BORN_IN]-> Chile\n"},
      {"Ann Brody left the house and the man she loved and, tired of it all, moved to Chile.",
       "Ann Brody -[LIVED_IN]-> Chile\n"},
      // The relative word is the noun, and the noun is who is named behind.
      {"The mayor whom Ann Brody had praised was Ivan Park.", "Ann Brody -[WELCOMED]-> Ivan Park\n"},
      {"Ann Brody, 52, whom Ivan Park has criticised, left.", "Ivan Park -[CRITICISED]-> Ann Brody\n"},
      {"Ivan Park, 52, has praised Ann Brody.", "Ivan Park -[WELCOMED]-> Ann Brody\n"},
      {"Ann Brody, born and raised in Chile, left.", "Ann Brody -[BORN_IN]-> Chile\nAnn Brody -[LIVED_IN]-> Chile\n"},
      // Whence the news comes is nobody who does what it tells.
      {"LIMA, May 19, 2025 - Ann Brody met Omar Said in Rome on Sunday.",
       "Ann Brody -[MET_WITH {date: 2025-05-18, place: Rome}]-> Omar Said\n"},
      {"Anton Pell, whose brother Marek owns Corvus Bank, met Lina Rask in Lima.",
       "Marek -[FAMILY_OF]-> Anton Pell\nMarek -[OWNS]-> Corvus Bank\nAnton Pell -[MET_WITH {place: Lima}]-> Lina Rask\n"},
      {"Founded in 2001 by Anton Pell, the Corvus Foundation owns Bremer Bank.",
       "Anton Pell -[FOUNDED {date: 2001}]-> Corvus Foundation\nCorvus Foundation -[OWNS]-> Bremer Bank\n"},
  }));
  CHECK(claims(text) == expected);
}

TEST_CASE("paths: what the chunks tell is not told again, nor turned round", "[ingest][paths]") {
  CHECK(claims("Ann Brody criticised Ivan Park.") == "Ann Brody -[CRITICISED]-> Ivan Park\n");
  CHECK(claims("Ann Brody, 52, who is of Lima, criticised Ivan Park.") == "Ann Brody -[CRITICISED]-> Ivan Park\n");
}
