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

TEST_CASE("extract: the three gold articles reach their scores", "[ingest][kit]") {
  if (!has_kit()) return;
  const Scratch scratch;
  const std::string script = "python3 '" + (kit_folder() / "score.py").native() + "' ";
  const std::string gold = (kit_folder() / "gold/open.jsonl").native();
  const std::string in = (scratch / "in.jsonl").native();
  const std::string out = (scratch / "out.jsonl").native();
  REQUIRE(std::system((script + "--inputs '" + gold + "' > '" + in + "'").c_str()) == 0);
  std::string lines;
  const std::string paths[] = {in};
  const auto report = kith::extract(paths, {}, [&](std::string_view line) {
    lines.append(line).append("\n");
    return kith::ok();
  });
  REQUIRE(report.is_ok());
  CHECK(report->to_text() == "3 articles: 3 new, 0 unchanged, 0 replaced, 0 failed; +0 nodes, +0 edges");
  write_file(out, lines);
  CHECK(std::system((script + "--check '" + out + "' > /dev/null").c_str()) == 0);
  const std::string scores = (scratch / "scores").native();
  REQUIRE(std::system((script + "'" + gold + "' '" + out + "' --per-doc > '" + scores + "'").c_str()) == 0);
  const std::map<std::string, std::array<double, 3>> wanted = {
      {"seed", {70, 30, 80}}, {"afghan", {60, 15, 60}}, {"imprisoned", {60, 15, 60}}};
  std::istringstream rows(read_file(scores));
  int seen = 0;
  for (std::string row; std::getline(rows, row);) {
    std::istringstream words(row);
    std::string name;
    words >> name;
    if (wanted.count(name) == 0) continue;
    std::map<std::string, double> score;
    for (std::string pair; words >> pair;)
      score[pair.substr(0, pair.find('='))] = std::stod(pair.substr(pair.find('=') + 1));
    CAPTURE(row);
    CHECK(score["strict"] >= wanted.at(name)[0]);
    CHECK(score["rel_strict"] >= wanted.at(name)[1]);
    CHECK(score["date_value"] >= wanted.at(name)[2]);
    ++seen;
  }
  CHECK(seen == 3);
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
