#include "query/syntax/lift.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <variant>

#include "query/syntax/lexer.h"
#include "query/syntax/literal.h"

namespace kith::syntax {

namespace {

// Collects the literals that may be lifted. A clause that is not named below has none.
class Finder {
 public:
  std::vector<Expression*> take() && { return std::move(found_); }

  void query(Query& query) {
    for (Query& earlier : query.earlier) this->query(earlier);
    for (SingleQuery& part : query.parts) this->part(part);
    for (WhenBranch& branch : query.branches) part(branch.part);
  }

  void operator()(MatchClause& match) {
    paths(match.patterns);
    predicate(match.where);
  }

  void operator()(SubqueryClause& subquery) { query(*subquery.query); }

  void operator()(CreateClause& create) { paths(create.patterns); }

  void operator()(SetClause& set) { items(set.items); }

  void operator()(MergeClause& merge) {
    path(merge.pattern);
    for (MergeAction& action : merge.actions) items(action.items);
  }

  void operator()(ForeachClause& foreach) { query(*foreach.body); }

  void operator()(FilterClause& filter) { predicate(filter.where); }

  template <class Other>
  void operator()(Other&) {}

 private:
  void part(SingleQuery& part) {
    for (Clause& clause : part.clauses) std::visit(*this, clause);
    if (part.braced) query(*part.braced);
  }

  void paths(std::vector<PathPattern>& paths) {
    for (PathPattern& path : paths) this->path(path);
  }

  void path(PathPattern& path) {
    for (NodePattern& node : path.nodes) {
      properties(node.properties);
      predicate(node.where);
    }
    for (EdgePattern& edge : path.edges) {
      properties(edge.properties);
      predicate(edge.where);
      if (edge.group) this->path(*edge.group);
    }
  }

  void items(std::vector<SetItem>& items) {
    for (SetItem& item : items) {
      if (item.kind == SetKind::kProperty) literal(item.value);
      properties(item.value);
    }
  }

  void properties(Expression& map) {
    if (map.kind != ExpressionKind::kMap) return;
    for (Expression& value : map.children) literal(value);
  }

  void predicate(Expression& e) {
    switch (e.kind) {
      case ExpressionKind::kOr:
      case ExpressionKind::kXor:
      case ExpressionKind::kAnd:
      case ExpressionKind::kNot:
        for (Expression& child : e.children) predicate(child);
        break;
      case ExpressionKind::kComparison:
      case ExpressionKind::kStartsWith:
      case ExpressionKind::kEndsWith:
      case ExpressionKind::kContains:
        for (std::size_t i = 0; i < e.children.size(); ++i) {
          const bool after = i > 0 && is_property(e.children[i - 1]);
          const bool before = i + 1 < e.children.size() && is_property(e.children[i + 1]);
          if (after || before) literal(e.children[i]);
        }
        break;
      case ExpressionKind::kPattern:
        path(*e.pattern);
        break;
      case ExpressionKind::kExists:
        query(*e.query);
        break;
      default:
        break;
    }
  }

  static bool is_property(const Expression& e) { return e.kind == ExpressionKind::kProperty; }

  void literal(Expression& e) {
    if (e.kind != ExpressionKind::kLiteral) return;
    const Kind kind = e.value.kind();
    if (kind == Kind::kInteger || kind == Kind::kFloat || kind == Kind::kString) found_.push_back(&e);
  }

  std::vector<Expression*> found_;
};

// No token begins with this byte, so outside of strings, quoted names and comments it stands in no text.
constexpr char kMark = '\x01';

char mark_of(LiteralToken::Kind kind) {
  switch (kind) {
    case LiteralToken::Kind::kInteger:
      return 'i';
    case LiteralToken::Kind::kFloat:
      return 'f';
    case LiteralToken::Kind::kString:
      break;
  }
  return 's';
}

// Appends the text from `at` up to the token, and its mark.
void append_mark(std::string& out, std::string_view text, std::size_t& at, const LiteralToken& token) {
  out += text.substr(at, token.offset - at);
  out += kMark;
  out += mark_of(token.kind);
  at = token.offset + token.length;
}

}  // namespace

std::optional<std::vector<LiteralToken>> literal_tokens(std::string_view text) {
  std::vector<LiteralToken> found;
  Lexer lexer(text);
  bool after_minus = false;
  for (Token token = lexer.next(); token.kind != TokenKind::kEnd; token = lexer.next()) {
    switch (token.kind) {
      case TokenKind::kError:
        return std::nullopt;
      case TokenKind::kInteger:
        found.push_back({LiteralToken::Kind::kInteger, token.offset, token.length, after_minus});
        break;
      case TokenKind::kFloat:
        found.push_back({LiteralToken::Kind::kFloat, token.offset, token.length, after_minus});
        break;
      case TokenKind::kString:
        found.push_back({LiteralToken::Kind::kString, token.offset, token.length, after_minus});
        break;
      default:
        break;
    }
    after_minus = token.kind == TokenKind::kMinus;
  }
  return found;
}

std::vector<LiftedLiteral> lift_literals(Statement& statement, const std::vector<LiteralToken>& tokens) {
  std::vector<LiftedLiteral> lifted;
  auto* query = std::get_if<Query>(&statement.body);
  if (query == nullptr || statement.mode != StatementMode::kRun) return lifted;
  Finder finder;
  finder.query(*query);
  std::vector<Expression*> found = std::move(finder).take();
  std::sort(found.begin(), found.end(),
            [](const Expression* a, const Expression* b) { return a->span.offset < b->span.offset; });
  for (Expression* literal : found) {
    // The span may begin before the token: with a sign, or a bracket around the literal.
    const SourceSpan& span = literal->span;
    const auto token = std::lower_bound(tokens.begin(), tokens.end(), span.offset,
                                        [](const LiteralToken& t, std::uint32_t offset) { return t.offset < offset; });
    if (token == tokens.end() || token->offset >= span.offset + span.length) continue;
    const bool negative = token->after_minus && token->offset > span.offset;
    literal->lifted = static_cast<std::uint32_t>(lifted.size());
    lifted.push_back({static_cast<std::uint32_t>(token - tokens.begin()), negative});
  }
  return lifted;
}

Result<Value> literal_value(std::string_view text, const LiteralToken& token, bool negative) {
  const std::string_view written = text.substr(token.offset, token.length);
  if (token.kind == LiteralToken::Kind::kString) return Value(string_content(written));
  return number_value(written, negative);
}

void append_shape(std::string& out, std::string_view text, const std::vector<LiteralToken>& tokens) {
  std::size_t at = 0;
  for (const LiteralToken& token : tokens) append_mark(out, text, at, token);
  out += text.substr(at);
}

void append_lifted(std::string& out, std::string_view text, const std::vector<LiteralToken>& tokens,
                   const std::vector<LiftedLiteral>& lifted) {
  std::size_t at = 0;
  for (const LiftedLiteral& literal : lifted) append_mark(out, text, at, tokens[literal.token]);
  out += text.substr(at);
}

}  // namespace kith::syntax
