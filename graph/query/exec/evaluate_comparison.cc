// =, <>, <, <=, >, >= and IN: loops over typed columns where both sides are of one kind, values otherwise.
#include <functional>
#include <string_view>
#include <unordered_set>

#include "query/exec/evaluate.h"

namespace kith::exec {
namespace {

using semantic::CompareOp;

/// Calls `f` with the operator as a function object.
template <class F>
void with_operator(CompareOp op, F f) {
  switch (op) {
    case CompareOp::kEqual:
      f(std::equal_to<>());
      break;
    case CompareOp::kNotEqual:
      f(std::not_equal_to<>());
      break;
    case CompareOp::kLess:
      f(std::less<>());
      break;
    case CompareOp::kLessEqual:
      f(std::less_equal<>());
      break;
    case CompareOp::kGreater:
      f(std::greater<>());
      break;
    case CompareOp::kGreaterEqual:
      f(std::greater_equal<>());
      break;
  }
}

template <class A, class B>
Truths compare_typed(CompareOp op, A a, B b, std::size_t rows) {
  Truths out(rows);
  with_operator(op, [&](auto compare) {
    for (std::size_t row = 0; row < rows; ++row) out[row] = ternary(compare(a[row], b[row]));
  });
  return out;
}

/// Integers beside floats, by their exact values. NaN makes every comparison but <> false.
Truths compare_mixed(CompareOp op, const Column& integers, const Column& floats, bool swapped, std::size_t rows) {
  Truths out(rows);
  auto a = integers.integers();
  auto b = floats.floats();
  for (std::size_t row = 0; row < rows; ++row) {
    std::partial_ordering order = compare_numbers(a[row], b[row]);
    if (swapped) order = 0 <=> order;
    bool truth = false;
    switch (op) {
      case CompareOp::kEqual:
        truth = order == 0;
        break;
      case CompareOp::kNotEqual:
        truth = order != 0;
        break;
      case CompareOp::kLess:
        truth = order < 0;
        break;
      case CompareOp::kLessEqual:
        truth = order <= 0;
        break;
      case CompareOp::kGreater:
        truth = order > 0;
        break;
      case CompareOp::kGreaterEqual:
        truth = order >= 0;
        break;
    }
    out[row] = ternary(truth);
  }
  return out;
}

Ternary compare_values(CompareOp op, const Value& a, const Value& b) {
  switch (op) {
    case CompareOp::kEqual:
      return equals(a, b);
    case CompareOp::kNotEqual:
      return logical_not(equals(a, b));
    case CompareOp::kLess:
      return less(a, b);
    case CompareOp::kLessEqual:
      return less_or_equal(a, b);
    case CompareOp::kGreater:
      return less(b, a);
    case CompareOp::kGreaterEqual:
      return less_or_equal(b, a);
  }
  return Ternary::kUnknown;
}

/// The typed loop for the two kinds, if there is one. Nulls are not yet looked at.
std::optional<Truths> compare_by_kind(CompareOp op, const Column& a, const Column& b, std::size_t rows) {
  bool for_equality = op == CompareOp::kEqual || op == CompareOp::kNotEqual;
  if (a.kind() == ColumnKind::kInteger && b.kind() == ColumnKind::kFloat) return compare_mixed(op, a, b, false, rows);
  if (a.kind() == ColumnKind::kFloat && b.kind() == ColumnKind::kInteger) return compare_mixed(op, b, a, true, rows);
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case ColumnKind::kBoolean:
      return compare_typed(op, a.booleans(), b.booleans(), rows);
    case ColumnKind::kInteger:
      return compare_typed(op, a.integers(), b.integers(), rows);
    case ColumnKind::kFloat:
      return compare_typed(op, a.floats(), b.floats(), rows);
    case ColumnKind::kString:
      return compare_typed(op, a.strings(), b.strings(), rows);
    case ColumnKind::kDate:
      return compare_typed(op, a.dates(), b.dates(), rows);
    case ColumnKind::kNode:
      if (for_equality) return compare_typed(op, a.nodes(), b.nodes(), rows);
      break;
    case ColumnKind::kEdge: {
      if (!for_equality) break;
      auto left = a.edges(), right = b.edges();
      Truths out(rows);
      for (std::size_t row = 0; row < rows; ++row)
        out[row] = ternary((left[row].id == right[row].id) == (op == CompareOp::kEqual));
      return out;
    }
    case ColumnKind::kAny:
      break;
  }
  return std::nullopt;
}

Result<Ternary> is_in(const Value& item, const Value& list) {
  if (list.is_null()) return Ternary::kUnknown;
  if (list.kind() != Kind::kList) return type_error("IN needs a list on its right, not " + describe(list));
  Ternary found = Ternary::kFalse;
  for (const Value& element : list.as_list()) {
    Ternary same = equals(item, element);
    if (same == Ternary::kTrue) return same;
    if (same == Ternary::kUnknown) found = same;
  }
  return found;
}

/// Membership in a constant list, all of whose elements are of the column's kind: a look-up a row.
template <class T, class Read, class Get>
Truths is_in_set(const Column& items, Read read, const List& list, Get get, std::size_t rows) {
  std::unordered_set<T> set;
  for (const Value& element : list) set.insert(get(element));
  Truths out(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    // null is in nothing that can be told, except that an empty list holds nothing
    out[row] = items.is_null(row) ? (list.empty() ? Ternary::kFalse : Ternary::kUnknown)
                                  : ternary(set.contains(static_cast<T>(read[row])));
  }
  return out;
}

bool all_of_kind(const List& list, Kind kind) {
  return std::all_of(list.begin(), list.end(), [&](const Value& value) { return value.kind() == kind; });
}

}  // namespace

