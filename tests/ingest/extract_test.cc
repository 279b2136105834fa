#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <map>

#include "ingest/extract.h"
#include "ingest/kit.h"
#include "ingest/kit_form.h"
#include "ingest/reader.h"
#include "ingest/times.h"
#include "kith/ingest.h"

using namespace kith::ingest;
using namespace kith::test;

namespace {

Article article_of(const std::string& text, const char* date = "2025-05-19") {
  Article article;
  article.key = article.id = "test";
  article.text = text;
  complete(article, parse_iso_date(date));
  return article;
}

std::string claims(const std::string& text) {
  Extractor extractor = *Extractor::make();
  return extractor.extract(article_of(text)).to_text();
}

}  // namespace

TEST_CASE("extract: who did what to whom", "[ingest]") {
  const auto [text, expected] = GENERATE(table<const char*, const char*>({
      {"Ann Brody met Ivan Park in Quillby, Norway on Sunday.",
       "Quillby -[LOCATED_IN]-> Norway\nAnn Brody -[MET_WITH {date: 2025-05-18, place: Quillby}]-> Ivan Park\n"},
      {"Ann Brody and Ivan Park met with Omar Said.",
       "Ann Brody -[MET_WITH]-> Omar Said\nIvan Park -[MET_WITH]-> Omar Said\n"},
      {"Ann Brody did not meet Ivan Park.", "Ann Brody -[MET_WITH {status: denied}]-> Ivan Park\n"},
      {"Ann Brody will meet Ivan Park on Tuesday.",
       "Ann Brody -[MET_WITH {date: 2025-05-20, status: planned}]-> Ivan Park\n"},
      {"Ann Brody claims that the Zorblat Group imprisoned her.",
       "Zorblat Group -[IMPRISONED {status: alleged}]-> Ann Brody\n"},
      {"\"I spoke with Ivan Park on Friday,\" Ann Brody said.",
       "Ann Brody -[SPOKE_WITH {date: 2025-05-16}]-> Ivan Park\n"},
      {"The Zorblat Group was founded by Ann Brody.", "Ann Brody -[FOUNDED]-> Zorblat Group\n"},
      {"Ann Brody was born in Norway.", "Ann Brody -[BORN_IN]-> Norway\n"},
      {"Talks between Norway and Chile were held in Quillby on May 16.",
       "talks in Quillby -[HELD_IN {date: 2025-05-16}]-> Quillby\n"},
      {"Norwegian President Ann Brody met Ivan Park.",
       "Ann Brody -[HOLDS_OFFICE {role: President}]-> Norway\nAnn Brody -[MET_WITH]-> Ivan Park\n"},
      {"Chilean troops shelled Quillby on Sunday, Norwegian officials said.",
       "Chile -[ATTACKED {date: 2025-05-18}]-> Quillby\n"},
      {"Ann Brody is a member of the Royal Society.", "Ann Brody -[MEMBER_OF]-> Royal Society\n"},
      {"Ann Brody, the founder and chief executive of Zorblat Systems, left.",
       "Ann Brody -[FOUNDED]-> Zorblat Systems\nAnn Brody -[HEAD_OF {role: Chief Executive}]-> Zorblat Systems\n"},
      {"Ivan Park, the mayor of Quillby, spoke.", "Ivan Park -[HOLDS_OFFICE {role: Mayor}]-> Quillby\n"},
  }));
  CAPTURE(text);
  const std::string found = claims(text);
  std::istringstream lines(expected);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line, found);
    CHECK(found.find(line + "\n") != std::string::npos);
  }
}

