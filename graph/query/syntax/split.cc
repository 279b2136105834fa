#include "query/syntax/split.h"

#include "query/syntax/lexer.h"

namespace kith::syntax {

Script split_statements(std::string_view text) {
  Script script;
  Lexer lexer(text);
  bool inside = false;
  std::size_t start = 0;
  std::size_t end = 0;
  for (;;) {
    const Token token = lexer.next();
    const bool stop = token.kind == TokenKind::kEnd;
    if (!stop && token.kind != TokenKind::kSemicolon) {
      if (!inside) start = token.offset;
      inside = true;
      end = token.offset + token.length;
      continue;
    }
    if (inside) script.statements.push_back({text.substr(start, end - start), start, !stop});
    inside = false;
    if (stop) break;
  }
  script.open = lexer.ended_inside();
  return script;
}

}  // namespace kith::syntax
