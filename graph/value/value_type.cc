#include "value/value_type.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace kith {

namespace {

using TypeKind = ValueTypeKind;

// The kinds of values in the order of their types, from kNull to kPath.
constexpr Kind kKinds[] = {Kind::kNull,     Kind::kBoolean,       Kind::kString,   Kind::kInteger,  Kind::kFloat,
                           Kind::kDate,     Kind::kLocalTime,     Kind::kTime,     Kind::kLocalDateTime,
                           Kind::kDateTime, Kind::kDuration,      Kind::kPoint,    Kind::kBytes,    Kind::kVector,
                           Kind::kNode,     Kind::kEdge,          Kind::kMap,      Kind::kList,     Kind::kPath};

constexpr std::size_t kFirst = static_cast<std::size_t>(TypeKind::kNull);

constexpr std::array<TypeKind, std::size(kKinds)> kTypeOfKind = [] {
  std::array<TypeKind, std::size(kKinds)> types{};
  for (std::size_t i = 0; i < std::size(kKinds); ++i)
    types[static_cast<std::size_t>(kKinds[i])] = static_cast<TypeKind>(kFirst + i);
  return types;
}();
static_assert(kTypeOfKind[static_cast<std::size_t>(Kind::kPath)] == TypeKind::kPath);

const char* name_of(TypeKind kind) {
  switch (kind) {
    case TypeKind::kNothing:
      return "NOTHING";
    case TypeKind::kPropertyValue:
      return "PROPERTY VALUE";
    case TypeKind::kUnion:
      return "ANY OF";
    case TypeKind::kAny:
      return "ANY";
    default:
      return kind_name(kKinds[static_cast<std::size_t>(kind) - kFirst]);
  }
}

bool is_scalar(TypeKind kind) { return kind >= TypeKind::kBoolean && kind <= TypeKind::kVector; }

bool is_number(TypeKind kind) { return kind == TypeKind::kInteger || kind == TypeKind::kFloat; }

// The kind of a value that is not null.
TypeKind kind_of(const Value& value) { return value_type_kind(value.kind()); }

// Scalars of one type; integers and floats may be mixed.
bool is_property_value(const List& list) {
  return std::all_of(list.begin(), list.end(), [&](const Value& element) {
    if (element.is_null() || !is_scalar(kind_of(element))) return false;
    const TypeKind first = kind_of(list.front()), kind = kind_of(element);
    return kind == first || (is_number(kind) && is_number(first));
  });
}

// An order in which types that are told apart by more than their kind are too.
bool before(const ValueType& a, const ValueType& b) {
  if (a.kind != b.kind) return a.kind < b.kind;
  if (a.parts != b.parts)
    return std::lexicographical_compare(a.parts.begin(), a.parts.end(), b.parts.begin(), b.parts.end(), before);
  return a.not_null && !b.not_null;
}

// Whether every value of `narrow` is one of `wide`; both are normalised, and false may be said of what is too
// intricate (a union that only together includes another type).
bool includes(const ValueType& wide, const ValueType& narrow) {
  if (narrow.kind == TypeKind::kNothing) return true;
  if (narrow.kind == TypeKind::kUnion)
    return std::all_of(narrow.parts.begin(), narrow.parts.end(), [&](const auto& part) { return includes(wide, part); });
  if (wide.kind == TypeKind::kUnion)
    return std::any_of(wide.parts.begin(), wide.parts.end(), [&](const auto& part) { return includes(part, narrow); });
  if (holds_null(narrow) && !holds_null(wide)) return false;
  if (narrow.kind == TypeKind::kNull || wide.kind == TypeKind::kAny) return true;
  if (wide.kind == TypeKind::kPropertyValue) {
    const bool scalars = narrow.kind == TypeKind::kList && is_scalar(narrow.parts[0].kind) && narrow.parts[0].not_null;
    return narrow.kind == TypeKind::kPropertyValue || is_scalar(narrow.kind) || scalars;
  }
  if (wide.kind != narrow.kind) return false;
  return wide.kind != TypeKind::kList || includes(wide.parts[0], narrow.parts[0]);
}

void flatten(ValueType type, std::vector<ValueType>& out) {
  if (type.kind != TypeKind::kUnion) {
    out.push_back(std::move(type));
    return;
  }
  for (ValueType& part : type.parts) flatten(std::move(part), out);
}

ValueType normalised_union(std::vector<ValueType> alternatives) {
  std::vector<ValueType> flat;
  for (ValueType& alternative : alternatives) flatten(std::move(alternative), flat);
  if (std::any_of(flat.begin(), flat.end(), holds_null)) {
    const bool only_null = std::all_of(flat.begin(), flat.end(), [](const ValueType& part) {
      return part.kind == TypeKind::kNull || part.kind == TypeKind::kNothing;
    });
    if (only_null) return {TypeKind::kNull};
    std::erase_if(flat, [](const ValueType& part) { return part.kind == TypeKind::kNull; });
    for (ValueType& part : flat)
      if (part.kind != TypeKind::kNothing) part.not_null = false;
  }
  std::sort(flat.begin(), flat.end(), before);
  flat.erase(std::unique(flat.begin(), flat.end()), flat.end());
  std::vector<ValueType> kept;
  for (std::size_t i = 0; i < flat.size(); ++i) {
    bool is_included = false;
    for (std::size_t other = 0; other < flat.size(); ++other)
      is_included = is_included || (other != i && includes(flat[other], flat[i]));
    if (!is_included) kept.push_back(flat[i]);
  }
  if (kept.size() == 1) return std::move(kept[0]);
  return {TypeKind::kUnion, false, std::move(kept)};
}

}  // namespace

