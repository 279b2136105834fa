// Property values as parts of index keys: bytes that order as `<` orders values of one kind, and that are
// equal exactly where Cypher's `=` is true (1 and 1.0, -0.0 and 0.0).
//
//     value  := kind1 payload
//     number := ordered double8 rest2       rest: how far an integer lies above the double below it
//     text   := escaped bytes 00 00         up to 256 bytes
//             | the first 256, escaped, 00 01 hash16
//     list   := value… 01                   no longer than 512 bytes
//             | the first 512 bytes of that FE hash16
//
// No value's bytes begin another's, so tuples are values one after the other. A *cut* value (with a hash)
// is found by its hash but lies out of order among those with the same beginning, and readers look at the
// property itself. Null, NaN and lists with one of them equal nothing and have no bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kith/value.h"

namespace kith::storage {

inline constexpr std::size_t kTextBytesMax = 256;
inline constexpr std::size_t kListBytesMax = 512;

enum class Encoded : std::uint8_t {
  kNone,   ///< equal to nothing: not in an index
  kWhole,
  kCut,
};

/// Appends the value's bytes (nothing if kNone).
Encoded append_index_value(std::string& to, const Value& value);

/// Without cutting: equal bytes exactly for equal values.
Encoded append_whole_value(std::string& to, const Value& value);

/// The byte that every value of the kind of `value` begins with; 0 for kinds that `<` does not order, and for
/// lists, which it orders where an index has no bytes.
std::uint8_t index_kind_byte(const Value& value);

/// Whether the bytes begin with a list that was cut.
bool is_cut_list(std::string_view bytes) noexcept;

/// The bytes that begin every text that starts with `prefix` (of its first 256 bytes).
void append_text_prefix(std::string& to, std::string_view prefix);

}  // namespace kith::storage
