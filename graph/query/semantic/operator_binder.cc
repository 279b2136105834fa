// Operators: which static types they take, and what they give.
#include <cstddef>

#include "query/semantic/binding.h"

namespace kith::semantic {

namespace {

Expr make(ExprKind kind, TypeKind type, const SourceSpan& span) {
  Expr expr;
  expr.kind = kind;
  expr.type = {type};
  expr.span = span;
  return expr;
}

bool is_open(TypeKind kind) { return kind == TypeKind::kAny || kind == TypeKind::kNull; }

bool is_number(TypeKind kind) {
  return kind == TypeKind::kInteger || kind == TypeKind::kFloat || kind == TypeKind::kNumber;
}

bool is_temporal(TypeKind kind) {
  switch (kind) {
    case TypeKind::kDate:
    case TypeKind::kLocalTime:
    case TypeKind::kTime:
    case TypeKind::kLocalDateTime:
    case TypeKind::kDateTime:
      return true;
    default:
      return false;
  }
}

// What `left op right` gives, or nothing if it certainly fails.
std::optional<Type> arithmetic_type(ArithmeticOp op, Type left, Type right) {
  const TypeKind a = left.kind, b = right.kind;
  if (op == ArithmeticOp::kConcatenate) {
    const auto joins = [](TypeKind kind) { return is_open(kind) || kind == TypeKind::kString || kind == TypeKind::kList; };
    if (!joins(a) || !joins(b) || (!is_open(a) && !is_open(b) && a != b)) return std::nullopt;
    if (left == right) return left;
    return Type{is_open(a) ? b : a};
  }
  if (op == ArithmeticOp::kAdd) {
    if (a == TypeKind::kList && b == TypeKind::kList && left.element == right.element) return left;
    if (a == TypeKind::kList || b == TypeKind::kList) return Type{TypeKind::kList};
    if (a == TypeKind::kString && !is_open(b)) return Type{TypeKind::kString};
    if (b == TypeKind::kString && !is_open(a)) return Type{TypeKind::kString};
  }
  if (is_open(a) && is_open(b)) return Type{};
  if (is_number(a) && is_number(b)) {
    if (op == ArithmeticOp::kPower) return Type{TypeKind::kFloat};
    if (a == b) return left;
    if (a == TypeKind::kFloat || b == TypeKind::kFloat) return Type{TypeKind::kFloat};
    return Type{TypeKind::kNumber};
  }
  const TypeKind known = is_open(a) ? b : a;
  const bool both_known = !is_open(a) && !is_open(b);
  const bool has_duration = a == TypeKind::kDuration || b == TypeKind::kDuration;
  switch (op) {
    case ArithmeticOp::kAdd:
    case ArithmeticOp::kSubtract:
      if (both_known) {
        if (has_duration && (is_temporal(a) || is_temporal(b) || a == b))
          return Type{is_temporal(a) ? a : is_temporal(b) ? b : a};
        return std::nullopt;
      }
      if (is_number(known) || is_temporal(known) || known == TypeKind::kDuration) return Type{};
      if (op == ArithmeticOp::kAdd && (known == TypeKind::kString || known == TypeKind::kBoolean)) return Type{};
      if (op == ArithmeticOp::kAdd && known != TypeKind::kBoolean) return Type{};  // an element of a list
      return std::nullopt;
    case ArithmeticOp::kMultiply:
    case ArithmeticOp::kDivide:
      if (both_known && !has_duration) return std::nullopt;
      if (is_number(known) || known == TypeKind::kDuration) return Type{};
      return std::nullopt;
    case ArithmeticOp::kModulo:
    case ArithmeticOp::kConcatenate:  // above
    case ArithmeticOp::kPower:
      return !both_known && is_number(known) ? std::optional<Type>(Type{}) : std::nullopt;
  }
  return Type{};
}

const char* symbol(ArithmeticOp op) {
  switch (op) {
    case ArithmeticOp::kAdd:
      return "+";
    case ArithmeticOp::kSubtract:
      return "-";
    case ArithmeticOp::kMultiply:
      return "*";
    case ArithmeticOp::kDivide:
      return "/";
    case ArithmeticOp::kModulo:
      return "%";
    case ArithmeticOp::kPower:
      return "^";
    case ArithmeticOp::kConcatenate:
      return "||";
  }
  return "?";
}

CompareOp compare_op(syntax::ComparisonOperator op) {
  switch (op) {
    case syntax::ComparisonOperator::kEqual:
      return CompareOp::kEqual;
    case syntax::ComparisonOperator::kNotEqual:
      return CompareOp::kNotEqual;
    case syntax::ComparisonOperator::kLess:
      return CompareOp::kLess;
    case syntax::ComparisonOperator::kLessEqual:
      return CompareOp::kLessEqual;
    case syntax::ComparisonOperator::kGreater:
      return CompareOp::kGreater;
    case syntax::ComparisonOperator::kGreaterEqual:
      return CompareOp::kGreaterEqual;
  }
  return CompareOp::kEqual;
}

}  // namespace

Result<Expr> Binder::logical(const syntax::Expression& e, ExprKind kind) {
  Expr expr = make(kind, TypeKind::kBoolean, e.span);
  for (const syntax::Expression& child : e.children) {
    KITH_TRY(Expr operand, predicate(child));
    expr.children.push_back(std::move(operand));
  }
  return expr;
}

Result<Expr> Binder::comparison(const syntax::Expression& e) {
  std::vector<Expr> operands;
  for (const syntax::Expression& child : e.children) {
    KITH_TRY(Expr operand, expression(child));
    operands.push_back(std::move(operand));
  }
  Expr all = make(ExprKind::kAnd, TypeKind::kBoolean, e.span);
  for (std::size_t i = 0; i < e.operators.size(); ++i) {
    Expr one = make(ExprKind::kCompare, TypeKind::kBoolean, e.span);
    one.compare = compare_op(e.operators[i]);
    one.children = {operands[i], operands[i + 1]};
    all.children.push_back(std::move(one));
  }
  if (all.children.size() == 1) {
    Expr one = std::move(all.children[0]);
    return one;
  }
  return all;
}

Result<Expr> Binder::arithmetic(const syntax::Expression& e, ArithmeticOp op) {
  Expr expr = make(ExprKind::kArithmetic, TypeKind::kAny, e.span);
  expr.arithmetic = op;
  for (const syntax::Expression& child : e.children) {
    KITH_TRY(Expr operand, expression(child));
    expr.children.push_back(std::move(operand));
  }
  const Type left = expr.children[0].type, right = expr.children[1].type;
  const std::optional<Type> type = arithmetic_type(op, left, right);
  if (!type)
    return fail("InvalidArgumentType", e.span,
                std::string("`") + symbol(op) + "` cannot combine " + to_text(left) + " with " + to_text(right));
  expr.type = *type;
  return expr;
}

Result<Expr> Binder::sign(const syntax::Expression& e) {
  KITH_TRY(Expr operand, expression(e.children[0]));
  const TypeKind kind = operand.type.kind;
  if (!is_open(kind) && !is_number(kind) && kind != TypeKind::kDuration)
    return fail("InvalidArgumentType", e.span, "a sign belongs before a number, not a " + to_text(operand.type));
  if (e.kind == syntax::ExpressionKind::kPlus) return operand;
  Expr expr = make(ExprKind::kNegate, kind, e.span);
  expr.children.push_back(std::move(operand));
  return expr;
}

Result<Expr> Binder::containment(const syntax::Expression& e) {
  Expr expr = make(ExprKind::kIn, TypeKind::kBoolean, e.span);
  for (const syntax::Expression& child : e.children) {
    KITH_TRY(Expr operand, expression(child));
    expr.children.push_back(std::move(operand));
  }
  if (!may_be(expr.children[1].type, {TypeKind::kList}))
    return fail("InvalidArgumentType", e.children[1].span,
                "IN needs a list on its right, not a " + to_text(expr.children[1].type));
  return expr;
}

Result<Expr> Binder::text_predicate(const syntax::Expression& e, TextOp op) {
  Expr expr = make(ExprKind::kStringPredicate, TypeKind::kBoolean, e.span);
  expr.text_op = op;
  for (const syntax::Expression& child : e.children) {
    KITH_TRY(Expr operand, expression(child));
    expr.children.push_back(std::move(operand));
  }
  return expr;
}

Result<Expr> Binder::null_test(const syntax::Expression& e, ExprKind kind) {
  Expr expr = make(kind, TypeKind::kBoolean, e.span);
  KITH_TRY(Expr operand, expression(e.children[0]));
  expr.children.push_back(std::move(operand));
  return expr;
}

}  // namespace kith::semantic
