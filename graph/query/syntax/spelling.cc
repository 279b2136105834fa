#include "query/syntax/spelling.h"

#include <algorithm>
#include <vector>

#include "query/syntax/literal.h"

namespace kith::syntax {

namespace {

constexpr std::string_view kKeywords[] = {
    "ALL",     "AND",     "ANY",      "AS",       "ASCENDING", "BY",      "CALL",     "CASE",    "COLLECT", "CONSTRAINT",
    "CONSTRAINTS", "CONTAINS", "COUNT", "CREATE", "DELETE",    "DESC",    "DESCENDING", "DETACH", "DISTINCT", "DROP",
    "EACH",    "ELSE",    "END",      "ENDS",     "EXISTS",    "EXPLAIN", "FOR",      "FOREACH", "INDEX",   "INDEXES",
    "LIMIT",   "MATCH",   "MERGE",    "NONE",     "NOT",       "NULL",    "OFFSET",   "OPTIONAL", "ORDER",  "PROFILE",
    "REMOVE",  "REQUIRE", "RETURN",   "SET",      "SHOW",      "SINGLE",  "SKIP",     "STARTS",  "THEN",    "UNION",
    "UNIQUE",  "UNWIND",  "WHEN",     "WHERE",    "WITH",      "XOR",     "YIELD",
};

// Optimal string alignment: as Levenshtein, with a swap of neighbours counted as one step.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::string_view nearest_name(std::string_view word, std::span<const std::string_view> candidates) {
  // A name this long is not a slip of the fingers, and the table would grow with its square.
  constexpr std::size_t kWordMax = 64;
  if (word.size() < 3 || word.size() > kWordMax) return {};
  const std::string wanted = lower_ascii(word);
  std::size_t nearest = std::min<std::size_t>(2, std::max<std::size_t>(1, (word.size() - 1) / 3)) + 1;
  std::string_view found;
  for (const std::string_view candidate : candidates) {
    const std::size_t difference =
        candidate.size() > word.size() ? candidate.size() - word.size() : word.size() - candidate.size();
    if (difference > nearest) continue;
    const std::size_t steps = distance(wanted, lower_ascii(candidate));
    if (steps == 0) return {};
    if (steps == nearest) found = {};
    if (steps >= nearest) continue;
    nearest = steps;
    found = candidate;
  }
  return found;
}

std::string_view nearest_keyword(std::string_view word) { return nearest_name(word, kKeywords); }

}  // namespace kith::syntax
