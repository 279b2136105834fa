// Which code points make names and white space (openCypher 9: SymbolicName, whitespace).
#pragma once

#include <cstdint>

namespace kith::syntax {

/// Letters, marks of connection as `_`, and whatever Unicode lets a name begin with.
bool is_name_start(std::uint32_t code_point) noexcept;

/// Also digits, combining marks and currency signs.
bool is_name_part(std::uint32_t code_point) noexcept;

bool is_space(std::uint32_t code_point) noexcept;

}  // namespace kith::syntax
