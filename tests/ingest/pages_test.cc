// Pages as publishing systems make them, measured against the text that was marked in them by hand (pages/README.md).
#include <simdjson.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "ingest/read/html.h"
#include "ingest/read/page_hints.h"

using namespace kith::ingest;

namespace {

namespace fs = std::filesystem;

const fs::path kPages = fs::path(KITH_SOURCE_DIR) / "tests/ingest/pages";

HtmlArticle page(const std::string& name) {
  std::ifstream file(kPages / (name + ".html"), std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  auto article = read_html(bytes.str());
  INFO(name);
  REQUIRE(article.is_ok());
  return *std::move(article);
}

std::map<std::string, std::string> marked_texts() {
  std::map<std::string, std::string> texts;
  simdjson::dom::parser parser;
  for (const auto [name, one] : parser.load((kPages / "ground-truth.json").string()).get_object())
    texts.emplace(name, std::string(std::string_view(one["articleBody"])));
  return texts;
}

/// How often each run of `length` words occurs; one run if there are fewer words.
std::map<std::string, int> runs_of(const std::string& text, std::size_t length) {
  std::istringstream in(plain_words(text));
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  std::map<std::string, int> runs;
  const std::size_t count = words.size() >= length ? words.size() - length + 1 : 1;
  for (std::size_t i = 0; i < count && !words.empty(); ++i) {
    std::string run;
    for (std::size_t j = i; j < std::min(i + length, words.size()); ++j) run += words[j] + ' ';
    ++runs[run];
  }
  return runs;
}

double f1(const std::string& marked, const std::string& found, std::size_t length) {
  const auto want = runs_of(marked, length), have = runs_of(found, length);
  double shared = 0, wanted = 0, had = 0;
  for (const auto& [run, count] : want) {
    wanted += count;
    if (const auto it = have.find(run); it != have.end()) shared += std::min(count, it->second);
  }
  for (const auto& [run, count] : have) had += count;
  return shared == 0 ? 0 : 2 * shared / (wanted + had);
}

}  // namespace

TEST_CASE("pages: the text of an article is told from what stands around it", "[ingest][html][pages]") {
  constexpr std::size_t kWord = 1, kShingle = 4;
  const std::map<std::string, std::string> texts = marked_texts();
  REQUIRE(texts.size() >= 25);
  double words = 0, shingles = 0;
  for (const auto& [name, marked] : texts) {
    const std::string found = page(name).text;
    const double score = f1(marked, found, kShingle);
    INFO(name << ": " << score << "\n" << found);
    CHECK(score > 0.97);
    words += f1(marked, found, kWord);
    shingles += score;
  }
  CHECK(words / static_cast<double>(texts.size()) > 0.99);
  CHECK(shingles / static_cast<double>(texts.size()) > 0.99);
}

TEST_CASE("pages: title, date and address are those that the page states", "[ingest][html][pages]") {
  const auto [name, title, published, url] = GENERATE(table<const char*, const char*, const char*, const char*>({
      {"amp", "Brezan receives envoy, asks for talks \"within a week\"", "2025-03-06T19:02:00Z",
       "https://lodvarherald.example/brezan-duroc"},
      {"broken-linked-data", "Prairie rival wins fight for Halvorsen Milling", "2016-01-20T06:30:00Z",
       "https://exchange.example/grain"},
      {"broken-tags", "Letter shows ministry was warned of dam in January", "", ""},
      {"cut-linked-data", "Tallinn shipyard group to buy Riga rival in cross-border deal", "2020-08-30T11:00:00+02:00",
       ""},
      {"divs-alone", "Tractors block Pelin bridge; minister booed", "", ""},
      {"drupal-fields", "Korvat tells mediator: the dam stays shut until May", "2025-03-08T10:00+01:00",
       "https://merrinpost.example/node/4411"},
      {"latin-2", "Kraków tram drivers go back to work", "", ""},
      {"letter-platform", "Agnes Tveit, who taught a town to sing", "", "https://choirloft.example/p/obituary"},
      {"linked-data-body", "Geneva body names French diplomat to mediate in river row", "2025-03-05T12:00:00Z",
       "https://cpa.example/envoy"},
      {"live-blog", "Tavra treaty: the day as it happened", "2025-04-15T08:55:00+02:00",
       "https://harbourtimes.example/live/treaty"},
      {"local-television", "Two separatists escape from Calvera jail as rebels attack barracks",
       "2019-11-08T22:15:00-0600", ""},
      {"paywall-linked-data", "Former mayor of Santa Lucia sentenced over stadium contract", "2022-06-14",
       "https://daily.example/courts/mayor"},
      {"paywall-stub", "Foreign minister met dam boss in Zurich, documents suggest", "", "https://glas.example/a/77"},
      {"press-release", "Calloway Museum names Priscilla Oyelaran its next director", "2017-10-04T09:00:00-04:00",
       "https://wirenews.example/releases/calloway"},
      {"pull-quotes", "Icelandic glacier lost a third of its ice since 1990, study finds", "2023-09-12T07:00:00.000Z",
       ""},
      {"subscriber-blocks", "Governor Wekesa drops three as county cabinet is shaken up", "2018-05-02", ""},
      {"wordpress-comments", "Kestria protests as neighbour starts to fill Orlec reservoir",
       "2025-03-03T16:20:11+00:00", "https://lodvarherald.example/2025/03/03/kestria-protests/"},
      {"wrongly-declared", "Café Lénard closes after ninety years", "", ""},
  }));
  INFO(name);
  const HtmlArticle article = page(name);
  CHECK(article.title == title);
  CHECK(article.published == published);
  CHECK(article.url == url);
}
