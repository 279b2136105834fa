// Indexes and constraints (Cypher Manual: Indexes, Constraints).
#include "query/syntax/descent.h"
#include "query/syntax/literal.h"

namespace kith::syntax {

// CREATE [type] INDEX, CREATE CONSTRAINT, DROP.
bool Descent::at_schema_command() const noexcept {
  if (at_word("DROP")) return true;
  if (!at_word("CREATE")) return false;
  if (at_any_word({"INDEX", "CONSTRAINT"}, 1)) return true;
  return at_any_word({"RANGE", "TEXT", "POINT", "LOOKUP", "FULLTEXT", "VECTOR"}, 1) && at_word("INDEX", 2);
}

// CREATE INDEX name IF NOT EXISTS FOR (n:Label) ON (n.a, n.b), … ON EACH (n.list),
// CREATE FULLTEXT INDEX name FOR (n:A|B) ON EACH [n.a, n.b] OPTIONS {language: 'english'}
Status Descent::create_index(CreateIndex& index) {
  const std::uint32_t start = position();
  advance();
  if (!at_word("INDEX")) {
    index.type = upper_ascii(text_of(peek()));
    advance();
  }
  advance();
  if (!at_word("FOR") && !at_word("IF")) {
    KITH_TRY(index.name, name("a name, IF NOT EXISTS or FOR"));
  }
  KITH_TRY(index.if_not_exists, if_exists(true));
  const bool is_full_text = index.type == "FULLTEXT";
  KITH_DO(schema_target(index.target, is_full_text));
  KITH_DO(expect_word("ON"));
  index.each = take_word("EACH");
  if (is_full_text) {
    if (!index.each) return unexpected("EACH");
    KITH_DO(expect(TokenKind::kLeftBracket));
    KITH_DO(schema_key_list(index.target, TokenKind::kRightBracket));
  } else {
    KITH_DO(schema_keys(index.target, true));
  }
  KITH_DO(index_options(index));
  index.span = span_from(start);
  return ok();
}

// OPTIONS {…}, OPTIONS $parameter
Status Descent::index_options(CreateIndex& index) {
  if (!take_word("OPTIONS")) return ok();
  if (!at(TokenKind::kLeftBrace) && !at(TokenKind::kParameter)) return unexpected("a map of options");
  return expression(index.options);
}

// CREATE CONSTRAINT name IF NOT EXISTS FOR (n:Label) REQUIRE n.a IS UNIQUE
Status Descent::create_constraint(CreateConstraint& constraint) {
  const std::uint32_t start = position();
  advance(2);
  if (!at_word("FOR") && !at_word("IF")) {
    KITH_TRY(constraint.name, name("a name, IF NOT EXISTS or FOR"));
  }
  KITH_TRY(constraint.if_not_exists, if_exists(true));
  KITH_DO(schema_target(constraint.target));
  KITH_DO(expect_word("REQUIRE"));
  KITH_DO(schema_keys(constraint.target, false));
  KITH_DO(constraint_rule(constraint));
  constraint.span = span_from(start);
  const bool one_key = constraint.kind == ConstraintKind::kNotNull || constraint.kind == ConstraintKind::kType;
  if (one_key && constraint.target.keys.size() > 1)
    return error("UnexpectedSyntax", "this constraint is on one property at a time", constraint.target.keys[1].span);
  return ok();
}

// IS UNIQUE, IS NODE UNIQUE, IS NODE KEY, IS NOT NULL, IS :: TYPE
Status Descent::constraint_rule(CreateConstraint& constraint) {
  const bool is = take_word("IS");
  if (take(TokenKind::kDoubleColon) || (is && take_word("TYPED"))) {
    constraint.kind = ConstraintKind::kType;
    constraint.type = TypeName();
    KITH_DO(type_name(*constraint.type));
    return ok();
  }
  if (!is) return unexpected("IS");
  if (at_word("NOT") && at_word("NULL", 1)) {
    advance(2);
    constraint.kind = ConstraintKind::kNotNull;
    return ok();
  }
  if (at_any_word({"NODE", "RELATIONSHIP", "REL"}) && at_word("NODE") != constraint.target.edge) advance();
  if (take_word("UNIQUE")) {
    constraint.kind = ConstraintKind::kUnique;
  } else if (take_word("KEY")) {
    constraint.kind = ConstraintKind::kKey;
  } else {
    return unexpected("UNIQUE, NOT NULL, NODE KEY or `::`");
  }
  return ok();
}

// DROP INDEX name IF EXISTS, DROP CONSTRAINT name IF EXISTS
Status Descent::drop_schema(DropSchema& drop) {
  const std::uint32_t start = position();
  advance();
  drop.what = at_word("CONSTRAINT") ? SchemaItemKind::kConstraint : SchemaItemKind::kIndex;
  if (!take_any_word({"INDEX", "CONSTRAINT"})) return unexpected("INDEX or CONSTRAINT");
  KITH_TRY(drop.name, name("a name"));
  KITH_TRY(drop.if_exists, if_exists(false));
  drop.span = span_from(start);
  return ok();
}

// IF EXISTS, or (`negated`) IF NOT EXISTS; false if neither is there.
Result<bool> Descent::if_exists(bool negated) {
  if (!take_word("IF")) return false;
  if (negated) KITH_DO(expect_word("NOT"));
  KITH_DO(expect_word("EXISTS"));
  return true;
}

// FOR (n:Label), FOR ()-[r:TYPE]-(); with `may_be_many` also A|B in the place of a label or type.
Status Descent::schema_target(SchemaTarget& target, bool may_be_many) {
  const auto more = [&](const char* what) -> Status {
    while (may_be_many && take(TokenKind::kPipe)) {
      KITH_TRY(Name label, name(what));
      target.more_labels.push_back(std::move(label));
    }
    return ok();
  };
  KITH_DO(expect_word("FOR"));
  KITH_DO(expect(TokenKind::kLeftParen));
  target.edge = at(TokenKind::kRightParen);
  if (target.edge) {
    advance();
    const bool left = take(TokenKind::kLess);
    KITH_DO(expect(TokenKind::kMinus));
    KITH_DO(expect(TokenKind::kLeftBracket));
    KITH_TRY(target.variable, name("a variable"));
    KITH_DO(expect(TokenKind::kColon));
    KITH_TRY(target.label, name("a relationship type"));
    KITH_DO(more("a relationship type"));
    KITH_DO(expect(TokenKind::kRightBracket));
    KITH_DO(expect(TokenKind::kMinus));
    if (!left) take(TokenKind::kGreater);
    KITH_DO(expect(TokenKind::kLeftParen));
  } else {
    KITH_TRY(target.variable, name("a variable"));
    KITH_DO(expect(TokenKind::kColon));
    KITH_TRY(target.label, name("a label"));
    KITH_DO(more("a label"));
  }
  KITH_DO(expect(TokenKind::kRightParen));
  return ok();
}

// (n.a, n.b), or n.a if no brackets are needed.
Status Descent::schema_keys(SchemaTarget& target, bool brackets_needed) {
  if (!at(TokenKind::kLeftParen) && !brackets_needed) return schema_key(target);
  KITH_DO(expect(TokenKind::kLeftParen));
  return schema_key_list(target, TokenKind::kRightParen);
}

// n.a, n.b and what closes the list
Status Descent::schema_key_list(SchemaTarget& target, TokenKind close) {
  do {
    KITH_DO(schema_key(target));
  } while (take(TokenKind::kComma));
  if (!take(close)) return unexpected(close == TokenKind::kRightParen ? "`,` or `)`" : "`,` or `]`");
  return ok();
}

Status Descent::schema_key(SchemaTarget& target) {
  KITH_TRY(Name variable, name("a property such as `" + target.variable.text + ".name`"));
  if (variable.text != target.variable.text) {
    Error fault = error("UndefinedVariable", "the variable `" + variable.text + "` is not defined", variable.span);
    fault.hint = "did you mean `" + target.variable.text + "`?";
    return fault;
  }
  KITH_DO(expect(TokenKind::kDot));
  KITH_TRY(Name key, name("a property name"));
  for (const Name& other : target.keys) {
    if (other.text == key.text)
      return error("UnexpectedSyntax", "the property `" + key.text + "` is named twice", key.span);
  }
  target.keys.push_back(std::move(key));
  return ok();
}

}  // namespace kith::syntax
