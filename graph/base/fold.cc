#include "base/fold.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/utf8.h"

namespace kith {

namespace {

/// Accents and vowel points that writers leave out at will: the combining diacritical blocks, Hebrew
/// points, Arabic harakat.
bool is_accent(utf8proc_int32_t point) noexcept {
  return (point >= 0x0300 && point <= 0x036F) || (point >= 0x0591 && point <= 0x05C7 && point != 0x05BE) ||
         (point >= 0x064B && point <= 0x065F) || point == 0x0670 || (point >= 0x1AB0 && point <= 0x1AFF) ||
         (point >= 0x1DC0 && point <= 0x1DFF) || (point >= 0x20D0 && point <= 0x20FF) ||
         (point >= 0xFE20 && point <= 0xFE2F);
}

/// Letters with a stroke or joined letters, which Unicode does not decompose but readers do. Folded case only.
std::string_view plain_letters(utf8proc_int32_t point) noexcept {
  switch (point) {
    case 0x00E6: return "ae";  // æ
    case 0x0153: return "oe";  // œ
    case 0x00F8: return "o";   // ø
    case 0x00F0: return "d";   // ð
    case 0x00FE: return "th";  // þ
    case 0x0111: return "d";   // đ
    case 0x0127: return "h";   // ħ
    case 0x0131: return "i";   // ı
    case 0x0142: return "l";   // ł
    case 0x0167: return "t";   // ŧ
    default: return {};
  }
}

std::string fold_unicode(std::string_view text) {
  constexpr int kOptions = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto size = static_cast<utf8proc_ssize_t>(text.size());
  std::vector<utf8proc_int32_t> points(text.size() + 16);
  const auto decompose = [&] {
    return utf8proc_decompose(bytes, size, points.data(), static_cast<utf8proc_ssize_t>(points.size()),
                              static_cast<utf8proc_option_t>(kOptions));
  };
  utf8proc_ssize_t needed = decompose();
  if (needed > static_cast<utf8proc_ssize_t>(points.size())) {
    points.resize(static_cast<std::size_t>(needed));
    needed = decompose();
  }
  points.resize(static_cast<std::size_t>(std::max<utf8proc_ssize_t>(needed, 0)));

  std::vector<utf8proc_int32_t> kept;
  kept.reserve(points.size() + 8);
  for (const utf8proc_int32_t point : points) {
    if (is_accent(point)) continue;
    const std::string_view plain = plain_letters(point);
    if (plain.empty())
      kept.push_back(point);
    else
      kept.insert(kept.end(), plain.begin(), plain.end());
  }
  const auto composed = utf8proc_normalize_utf32(kept.data(), static_cast<utf8proc_ssize_t>(kept.size()),
                                                 static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  kept.resize(static_cast<std::size_t>(std::max<utf8proc_ssize_t>(composed, 0)));
  std::string out;
  out.reserve(text.size());
  for (const utf8proc_int32_t point : kept) utf8::append(out, static_cast<std::uint32_t>(point));
  return out;
}

}  // namespace

std::string fold(std::string_view text) {
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (!ascii) return utf8::is_valid(text) ? fold_unicode(text) : fold_unicode(utf8::repaired(text));
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace kith
