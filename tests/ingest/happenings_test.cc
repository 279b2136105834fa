// What happens between two: meetings, quarrels, attacks, letters, by verbs, light verbs and nouns.
#include <catch2/catch.hpp>

#include <sstream>

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
  if (expected.empty()) CHECK(found.empty());
  std::istringstream lines(expected);
  for (std::string line; std::getline(lines, line);) CHECK(found.find(line + "\n") != std::string::npos);
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
      {"Ann Brody flew to Lima in May 2024 for a meeting with Tom Brack.", "Ann Brody -[MET_WITH {date: 2024-05}]-> Tom Brack"},
      {"Ann Brody will travel to Chile for talks with Tom Brack.", "Ann Brody -[SPOKE_WITH {status: planned}]-> Tom Brack"},
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
      {"No meeting between Ann Brody and Paul Lund is planned.", "Ann Brody -[MET_WITH {status: denied}]-> Paul Lund"},
      {"A planned meeting between Ann Brody and Paul Lund was cancelled.",
       "Ann Brody -[MET_WITH {status: denied}]-> Paul Lund"},
      {"Ann Brody's visit to Norway is planned for Tuesday.",
       "Ann Brody -[VISITED {date: 2025-05-20, status: planned}]-> Norway"},
      {"Talks between Norway and Chile will be held in Lima.", "Norway -[NEGOTIATED_WITH {status: planned}]-> Chile"},
      {"Ann Brody came back from Norway.", ""},
      {"Ann Brody was unable to meet Omar Lund.", "Ann Brody -[MET_WITH {status: denied}]-> Omar Lund"},
  }));
  check_found(text, expected);
}

TEST_CASE("happenings: a clause goes on behind an aside", "[ingest]") {
  check_found("Hans Reuter was in Oslo for talks, which collapsed in July, and was evacuated to Norway.",
              "Hans Reuter -[TRANSFERRED_TO]-> Norway");
}

TEST_CASE("happenings: those named together are meant together", "[ingest]") {
  const auto [text, expected] = GENERATE(table<const char*, const char*>({
      {"Ann Brody and Paul Lund were freed. The two were abducted by the Zorblat Group.",
       "Zorblat Group -[IMPRISONED]-> Ann Brody\nZorblat Group -[IMPRISONED]-> Paul Lund"},
      {"Ann Brody and Omar Lund were freed. Both worked for Zorblat Systems.",
       "Ann Brody -[WORKS_FOR]-> Zorblat Systems\nOmar Lund -[WORKS_FOR]-> Zorblat Systems"},
      {"Ann Brody, Omar Lund and Paul Said were freed. The three were met by Mary Lund.",
       "Mary Lund -[MET_WITH]-> Paul Said"},
      {"Ann Brody of Norway, Omar Lund of Chile and Paul Said, a surveyor, looked tired. They were greeted by Mary "
       "Lund.",
       "Mary Lund -[MET_WITH]-> Ann Brody\nMary Lund -[MET_WITH]-> Omar Lund\nMary Lund -[MET_WITH]-> Paul Said"},
      {"Ann Brody and Omar Lund were tired. They were greeted by Mary Lund.",
       "Mary Lund -[MET_WITH]-> Ann Brody\nMary Lund -[MET_WITH]-> Omar Lund"},
      {"Zorblat Systems negotiated with the Quill Group. The two companies signed a treaty.",
       "Zorblat Systems -[AGREED_WITH]-> Quill Group"},
      {"Norwegian Foreign Minister Ann Brody spoke. Omar Lund met the foreign minister.",
       "Omar Lund -[MET_WITH]-> Ann Brody"},
      {"Ann Brody, the ambassador to Norway, spoke. Omar Lund met the ambassador.",
       "Omar Lund -[MET_WITH]-> Ann Brody"},
      {"Ivan Petrov became the president of Chile. Omar Lund met the president.", "Omar Lund -[MET_WITH]-> Ivan Petrov"},
      {"Ansar Group, a movement led by Omar Lund, grew.", "Omar Lund -[HEAD_OF]-> Ansar Group"},
      {"Old friends, including Ann Brody, Tom Brack and Ivan Petrov, met Lina Rask.",
       "Ann Brody -[MET_WITH]-> Lina Rask\nTom Brack -[MET_WITH]-> Lina Rask\nIvan Petrov -[MET_WITH]-> Lina Rask"},
      {"The leaders of Norway and Chile, Ann Brody and Ivan Petrov, met in Geneva.",
       "Ann Brody -[MET_WITH {place: Geneva}]-> Ivan Petrov"},
  }));
  check_found(text, expected);
}

