#include "query/syntax/parameter_names.h"

#include <unordered_set>
#include <utility>

#include "query/syntax/lexer.h"
#include "query/syntax/literal.h"

namespace kith::syntax {

std::vector<std::string> parameter_names(std::string_view text) {
  std::vector<std::string> names;
  std::unordered_set<std::string> seen;
  Lexer lexer(text);
  for (Token token = lexer.next(); token.kind != TokenKind::kEnd; token = lexer.next()) {
    if (token.kind != TokenKind::kParameter) continue;
    std::string name = name_content(text.substr(token.offset, token.length));
    if (seen.insert(name).second) names.push_back(std::move(name));
  }
  return names;
}

}  // namespace kith::syntax
