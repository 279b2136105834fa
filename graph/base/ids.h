// Strong ids of the dictionary: a label cannot be passed where an edge type is meant.
// NodeId and EdgeId are public and live in kith/value.h.
#pragma once

#include <cstdint>
#include <type_traits>

#include "kith/value.h"

namespace kith {

enum class LabelId : std::uint32_t {};
enum class TypeId : std::uint32_t {};
enum class KeyId : std::uint32_t {};    ///< a property key
enum class IndexId : std::uint32_t {};  ///< an index or a unique constraint's index; never reused

/// The number inside an id.
template <class Id>
  requires std::is_enum_v<Id>
constexpr auto raw(Id id) noexcept {
  return static_cast<std::underlying_type_t<Id>>(id);
}

/// The end of an edge that is walked from: its source (kOut), its target (kIn), or either.
enum class Direction : std::uint8_t { kOut = 0, kIn = 1, kBoth = 2 };

/// The direction of the same edge, walked from its other end.
constexpr Direction reversed(Direction direction) noexcept {
  if (direction == Direction::kBoth) return Direction::kBoth;
  return direction == Direction::kOut ? Direction::kIn : Direction::kOut;
}

}  // namespace kith
