// What is known of a value before it is there: enough to refuse `1 AND true` or `size(n)` of a node
// while the statement is bound (openCypher 9, "Type system"), and never more than is certain.
#pragma once

#include <cstdint>
#include <string>

namespace kith {

enum class TypeKind : std::uint8_t {
  kAny,  ///< unknown
  kNull,
  kBoolean,
  kInteger,
  kFloat,
  kNumber,  ///< integer or float
  kString,
  kBytes,
  kList,
  kMap,
  kNode,
  kEdge,
  kPath,
  kDate,
  kLocalTime,
  kTime,
  kLocalDateTime,
  kDateTime,
  kDuration,
  kPoint,
  kVector,
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
