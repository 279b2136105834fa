// The types that a type constraint allows a property to have.
//
//     PropertyTypes types = PropertyTypes::of(Kind::kInteger);
//     types.add(Kind::kDate);                   // INTEGER | DATE
//     types.add_list(kind_bit(Kind::kString));  // | LIST<STRING NOT NULL>
//     types.allow(Value(18));                   // true
//
// Null, that is no property, is of every type. Sets of kinds are bits by the numbers of kith/value.h, on disk as well.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kith/value.h"

namespace kith::storage {

constexpr std::uint32_t kind_bit(Kind kind) { return std::uint32_t{1} << static_cast<unsigned>(kind); }

/// Kinds of single values that a property can have, in the order in which types are written.
inline constexpr Kind kScalarKinds[] = {Kind::kBoolean,  Kind::kString,    Kind::kInteger,       Kind::kFloat,
                                        Kind::kBytes,    Kind::kDate,      Kind::kLocalTime,     Kind::kTime,
                                        Kind::kLocalDateTime, Kind::kDateTime, Kind::kDuration, Kind::kPoint,
                                        Kind::kVector};

struct PropertyTypes {
  std::uint32_t kinds = 0;                ///< of single values
  std::vector<std::uint32_t> lists = {};  ///< of elements, one set a list type; ascending, each once

  static PropertyTypes of(Kind kind) { return {.kinds = kind_bit(kind)}; }

  void add(Kind kind) { kinds |= kind_bit(kind); }

  void add_list(std::uint32_t elements);

  bool allow(const Value& value) const;

  /// "INTEGER | DATE | LIST<STRING NOT NULL>", alternatives in the order of kScalarKinds.
  std::string to_text() const;

  friend bool operator==(const PropertyTypes&, const PropertyTypes&) = default;
};

}  // namespace kith::storage
