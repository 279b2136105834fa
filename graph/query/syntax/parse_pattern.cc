// Paths, nodes, edges and what they are repeated by (openCypher 9: Pattern; Cypher Manual: Patterns).
#include "query/syntax/descent.h"
#include "query/syntax/literal.h"

namespace kith::syntax {

Status Descent::path_patterns(std::vector<PathPattern>& paths) {
  do {
    KITH_DO(path_pattern(paths.emplace_back()));
  } while (take(TokenKind::kComma));
  return ok();
}

// p = SHORTEST 2 (a)-->(b), shortestPath((a)-[*]-(b)), (a)
Status Descent::path_pattern(PathPattern& path) {
  const std::uint32_t start = position();
  if (at_name() && at(TokenKind::kEqual, 1)) {
    KITH_TRY(path.variable, name("a variable"));
    advance();
  }
  const bool one = at_word("SHORTESTPATH") && at(TokenKind::kLeftParen, 1);
  const bool all = at_word("ALLSHORTESTPATHS") && at(TokenKind::kLeftParen, 1);
  if (one || all) {
    path.shortest = one ? ShortestForm::kOne : ShortestForm::kAll;
    advance(2);
    KITH_DO(path_elements(path));
    KITH_DO(expect(TokenKind::kRightParen));
  } else {
    KITH_DO(path_prefix(path));
    KITH_DO(path_elements(path));
  }
  path.span = span_from(start);
  return ok();
}

// The selector and the mode before a path.
Status Descent::path_prefix(PathPattern& path) {
  if (!at(TokenKind::kWord)) return ok();
  KITH_DO(path_selector(path));
  if (at_word("WALK")) path.mode = PathMode::kWalk;
  if (at_word("TRAIL")) path.mode = PathMode::kTrail;
  if (at_word("SIMPLE")) path.mode = PathMode::kSimple;
  if (at_word("ACYCLIC")) path.mode = PathMode::kAcyclic;
  if (path.mode != PathMode::kNone) advance();
  take_any_word({"PATH", "PATHS"});
  if (path.selector == PathSelector::kShortest && take_any_word({"GROUP", "GROUPS"}))
    path.selector = PathSelector::kShortestGroups;
  return ok();
}

Status Descent::path_selector(PathPattern& path) {
  if (take_word("ALL")) {
    path.selector = take_word("SHORTEST") ? PathSelector::kAllShortest : PathSelector::kAll;
  } else if (at_word("ANY") && at_word("SHORTEST", 1)) {
    advance(2);
    path.selector = PathSelector::kAnyShortest;
  } else if (take_word("ANY")) {
    path.selector = PathSelector::kAny;
  } else if (take_word("SHORTEST")) {
    path.selector = PathSelector::kShortest;
  } else {
    return ok();
  }
  const bool counted = path.selector == PathSelector::kAny || path.selector == PathSelector::kShortest;
  if (counted && (at(TokenKind::kInteger) || at(TokenKind::kParameter))) {
    KITH_DO(primary(path.selector_count));
  } else if (path.selector == PathSelector::kShortest && !at_any_word({"GROUP", "GROUPS", "PATH", "PATHS"})) {
    return unexpected("a number of paths");
  }
  return ok();
}

bool Descent::at_dash() const noexcept { return at(TokenKind::kMinus) || at(TokenKind::kUnicodeDash); }

bool Descent::take_dash() noexcept { return take(TokenKind::kMinus) || take(TokenKind::kUnicodeDash); }

bool Descent::at_edge() const noexcept { return at_dash() || at(TokenKind::kLess) || at(TokenKind::kUnicodeLeft); }

// A bracket that holds a path rather than a node: ((a)…, (p = (a)….
bool Descent::at_group() const noexcept {
  if (!at(TokenKind::kLeftParen)) return false;
  return at(TokenKind::kLeftParen, 1) || (at_name(1) && at(TokenKind::kEqual, 2));
}

// The node without a name between a group and what is not a node.
void Descent::imply_node(PathPattern& path) const {
  NodePattern& node = path.nodes.emplace_back();
  node.span = span_here();
  node.span.length = 0;
}

// Nodes and edges in turn; a group stands where an edge would.
Status Descent::path_elements(PathPattern& path) {
  if (at_group()) {
    imply_node(path);
  } else {
    KITH_DO(node_pattern(path.nodes.emplace_back()));
  }
  for (;;) {
    if (at_group()) {
      KITH_DO(group_pattern(path.edges.emplace_back()));
      if (!at(TokenKind::kLeftParen) || at_group()) {
        imply_node(path);
        continue;
      }
    } else if (at_edge()) {
      KITH_DO(edge_pattern(path.edges.emplace_back()));
    } else {
      return ok();
    }
    KITH_DO(node_pattern(path.nodes.emplace_back()));
  }
}

// ((a)-[r]->(b) WHERE a.x < b.x){1,3}
Status Descent::group_pattern(EdgePattern& group) {
  const Depth depth(*this);
  if (depth.too_deep()) return nesting_error();
  const Heights heights(*this);
  const std::uint32_t start = position();
  advance();
  group.group = PathPattern();
  const std::uint32_t path_start = position();
  if (at_name() && at(TokenKind::kEqual, 1)) {
    KITH_TRY(group.group->variable, name("a variable"));
    advance();
  }
  KITH_DO(path_elements(*group.group));
  group.group->span = span_from(path_start);
  KITH_DO(optional_where(group.where));
  KITH_DO(expect(TokenKind::kRightParen));
  KITH_DO(quantifier_after(group));
  KITH_DO(raise(heights));
  group.span = span_from(start);
  return ok();
}

// A variable, unless the word is the IS or WHERE of an element that has none.
Status Descent::optional_variable(Name& variable, TokenKind close) {
  const bool labels_next = at_word("IS") && (at_name(1) || at(TokenKind::kLeftParen, 1));
  const bool where_next = at_word("WHERE") && !at(close, 1) && !at(TokenKind::kColon, 1);
  if (!at_name() || labels_next || where_next) return ok();
  KITH_TRY(variable, name("a variable"));
  return ok();
}

Status Descent::optional_labels(Box<LabelExpression>& labels) {
  if (!take(TokenKind::kColon) && !take_word("IS")) return ok();
  labels = LabelExpression();
  return label_expression(*labels, false);
}

Status Descent::node_pattern(NodePattern& node) {
  const std::uint32_t start = position();
  if (!take(TokenKind::kLeftParen)) return unexpected("a node in `(` and `)`");
  KITH_DO(optional_variable(node.variable, TokenKind::kRightParen));
  KITH_DO(optional_labels(node.labels));
  KITH_DO(pattern_properties(node.properties));
  KITH_DO(optional_where(node.where));
  if (!take(TokenKind::kRightParen)) return unexpected(node.where.present() ? "`)`" : "`:`, `{`, WHERE or `)`");
  node.span = span_from(start);
  return ok();
}

Status Descent::pattern_properties(Expression& node) {
  return at(TokenKind::kLeftBrace) || at(TokenKind::kParameter) ? primary(node) : ok();
}

// <-[r:TYPE*1..3 {key: value} WHERE predicate]->{2}
Status Descent::edge_pattern(EdgePattern& edge) {
  const std::uint32_t start = position();
  const bool left = take(TokenKind::kLess) || take(TokenKind::kUnicodeLeft);
  if (!take_dash()) return unexpected("`-`");
  if (take(TokenKind::kLeftBracket)) {
    KITH_DO(edge_body(edge));
    KITH_DO(expect(TokenKind::kRightBracket));
  }
  if (!take_dash()) return unexpected("`-`");
  const bool right = take(TokenKind::kGreater) || take(TokenKind::kUnicodeRight);
  edge.arrow = left ? (right ? Arrow::kBoth : Arrow::kLeft) : (right ? Arrow::kRight : Arrow::kNone);
  if (edge.repeat && at_quantifier())
    return error("UnexpectedSyntax",
                 "a relationship is repeated by `*` inside its brackets or by a quantifier behind, not both",
                 span_here());
  KITH_DO(quantifier_after(edge));
  edge.span = span_from(start);
  return ok();
}

Status Descent::edge_body(EdgePattern& edge) {
  KITH_DO(optional_variable(edge.variable, TokenKind::kRightBracket));
  KITH_DO(optional_labels(edge.types));
  if (at(TokenKind::kStar)) {
    KITH_TRY(edge.repeat, star_range());
  }
  if (at(TokenKind::kDotDot))
    return error("InvalidRelationshipPattern", "a range of lengths begins with `*`: write `*..`", span_here());
  KITH_DO(pattern_properties(edge.properties));
  KITH_DO(optional_where(edge.where));
  if (!at(TokenKind::kRightBracket)) return unexpected("`]`");
  return ok();
}

// *, *2, *1..3, *..3, *1..
Result<Repeat> Descent::star_range() {
  const std::uint32_t start = position();
  advance();
  Repeat repeat;
  if (at(TokenKind::kInteger)) {
    KITH_TRY(repeat.min, repeat_count("InvalidRelationshipPattern"));
    repeat.max = repeat.min;
  }
  if (take(TokenKind::kDotDot)) {
    repeat.max.reset();
    if (at(TokenKind::kInteger)) {
      KITH_TRY(repeat.max, repeat_count("InvalidRelationshipPattern"));
    }
  }
  if (at(TokenKind::kMinus) || at(TokenKind::kFloat) || at(TokenKind::kParameter))
    return error("InvalidRelationshipPattern", "the bounds of a length are whole numbers from 0 on", span_here());
  repeat.span = span_from(start);
  return repeat;
}

Result<std::uint64_t> Descent::repeat_count(const char* detail) {
  if (!at(TokenKind::kInteger)) return unexpected("a whole number");
  Result<Value> value = number_value(text_of(peek()), false);
  if (!value) {
    Error fault = std::move(value).status().error();
    if (fault.detail == "IntegerOverflow") fault.detail = detail;
    fault.span = span_here();
    return fault;
  }
  advance();
  return static_cast<std::uint64_t>(value->as_integer());
}

bool Descent::at_quantifier() const noexcept {
  if (at(TokenKind::kPlus) || at(TokenKind::kStar)) return true;
  return at(TokenKind::kLeftBrace) && (at(TokenKind::kInteger, 1) || at(TokenKind::kComma, 1));
}

Status Descent::quantifier_after(EdgePattern& edge) {
  if (!at_quantifier()) return ok();
  KITH_TRY(edge.repeat, quantifier_here());
  return ok();
}

// +, *, {2}, {1,3}, {,3}, {1,}
Result<Repeat> Descent::quantifier_here() {
  const std::uint32_t start = position();
  Repeat repeat;
  repeat.quantified = true;
  if (take(TokenKind::kPlus)) {
    repeat.min = 1;
  } else if (take(TokenKind::kStar)) {
    repeat.min = 0;
  } else {
    advance();
    if (at(TokenKind::kInteger)) {
      KITH_TRY(repeat.min, repeat_count("UnexpectedSyntax"));
      repeat.max = repeat.min;
    } else {
      repeat.min = 0;
    }
    if (take(TokenKind::kComma)) {
      repeat.max.reset();
      if (at(TokenKind::kInteger)) {
        KITH_TRY(repeat.max, repeat_count("UnexpectedSyntax"));
      }
    }
    KITH_DO(expect(TokenKind::kRightBrace));
  }
  repeat.span = span_from(start);
  return repeat;
}

}  // namespace kith::syntax