ValueTypeKind value_type_kind(Kind kind) { return kTypeOfKind[static_cast<std::size_t>(kind)]; }

std::optional<ValueTypeKind> value_type_kind_named(std::string_view name) {
  for (std::size_t i = 0; i <= static_cast<std::size_t>(TypeKind::kAny); ++i)
    if (name_of(static_cast<TypeKind>(i)) == name) return static_cast<TypeKind>(i);
  return std::nullopt;
}

bool holds_null(const ValueType& type) {
  if (type.kind == TypeKind::kUnion) return std::any_of(type.parts.begin(), type.parts.end(), holds_null);
  return type.kind != TypeKind::kNothing && !type.not_null;
}

bool kind_is_of_type(Kind kind, const ValueType& type) {
  switch (type.kind) {
    case TypeKind::kNothing:
    case TypeKind::kNull:
      return false;
    case TypeKind::kAny:
      return true;
    case TypeKind::kPropertyValue:
      return is_scalar(value_type_kind(kind));
    case TypeKind::kUnion:
      return std::any_of(type.parts.begin(), type.parts.end(),
                         [&](const ValueType& part) { return kind_is_of_type(kind, part); });
    default:
      return value_type_kind(kind) == type.kind;
  }
}

bool is_of_type(const Value& value, const ValueType& type) {
  if (value.is_null()) return holds_null(type);
  if (value.kind() != Kind::kList) return kind_is_of_type(value.kind(), type);
  const List& list = value.as_list();
  switch (type.kind) {
    case TypeKind::kAny:
      return true;
    case TypeKind::kPropertyValue:
      return is_property_value(list);
    case TypeKind::kUnion:
      return std::any_of(type.parts.begin(), type.parts.end(),
                         [&](const ValueType& part) { return is_of_type(value, part); });
    case TypeKind::kList:
      return std::all_of(list.begin(), list.end(),
                         [&](const Value& element) { return is_of_type(element, type.parts[0]); });
    default:
      return false;
  }
}

ValueType narrowest_type(const Value& value) {
  if (value.is_null()) return {TypeKind::kNull};
  if (value.kind() != Kind::kList) return {kind_of(value), true};
  std::vector<ValueType> elements;
  for (const Value& element : value.as_list()) {
    ValueType type = narrowest_type(element);
    if (std::find(elements.begin(), elements.end(), type) == elements.end()) elements.push_back(std::move(type));
  }
  ValueType inside = elements.empty() ? ValueType{TypeKind::kNothing} : normalised_union(std::move(elements));
  return {TypeKind::kList, true, {std::move(inside)}};
}

ValueType normalised(ValueType type) {
  for (ValueType& part : type.parts) part = normalised(std::move(part));
  if (type.kind == TypeKind::kUnion) return normalised_union(std::move(type.parts));
  if (type.kind == TypeKind::kNothing || (type.kind == TypeKind::kNull && type.not_null)) return {TypeKind::kNothing};
  return type;
}

std::string to_text(const ValueType& type) {
  std::string text;
  if (type.kind == TypeKind::kUnion) {
    for (const ValueType& part : type.parts) text += (text.empty() ? "" : " | ") + to_text(part);
    return text;
  }
  text = name_of(type.kind);
  if (type.kind == TypeKind::kList) text += "<" + to_text(type.parts[0]) + ">";
  if (type.not_null) text += " NOT NULL";
  return text;
}

}  // namespace kith
