// The conformance kits' queries as text: what has to parse parses, and reads the same when printed.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "query/syntax/parser.h"
#include "query/syntax/printer.h"
#include "syntax/feature_file.h"

using namespace kith;
using kith::test::FeatureQuery;

namespace {

// The kit's folder; empty, after a word about it, if it is not there.
std::string kit(const char* below) {
  const std::string folder = std::string(KITH_SOURCE_DIR) + "/../shared/" + below;
  if (std::filesystem::is_directory(folder)) return folder;
  const char* required = std::getenv("KITH_REQUIRE_SHARED");
  if (required != nullptr && std::string(required) == "1") FAIL("the conformance kit is not at " << folder);
  WARN("skipped: the conformance kit is not at " << folder);
  return {};
}

// Details that can be told without knowing names, types or values: the parser's.
const std::set<std::string> kParserDetails = {
    "CreatingVarLength",        "FloatingPointOverflow", "IntegerOverflow",          "InvalidArgumentPassingMode",
    "InvalidClauseComposition", "InvalidNumberLiteral",  "InvalidParameterUse",      "InvalidRelationshipPattern",
    "InvalidUnicodeCharacter",  "InvalidUnicodeLiteral", "NoSingleRelationshipType", "RequiresDirectedRelationship",
    "UnexpectedSyntax",
};

void check_parses(const FeatureQuery& query) {
  INFO(query.where << "\n" << query.text);
  const auto statement = syntax::parse(query.text);
  if (!statement) FAIL_CHECK(statement.error().to_text());
  if (!statement) return;
  const std::string printed = syntax::to_text(*statement);
  INFO(printed);
  const auto again = syntax::parse(printed);
  if (!again) FAIL_CHECK(again.error().to_text());
  if (!again) return;
  CHECK(*again == *statement);
  CHECK(syntax::to_text(*again) == printed);
}

}  // namespace

TEST_CASE("parser: every query of openCypher's kit that is valid parses and reads the same when printed",
          "[syntax][kit]") {
  const std::string folder = kit("tck/features");
  if (folder.empty()) return;
  std::size_t count = 0;
  for (const FeatureQuery& query : test::all_feature_queries(folder)) {
    if (query.error_phase == "compile time") continue;
    check_parses(query);
    ++count;
  }
  CHECK(count > 1500);
}

TEST_CASE("parser: every fault of syntax in openCypher's kit has its detail", "[syntax][kit]") {
  const std::string folder = kit("tck/features");
  if (folder.empty()) return;
  std::size_t count = 0;
  for (const FeatureQuery& query : test::all_feature_queries(folder)) {
    if (query.error_phase != "compile time") continue;
    INFO(query.where << "\n" << query.text);
    const auto statement = syntax::parse(query.text);
    if (kParserDetails.count(query.error_detail) == 0) {
      if (!statement) FAIL_CHECK("not the parser's to find: " << statement.error().to_text());
      continue;
    }
    ++count;
    REQUIRE_FALSE(statement.is_ok());
    CHECK(statement.error().detail == query.error_detail);
    CHECK(statement.error().phase == Phase::kCompileTime);
    CHECK(statement.error().code == ErrorCode::kSyntax);
    CHECK(statement.error().span.has_value());
  }
  CHECK(count > 20);
}

TEST_CASE("parser: the modern forms parse and read the same when printed", "[syntax][kit]") {
  for (const char* group : {"dynamic", "foreach", "functions", "label-expressions", "procedures", "quantified-paths",
                            "schema", "shortest-paths", "subqueries"}) {
    const std::string folder = kit((std::string("modern/features/") + group).c_str());
    if (folder.empty()) return;
    for (const FeatureQuery& query : test::all_feature_queries(folder)) {
      if (query.error_phase.empty() || query.error_phase == "runtime") check_parses(query);
    }
  }
}
