// Any text as a full-text search: it is a search or is refused with a place in the text; what is one keeps its bounds,
// prints as a search that prints the same, and its words can be analysed.
#include <string>

#include "base/utf8.h"
#include "fuzz/input.h"
#include "search/analyzer.h"
#include "search/search_query.h"

using namespace kith;
using namespace kith::fuzz;
using search::Query;

namespace {

/// The pattern as a word that fits it.
std::string filled(const std::string& pattern) {
  std::string word;
  for (char c : pattern)
    if (c != search::kAnyLetters) word.push_back(c == search::kOneLetter ? 'x' : c);
  return word;
}

void look_at(const Query& query, std::size_t points, const search::Analyzer& analyzer) {
  promise(query.place <= points, "a part of a search lies inside the text");
  promise(query.boost >= 1e-9 && query.boost <= 1e9, "a boost is within its bounds");
  promise(query.clauses.size() == query.occurs.size(), "each clause has its sign");
  switch (query.kind) {
    case Query::Kind::kBoolean: {
      std::size_t excluded = 0;
      for (search::Occur occur : query.occurs) excluded += occur == search::Occur::kMustNot;
      promise(excluded < query.clauses.size(), "something is looked for");
      for (const Query& clause : query.clauses) look_at(clause, points, analyzer);
      return;
    }
    case Query::Kind::kPattern:
      if (utf8::is_valid(query.text))
        promise(search::pattern_matches(query.text, filled(query.text)), "a pattern fits a word that is made from it");
      (void)search::pattern_matches(analyzer.spelling(query.text), filled(query.text));
      return;
    case Query::Kind::kFuzzy: promise(query.distance <= 2, "two letters may be wrong"); [[fallthrough]];
    case Query::Kind::kWords:
      for (const search::Term& term : analyzer.terms(query.text))
        promise(!term.text.empty() && term.text.size() <= search::kTermBytesMax && term.text.find('\0') == std::string::npos,
                "a term can be part of a key");
      return;
    case Query::Kind::kAll: return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = Input(data, size).rest();
  const Result<Query> query = search::parse_query(text);
  if (!query.is_ok()) {
    const Error& error = query.error();
    promise(error.code == ErrorCode::kArgument ? error.detail == "InvalidSearch" : error.code == ErrorCode::kLimit,
            "a refused text is wrong by its language or too deep");
    (void)error.to_text();
    return 0;
  }
  static const search::Analyzer analyzer = *search::Analyzer::make({.language = "english"});
  look_at(*query, utf8::point_offset(text, text.size()), analyzer);
  const std::string printed = search::to_text(*query);
  const Result<Query> again = search::parse_query(printed);
  if (!again.is_ok()) {
    promise(again.error().code == ErrorCode::kLimit, "what was printed parses: " + printed);
    return 0;
  }
  promise(search::to_text(*again) == printed, "printing it again gives the same text: " + printed);
  return 0;
}
