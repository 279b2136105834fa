// What happens between two: meetings, quarrels, attacks, letters, by verbs, light verbs and nouns.
#include <catch2/catch.hpp>

#include "ingest/extract.h"
#include "ingest/reader.h"
#include "ingest/times.h"

using namespace kith::ingest;

namespace {

std::string claims(const std::string& text) {
  Extractor extractor = *Extractor::make();
  Article article;
  article.key = article.id = "test";
  article.text = text;
  complete(article, parse_iso_date("2025-05-19"));
  return extractor.extract(article).to_text();
}

void check_found(const std::string& text, const std::string& expected) {
  const std::string found = claims(text);
  CAPTURE(text, found);
  if (expected.empty())
    CHECK(found.empty());
  else
    CHECK(found.find(expected + "\n") != std::string::npos);
}

}  // namespace

TEST_CASE("happenings: light verbs do what their noun says", "[ingest]") {
  const auto [text, expected] = GENERATE(table<const char*, const char*>({
      {"Zorblat Systems has struck an agreement with the Quill Group.", "Zorblat Systems -[AGREED_WITH]-> Quill Group"},
      {"Ann Brody undertook a journey to Norway.", "Ann Brody -[VISITED]-> Norway"},
      {"Norway staged a raid on Chile.", "Norway -[ATTACKED]-> Chile"},
      {"Norway went to war with Chile.", "Norway -[CONFLICT_WITH]-> Chile"},
      {"Norway and Chile are at war.", "Norway -[CONFLICT_WITH]-> Chile"},
      {"Ann Brody is at odds with Omar Lund.", "Ann Brody -[CONFLICT_WITH]-> Omar Lund"},
      {"Zorblat Systems took the Quill Group to court.", "Zorblat Systems -[SUED]-> Quill Group"},
      {"Ann Brody sent Omar Lund a letter.", "Ann Brody -[CONTACTED]-> Omar Lund"},
      {"Omar Lund received a letter from Ann Brody.", "Ann Brody -[CONTACTED]-> Omar Lund"},
      {"Omar Lund accepted an invitation from Ann Brody.", "Ann Brody -[INVITED]-> Omar Lund"},
      {"Ann Brody won the backing of Omar Lund.", "Omar Lund -[SUPPORTED]-> Ann Brody"},
      {"Ann Brody was critical of Omar Lund.", "Ann Brody -[CRITICISED]-> Omar Lund"},
      {"Ann Brody cancelled a meeting with Omar Lund.", "Ann Brody -[MET_WITH {status: denied}]-> Omar Lund"},
      {"Ann Brody postponed a visit to Norway.", "Ann Brody -[VISITED {status: planned}]-> Norway"},
      {"Ann Brody said to Omar Lund that she would resign.", "Ann Brody -[SPOKE_TO]-> Omar Lund"},
  }));
  check_found(text, expected);
}

TEST_CASE("happenings: nouns name what two do", "[ingest]") {
  const auto [text, expected] = GENERATE(table<const char*, const char*>({
      {"The dispute between Norway and Chile goes back to 2011.", "Norway -[CONFLICT_WITH {date: 2011}]-> Chile"},
      {"Norway's dispute with Chile goes back to 2011.", "Norway -[CONFLICT_WITH {date: 2011}]-> Chile"},
      {"The Chilean attack on Quillby left ten dead.", "Chile -[ATTACKED]-> Quillby"},
      {"A letter from Ann Brody to Omar Lund was read.", "Ann Brody -[CONTACTED]-> Omar Lund"},
      {"At a meeting with Omar Lund, Ann Brody laughed.", "Ann Brody -[MET_WITH]-> Omar Lund"},
  }));
  check_found(text, expected);
}

TEST_CASE("happenings: what did not happen", "[ingest]") {
  const auto [text, expected] = GENERATE(table<const char*, const char*>({
      {"If Ann Brody meets Omar Lund, she will laugh.", ""},
      {"Ann Brody never met Omar Lund.", "Ann Brody -[MET_WITH {status: denied}]-> Omar Lund"},
      {"Ann Brody reportedly met Omar Lund.", "Ann Brody -[MET_WITH {status: alleged}]-> Omar Lund"},
      {"Ann Brody was unable to meet Omar Lund.", "Ann Brody -[MET_WITH {status: denied}]-> Omar Lund"},
  }));
  check_found(text, expected);
}

TEST_CASE("happenings: a clause goes on behind an aside", "[ingest]") {
  check_found("Hans Reuter was in Oslo for talks, which collapsed in July, and was evacuated to Norway.",
              "Hans Reuter -[TRANSFERRED_TO]-> Norway");
}
