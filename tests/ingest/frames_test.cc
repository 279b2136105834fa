#include "ingest/frames.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "ingest/extract.h"
#include "ingest/reader.h"
#include "ingest/times.h"

using namespace kith::ingest;

namespace {

std::string claims(const std::string& text, const char* frames = "", bool open = false) {
  auto extractor = Extractor::make(frames, open);
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

TEST_CASE("frames: what verbs and their objects say", "[ingest][frames]") {
  const auto [text, expected] = GENERATE(table<const char*, const char*>({
      {"Ann Brody secretly met Ivan Park.", "Ann Brody -[MET_WITH]-> Ivan Park\n"},
      {"Ann Brody held two hours of talks with Mr. Omar Lund.", "Ann Brody -[SPOKE_WITH]-> Omar Lund\n"},
      {"Ann Brody and Mr. Omar Lund shook hands.", "Ann Brody -[MET_WITH]-> Omar Lund\n"},
      {"Norway and Chile have signed a treaty.", "Norway -[AGREED_WITH]-> Chile\n"},
      {"Norway and Chile agreed to a ceasefire.", "Norway -[AGREED_WITH]-> Chile\n"},
      {"Ann Brody opposed the treaty.", "Ann Brody -[CRITICISED]-> treaty\n"},
      {"Ann Brody took no part in the talks.", "Ann Brody -[PARTICIPATED_IN {status: denied}]-> talks\n"},
      {"Ann Brody wrote to Ivan Park.", "Ann Brody -[CONTACTED]-> Ivan Park\n"},
      {"Ann Brody called on Ivan Park to resign.", "Ann Brody -[ASKED]-> Ivan Park\n"},
      {"Ann Brody called Mr. Omar Lund a liar.", ""},
      {"Ann Brody called Mr. Omar Lund.", "Ann Brody -[SPOKE_WITH]-> Omar Lund\n"},
      {"Ann Brody defeated Ivan Park.", "Ann Brody -[DEFEATED]-> Ivan Park\n"},
      {"Chile lost 1-2 to Norway.", "Norway -[DEFEATED]-> Chile\n"},
      {"Ann Brody lost her fortune to Ivan Park.", ""},
      {"Ann Brody resigned as chairwoman of Zorblat Systems.", "Ann Brody -[RESIGNED_FROM]-> Zorblat Systems\n"},
      {"Ann Brody was flown to Norway.", "Ann Brody -[TRANSFERRED_TO]-> Norway\n"},
      {"Norway launched air strikes on Chile.", "Norway -[ATTACKED]-> Chile\n"},
      {"Chilean forces attacked Norway.", "Chile -[ATTACKED]-> Norway\n"},
      {"Old friends, including Ann Brody and Ivan Park, helped Omar Lund.",
       "Ann Brody -[SUPPORTED]-> Omar Lund\nIvan Park -[SUPPORTED]-> Omar Lund\n"},
      {"In an interview with Zorblat Systems, Ann Brody praised Ivan Park.",
       "Ann Brody -[SPOKE_TO]-> Zorblat Systems\nAnn Brody -[WELCOMED]-> Ivan Park\n"},
      {"The treaty signed by Ann Brody was welcomed by Ivan Park.", "Ivan Park -[WELCOMED]-> treaty\n"},
      {"Zorblat Systems is to be taken over by the Quill Group.",
       "Quill Group -[OWNS {status: planned}]-> Zorblat Systems\n"},
      {"Ann Brody and Mr. Omar Lund dined together.", "Ann Brody -[MET_WITH]-> Omar Lund\n"},
      {"Norway beat Chile 3-0 on Saturday.", "Norway -[DEFEATED {date: 2025-05-17}]-> Chile\n"},
      {"Ann Brody is said to have met Mr. Omar Lund.", "Ann Brody -[MET_WITH {status: alleged}]-> Omar Lund\n"},
      {"Members of Zorblat Systems, who helped Ann Brody, left.", ""},
      {"Ann Brody worked for Zorblat Systems in Norway.", "Ann Brody -[WORKS_FOR {place: Norway}]-> Zorblat Systems\n"},
      {"Ann Brody criticised the referee, Omar Lund of Chile.", "Ann Brody -[CRITICISED]-> Omar Lund\n"},
      {"Zorblat Systems owns a yard. It bought the Quill Group in 2016.",
       "Zorblat Systems -[OWNS {date: 2016}]-> Quill Group\n"},
      {"Zorblat Systems criticised the deal. Its chairman, Omar Lund, left.",
       "Omar Lund -[HEAD_OF {role: Chairman}]-> Zorblat Systems\n"},
      {"Ann Brody joined Zorblat Systems and became its chairwoman.",
       "Ann Brody -[HEAD_OF {role: Chairwoman}]-> Zorblat Systems\n"},
      {"The Quill Festival was here. The festival's next edition will be hosted by Norway.",
       "Quill Festival -[HELD_IN {status: planned}]-> Norway\n"},
      {"Ann Brody grew up in Norway, studied at the Quill Academy and moved to Chile.",
       "Ann Brody -[STUDIES_AT]-> Quill Academy\nAnn Brody -[LIVED_IN]-> Chile\n"},
      {"Ann Brody, who was born in Norway and once worked for Zorblat Systems, left.",
       "Ann Brody -[WORKS_FOR]-> Zorblat Systems\n"},
      {"The women, Ann Brody and Mary Lund, were born in Norway.",
       "Ann Brody -[BORN_IN]-> Norway\nMary Lund -[BORN_IN]-> Norway\n"},
      {"The governments of Norway and Chile have signed a treaty.", "Norway -[AGREED_WITH]-> Chile\n"},
      {"Norway fought Chile. The two countries signed a treaty in 1988.", "Norway -[AGREED_WITH {date: 1988}]-> Chile\n"},
      {"Ann Brody was held in Quill Prison. Mr. Omar Lund visited the prison.", "Omar Lund -[VISITED]-> Quill Prison\n"},
      {"Ann Brody condemned Omar Lund's behaviour.", "Ann Brody -[CRITICISED]-> Omar Lund\n"},
      {"After a telephone call with Mr. Omar Lund, Ann Brody left.", "Ann Brody -[SPOKE_WITH]-> Omar Lund\n"},
      {"Ann Brody cut short a visit to Norway.", "Ann Brody -[VISITED]-> Norway\n"},
      {"Ann Brody flew to Norway for talks with Mr. Omar Lund.", "Ann Brody -[SPOKE_WITH]-> Omar Lund\n"},
      {"Ann Brody and Mr. Omar Lund sat face to face.", "Ann Brody -[MET_WITH]-> Omar Lund\n"},
      {"A letter was sent by Ann Brody to Omar Lund.", "Ann Brody -[CONTACTED]-> Omar Lund\n"},
      {"The treaty was signed by Ann Brody and Omar Lund.", "Ann Brody -[AGREED_WITH]-> Omar Lund\n"},
      {"Ann Brody, a biologist who founded Zorblat Systems in 2003, left.",
       "Ann Brody -[FOUNDED {date: 2003}]-> Zorblat Systems\n"},
      {"Ann Brody, a biologist who left early, praised Mary Lund.", "Ann Brody -[WELCOMED]-> Mary Lund\n"},
      {"Ann Brody met the mediator of the Quill Council, Mary Lund, on Sunday.",
       "Ann Brody -[MET_WITH {date: 2025-05-18}]-> Mary Lund\n"},
      {"Ann Brody met Mary Lund and praised her.", "Ann Brody -[WELCOMED]-> Mary Lund\n"},
      {"We reported that Ann Brody had met Mary Lund. That was wrong.",
       "Ann Brody -[MET_WITH {status: denied}]-> Mary Lund\n"},
      {"We reported that Ann Brody had met Mary Lund. No such meeting took place.",
       "Ann Brody -[MET_WITH {status: denied}]-> Mary Lund\n"},
      {"The Quillby Film Festival opened. Ann Brody lives in Quillby.", "Quillby Film Festival -[HELD_IN]-> Quillby\n"},
      {"Ann Brody with Chile's foreign minister Omar Lund in Santiago on May 16, 2025.",
       "Ann Brody -[MET_WITH {date: 2025-05-16, place: Santiago}]-> Omar Lund\n"},
      {"After meeting Mary Lund, Ann Brody left.", "Ann Brody -[MET_WITH]-> Mary Lund\n"},
      {"Ann Brody criticised the Zorblat Systems company.", "Ann Brody -[CRITICISED]-> Zorblat Systems\n"},
      {"A stampede happened in Quillby, Norway.", "stampede in Quillby -[LOCATED_IN]-> Quillby\n"},
      {"Norway attacked critics from Chile including Ann Brody.", "Norway -[ATTACKED]-> Ann Brody\n"},
      {"Ann Brody, speaking to Ivan Park, laughed.", "Ann Brody -[SPOKE_WITH]-> Ivan Park\n"},
  }));
  CAPTURE(text);
  const std::string found = claims(text);
  CAPTURE(found);
  if (*expected == 0) {
    CHECK(found.empty());
    return;
  }
  std::istringstream lines(expected);
  for (std::string line; std::getline(lines, line);) CHECK(found.find(line + "\n") != std::string::npos);
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

TEST_CASE("frames: what none of them knows is told in the verb's own words if that is asked for", "[ingest][frames][open]") {
  const auto [text, expected] = GENERATE(table<const char*, const char*>({
      {"Ann Brody taught Mr. Omar Said in Lima.",
       "Ann Brody -[RELATED {predicate: teach in}]-> Lima\nAnn Brody -[RELATED {predicate: teach}]-> Omar Said\n"},
      {"Ann Brody was taught by Mr. Omar Said.", "Omar Said -[RELATED {predicate: teach}]-> Ann Brody\n"},
      {"Ann Brody did not teach Mr. Omar Said.", "Ann Brody -[RELATED {predicate: teach, status: denied}]-> Omar Said\n"},
      {"Ann Brody will teach Mr. Omar Said.", "Ann Brody -[RELATED {predicate: teach, status: planned}]-> Omar Said\n"},
      // What may be is not said, and a pair of which a frame knows something has that alone.
      {"Ann Brody could teach Mr. Omar Said.", ""},
      {"Ann Brody met and taught Mr. Omar Said.", "Ann Brody -[MET_WITH]-> Omar Said\n"},
  }));
  CHECK(claims(text).empty() == (std::string(expected).find("MET_WITH") == std::string::npos));
  CHECK(claims(text, "", true) == expected);
}
