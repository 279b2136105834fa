// Text for terminals: how wide it is there, and made harmless.
//
//     display_width("東京")        // 4
//     printable("a\x1b[2Jb\n")     // a\x1b[2Jb\n with the escape and the newline spelt out
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kith::tools {

struct CodePoint {
  std::uint32_t value = 0;
  std::uint32_t length = 0;  ///< bytes, 1 to 4
  bool valid = true;
};

/// The code point at byte `at` < text.size(); a byte that begins none is U+FFFD, not valid, of length 1.
CodePoint decode_utf8(std::string_view text, std::size_t at) noexcept;

/// Columns that `text` takes: 2 for East Asian wide and emoji, 0 for combining marks, else 1 a code point.
std::size_t display_width(std::string_view text) noexcept;

/// `text` with everything spelt out that a terminal would act on: C0, C1, DEL, and marks that change the
/// direction of text (\n, \t, \x1b, \u202e); invalid bytes become U+FFFD.
std::string printable(std::string_view text);

}  // namespace kith::tools
