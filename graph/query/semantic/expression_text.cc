// Expressions as text: Cypher with slots as #n. Parentheses stand around every operator inside another, so
// the text shows the tree and needs no table of precedence to be read.
#include <cstddef>
#include <string>

#include "query/semantic/query.h"

namespace kith::semantic {

namespace {

std::string slot_text(Slot slot) { return slot == kNoSlot ? "#-" : "#" + std::to_string(slot); }

const char* compare_text(CompareOp op) {
  switch (op) {
    case CompareOp::kEqual:
      return " = ";
    case CompareOp::kNotEqual:
      return " <> ";
    case CompareOp::kLess:
      return " < ";
    case CompareOp::kLessEqual:
      return " <= ";
    case CompareOp::kGreater:
      return " > ";
    case CompareOp::kGreaterEqual:
      return " >= ";
  }
  return " = ";
}

const char* arithmetic_text(ArithmeticOp op) {
  switch (op) {
    case ArithmeticOp::kAdd:
      return " + ";
    case ArithmeticOp::kSubtract:
      return " - ";
    case ArithmeticOp::kMultiply:
      return " * ";
    case ArithmeticOp::kDivide:
      return " / ";
    case ArithmeticOp::kModulo:
      return " % ";
    case ArithmeticOp::kPower:
      return " ^ ";
    case ArithmeticOp::kConcatenate:
      return " || ";
  }
  return " + ";
}

const char* text_op_text(TextOp op) {
  switch (op) {
    case TextOp::kStartsWith:
      return " STARTS WITH ";
    case TextOp::kEndsWith:
      return " ENDS WITH ";
    case TextOp::kContains:
      return " CONTAINS ";
    case TextOp::kMatches:
      return " =~ ";
  }
  return " = ";
}

const char* quantifier_text(Quantifier quantifier) {
  switch (quantifier) {
    case Quantifier::kAll:
      return "all";
    case Quantifier::kAny:
      return "any";
    case Quantifier::kNone:
      return "none";
    case Quantifier::kSingle:
      return "single";
  }
  return "all";
}

bool is_operator(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kAnd:
    case ExprKind::kOr:
    case ExprKind::kXor:
    case ExprKind::kNot:
    case ExprKind::kCompare:
    case ExprKind::kArithmetic:
    case ExprKind::kNegate:
    case ExprKind::kStringPredicate:
    case ExprKind::kIn:
    case ExprKind::kIsNull:
    case ExprKind::kIsNotNull:
    case ExprKind::kIsType:
      return true;
    default:
      return false;
  }
}

std::string operand(const Expr& expr) { return is_operator(expr) ? "(" + to_text(expr) + ")" : to_text(expr); }

std::string binary(const Expr& expr, const char* op) {
  return operand(expr.children[0]) + op + operand(expr.children[1]);
}

std::string joined(const std::vector<Expr>& children, const char* separator, bool as_operands) {
  std::string text;
  for (std::size_t i = 0; i < children.size(); ++i) {
    if (i != 0) text += separator;
    text += as_operands ? operand(children[i]) : to_text(children[i]);
  }
  return text;
}

std::string call_text(const Expr& expr) {
  std::string text = (expr.function != nullptr ? expr.function->name : expr.name) + "(";
  if (expr.distinct) text += "DISTINCT ";
  if (expr.kind == ExprKind::kAggregate && expr.children.empty()) text += "*";
  return text + joined(expr.children, ", ", false) + ")";
}

std::string map_text(const Expr& expr) {
  std::string text = "{";
  for (std::size_t i = 0; i < expr.children.size(); ++i) {
    if (i != 0) text += ", ";
    text += expr.names[i] + ": " + to_text(expr.children[i]);
  }
  return text + "}";
}

std::string case_text(const Expr& expr) {
  std::string text = "CASE";
  std::size_t i = 0;
  for (; i + 1 < expr.children.size(); i += 2)
    text += " WHEN " + to_text(expr.children[i]) + " THEN " + to_text(expr.children[i + 1]);
  if (i < expr.children.size() && !expr.children[i].absent) text += " ELSE " + to_text(expr.children[i]);
  return text + " END";
}

std::string comprehension_text(const Expr& expr) {
  std::string text = "[" + slot_text(expr.slot) + " IN " + to_text(expr.children[0]);
  if (!expr.children[1].absent) text += " WHERE " + to_text(expr.children[1]);
  if (!expr.children[2].absent) text += " | " + to_text(expr.children[2]);
  return text + "]";
}

std::string subquery_text(const Expr& expr) {
  std::string name;
  switch (expr.subquery_use) {
    case SubqueryUse::kExists:
      name = "EXISTS";
      break;
    case SubqueryUse::kCount:
      name = "COUNT";
      break;
    case SubqueryUse::kList:
      name = "COLLECT " + slot_text(expr.slot);
      break;
  }
  if (expr.plan_index != ~std::uint32_t{0}) return name + " {plan " + std::to_string(expr.plan_index) + "}";
  std::string body = expr.subquery ? to_text(*expr.subquery) : "";
  for (char& c : body)
    if (c == '\n') c = ';';
  return name + " {" + body + "}";
}

std::string path_text(const Expr& expr) {
  std::string text = "path(";
  for (std::size_t i = 0; i < expr.path_slots.size(); ++i) text += (i != 0 ? ", " : "") + slot_text(expr.path_slots[i]);
  return text + ")";
}

std::string labels_text(const Expr& expr) {
  std::string text = operand(expr.children[0]);
  for (const std::string& name : expr.names) text += ":" + name;
  return text;
}

}  // namespace

