#include "value/value_type.h"

#include <algorithm>

namespace kith {

namespace {

using TypeKind = ValueTypeKind;

bool is_scalar(TypeKind kind) {
  switch (kind) {
    case TypeKind::kBoolean:
    case TypeKind::kString:
    case TypeKind::kInteger:
    case TypeKind::kFloat:
    case TypeKind::kDate:
    case TypeKind::kLocalTime:
    case TypeKind::kTime:
    case TypeKind::kLocalDateTime:
    case TypeKind::kDateTime:
    case TypeKind::kDuration:
    case TypeKind::kPoint:
    case TypeKind::kBytes:
    case TypeKind::kVector:
      return true;
    default:
      return false;
  }
}

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

const char* name_of(TypeKind kind) {
  switch (kind) {
    case TypeKind::kNothing:
      return "NOTHING";
    case TypeKind::kNull:
      return "NULL";
    case TypeKind::kBoolean:
      return "BOOLEAN";
    case TypeKind::kString:
      return "STRING";
    case TypeKind::kInteger:
      return "INTEGER";
    case TypeKind::kFloat:
      return "FLOAT";
    case TypeKind::kDate:
      return "DATE";
    case TypeKind::kLocalTime:
      return "LOCAL TIME";
    case TypeKind::kTime:
      return "ZONED TIME";
    case TypeKind::kLocalDateTime:
      return "LOCAL DATETIME";
    case TypeKind::kDateTime:
      return "ZONED DATETIME";
    case TypeKind::kDuration:
      return "DURATION";
    case TypeKind::kPoint:
      return "POINT";
    case TypeKind::kBytes:
      return "BYTES";
    case TypeKind::kVector:
      return "VECTOR";
    case TypeKind::kNode:
      return "NODE";
    case TypeKind::kEdge:
      return "RELATIONSHIP";
    case TypeKind::kMap:
      return "MAP";
    case TypeKind::kList:
      return "LIST";
    case TypeKind::kPath:
      return "PATH";
    case TypeKind::kPropertyValue:
      return "PROPERTY VALUE";
    case TypeKind::kUnion:
    case TypeKind::kAny:
      break;
  }
  return "ANY";
}

}  // namespace

ValueTypeKind value_type_kind(Kind kind) {
  switch (kind) {
    case Kind::kNull:
      return TypeKind::kNull;
    case Kind::kBoolean:
      return TypeKind::kBoolean;
    case Kind::kInteger:
      return TypeKind::kInteger;
    case Kind::kFloat:
      return TypeKind::kFloat;
    case Kind::kString:
      return TypeKind::kString;
    case Kind::kBytes:
      return TypeKind::kBytes;
    case Kind::kList:
      return TypeKind::kList;
    case Kind::kMap:
      return TypeKind::kMap;
    case Kind::kNode:
      return TypeKind::kNode;
    case Kind::kEdge:
      return TypeKind::kEdge;
    case Kind::kPath:
      return TypeKind::kPath;
    case Kind::kDate:
      return TypeKind::kDate;
    case Kind::kLocalTime:
      return TypeKind::kLocalTime;
    case Kind::kTime:
      return TypeKind::kTime;
    case Kind::kLocalDateTime:
      return TypeKind::kLocalDateTime;
    case Kind::kDateTime:
      return TypeKind::kDateTime;
    case Kind::kDuration:
      return TypeKind::kDuration;
    case Kind::kPoint:
      return TypeKind::kPoint;
    case Kind::kVector:
      return TypeKind::kVector;
  }
  return TypeKind::kAny;
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
