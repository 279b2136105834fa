// Loading and extracting from memory, as a program that embeds kith does.
#include <catch2/catch.hpp>

#include "ingest/kit.h"
#include "kith/ingest.h"
#include "kith/store.h"
#include "storage/must.h"

using namespace kith;
using kith::testing::must;

TEST_CASE("extractor: text in and claims out without a store", "[ingest][embed]") {
  Extractor extractor = must(Extractor::make());
  const std::string text = "Ann Brödy met Omar Said in Oslo on Sunday.";
  const Extracted said = must(extractor.extract({.key = "", .text = text, .published = Date{20227}}));  // 2025-05-19
  REQUIRE(said.claims.size() == 1);
  const Extracted::Claim& claim = said.claims[0];
  CHECK(said.entities.at(claim.head).name == "Ann Brödy");
  CHECK(said.entities.at(claim.head).type == "PER");
  CHECK(claim.type == "MET_WITH");
  CHECK(said.entities.at(claim.tail).name == "Omar Said");
  CHECK(claim.start == 0);
  CHECK(claim.end == 42);
  CHECK(claim.time == "2025-05-18");
  CHECK(claim.place == "Oslo");
  CHECK(claim.status == "stated");
  CHECK(claim.rule == "verb meet object");
  CHECK(claim.confidence == 0.8);
  REQUIRE(said.mentions.size() == 3);
  CHECK(said.mentions[1].start == 14);
  CHECK(said.mentions[1].end == 23);
  CHECK(said.mentions[1].entity == claim.tail);
  for (const char* wrong : {"", " \n", "a\xFFz"}) {
    const Result<Extracted> none = extractor.extract({.key = "", .text = wrong});
    REQUIRE_FALSE(none.is_ok());
    CHECK(none.error().code == ErrorCode::kArgument);
  }
}

TEST_CASE("loader: articles from memory are loaded as those from files", "[ingest][embed]") {
  const test::Scratch scratch;
  Store store = must(Store::open((scratch / "n.db").native(), {.durability = Durability::kNone}));
  std::vector<ArticleChange> changes;
  LoadOptions options;
  options.change = [&](const ArticleChange& change) { changes.push_back(change); };
  Loader loader = must(Loader::make(store, options));
  must(loader.add({.key = "note/1", .text = "2025-05-19\nAnn Brody met Omar Said on Sunday."}));
  must(loader.add({.key = "note/1", .text = "2025-05-19\nAnn Brody met Omar Said on Sunday."}));
  must(loader.add({.key = "note/1", .text = "2025-05-19\nAnn Brody visited Chile."}));
  CHECK(loader.report().to_text() == "3 articles: 1 new, 1 unchanged, 1 replaced, 0 failed; +3 nodes, +3 edges");
  REQUIRE(changes.size() == 3);
  CHECK(changes[1].kind == ArticleChange::Kind::kUnchanged);
  REQUIRE(changes[2].facts.size() == 2);
  CHECK(changes[2].facts[0].kind == FactChange::Kind::kRemoved);
  CHECK(changes[2].facts[0].fact == "Ann Brody -[MET_WITH {date: 2025-05-18}]-> Omar Said");
  CHECK(changes[2].facts[1].fact == "Ann Brody -[VISITED]-> Chile");
  const Status no_key = loader.add({.key = "", .text = "Ann Brody left."});
  REQUIRE_FALSE(no_key.is_ok());
  CHECK(no_key.error().code == ErrorCode::kArgument);
  LoadOptions wrong;
  wrong.only = {"PLACE"};
  CHECK(Loader::make(store, wrong).error().code == ErrorCode::kArgument);
}
