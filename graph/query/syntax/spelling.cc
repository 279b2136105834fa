#include "query/syntax/spelling.h"

#include <algorithm>
#include <vector>

#include "base/suggest.h"
#include "query/syntax/literal.h"

namespace kith::syntax {

namespace {

constexpr std::string_view kKeywords[] = {
    "ALL", "AND", "ANY", "AS", "ASCENDING", "BY", "CALL", "CASE", "COLLECT", "CONSTRAINT", "CONSTRAINTS", "CONTAINS",
    "COUNT", "CREATE", "DELETE", "DESC", "DESCENDING", "DETACH", "DISTINCT", "DROP", "EACH", "ELSE", "END", "ENDS",
    "EXISTS", "EXPLAIN", "FILTER", "FINISH", "FOR", "FOREACH", "GROUP", "INDEX", "INDEXES", "INSERT", "LIMIT", "LOAD",
    "MATCH", "MERGE", "NEXT", "NONE", "NOT", "NULL", "OFFSET", "OPTIONAL", "ORDER", "ORDINALITY", "PROFILE", "REMOVE",
    "REQUIRE", "RETURN", "SET", "SHOW", "SINGLE", "SKIP", "STARTS", "THEN", "UNION", "UNIQUE", "UNWIND", "WHEN",
    "WHERE", "WITH", "XOR", "YIELD",
};

}  // namespace

std::string keyword_hint(std::string_view word) {
  // A long name is not a slip of the fingers, and the distance would take time with its square.
  constexpr std::size_t kWordMin = 3;
  constexpr std::size_t kWordMax = 64;
  if (word.size() < kWordMin || word.size() > kWordMax) return {};
  const auto same = [&](std::string_view keyword) { return is_keyword(word, keyword); };
  if (std::any_of(std::begin(kKeywords), std::end(kKeywords), same)) return {};
  return suggest(word, std::vector<std::string>(std::begin(kKeywords), std::end(kKeywords)));
}

}  // namespace kith::syntax