TEST_CASE("extract: roles beside names", "[ingest]") {
  const auto [text, expected] = GENERATE(table<const char*, const char*>({
      {"He met the head of the power company Zorblat Systems, Omar Said.", "Omar Said -[HEAD_OF {role: Head}]-> Zorblat Systems\n"},
      {"A spokeswoman for Zorblat Systems, Ann Brody, said so.", "Ann Brody -[SPOKESPERSON_FOR]-> Zorblat Systems\n"},
      {"Ann Brody, deputy head of engineering at Zorblat Systems, left.",
       "Ann Brody -[HOLDS_OFFICE {role: Deputy Head of Engineering}]-> Zorblat Systems\n"},
      {"Zorblat Systems chief financial officer Omar Said left.",
       "Omar Said -[WORKS_FOR {role: Chief Financial Officer}]-> Zorblat Systems\n"},
      {"Omar Said, 51, a striker for Quillby United, fell.", "Omar Said -[MEMBER_OF]-> Quillby United\n"},
      {"Ann Brody and her husband Omar Said left.", "Omar Said -[FAMILY_OF]-> Ann Brody\n"},
      {"Ann Brody, the daughter of Omar Said, left.", "Ann Brody -[FAMILY_OF]-> Omar Said\n"},
      {"Ann Brody, a law student at Quillby University, left.", "Ann Brody -[STUDIES_AT]-> Quillby University\n"},
      {"Zorblat Systems sank. The company's operations manager, Ann Brody, left.",
       "Ann Brody -[WORKS_FOR {role: Operations Manager}]-> Zorblat Systems\n"},
      {"The Zorblat Safety Board met. The board's chief inspector, Omar Said, left.",
       "Omar Said -[HOLDS_OFFICE {role: Chief Inspector}]-> Zorblat Safety Board\n"},
      {"The Foreign Ministry said its spokesman, Omar Said, left.", "Omar Said -[SPOKESPERSON_FOR]-> Foreign Ministry\n"},
      {"Ann Brody was head of music at Corrie Academy.", "Ann Brody -[HEAD_OF {role: Head of Music}]-> Corrie Academy\n"},
      {"Zorblat Systems appointed Ann Brody as its chairwoman.", "Ann Brody -[HEAD_OF {role: Chairwoman}]-> Zorblat Systems\n"},
      {"Ann Brody, a former auditor at Lakeview Bank and a daughter of the late Senator Omar Said, left.",
       "Ann Brody -[WORKS_FOR {role: Auditor}]-> Lakeview Bank\nAnn Brody -[FAMILY_OF]-> Omar Said\n"},
      {"Ann Brody, the conductor and teacher who founded the Corrie Chamber Choir, left.", "Ann Brody -[FOUNDED]-> Corrie Chamber Choir\n"},
      {"In Quillby, Trans Zorblat Governor Omar Said left.", "Omar Said -[HOLDS_OFFICE {role: Governor}]-> Trans Zorblat\n"},
      {"The foreign ministers Ann Brody of Norway and Omar Said of Chile left.",
       "Ann Brody -[HOLDS_OFFICE {role: Foreign Minister}]-> Norway\nOmar Said -[HOLDS_OFFICE {role: Foreign Minister}]-> Chile\n"},
  }));
  CAPTURE(text);
  const std::string found = claims(text);
  std::istringstream lines(expected);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line, found);
    CHECK(found.find(line + "\n") != std::string::npos);
  }
}

TEST_CASE("extract: roles that are nobody's beside", "[ingest]") {
  const std::string text = GENERATE("Ann Brody, the French chief executive, left.",
                                    "Omar Said, director of the Quillby waterworks, left.");
  CAPTURE(text);
  CHECK(claims(text).empty());
}

TEST_CASE("extract: one belongs to a party, and works for what is none", "[ingest]") {
  CHECK(claims("Ann Brody of the Labour Party spoke.") == "Ann Brody -[MEMBER_OF]-> Labour Party\n");
  CHECK(claims("Ann Brody of Zorblat Systems spoke.") == "Ann Brody -[WORKS_FOR]-> Zorblat Systems\n");
  CHECK(claims("Zorblat Systems's Ann Brody spoke.") == "Ann Brody -[WORKS_FOR]-> Zorblat Systems\n");
  CHECK(claims("The Labour Party's Ann Brody was elected.").find("Ann Brody -[MEMBER_OF]-> Labour Party\n") != std::string::npos);
  // Told by the seats: twice, or in an article that speaks of nothing else.
  const std::string seats =
      "Ann Brody of Zorblat Systems was elected. Mary Lund of Zorblat Systems lost her seat. Nobody of the Quill Group was elected.";
  CHECK(claims(seats).find("Ann Brody -[MEMBER_OF]-> Zorblat Systems\n") != std::string::npos);
  CHECK(claims(seats).find("Mary Lund -[MEMBER_OF]-> Zorblat Systems\n") != std::string::npos);
}

TEST_CASE("extract: being named in one sentence is no meeting", "[ingest]") {
  CHECK(claims("Ann Brody praised nobody. Ivan Park and Omar Said watched.").find("MET_WITH") == std::string::npos);
  CHECK(claims("Ann Brody may meet Ivan Park.").empty());
}

TEST_CASE("extract: a surname is tied to its full name and a pronoun to its person", "[ingest]") {
  Extractor extractor = *Extractor::make();
  const Extraction found =
      extractor.extract(article_of("Ann Brody arrived. Brody spoke with Ivan Park. She visited Norway."));
  REQUIRE(found.entities.size() == 3);
  CHECK(found.entities[0].name == "Ann Brody");
  CHECK(found.entities[0].aliases == std::vector<std::string>{"Brody"});
  CHECK(found.entities[0].link_names == std::vector<std::string>{"ann brody", "~an brodi"});
  CHECK(found.to_text() == "Ann Brody -[SPOKE_WITH]-> Ivan Park\nAnn Brody -[VISITED]-> Norway\n");
}

