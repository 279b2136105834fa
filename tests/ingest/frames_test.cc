#include "ingest/frames.h"

#include <catch2/catch.hpp>

#include "ingest/extract.h"
#include "ingest/reader.h"
#include "ingest/times.h"

using namespace kith::ingest;

namespace {

std::string claims(const std::string& text, const char* frames = "") {
  auto extractor = Extractor::make(frames);
  if (!extractor) return extractor.error().to_text();
  Article article;
  article.key = article.id = "test";
  article.text = text;
  complete(article, parse_iso_date("2025-05-19"));
  return extractor->extract(article).to_text();
}

std::string place_of_error(const char* text) {
  const auto frames = Frames::with(text);
  if (frames) return "none";
  return std::to_string(frames.error().span->line) + ":" + std::to_string(frames.error().span->column) + "+" +
         std::to_string(frames.error().span->length);
}

}  // namespace

TEST_CASE("frames: the table that is compiled in is whole", "[ingest][frames]") {
  REQUIRE(Frames::built_in().of("meet").size() == 2);
  const Frame& first = Frames::built_in().of("meet")[0];
  CHECK(first.slot == "object");
  CHECK(first.type == "MET_WITH");
  CHECK(first.head == kActor);
  CHECK_FALSE(first.passive);
  CHECK(Frames::built_in().of("bear")[0].passive);
  CHECK(Frames::built_in().of("employ")[0].turned);
  CHECK(Frames::built_in().of("zorb").empty());
}

TEST_CASE("frames: each form is read", "[ingest][frames]") {
  const auto [text, expected] = GENERATE(table<const char*, const char*>({
      {"Ann Brody was met by Ivan Park.", "Ivan Park -[MET_WITH]-> Ann Brody\n"},
      {"Zorblat Systems hired Ann Brody.", "Ann Brody -[WORKS_FOR]-> Zorblat Systems\n"},
      {"Ann Brody was hired by Zorblat Systems.", "Ann Brody -[WORKS_FOR]-> Zorblat Systems\n"},
      {"Ann Brody paid a visit to Norway.", "Ann Brody -[VISITED]-> Norway\n"},
      {"Norway signed an agreement with Chile.", "Norway -[AGREED_WITH]-> Chile\n"},
      {"Ann Brody held talks with Mr. Omar Lund.", "Ann Brody -[SPOKE_WITH]-> Omar Lund\n"},
      {"Norway held talks with Chile.", "Norway -[NEGOTIATED_WITH]-> Chile\n"},
      {"Ann Brody was raised in Norway.", "Ann Brody -[LIVED_IN]-> Norway\n"},
  }));
  CHECK(claims(text) == expected);
}

TEST_CASE("frames: an analyst's own are asked first", "[ingest][frames]") {
  const char* own =
      "# who pays whom\n"
      "bribe     object   BRIBED        PER|ORG   PER   # a note\n"
      "\n"
      "meet      object   ENCOUNTERED   PER       PER\n"
      "give:money to      BRIBED        PER       PER\n";
  CHECK(claims("Ann Brody bribed Omar Said.", own) == "Ann Brody -[BRIBED]-> Omar Said\n");
  CHECK(claims("Ann Brody gave money to Dr. Omar Said.", own) == "Ann Brody -[BRIBED]-> Omar Said\n");
  CHECK(claims("Ann Brody met Ivan Park.", own) == "Ann Brody -[ENCOUNTERED]-> Ivan Park\n");
  CHECK(claims("Norway met Chile.", own) == claims("Norway met Chile."));
  CHECK(claims("Ann Brody met Ivan Park.") == "Ann Brody -[MET_WITH]-> Ivan Park\n");
}

TEST_CASE("frames: a wrong line is named", "[ingest][frames]") {
  CHECK(place_of_error("# fine\n\nmeet object MET_WITH PER PER\n") == "none");
  CHECK(place_of_error("") == "none");
  CHECK(place_of_error("meet object") == "1:1+4");
  CHECK(place_of_error("\n  meet object MET_WITH PER PER passive more\n") == "2:3+4");
  CHECK(place_of_error("Meet object MET_WITH PER PER") == "1:1+4");
  CHECK(place_of_error("hold: object MET_WITH PER PER") == "1:1+5");
  CHECK(place_of_error("meet WITH MET_WITH PER PER") == "1:6+4");
  CHECK(place_of_error("meet with met_with PER PER") == "1:11+8");
  CHECK(place_of_error("meet with < PER PER") == "1:11+1");
  CHECK(place_of_error("a b C PER PER\nmeet with MET_WITH PER|DOG PER") == "2:20+7");
  CHECK(place_of_error("meet with MET_WITH PER |") == "1:24+1");
  CHECK(place_of_error("meet with MET_WITH PER PER active") == "1:28+6");
  CHECK(place_of_error("meet with MET_WITH PER \xFF") == "1:24+1");
}
