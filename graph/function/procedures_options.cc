#include <algorithm>

#include "base/suggest.h"
#include "function/procedures.h"

namespace kith::function {

bool is_of_type(const Value& value, Type type) {
  if (value.is_null()) return true;
  switch (type.kind) {
    case TypeKind::kAny: return true;
    case TypeKind::kNull: return false;
    case TypeKind::kBoolean: return value.kind() == Kind::kBoolean;
    case TypeKind::kInteger: return value.kind() == Kind::kInteger;
    case TypeKind::kFloat:
    case TypeKind::kNumber: return value.is_number();
    case TypeKind::kString: return value.kind() == Kind::kString;
    case TypeKind::kBytes: return value.kind() == Kind::kBytes;
    case TypeKind::kMap: return value.kind() == Kind::kMap;
    case TypeKind::kNode: return value.kind() == Kind::kNode;
    case TypeKind::kEdge: return value.kind() == Kind::kEdge;
    case TypeKind::kPath: return value.kind() == Kind::kPath;
    case TypeKind::kDate: return value.kind() == Kind::kDate;
    case TypeKind::kLocalTime: return value.kind() == Kind::kLocalTime;
    case TypeKind::kTime: return value.kind() == Kind::kTime;
    case TypeKind::kLocalDateTime: return value.kind() == Kind::kLocalDateTime;
    case TypeKind::kDateTime: return value.kind() == Kind::kDateTime;
    case TypeKind::kDuration: return value.kind() == Kind::kDuration;
    case TypeKind::kPoint: return value.kind() == Kind::kPoint;
    case TypeKind::kVector: return value.kind() == Kind::kVector;
    case TypeKind::kList: break;
  }
  if (value.kind() != Kind::kList) return false;
  const List& list = value.as_list();
  return std::all_of(list.begin(), list.end(), [&](const Value& one) { return is_of_type(one, {.kind = type.element}); });
}

Status check_arguments(const Procedure& procedure, std::span<const Value> arguments) {
  for (std::size_t i = 0; i < arguments.size() && i < procedure.inputs.size(); ++i) {
    const Parameter& input = procedure.inputs[i];
    const bool nullable = procedure.input_nullable.empty() || procedure.input_nullable[i];
    if (arguments[i].is_null() ? nullable : is_of_type(arguments[i], input.type)) continue;
    return Error{.code = ErrorCode::kType,
                 .message = "`" + procedure.name + "` cannot take a " + kind_name(arguments[i].kind()) + " as `" + input.name +
                            "`, which is a " + to_text(input.type),
                 .detail = "InvalidArgumentType"};
  }
  return ok();
}

const Value& Options::take(std::string_view key) {
  static const Value kNone;
  known_.emplace_back(key);
  return map_.kind() == Kind::kMap ? map_.as_map()[key] : kNone;
}

Error Options::wrong(std::string_view key, std::string_view wanted) const {
  const Value& given = map_.as_map()[key];
  return {.code = ErrorCode::kArgument,
          .message = "the option `" + std::string(key) + "` of `" + procedure_ + "` must be " + std::string(wanted) + ", not " +
                     given.to_text(),
          .detail = "InvalidOption"};
}

Result<std::vector<std::string>> Options::texts(std::string_view key) {
  const Value& value = take(key);
  std::vector<std::string> all;
  if (value.is_null()) return all;
  if (value.kind() == Kind::kString) {
    all.emplace_back(value.as_string());
    return all;
  }
  if (!is_of_type(value, {.kind = TypeKind::kList, .element = TypeKind::kString})) return wrong(key, "a list of strings");
  for (const Value& one : value.as_list()) {
    if (one.is_null()) return wrong(key, "a list of strings");
    all.emplace_back(one.as_string());
  }
  return all;
}

Result<std::string> Options::text(std::string_view key) {
  const Value& value = take(key);
  if (value.is_null()) return std::string();
  if (value.kind() != Kind::kString) return wrong(key, "a string");
  return std::string(value.as_string());
}

Result<bool> Options::boolean(std::string_view key, bool otherwise) {
  const Value& value = take(key);
  if (value.is_null()) return otherwise;
  if (value.kind() != Kind::kBoolean) return wrong(key, "a boolean");
  return value.as_boolean();
}

Result<std::optional<double>> Options::number(std::string_view key) {
  const Value& value = take(key);
  if (value.is_null()) return std::optional<double>();
  if (!value.is_number()) return wrong(key, "a number");
  return std::optional<double>(value.as_number());
}

Result<double> Options::number(std::string_view key, double otherwise) {
  KITH_TRY(std::optional<double> given, number(key));
  return given.value_or(otherwise);
}

Result<std::int64_t> Options::integer(std::string_view key, std::int64_t otherwise) {
  const Value& value = take(key);
  if (value.is_null()) return otherwise;
  if (value.kind() != Kind::kInteger) return wrong(key, "an integer");
  return value.as_integer();
}

Status Options::finish() const {
  if (map_.kind() != Kind::kMap) return ok();
  for (const auto& [key, value] : map_.as_map()) {
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    return Error{.code = ErrorCode::kArgument,
                 .message = "`" + procedure_ + "` has no option `" + key + "`",
                 .detail = "UnknownOption",
                 .hint = suggest(key, known_)};
  }
  return ok();
}

}  // namespace kith::function