namespace {

int run(const std::string& command) { return std::system(command.c_str()); }

std::string in_quotes(const std::filesystem::path& path) { return "'" + path.native() + "'"; }

// The gold file of a set of annotated articles: "open" is the kit's, the others are folders of tests/ingest/articles.
std::filesystem::path gold_of(const std::string& set, const Scratch& scratch) {
  if (set == "open") return kit_folder() / "gold/open.jsonl";
  const std::filesystem::path gold = scratch / "gold.jsonl";
  const std::filesystem::path folder = std::filesystem::path(KITH_SOURCE_DIR) / "tests/ingest/articles" / set;
  REQUIRE(run("python3 " + in_quotes(kit_folder() / "build_gold.py") + " " + in_quotes(folder) + "/*.ann > " + in_quotes(gold) +
              " 2> /dev/null") == 0);
  return gold;
}

// The last number of each line of the scorer ("rel_strict  P 100.00  R 95.24  F1 97.56  tp 60 fp 0 fn 3"): its F1; and
// for rel_precision that line's P.
std::map<std::string, double> scores_of(const std::string& set) {
  const Scratch scratch;
  const std::filesystem::path gold = gold_of(set, scratch);
  const std::string script = "python3 " + in_quotes(kit_folder() / "score.py") + " ";
  const std::string in = (scratch / "in.jsonl").native();
  REQUIRE(run(script + "--inputs " + in_quotes(gold) + " > " + in_quotes(in)) == 0);
  std::string lines;
  const std::string paths[] = {in};
  const auto report = kith::extract(paths, {}, [&](std::string_view line) {
    lines.append(line).append("\n");
    return kith::ok();
  });
  REQUIRE(report.is_ok());
  write_file(scratch / "out.jsonl", lines);
  CHECK(run(script + "--check " + in_quotes(scratch / "out.jsonl") + " > /dev/null") == 0);
  REQUIRE(run(script + in_quotes(gold) + " " + in_quotes(scratch / "out.jsonl") + " > " + in_quotes(scratch / "scores")) == 0);
  std::map<std::string, double> scores;
  std::istringstream rows(read_file(scratch / "scores"));
  for (std::string row; std::getline(rows, row);) {
    std::istringstream words(row);
    std::string name;
    words >> name;
    for (std::string word; words >> word;) {
      if (word == "F1") words >> scores[name];
      if (word == "P" && name == "rel_strict") words >> scores["rel_precision"];
    }
  }
  return scores;
}

}  // namespace

TEST_CASE("extract: annotated articles reach their scores", "[ingest][kit]") {
  if (!has_kit()) return;

  struct Floor {
    const char* set;
    double names, clusters, dates, relations, precision;
  };

  // Floors, not aims: what was reached, less what a change elsewhere may cost. `held` and `blind` have never been tuned
  // on.
  const Floor floor = GENERATE(Floor{"open", 97, 97, 97, 95, 96}, Floor{"dev", 92, 95, 95, 80, 86},
                               Floor{"held", 95, 97, 95, 76, 78}, Floor{"blind", 83, 93, 91, 46, 66});
  CAPTURE(floor.set);
  std::map<std::string, double> scores = scores_of(floor.set);
  CHECK(scores["strict"] >= floor.names);
  CHECK(scores["b3"] >= floor.clusters);
  CHECK(scores["date_value"] >= floor.dates);
  CHECK(scores["rel_strict"] >= floor.relations);
  CHECK(scores["rel_precision"] >= floor.precision);
}

namespace {

using Table = std::vector<std::pair<std::string, std::string>>;

// Every whole word or phrase of the table's left side by its right side, all at once; of two that fit, the one named
// first.
std::string replaced(const std::string& text, const Table& table) {
  const auto is_letter = [&](std::size_t i) {
    return i < text.size() && std::isalnum(static_cast<unsigned char>(text[i])) != 0;
  };
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto fits = [&](const auto& entry) {
      return text.compare(at, entry.first.size(), entry.first) == 0 && (at == 0 || !is_letter(at - 1)) &&
             !is_letter(at + entry.first.size());
    };
    const auto it = std::find_if(table.begin(), table.end(), fits);
    out += it == table.end() ? text.substr(at, 1) : it->second;
    at += it == table.end() ? 1 : it->first.size();
  }
  return out;
}

