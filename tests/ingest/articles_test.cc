// Articles with their claims beside them: tests/articles/<slug>.txt and <slug>.edges, one claim a line with the place
// of its sentence in code points. `kith_tests --update-golden` writes them anew; the difference is to be read.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>

#include "base/utf8.h"
#include "ingest/extract.h"
#include "ingest/kit.h"
#include "ingest/reader.h"

using namespace kith::ingest;
using namespace kith::test;

TEST_CASE("articles: every article of tests/articles makes its claims", "[ingest][articles]") {
  const std::filesystem::path folder = std::filesystem::path(KITH_SOURCE_DIR) / "tests/articles";
  std::vector<std::filesystem::path> texts;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".txt") texts.push_back(entry.path());
  std::sort(texts.begin(), texts.end());
  REQUIRE(texts.size() >= 2);
  Extractor extractor = *Extractor::make();
  for (const std::filesystem::path& path : texts) {
    Article article;
    article.key = article.id = path.filename().native();
    article.text = read_file(path);
    complete(article, std::nullopt);
    const Extraction extraction = extractor.extract(article);
    std::string edges;
    for (const Claim& claim : extraction.claims)
      edges += extraction.claim_text(claim) + "  # chars " +
               std::to_string(kith::utf8::point_offset(article.text, claim.begin)) + "-" +
               std::to_string(kith::utf8::point_offset(article.text, claim.end)) + "\n";
    std::filesystem::path golden = path;
    golden.replace_extension(".edges");
    if (std::getenv("KITH_UPDATE_GOLDEN") != nullptr) write_file(golden, edges);
    CAPTURE(path);
    CHECK(read_file(golden) == edges);
  }
}
