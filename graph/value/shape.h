// How large a value is when it is written out, and how deep.
//
//     ShapeCheck check;
//     KITH_DO(check.value(list));   // kLimit with detail "ValueLimit" or "NestingLimit"
//
// Lists and maps share what they hold, so that [a, a] of [a, a] of … is small in memory and yet larger than any machine
// once it is printed, hashed, compared or stored. Whoever puts values into a list or map checks what it made; then
// nothing that walks a value needs a limit of its own.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "kith/status.h"
#include "kith/value.h"

namespace kith {

/// Deeper values are refused: everything that walks a value recurses.
inline constexpr std::size_t kValueDepthMax = 1000;

/// Elements and entries, at every level and as often as they are seen, of a value that holds lists or maps. A list of
/// plain values may be longer: it shares nothing.
inline constexpr std::size_t kValuePartsMax = std::size_t{1} << 24;

/// Checks values, of which those that are checked with one ShapeCheck must stay alive as long as it does: it remembers
/// what it has seen of late, so that a list shared by all rows of a column is walked once. One thread.
class ShapeCheck {
 public:
  /// kLimit for a value nested more than kValueDepthMax deep or of more than kValuePartsMax parts. Free for what is
  /// neither list nor map, a pass over the elements of a list of plain values.
  Status value(const Value& value);

 private:
  struct Shape {
    std::size_t parts = 1;
    std::size_t depth = 0;
  };

  struct Seen {
    const void* contents = nullptr;
    Shape shape = {};
  };

  Result<Shape> shape_of(const Value& value, std::size_t depth_left);

  template <class Elements>
  Result<Shape> sum(const Elements& elements, std::size_t depth_left);

  std::array<Seen, 64> seen_ = {};
};

}  // namespace kith
