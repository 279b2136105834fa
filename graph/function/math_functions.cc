// Mathematical functions (openCypher 9, "Mathematical functions"; rounding modes as Neo4j has them).
#include <cmath>
#include <numbers>
#include <random>

#include "function/builtin.h"
#include "function/scalar.h"

namespace kith::function {
namespace {

using Arguments = std::span<const Column* const>;

/// Float to float, over typed columns where there are any.
ScalarKernel over_floats(const char* name, double (*function)(double)) {
  return [name, function](CallContext&, Arguments arguments, std::size_t rows, Column& out) -> Status {
    const Column& column = *arguments[0];
    out = Column(ColumnKind::kFloat, rows);
    for (std::size_t row = 0; row < rows; ++row) {
      if (column.is_null(row)) {
        out.set_null(row);
      } else if (column.kind() == ColumnKind::kFloat) {
        out.mutable_floats()[row] = function(column.floats()[row]);
      } else if (column.kind() == ColumnKind::kInteger) {
        out.mutable_floats()[row] = function(static_cast<double>(column.integers()[row]));
      } else {
        const Value value = column.value(row);
        if (!value.is_number()) return wrong_argument(name, value);
        out.mutable_floats()[row] = function(value.as_number());
      }
    }
    return ok();
  };
}

Result<Value> absolute(CallContext&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  if (value.kind() == Kind::kFloat) return Value(std::fabs(value.as_float()));
  if (value.kind() != Kind::kInteger) return wrong_argument("abs", value);
  if (value.as_integer() == INT64_MIN)
    return Error{.code = ErrorCode::kArithmetic, .message = "abs() of the smallest integer has no integer", .detail = "IntegerOverflow"};
  return Value(std::abs(value.as_integer()));
}

Result<Value> sign(CallContext&, std::span<const Value> arguments) {
  if (!arguments[0].is_number()) return wrong_argument("sign", arguments[0]);
  const double value = arguments[0].as_number();
  return Value(static_cast<std::int64_t>(value > 0) - static_cast<std::int64_t>(value < 0));
}

Result<Value> is_nan(CallContext&, std::span<const Value> arguments) {
  if (!arguments[0].is_number()) return wrong_argument("isNaN", arguments[0]);
  return Value(std::isnan(arguments[0].as_number()));
}

/// `value` (never NaN) to a whole number by one of the modes; nullopt if there is no such mode.
std::optional<double> whole(double value, std::string_view mode) {
  const double size = std::fabs(value);
  const double below = std::floor(size);
  const double rest = size - below;
  double rounded = 0;
  if (mode == "UP") rounded = std::ceil(size);
  else if (mode == "DOWN") rounded = below;
  else if (mode == "CEILING") return std::ceil(value);
  else if (mode == "FLOOR") return std::floor(value);
  else if (mode == "HALF_UP") rounded = rest >= 0.5 ? below + 1 : below;
  else if (mode == "HALF_DOWN") rounded = rest > 0.5 ? below + 1 : below;
  else if (mode == "HALF_EVEN") rounded = rest > 0.5 || (rest == 0.5 && std::fmod(below, 2) == 1) ? below + 1 : below;
  else return std::nullopt;
  return std::copysign(rounded, value);
}

/// round(x) goes to the nearest whole number, halves up (towards positive infinity); round(x, precision[, mode])
/// to so many decimals, halves away from zero unless the mode says otherwise.
Result<Value> round_to(CallContext&, std::span<const Value> arguments) {
  if (!arguments[0].is_number()) return wrong_argument("round", arguments[0]);
  const double value = arguments[0].as_number();
  if (arguments.size() == 1) return Value(std::isfinite(value) ? std::floor(value + 0.5) : value);
  if (!arguments[1].is_number()) return wrong_argument("round", arguments[1]);
  const double precision = arguments[1].as_number();
  if (precision < 0) return out_of_range("the precision of round() must not be negative");
  std::string_view mode = "HALF_UP";
  if (arguments.size() == 3) {
    if (arguments[2].kind() != Kind::kString) return wrong_argument("round", arguments[2]);
    mode = arguments[2].as_string();
  }
  const double scale = std::pow(10.0, precision);
  if (!whole(0, mode))
    return Error{.code = ErrorCode::kArgument, .message = "there is no rounding mode '" + std::string(mode) + "'", .detail = "InvalidArgumentValue"};
  if (!std::isfinite(value) || !std::isfinite(scale) || !std::isfinite(value * scale)) return Value(value);
  return Value(*whole(value * scale, mode) / scale);
}

Status random_numbers(CallContext& context, Arguments, std::size_t rows, Column& out) {
  std::mt19937_64 engine(context.random_seed);
  out = Column(ColumnKind::kFloat, rows);
  for (double& value : out.mutable_floats()) value = std::generate_canonical<double, 53>(engine);
  context.random_seed = engine();  // the next batch goes on
  return ok();
}

double cot(double x) { return 1 / std::tan(x); }
double coth(double x) { return 1 / std::tanh(x); }
double haversin(double x) { return (1 - std::cos(x)) / 2; }
double degrees(double x) { return x * 180 / std::numbers::pi; }
double radians(double x) { return x * std::numbers::pi / 180; }

Result<Value> atan2_of(CallContext&, std::span<const Value> arguments) {
  for (const Value& argument : arguments)
    if (!argument.is_number()) return wrong_argument("atan2", argument);
  return Value(std::atan2(arguments[0].as_number(), arguments[1].as_number()));
}

ScalarKernel constant(double value) {
  return [value](CallContext&, Arguments, std::size_t rows, Column& out) -> Status {
    out = Column::constant(Value(value), rows);
    return ok();
  };
}

}  // namespace

void add_math_functions(FunctionTable& functions) {
  const Type number = {TypeKind::kNumber};
  const Type real = {TypeKind::kFloat};
  using Float = double (*)(double);
  const std::pair<const char*, Float> plain[] = {
      {"ceil", std::ceil}, {"floor", std::floor}, {"sqrt", std::sqrt}, {"exp", std::exp},   {"log", std::log},
      {"log10", std::log10}, {"sin", std::sin},   {"cos", std::cos},   {"tan", std::tan},   {"asin", std::asin},
      {"acos", std::acos}, {"atan", std::atan},   {"sinh", std::sinh}, {"cosh", std::cosh}, {"tanh", std::tanh},
      {"cot", cot},        {"coth", coth},        {"haversin", haversin}, {"degrees", degrees}, {"radians", radians}};
  for (const auto& [name, function] : plain) functions.add(scalar(name, {{"number", number}}, real, over_floats(name, function)));
  functions.add(scalar("abs", {{"number", number}}, number, by_row(absolute)));
  functions.add(scalar("sign", {{"number", number}}, {TypeKind::kInteger}, by_row(sign)));
  functions.add(scalar("isNaN", {{"number", number}}, {TypeKind::kBoolean}, by_row(is_nan)));
  functions.add(scalar("atan2", {{"y", number}, {"x", number}}, real, by_row(atan2_of)));
  Function rounding = scalar("round", {{"number", number}, {"precision", number}, {"mode", {TypeKind::kString}}}, real, by_row(round_to));
  rounding.arguments_min = 1;
  functions.add(std::move(rounding));
  functions.add(scalar("pi", {}, real, constant(std::numbers::pi)));
  functions.add(scalar("e", {}, real, constant(std::numbers::e)));
  Function random = scalar("rand", {}, real, random_numbers);
  random.deterministic = false;
  functions.add(std::move(random));
}

}  // namespace kith::function
