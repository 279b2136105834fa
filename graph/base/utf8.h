// UTF-8 text by code points.
//
//     for (std::size_t at = 0; at < text.size();) {
//       utf8::Decoded d = utf8::decode(text, at);   // never past the end, never length 0
//       use(d.code_point);
//       at += d.length;
//     }
//     utf8::substring("Wałęsa", 2, 3) == "łęs"
//
// Everything a user sees counts code points. No function fails on invalid text: a byte that begins no
// valid sequence counts as one code point, U+FFFD.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kith::utf8 {

inline constexpr std::uint32_t kReplacement = 0xFFFD;

struct Decoded {
  std::uint32_t code_point = 0;
  std::uint32_t length = 0;  ///< bytes, 1 to 4
  bool valid = true;
};

/// The code point that begins at byte `at` < text.size(). Overlong forms, surrogates and numbers beyond
/// U+10FFFF are not valid (RFC 3629).
Decoded decode(std::string_view text, std::size_t at) noexcept;

/// Appends `code_point`; surrogates and numbers beyond U+10FFFF become U+FFFD.
void append(std::string& text, std::uint32_t code_point);

/// The byte where valid UTF-8 ends, or nothing if all of `text` is valid.
std::optional<std::size_t> find_invalid(std::string_view text) noexcept;

inline bool is_valid(std::string_view text) noexcept { return !find_invalid(text); }

/// Every invalid byte replaced by U+FFFD.
std::string repaired(std::string_view text);

/// Number of code points. O(bytes).
std::size_t count(std::string_view text) noexcept;

/// The byte where code point number `point` begins; text.size() if there are not as many.
std::size_t byte_offset(std::string_view text, std::size_t point) noexcept;

/// The number of code points that begin before byte `offset`.
std::size_t point_offset(std::string_view text, std::size_t offset) noexcept;

/// Up to `length` code points from number `start`, as a part of `text`.
std::string_view substring(std::string_view text, std::size_t start, std::size_t length) noexcept;

/// Unicode's simple case mapping, and "SS" for ß.
std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);

/// Unicode's normal forms (UAX #15): composed or decomposed, K with compatibility forms replaced.
enum class NormalForm : std::uint8_t { kNfc, kNfd, kNfkc, kNfkd };

/// Invalid bytes become U+FFFD.
std::string normalized(std::string_view text, NormalForm form);

/// Code points in reverse order.
std::string reversed(std::string_view text);

/// White space as Unicode has it (White_Space), which trim functions take away.
bool is_space(std::uint32_t code_point) noexcept;

}  // namespace kith::utf8
