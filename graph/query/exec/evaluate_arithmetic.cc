// + - * / % ^ and the sign: checked loops over integers and floats, values for everything else.
#include <cmath>

#include "query/exec/evaluate.h"
#include "value/arithmetic.h"
#include "value/shape.h"

namespace kith::exec {
namespace {

using semantic::ArithmeticOp;

Result<Value> apply(ArithmeticOp op, const Value& a, const Value& b) {
  switch (op) {
    case ArithmeticOp::kAdd:
      return add(a, b);
    case ArithmeticOp::kSubtract:
      return subtract(a, b);
    case ArithmeticOp::kMultiply:
      return multiply(a, b);
    case ArithmeticOp::kDivide:
      return divide(a, b);
    case ArithmeticOp::kModulo:
      return modulo(a, b);
    case ArithmeticOp::kPower:
      return power(a, b);
    case ArithmeticOp::kConcatenate:
      return concatenate(a, b);
  }
  return Value::null();
}

/// False if the result is not an integer of 64 bits, or there is none.
bool calculate(ArithmeticOp op, std::int64_t a, std::int64_t b, std::int64_t& out) {
  switch (op) {
    case ArithmeticOp::kAdd:
      return !__builtin_add_overflow(a, b, &out);
    case ArithmeticOp::kSubtract:
      return !__builtin_sub_overflow(a, b, &out);
    case ArithmeticOp::kMultiply:
      return !__builtin_mul_overflow(a, b, &out);
    case ArithmeticOp::kDivide:
      if (b == 0 || b == -1) return b != 0 && !__builtin_sub_overflow(std::int64_t{0}, a, &out);
      out = a / b;
      return true;
    case ArithmeticOp::kModulo:
      if (b == 0) return false;
      out = b == -1 ? 0 : a % b;
      return true;
    case ArithmeticOp::kPower:
    case ArithmeticOp::kConcatenate:
      return false;
  }
  return false;
}

double calculate(ArithmeticOp op, double a, double b) {
  switch (op) {
    case ArithmeticOp::kAdd:
      return a + b;
    case ArithmeticOp::kSubtract:
      return a - b;
    case ArithmeticOp::kMultiply:
      return a * b;
    case ArithmeticOp::kDivide:
      return a / b;
    case ArithmeticOp::kModulo:
      return std::fmod(a, b);
    case ArithmeticOp::kPower:
      return std::pow(a, b);
    case ArithmeticOp::kConcatenate:
      break;  // of numbers: for values to refuse
  }
  return 0;
}

/// Null wherever one of the operands is.
void copy_nulls(const Column& from, Column& to) {
  if (!from.may_have_nulls()) return;
  for (std::size_t row = 0; row < to.size(); ++row)
    if (from.is_null(row)) to.set_null(row);
}

Result<Column> integers(ArithmeticOp op, const Column& a, const Column& b, std::size_t rows) {
  Column out(ColumnKind::kInteger, rows);
  auto left = a.integers(), right = b.integers();
  auto& results = out.mutable_integers();
  for (std::size_t row = 0; row < rows; ++row) {
    if (calculate(op, left[row], right[row], results[row]) || a.is_null(row) || b.is_null(row)) continue;
    KITH_TRY(Value value, apply(op, left[row], right[row]));  // gives the error
    results[row] = value.as_integer();
  }
  copy_nulls(a, out);
  copy_nulls(b, out);
  return out;
}

/// A column of numbers as doubles.
std::vector<double> doubles(const Column& column, std::size_t rows) {
  std::vector<double> out(rows);
  if (column.kind() == ColumnKind::kFloat) {
    auto values = column.floats();
    for (std::size_t row = 0; row < rows; ++row) out[row] = values[row];
  } else {
    auto values = column.integers();
    for (std::size_t row = 0; row < rows; ++row) out[row] = static_cast<double>(values[row]);
  }
  return out;
}

Column floats(ArithmeticOp op, const Column& a, const Column& b, std::size_t rows) {
  Column out(ColumnKind::kFloat, rows);
  std::vector<double> left = doubles(a, rows), right = doubles(b, rows);
  for (std::size_t row = 0; row < rows; ++row) out.mutable_floats()[row] = calculate(op, left[row], right[row]);
  copy_nulls(a, out);
  copy_nulls(b, out);
  return out;
}

bool is_number(const Column& column) {
  return column.kind() == ColumnKind::kInteger || column.kind() == ColumnKind::kFloat;
}

/// What joining texts or lists takes, before it is taken: a text that is doubled again and again must meet the limit of
/// the statement, not that of the machine.
Status check_joined_size(const RunControl& control, const Value& a, const Value& b) {
  const auto bytes_of = [](const Value& value) -> std::size_t {
    if (value.kind() == Kind::kString) return value.as_string().size();
    return value.kind() == Kind::kList ? value.as_list().size() * sizeof(Value) : 0;
  };
  const std::size_t bytes = bytes_of(a) + bytes_of(b);
  constexpr std::size_t kSmall = std::size_t{64} << 10;
  if (bytes < kSmall || control.memory == nullptr) return ok();
  KITH_DO(control.take_memory(bytes));
  control.memory->give_back(bytes);
  return control.check();
}

Result<Column> calculate_columns(Runtime& runtime, ArithmeticOp op, const Column& a, const Column& b,
                                 std::size_t rows) {
  if (is_number(a) && is_number(b) && op != ArithmeticOp::kConcatenate) {
    bool both_integers = a.kind() == ColumnKind::kInteger && b.kind() == ColumnKind::kInteger;
    if (both_integers && op != ArithmeticOp::kPower) return integers(op, a, b, rows);
    return floats(op, a, b, rows);
  }
  std::vector<Value> values(rows);
  StopCheck stop(runtime.control());
  ShapeCheck check;
  for (std::size_t row = 0; row < rows; ++row) {
    KITH_DO(stop.step());
    const Value left = a.value(row), right = b.value(row);
    if (op == ArithmeticOp::kAdd || op == ArithmeticOp::kConcatenate)
      KITH_DO(check_joined_size(runtime.control(), left, right));
    KITH_TRY(values[row], apply(op, left, right));
    KITH_DO(check.value(values[row]));
  }
  return Column::from_values(std::move(values));
}

Result<Column> negate_column(const Column& column, std::size_t rows) {
  if (column.kind() == ColumnKind::kFloat) {
    Column out(ColumnKind::kFloat, rows);
    auto values = column.floats();
    for (std::size_t row = 0; row < rows; ++row) out.mutable_floats()[row] = -values[row];
    copy_nulls(column, out);
    return out;
  }
  std::vector<Value> values(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    KITH_TRY(values[row], negate(column.value(row)));
  }
  return Column::from_values(std::move(values));
}

}  // namespace

Result<ColumnPtr> evaluate_arithmetic(Runtime& runtime, const Expr& expr, const Batch& batch) {
  KITH_TRY(Operands operands, evaluate_children(runtime, expr, batch));
  std::size_t rows = operands.constant ? 1 : batch.rows;
  const Column& a = *operands.columns[0];
  Column out;
  if (expr.kind == ExprKind::kNegate) {
    KITH_TRY(out, negate_column(a, rows));
  } else {
    KITH_TRY(out, calculate_columns(runtime, expr.arithmetic, a, *operands.columns[1], rows));
  }
  if (operands.constant) return repeat(out, batch.rows);
  return share(std::move(out));
}

}  // namespace kith::exec
