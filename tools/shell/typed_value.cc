#include "shell/typed_value.h"

#include <array>
#include <charconv>
#include <limits>
#include <string>
#include <utility>

#include "kith/text.h"
#include "simdjson.h"

namespace kith::tools {

namespace {

using simdjson::SUCCESS;
using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

Error wrong(std::string message) {
  return Error{.code = ErrorCode::kProtocol,
               .message = std::move(message),
               .detail = "InvalidValue",
               .phase = Phase::kCompileTime};
}

Error wrong_value(std::string_view type) { return wrong("the `_value` is none of type " + std::string(type)); }

/// All of `text` as a number.
template <class Number>
bool parse_number(std::string_view text, Number& number) {
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stopped == end && !text.empty();
}

Result<double> float_from(std::string_view text) {
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  double number = 0;
  const bool finite_form = text.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
  if (!finite_form || !parse_number(text, number)) return wrong_value("Float");
  return number;
}

Result<Value> bytes_from(std::string_view text) {
  std::string bytes;
  std::uint32_t group = 0;
  std::size_t digits = 0;
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  for (const char c : text) {
    std::uint32_t digit = 0;
    if (c >= 'A' && c <= 'Z') digit = static_cast<std::uint32_t>(c - 'A');
    else if (c >= 'a' && c <= 'z') digit = static_cast<std::uint32_t>(c - 'a') + 26;
    else if (c >= '0' && c <= '9') digit = static_cast<std::uint32_t>(c - '0') + 52;
    else if (c == '+') digit = 62;
    else if (c == '/') digit = 63;
    else return wrong_value("Base64");
    group = group << 6 | digit;
    if (++digits % 4 == 0) {
      for (const int shift : {16, 8, 0}) bytes += static_cast<char>(group >> shift & 0xFF);
      group = 0;
    }
  }
  if (digits % 4 == 1) return wrong_value("Base64");
  if (digits % 4 >= 2) bytes += static_cast<char>(group >> (digits % 4 == 2 ? 4 : 10) & 0xFF);
  if (digits % 4 == 3) bytes += static_cast<char>(group >> 2 & 0xFF);
  return Value::bytes(std::move(bytes));
}

/// SRID=7203;POINT (1.2 3.4), SRID=9157;POINT Z (1.0 2.0 3.0)
Result<Value> point_from(std::string_view text) {
  const auto skip = [&](std::string_view prefix) {
    if (text.substr(0, prefix.size()) != prefix) return false;
    text.remove_prefix(prefix.size());
    return true;
  };
  Point point;
  if (!skip("SRID=")) return wrong_value("Point");
  const std::size_t semicolon = std::min(text.find(';'), text.size());
  if (!parse_number(text.substr(0, semicolon), point.srid)) return wrong_value("Point");
  text.remove_prefix(semicolon);
  if (!skip(";POINT ") || text.empty() || text.back() != ')') return wrong_value("Point");
  const bool has_z = skip("Z ");
  const bool known = point.srid == 7203 || point.srid == 9157 || point.srid == 4326 || point.srid == 4979;
  if (!known || has_z != point.is_3d() || !skip("(")) return wrong_value("Point");
  text.remove_suffix(1);
  std::array<double*, 3> coordinates = {&point.x, &point.y, &point.z};
  for (std::size_t i = 0; i < (has_z ? 3u : 2u); ++i) {
    if (i > 0 && !skip(" ")) return wrong_value("Point");
    const std::size_t end = std::min(text.find(' '), text.size());
    KITH_TRY(*coordinates[i], float_from(text.substr(0, end)));
    text.remove_prefix(end);
  }
  if (!text.empty()) return wrong_value("Point");
  return Value(point);
}

Result<Value> vector_from(const element& value) {
  object fields;
  array coordinates;
  std::string_view type;
  if (value.get(fields) != SUCCESS || fields["coordinatesType"].get(type) != SUCCESS || type != "FLOAT32" ||
      fields["coordinates"].get(coordinates) != SUCCESS)
    return wrong_value("Vector");
  Vector vector;
  for (const element& coordinate : coordinates) {
    std::string_view text;
    double number = 0;
    if (coordinate.get(text) == SUCCESS) {
      KITH_TRY(number, float_from(text));
    } else if (coordinate.get(number) != SUCCESS) {
      return wrong_value("Vector");
    }
    vector.coordinates.push_back(static_cast<float>(number));
  }
  return Value(std::move(vector));
}

struct TemporalType {
  std::string_view name;
  Kind kind;
};

constexpr std::array<TemporalType, 7> kTemporalTypes = {{{"Date", Kind::kDate},
                                                         {"Time", Kind::kTime},
                                                         {"LocalTime", Kind::kLocalTime},
                                                         {"OffsetDateTime", Kind::kDateTime},
                                                         {"ZonedDateTime", Kind::kDateTime},
                                                         {"LocalDateTime", Kind::kLocalDateTime},
                                                         {"Duration", Kind::kDuration}}};

/// A value whose `_value` is a text.
Result<Value> scalar_from_text(std::string_view type, std::string_view text) {
  if (type == "String") return Value(text);
  if (type == "Integer") {
    std::int64_t number = 0;
    if (!parse_number(text, number)) return wrong_value(type);
    return Value(number);
  }
  if (type == "Float") {
    KITH_TRY(const double number, float_from(text));
    return Value(number);
  }
  if (type == "Base64") return bytes_from(text);
  if (type == "Point") return point_from(text);
  for (const TemporalType& temporal : kTemporalTypes) {
    if (type != temporal.name) continue;
    Result<Value> parsed = temporal_from_text(temporal.kind, text);
    if (!parsed) return wrong(parsed.error().message);
    return parsed;
  }
  return wrong("values of type " + std::string(type) + " cannot be given");
}

Result<Value> convert(const element& json, std::size_t depth);

Result<Value> list_from(const array& items, std::size_t depth) {
  List list;
  for (const element& item : items) {
    KITH_TRY(Value value, convert(item, depth + 1));
    list.push_back(std::move(value));
  }
  return Value(std::move(list));
}

Result<Value> map_from(const object& fields, std::size_t depth) {
  std::vector<Map::Entry> entries;
  for (const auto& [name, member] : fields) {
    KITH_TRY(Value value, convert(member, depth + 1));
    entries.emplace_back(std::string(name), std::move(value));
  }
  return Value(Map(std::move(entries)));
}

Result<Value> typed_from(const object& fields, const element& type_field, std::size_t depth) {
  std::string_view type;
  if (type_field.get(type) != SUCCESS) return wrong("the field `$type` must be a string");
  element value;
  if (fields["_value"].get(value) != SUCCESS) {
    if (type == "Null") return Value::null();
    return wrong("a typed value has no `_value`");
  }
  if (type == "Null") return value.is_null() ? Result<Value>(Value::null()) : wrong_value(type);
  if (type == "List") {
    array items;
    return value.get(items) == SUCCESS ? list_from(items, depth) : wrong_value(type);
  }
  if (type == "Map") {
    object members;
    return value.get(members) == SUCCESS ? map_from(members, depth) : wrong_value(type);
  }
  if (type == "Boolean") {
    bool truth = false;
    return value.get(truth) == SUCCESS ? Result<Value>(Value(truth)) : wrong_value(type);
  }
  if (type == "Vector") return vector_from(value);
  // Numbers may be given as JSON numbers too.
  if (type == "Integer" && value.is_int64()) return Value(value.get_int64().value_unsafe());
  if (type == "Float" && value.is_number()) return Value(value.get_double().value_unsafe());
  std::string_view text;
  if (value.get(text) != SUCCESS) return wrong_value(type);
  return scalar_from_text(type, text);
}

Result<Value> convert(const element& json, std::size_t depth) {
  if (depth > kValueDepthMax)
    return Error{.code = ErrorCode::kLimit,
                 .message = "a value nests deeper than " + std::to_string(kValueDepthMax) + " levels",
                 .detail = "NestingLimit",
                 .phase = Phase::kCompileTime};
  switch (json.type()) {
    case element_type::NULL_VALUE: return Value::null();
    case element_type::BOOL: return Value(bool(json));
    case element_type::INT64: return Value(std::int64_t(json));
    case element_type::UINT64: return wrong("the number " + std::to_string(std::uint64_t(json)) + " has more than 64 bits");
    case element_type::DOUBLE: return Value(double(json));
    case element_type::STRING: return Value(std::string_view(json));
    case element_type::ARRAY: return list_from(array(json), depth);
    case element_type::OBJECT: break;
  }
  const object fields(json);
  element type;
  if (fields["$type"].get(type) == SUCCESS) return typed_from(fields, type, depth);
  return map_from(fields, depth);
}

}  // namespace

Result<Value> value_from_json(const simdjson::dom::element& json) { return convert(json, 0); }

}  // namespace kith::tools
