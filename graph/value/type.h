// What is known of a value before it is there: enough to refuse `1 AND true` or `size(n)` of a node
// while the statement is bound (openCypher 9, "Type system"), and never more than is certain.
#pragma once

#include <cstdint>
#include <string>

#include "kith/value.h"

namespace kith {

/// The numbers of the values' kinds, and two that say less.
enum class TypeKind : std::uint8_t {
  kNull = static_cast<std::uint8_t>(Kind::kNull),
  kBoolean = static_cast<std::uint8_t>(Kind::kBoolean),
  kInteger = static_cast<std::uint8_t>(Kind::kInteger),
  kFloat = static_cast<std::uint8_t>(Kind::kFloat),
  kString = static_cast<std::uint8_t>(Kind::kString),
  kBytes = static_cast<std::uint8_t>(Kind::kBytes),
  kList = static_cast<std::uint8_t>(Kind::kList),
  kMap = static_cast<std::uint8_t>(Kind::kMap),
  kNode = static_cast<std::uint8_t>(Kind::kNode),
  kEdge = static_cast<std::uint8_t>(Kind::kEdge),
  kPath = static_cast<std::uint8_t>(Kind::kPath),
  kDate = static_cast<std::uint8_t>(Kind::kDate),
  kLocalTime = static_cast<std::uint8_t>(Kind::kLocalTime),
  kTime = static_cast<std::uint8_t>(Kind::kTime),
  kLocalDateTime = static_cast<std::uint8_t>(Kind::kLocalDateTime),
  kDateTime = static_cast<std::uint8_t>(Kind::kDateTime),
  kDuration = static_cast<std::uint8_t>(Kind::kDuration),
  kPoint = static_cast<std::uint8_t>(Kind::kPoint),
  kVector = static_cast<std::uint8_t>(Kind::kVector),
  kNumber,  ///< integer or float
  kAny,     ///< unknown
};

/// A kind, and for lists the kind of every element (kAny if unknown or mixed).
struct Type {
  TypeKind kind = TypeKind::kAny;
  TypeKind element = TypeKind::kAny;
  friend bool operator==(const Type&, const Type&) = default;
};

/// As Cypher writes it: "INTEGER", "LIST<NODE>", "ANY".
std::string to_text(Type type);

/// Whether a value of static type `actual` can be one of `wanted` (kAny and kNull always can; an integer
/// can be a number or a float argument).
bool may_be(Type actual, Type wanted);

}  // namespace kith
