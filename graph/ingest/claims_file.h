// Claims that others have made of articles, a JSON object a line, each checked against the text.
//
//     {"article": "a.txt", "subject": "Ann Brody", "type": "MET_WITH", "object": "Omar Said", "span": [0, 32], "confidence": 0.9,
//      "valid": "2025-05-18"}
//
// A line with `text` brings its article along (title, url, date, publisher too); otherwise the store has it. Names have to be in the text;
// one that no name of the article is yet needs `subject_type` or `object_type` (PER, ORG, LOC, EVENT). `span`, in code points, is
// the sentence; without it the first that names both, by whatever name of theirs. Further: place, role, status, stated_by, extractor ("claims").
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/article.h"
#include "kith/ingest.h"
#include "kith/transaction.h"

namespace kith::ingest {

struct ClaimLine {
  std::uint64_t line = 0;
  std::string article;
  std::optional<Article> brought = {};  ///< if the line has a text
  std::string subject = {};             ///< empty: the line brings its article alone
  std::string object = {};
  std::optional<EntityType> subject_type = {};
  std::optional<EntityType> object_type = {};
  std::string type = {};
  std::optional<std::pair<std::int64_t, std::int64_t>> span = {};
  double confidence = 1.0;
  std::string valid = {};
  std::string place = {};
  std::string role = {};
  std::string status = "stated";
  std::string stated_by = {};
  std::string extractor = "claims";
};

/// kSyntax with `column`; kArgument.
Result<ClaimLine> parse_claim(std::string_view line, std::uint32_t& column);

/// What the claims of one article changed.
struct ClaimsWritten {
  bool is_new = false;  ///< the article was not there
  std::int64_t nodes = 0;
  std::int64_t edges = 0;
  std::vector<std::pair<std::uint64_t, std::string>> refused = {};  ///< by line: why
  std::vector<FactChange> facts = {};
};

/// Writes the claims of one article. What is refused is told; kNotFound if there is no such article.
Result<ClaimsWritten> write_claims(Transaction& tx, const std::vector<ClaimLine>& claims);

}  // namespace kith::ingest