std::string to_text(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kLiteral:
      return expr.absent ? "" : expr.literal.to_text();
    case ExprKind::kLifted:
      return "?" + std::to_string(expr.lifted);
    case ExprKind::kParameter:
      return "$" + expr.name;
    case ExprKind::kSlot:
      return slot_text(expr.slot);
    case ExprKind::kProperty:
      return operand(expr.children[0]) + "." + expr.name;
    case ExprKind::kIndex:
      return operand(expr.children[0]) + "[" + to_text(expr.children[1]) + "]";
    case ExprKind::kSlice:
      return operand(expr.children[0]) + "[" + to_text(expr.children[1]) + ".." + to_text(expr.children[2]) + "]";
    case ExprKind::kCall:
      return call_text(expr);
    case ExprKind::kAnd:
      return joined(expr.children, " AND ", true);
    case ExprKind::kOr:
      return joined(expr.children, " OR ", true);
    case ExprKind::kXor:
      return joined(expr.children, " XOR ", true);
    case ExprKind::kNot:
      return "NOT " + operand(expr.children[0]);
    case ExprKind::kCompare:
      return binary(expr, compare_text(expr.compare));
    case ExprKind::kArithmetic:
      return binary(expr, arithmetic_text(expr.arithmetic));
    case ExprKind::kNegate:
      return "-" + operand(expr.children[0]);
    case ExprKind::kStringPredicate:
      return binary(expr, text_op_text(expr.text_op));
    case ExprKind::kIn:
      return binary(expr, " IN ");
    case ExprKind::kIsNull:
      return operand(expr.children[0]) + " IS NULL";
    case ExprKind::kIsNotNull:
      return operand(expr.children[0]) + " IS NOT NULL";
    case ExprKind::kHasLabels:
      return labels_text(expr);
    case ExprKind::kHasDynamicLabels:
      return operand(expr.children[0]) + ":$" + quantifier_text(expr.quantifier) + "(" + to_text(expr.children[1]) + ")";
    case ExprKind::kIsType:
      return operand(expr.children[0]) + " IS :: " + to_text(*expr.value_type);
    case ExprKind::kList:
      return "[" + joined(expr.children, ", ", false) + "]";
    case ExprKind::kMap:
      return map_text(expr);
    case ExprKind::kCase:
      return case_text(expr);
    case ExprKind::kListComprehension:
      return comprehension_text(expr);
    case ExprKind::kQuantifier:
      return std::string(quantifier_text(expr.quantifier)) + "(" + slot_text(expr.slot) + " IN " +
             to_text(expr.children[0]) + " WHERE " + to_text(expr.children[1]) + ")";
    case ExprKind::kReduce:
      return "reduce(" + slot_text(expr.slot) + " = " + to_text(expr.children[0]) + ", " + slot_text(expr.slot2) +
             " IN " + to_text(expr.children[1]) + " | " + to_text(expr.children[2]) + ")";
    case ExprKind::kSubquery:
      return subquery_text(expr);
    case ExprKind::kPath:
      return path_text(expr);
    case ExprKind::kAggregate:
      return call_text(expr);
  }
  return {};
}

}  // namespace kith::semantic