Result<Truths> evaluate_comparison(Runtime& runtime, const Expr& expr, const Batch& batch) {
  KITH_TRY(ColumnPtr a, evaluate(runtime, expr.children[0], batch));
  KITH_TRY(ColumnPtr b, evaluate(runtime, expr.children[1], batch));
  if (std::optional<Truths> typed = compare_by_kind(expr.compare, *a, *b, batch.rows)) {
    if (a->may_have_nulls() || b->may_have_nulls()) {
      for (std::size_t row = 0; row < batch.rows; ++row)
        if (a->is_null(row) || b->is_null(row)) (*typed)[row] = Ternary::kUnknown;
    }
    return std::move(*typed);
  }
  Truths out(batch.rows);
  StopCheck stop(runtime.control());
  for (std::size_t row = 0; row < batch.rows; ++row) {
    KITH_DO(stop.step());
    out[row] = compare_values(expr.compare, a->value(row), b->value(row));
  }
  return out;
}

Result<Truths> evaluate_in(Runtime& runtime, const Expr& expr, const Batch& batch) {
  KITH_TRY(ColumnPtr items, evaluate(runtime, expr.children[0], batch));
  KITH_TRY(ColumnPtr lists, evaluate(runtime, expr.children[1], batch));
  Value constant = lists->is_constant() ? lists->value(0) : Value::null();
  if (constant.kind() == Kind::kList && !items->is_constant() && batch.rows > 1) {
    const List& list = constant.as_list();
    if (items->kind() == ColumnKind::kInteger && all_of_kind(list, Kind::kInteger))
      return is_in_set<std::int64_t>(
          *items, items->integers(), list, [](const Value& v) { return v.as_integer(); }, batch.rows);
    if (items->kind() == ColumnKind::kString && all_of_kind(list, Kind::kString))
      return is_in_set<std::string_view>(
          *items, items->strings(), list, [](const Value& v) { return v.as_string(); }, batch.rows);
    if (items->kind() == ColumnKind::kNode && all_of_kind(list, Kind::kNode))
      return is_in_set<NodeId>(
          *items, items->nodes(), list, [](const Value& v) { return v.node_id(); }, batch.rows);
  }
  Truths out(batch.rows);
  for (std::size_t row = 0; row < batch.rows; ++row) {
    if ((row & 0xff) == 0) KITH_DO(runtime.control().check());
    KITH_TRY(out[row], is_in(items->value(row), lists->value(row)));
  }
  return out;
}

}  // namespace kith::exec