std::vector<std::string> sorted_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::string mention_list(const std::string& text, const Extraction& extraction) {
  std::string out;
  for (const Mention& mention : extraction.mentions)
    out += text.substr(mention.begin, mention.end - mention.begin) + " " + std::string(type_code(mention.type)) + "\n";
  return out;
}

}  // namespace

TEST_CASE("extract: other persons and countries give the same graph with the names replaced", "[ingest][kit]") {
  if (!has_kit()) return;
  // Longer forms first; persons by persons, countries and their adjectives by such.
  const Table first = {{"Volodymyr Zelenskyy", "Henrik Aldermann"},
                       {"Zelenskyy", "Aldermann"},
                       {"JD Vance", "KT Brody"},
                       {"Marco Rubio", "Paulo Teixeira"},
                       {"Rubio", "Teixeira"},
                       {"Pope Leo", "Pope Otto"},
                       {"Dina Boluarte", "Amara Diallo"},
                       {"Sergey Lavrov", "Junichi Tanaka"},
                       {"Donald Trump", "William Harper"},
                       {"Trump", "Harper"},
                       {"Vladimir Putin", "Emre Yildiz"},
                       {"Ukrainian", "Norwegian"},
                       {"Ukraine", "Norway"},
                       {"Russian", "Chilean"},
                       {"Russia", "Chile"},
                       {"United States", "United Kingdom"},
                       {"US", "UK"},
                       {"Italy", "Austria"},
                       {"Turkiye", "Egypt"},
                       {"Peru", "Kenya"}};
  const Table second = {{"Volodymyr Zelenskyy", "Mary Stone"},
                        {"Zelenskyy", "Stone"},
                        {"JD Vance", "Li Wei"},
                        {"Marco Rubio", "Jean-Yves Le Drian"},
                        {"Rubio", "Le Drian"},
                        {"Pope Leo", "Pope Mark"},
                        {"Dina Boluarte", "Ivan Park"},
                        {"Sergey Lavrov", "Olu Hope"},
                        {"Donald Trump", "Grace Hill"},
                        {"Trump", "Hill"},
                        {"Vladimir Putin", "Omar bin Said"},
                        {"Ukrainian", "South African"},
                        {"Ukraine", "South Africa"},
                        {"Russian", "Sri Lankan"},
                        {"Russia", "Sri Lanka"},
                        {"United States", "France"},
                        {"US", "France"},
                        {"Italy", "Burkina Faso"},
                        {"Turkiye", "Trinidad and Tobago"},
                        {"Peru", "Laos"}};
  const std::string text = read_file(kit_folder() / "gold/seed.txt");
  Extractor extractor = *Extractor::make();
  const Extraction original = extractor.extract(article_of(text));
  REQUIRE(original.claims.size() > 30);
  for (const Table& table : {first, second}) {
    const std::string other_text = replaced(text, table);
    const Extraction other = extractor.extract(article_of(other_text));
    CHECK(sorted_lines(replaced(original.to_text(), table)) == sorted_lines(other.to_text()));
    CHECK(replaced(mention_list(text, original), table) == mention_list(other_text, other));
  }
}

TEST_CASE("extract: every beginning of an article is a text of its own", "[ingest]") {
  Extractor extractor = *Extractor::make();
  const std::string text = read_file(std::filesystem::path(KITH_SOURCE_DIR) / "tests/articles/rome-meeting.txt") +
                           " He lives in Quillby, Florida, with Ann Brody, 46, the mayor of Quillby, and the Pope "
                           "(PQR), on May 16 at 10:00 am";
  for (std::size_t size = 0; size <= text.size(); size += size + 120 < text.size() ? 9 : 1) {
    const std::string part = text.substr(0, size);
    for (const Claim& claim : extractor.extract(article_of(part)).claims) REQUIRE(claim.end <= part.size());
  }
}

TEST_CASE("extract: hostile texts end", "[ingest]") {
  Extractor extractor = *Extractor::make();
  std::string capitals;
  for (int i = 0; i < 20000; ++i) capitals += "Ann, ";
  std::string nested(5000, '(');
  std::string quotes;
  for (int i = 0; i < 5000; ++i) quotes += "\"of the \"";
  for (const std::string& text :
       {capitals, nested, quotes, std::string("of of of"), std::string("'s"), std::string("- - -"),
        std::string("President"), std::string("the"), std::string("May"), std::string("2025-")}) {
    const Extraction found = extractor.extract(article_of(text));
    for (const Mention& mention : found.mentions) REQUIRE(mention.end <= text.size());
  }
}
