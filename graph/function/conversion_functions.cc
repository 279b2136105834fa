// Conversions: toInteger, toFloat, toString, toBoolean, and the …OrNull forms that never fail
// (openCypher 9, "Type conversion functions").
#include <charconv>
#include <cmath>

#include "base/utf8.h"
#include "function/builtin.h"
#include "function/scalar.h"
#include "value/text.h"

namespace kith::function {
namespace {

std::string_view without_space(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::optional<double> parse_float(std::string_view text) {
  text = without_space(text);
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  // from_chars takes "inf" and "nan" too, which are no numbers of Cypher.
  if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The integer towards zero, if there is one.
Value truncated(double value) {
  if (!(value >= -9223372036854775808.0 && value < 9223372036854775808.0)) return {};
  return static_cast<std::int64_t>(value);
}

Value parse_integer(std::string_view text) {
  text = without_space(text);
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return value;
  const std::optional<double> real = parse_float(text);
  return real ? truncated(*real) : Value();
}

Result<Value> to_integer(CallContext&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  switch (value.kind()) {
    case Kind::kInteger: return value;
    case Kind::kFloat: return truncated(value.as_float());
    case Kind::kBoolean: return Value(static_cast<std::int64_t>(value.as_boolean()));
    case Kind::kString: return parse_integer(value.as_string());
    default: return wrong_argument("toInteger", value);
  }
}

Result<Value> to_float(CallContext&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  if (value.is_number()) return Value(value.as_number());
  if (value.kind() != Kind::kString) return wrong_argument("toFloat", value);
  const std::optional<double> real = parse_float(value.as_string());
  return real ? Value(*real) : Value();
}

Result<Value> to_boolean(CallContext&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  if (value.kind() == Kind::kBoolean) return value;
  if (value.kind() == Kind::kInteger) return Value(value.as_integer() != 0);
  if (value.kind() != Kind::kString) return wrong_argument("toBoolean", value);
  const std::string text = utf8::to_lower(without_space(value.as_string()));
  if (text == "true") return Value(true);
  if (text == "false") return Value(false);
  return Value();
}

Result<Value> to_text_value(CallContext&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  switch (value.kind()) {
    case Kind::kString: return value;
    case Kind::kBytes:
    case Kind::kList:
    case Kind::kMap:
    case Kind::kNode:
    case Kind::kEdge:
    case Kind::kPath:
    case Kind::kVector: return wrong_argument("toString", value);
    default: return Value(to_string_value(value));
  }
}

/// The same, with null for what does not convert.
template <RowFunction kConvert>
Result<Value> or_null(CallContext& context, std::span<const Value> arguments) {
  Result<Value> converted = kConvert(context, arguments);
  if (!converted) return Value();
  return converted;
}

/// …List: each element, null where it does not convert.
template <RowFunction kConvert>
Result<Value> each(CallContext& context, std::span<const Value> arguments) {
  if (arguments[0].kind() != Kind::kList) return wrong_argument("a conversion of lists", arguments[0]);
  List converted;
  for (const Value& element : arguments[0].as_list()) {
    if (element.is_null()) {
      converted.emplace_back();
      continue;
    }
    KITH_TRY(Value value, or_null<kConvert>(context, std::span(&element, 1)));
    converted.push_back(std::move(value));
  }
  return Value(std::move(converted));
}

template <RowFunction kConvert>
void add(FunctionTable& functions, const std::string& name, TypeKind result) {
  const Type any = {TypeKind::kAny};
  functions.add(scalar(name.c_str(), {{"value", any}}, {result}, by_row(kConvert)));
  functions.add(scalar((name + "OrNull").c_str(), {{"value", any}}, {result}, by_row(or_null<kConvert>)));
  functions.add(scalar((name + "List").c_str(), {{"list", {TypeKind::kList}}}, {TypeKind::kList, result}, by_row(each<kConvert>)));
}

}  // namespace

void add_conversion_functions(FunctionTable& functions) {
  add<to_integer>(functions, "toInteger", TypeKind::kInteger);
  add<to_float>(functions, "toFloat", TypeKind::kFloat);
  add<to_boolean>(functions, "toBoolean", TypeKind::kBoolean);
  add<to_text_value>(functions, "toString", TypeKind::kString);
}

}  // namespace kith::function
