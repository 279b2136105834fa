// The integers of range(start, end[, step]), both ends among them: told by three numbers, so that whoever wants one after
// the other needs no list.
#pragma once

#include <cstdint>
#include <span>

#include "kith/status.h"
#include "kith/value.h"

namespace kith::function {

struct IntegerRange {
  std::int64_t start = 0;
  std::int64_t step = 1;
  bool empty = true;
  std::uint64_t last = 0;  ///< the place of the last one: there are last + 1, which may be 2^64

  /// Of a place up to `last`.
  std::int64_t at(std::uint64_t place) const noexcept {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(start) + place * static_cast<std::uint64_t>(step));
  }
};

/// From the two or three arguments of range(), none of them null. kArgument for what is no integer, and for a step of 0.
Result<IntegerRange> integer_range(std::span<const Value> arguments);

}  // namespace kith::function
