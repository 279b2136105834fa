// Numbers as big-endian bytes, so that memcmp orders keys as the numbers are ordered.
//
//     char bytes[8];
//     store_u64(bytes, 258);          // 00 00 00 00 00 00 01 02
//     load_u64(bytes) == 258
//
// Signed numbers and doubles are mapped to unsigned ones of the same order first.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace kith {

inline void store_u32(char* to, std::uint32_t v) noexcept {
  v = __builtin_bswap32(v);
  std::memcpy(to, &v, sizeof v);
}

inline void store_u64(char* to, std::uint64_t v) noexcept {
  v = __builtin_bswap64(v);
  std::memcpy(to, &v, sizeof v);
}

inline std::uint32_t load_u32(const char* from) noexcept {
  std::uint32_t v;
  std::memcpy(&v, from, sizeof v);
  return __builtin_bswap32(v);
}

inline std::uint64_t load_u64(const char* from) noexcept {
  std::uint64_t v;
  std::memcpy(&v, from, sizeof v);
  return __builtin_bswap64(v);
}

static_assert(std::endian::native == std::endian::little);

inline void append_u16(std::string& to, std::uint16_t v) {
  to.push_back(static_cast<char>(v >> 8));
  to.push_back(static_cast<char>(v & 0xFF));
}

inline void append_u32(std::string& to, std::uint32_t v) {
  char bytes[4];
  store_u32(bytes, v);
  to.append(bytes, sizeof bytes);
}

inline void append_u64(std::string& to, std::uint64_t v) {
  char bytes[8];
  store_u64(bytes, v);
  to.append(bytes, sizeof bytes);
}

/// The same order among unsigned numbers.
constexpr std::uint64_t ordered_bits(std::int64_t v) noexcept {
  return static_cast<std::uint64_t>(v) ^ (std::uint64_t{1} << 63);
}

/// The order of the real numbers: -0.0 and 0.0 give the same bits. Not for NaN.
inline std::uint64_t ordered_bits(double v) noexcept {
  const auto bits = std::bit_cast<std::uint64_t>(v == 0 ? 0.0 : v);
  return (bits >> 63) != 0 ? ~bits : bits | (std::uint64_t{1} << 63);
}

/// Appends `text` so that whole keys order as the texts do, and no text's bytes begin another's: a zero
/// byte becomes 00 FF and the end is 00 `end` (below FF).
void append_escaped(std::string& to, std::string_view text);
inline constexpr std::string_view kEscapedEnd{"\0\0", 2};

/// The least byte string above all that begin with `prefix`; empty if there is none.
std::string prefix_end(std::string_view prefix);

}  // namespace kith