TEST_CASE("happenings: they are not those named together if others were named since", "[ingest]") {
  const std::string found =
      claims("Ann Brody and Omar Lund were tired. Doctors said no word. They were greeted by Mary Lund.");
  CHECK(found.find("MET_WITH") == std::string::npos);
}

TEST_CASE("happenings: ends that stand far from their verb", "[ingest]") {
  const auto [text, expected] = GENERATE(table<const char*, const char*>({
      {"At the funeral, attended by Ann Brody as well as by Omar Lund, mourners sang.",
       "Ann Brody -[ATTENDED]-> funeral\nOmar Lund -[ATTENDED]-> funeral"},
      {"Omar Lund met Mary Lund in London and Ann Brody in Paris.",
       "Omar Lund -[MET_WITH {place: London}]-> Mary Lund\nOmar Lund -[MET_WITH {place: Paris}]-> Ann Brody"},
      {"Omar Lund met Mary Lund on Saturday and Ann Brody on Sunday.",
       "Omar Lund -[MET_WITH {date: 2025-05-17}]-> Mary Lund\nOmar Lund -[MET_WITH {date: 2025-05-18}]-> Ann Brody"},
      {"A meeting with Ann Brody is expected to take place in London.",
       "meeting in London -[HELD_IN {status: planned}]-> London"},
      {"Ann Brody left at a ceremony in London attended by Paul Lund.", "Paul Lund -[ATTENDED]-> ceremony in London"},
      {"Ann Brody, on a visit to Norway, met Paul Lund.", "Ann Brody -[VISITED]-> Norway"},
      {"Having met Paul Lund, Ann Brody left.", "Ann Brody -[MET_WITH]-> Paul Lund"},
      {"Ann Brody said that Tom Brack had praised her.", "Tom Brack -[WELCOMED]-> Ann Brody"},
      {"Under a deal with Norway, Chile will sell copper.", "Chile -[AGREED_WITH]-> Norway"},
      {"Ann Brody spent Monday in Norway.", "Ann Brody -[VISITED {date: 2025-05-19}]-> Norway"},
      {"Omar Lund left early. Ann Brody came and praised him.", "Ann Brody -[WELCOMED]-> Omar Lund"},
      {"Ann Brody is due in Norway.", "Ann Brody -[VISITED {status: planned}]-> Norway"},
      {"Ann Brody is charged with killing Omar Lund.", "Ann Brody -[ATTACKED {status: alleged}]-> Omar Lund"},
      {"Ann Brody intends to return to Norway one day.", "Ann Brody -[VISITED {status: planned}]-> Norway"},
      {"Ann Brody boycotted the summit.", "Ann Brody -[ATTENDED {status: denied}]-> summit"},
  }));
  check_found(text, expected);
}

TEST_CASE("happenings: troops, envoys and governments act for whose they are", "[ingest]") {
  const auto [text, expected] = GENERATE(table<const char*, const char*>({
      {"The Norwegian government and the Quill Front signed a peace deal.", "Norway -[AGREED_WITH]-> Quill Front"},
      {"Officials from Norway and Chile met in Lima.", "Norway -[MET_WITH {place: Lima}]-> Chile"},
      {"Norwegian and Chilean troops clashed on Sunday.", "Norway -[CONFLICT_WITH {date: 2025-05-18}]-> Chile"},
      {"Gunmen of the Quill Front attacked Quillby.", "Quill Front -[ATTACKED]-> Quillby"},
      {"Quill Front fighters attacked Quillby.", "Quill Front -[ATTACKED]-> Quillby"},
      {"Ann Brody was taken hostage by the Quill Front.", "Quill Front -[IMPRISONED]-> Ann Brody"},
      {"Officials from Norway attacked Ann Brody.", ""},
      {"Peru's army arrested Tom Brack.", "Peru -[IMPRISONED]-> Tom Brack"},
  }));
  check_found(text, expected);
}

TEST_CASE("happenings: who says I in an interview", "[ingest]") {
  const std::string named = claims(
      "Mary Lund: Where were you?\n\nAnn Brody: I met Omar Said in Oslo. I was born in Chile.\n\nMary Lund: I see.\n");
  CHECK(named.find("Ann Brody -[MET_WITH {place: Oslo}]-> Omar Said\n") != std::string::npos);
  CHECK(named.find("Ann Brody -[BORN_IN]-> Chile\n") != std::string::npos);
  const std::string unnamed = claims(
      "Ann Brody has written a book.\n\nWhere were you born?\n\nI was born in Chile.\n\nWhom did you meet?\n\nI met "
      "Omar "
      "Said there. Then my brother moved.\n");
  CHECK(unnamed.find("Ann Brody -[BORN_IN]-> Chile\n") != std::string::npos);
  CHECK(unnamed.find("Ann Brody -[MET_WITH]-> Omar Said\n") != std::string::npos);
}
