#include "search/words.h"

#include <utf8proc.h>

#include <cstddef>

#include "base/utf8.h"

namespace kith::search {

namespace {

enum class Part : std::uint8_t {
  kGap,
  kLetter,
  kAlone,  ///< a letter that is a word by itself
  kMark,   ///< goes on with the word it stands in, and begins none
};

bool is_unspaced(std::uint32_t point) noexcept {
  return (point >= 0x0E00 && point <= 0x0EFF) || (point >= 0x1000 && point <= 0x109F) ||  // Thai, Lao, Burmese
         (point >= 0x1780 && point <= 0x17FF) || (point >= 0x3040 && point <= 0x309F) ||  // Khmer, Hiragana
         (point >= 0x3400 && point <= 0x4DBF) || (point >= 0x4E00 && point <= 0x9FFF) ||  // Han
         (point >= 0xF900 && point <= 0xFAFF) || (point >= 0x20000 && point <= 0x3FFFF);
}

Part part_of(std::uint32_t point) noexcept {
  if (point < 0x80) {
    const bool is_letter = (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') || (point >= '0' && point <= '9');
    return is_letter ? Part::kLetter : Part::kGap;
  }
  if (point == 0x00AD || point == 0x200C || point == 0x200D) return Part::kMark;  // soft hyphen, joiners
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(point))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: return is_unspaced(point) ? Part::kAlone : Part::kLetter;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO: return Part::kLetter;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME: return Part::kMark;
    default: return Part::kGap;
  }
}

}  // namespace

void for_each_word(std::string_view text, FunctionRef<void(std::string_view, std::uint32_t)> use) {
  std::uint32_t number = 0;
  std::size_t begin = 0;
  Part open = Part::kGap;  // the kind of the word that is being read
  const auto close = [&](std::size_t end) {
    if (open != Part::kGap) use(text.substr(begin, end - begin), number++);
    open = Part::kGap;
  };
  for (std::size_t at = 0; at < text.size();) {
    const utf8::Decoded decoded = utf8::decode(text, at);
    const Part part = decoded.valid ? part_of(decoded.code_point) : Part::kGap;
    if (part == Part::kGap) {
      close(at);
    } else if (part == Part::kAlone || (part == Part::kLetter && open != Part::kLetter)) {
      close(at);
      begin = at;
      open = part;
    }
    at += decoded.length;
  }
  close(text.size());
}

}  // namespace kith::search
