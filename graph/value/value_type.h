// Types as Cypher writes them behind `::` and as valueType() gives them: what is asked of a value that is there.
// (What is known of a value before it is there is a Type, type.h.)
//
//     x IS :: LIST<INTEGER NOT NULL> | STRING   is
//     {kUnion, parts: [{kList, parts: [{kInteger, not_null}]}, {kString}]}
//
// Every type but NOTHING holds null unless it is NOT NULL. Invariant: kList has one part, its elements' type;
// kUnion has the alternatives, two or more; others have none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kith/value.h"

namespace kith {

/// In the order in which the alternatives of a normalised union stand.
enum class ValueTypeKind : std::uint8_t {
  kNothing,  ///< no value at all
  kNull,     ///< null alone
  kBoolean,
  kString,
  kInteger,
  kFloat,
  kDate,
  kLocalTime,
  kTime,
  kLocalDateTime,
  kDateTime,
  kDuration,
  kPoint,
  kBytes,
  kVector,
  kNode,
  kEdge,
  kMap,
  kList,
  kPath,
  kPropertyValue,  ///< a scalar, or a list of scalars of one type without null
  kUnion,
  kAny,
};

struct ValueType {
  ValueTypeKind kind = ValueTypeKind::kAny;
  bool not_null = false;  ///< never set on a union: its alternatives tell
  std::vector<ValueType> parts = {};

  friend bool operator==(const ValueType&, const ValueType&) = default;
};

/// The kind of a value's type: the same name in both enumerations.
ValueTypeKind value_type_kind(Kind kind);

/// The kind that is called so: kind_name() of the values' kind, else "NOTHING", "PROPERTY VALUE", "ANY OF" (a union) or
/// "ANY".
std::optional<ValueTypeKind> value_type_kind_named(std::string_view name);

/// Whether the value is one of the type's.
bool is_of_type(const Value& value, const ValueType& type);

/// Whether every value of the kind, which is not null and no list, is one of the type's.
bool kind_is_of_type(Kind kind, const ValueType& type);

/// Whether null is one of the type's values.
bool holds_null(const ValueType& type);

/// The narrowest type that holds the value, normalised: LIST<INTEGER NOT NULL> NOT NULL for [1, 2].
ValueType narrowest_type(const Value& value);

/// The one form of all types with the same meaning: unions are flat and in order, without alternatives that others
/// include; one that holds null makes all of them hold it.
ValueType normalised(ValueType type);

/// "LIST<STRING | INTEGER> NOT NULL".
std::string to_text(const ValueType& type);

}  // namespace kith
