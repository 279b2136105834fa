#include "base/utf8.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <new>

namespace kith::utf8 {

namespace {

bool is_ascii(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::uint32_t byte_at(std::string_view text, std::size_t at) noexcept { return static_cast<unsigned char>(text[at]); }

bool is_continuation(std::string_view text, std::size_t at) noexcept {
  return at < text.size() && (byte_at(text, at) & 0xC0U) == 0x80U;
}

constexpr Decoded kInvalid{kReplacement, 1, false};

template <class Mapping>
std::string map_points(std::string_view text, Mapping mapping) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Decoded d = decode(text, at);
    at += d.length;
    append(out, static_cast<std::uint32_t>(mapping(static_cast<utf8proc_int32_t>(d.code_point))));
  }
  return out;
}

}  // namespace

Decoded decode(std::string_view text, std::size_t at) noexcept {
  const std::uint32_t lead = byte_at(text, at);
  if (lead < 0x80) return {lead, 1, true};
  const std::uint32_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4) return kInvalid;
  std::uint32_t point = lead & (0xFFU >> (length + 1));
  for (std::uint32_t i = 1; i < length; ++i) {
    if (!is_continuation(text, at + i)) return kInvalid;
    point = point << 6U | (byte_at(text, at + i) & 0x3FU);
  }
  const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
  const bool surrogate = point >= 0xD800 && point < 0xE000;
  if (overlong || surrogate || point > 0x10FFFF) return kInvalid;
  return {point, length, true};
}

void append(std::string& text, std::uint32_t code_point) {
  const auto put = [&text](std::uint32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point < 0xE000)) code_point = kReplacement;
  if (code_point < 0x80) return put(code_point);
  if (code_point < 0x800) {
    put(0xC0U | code_point >> 6U);
  } else {
    if (code_point < 0x10000) {
      put(0xE0U | code_point >> 12U);
    } else {
      put(0xF0U | code_point >> 18U);
      put(0x80U | (code_point >> 12U & 0x3FU));
    }
    put(0x80U | (code_point >> 6U & 0x3FU));
  }
  put(0x80U | (code_point & 0x3FU));
}

std::optional<std::size_t> find_invalid(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const Decoded d = decode(text, at);
    if (!d.valid) return at;
    at += d.length;
  }
  return {};
}

std::string repaired(std::string_view text) {
  if (is_valid(text)) return std::string(text);
  return map_points(text, [](utf8proc_int32_t point) { return point; });
}

std::size_t count(std::string_view text) noexcept {
  std::size_t points = 0;
  for (std::size_t at = 0; at < text.size(); ++points) at += decode(text, at).length;
  return points;
}

std::size_t byte_offset(std::string_view text, std::size_t point) noexcept {
  std::size_t at = 0;
  for (; point > 0 && at < text.size(); --point) at += decode(text, at).length;
  return at;
}

std::size_t point_offset(std::string_view text, std::size_t offset) noexcept {
  std::size_t points = 0;
  for (std::size_t at = 0; at < text.size() && at < offset; ++points) at += decode(text, at).length;
  return points;
}

std::string_view substring(std::string_view text, std::size_t start, std::size_t length) noexcept {
  text.remove_prefix(byte_offset(text, start));
  return text.substr(0, byte_offset(text, length));
}

std::string to_lower(std::string_view text) { return map_points(text, utf8proc_tolower); }

std::string to_upper(std::string_view text) {
  constexpr std::uint32_t kSharpS = 0xDF;
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Decoded d = decode(text, at);
    at += d.length;
    if (d.code_point == kSharpS)
      out += "SS";
    else
      append(out, static_cast<std::uint32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(d.code_point))));
  }
  return out;
}

std::string normalized(std::string_view text, NormalForm form) {
  if (is_ascii(text)) return std::string(text);
  const bool composed = form == NormalForm::kNfc || form == NormalForm::kNfkc;
  const bool compatible = form == NormalForm::kNfkc || form == NormalForm::kNfkd;
  const int options = UTF8PROC_STABLE | (composed ? UTF8PROC_COMPOSE : UTF8PROC_DECOMPOSE) |
                      (compatible ? UTF8PROC_COMPAT : 0);
  const std::string valid = repaired(text);
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(valid.data()), static_cast<utf8proc_ssize_t>(valid.size()),
                   &mapped, static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, std::free);
  if (size < 0) throw std::bad_alloc();  // what is left that can go wrong with valid text
  return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size)};
}

std::string reversed(std::string_view text) {
  if (is_ascii(text)) return {text.rbegin(), text.rend()};
  std::string out(text.size(), '\0');
  std::size_t end = text.size();
  for (std::size_t at = 0; at < text.size();) {
    const std::uint32_t length = decode(text, at).length;
    end -= length;
    text.copy(out.data() + end, length, at);
    at += length;
  }
  return out;
}

bool is_space(std::uint32_t code_point) noexcept {
  if (code_point < 0x80) return code_point == ' ' || (code_point >= 0x09 && code_point <= 0x0D);
  return code_point == 0x85 || code_point == 0xA0 || code_point == 0x1680 ||
         (code_point >= 0x2000 && code_point <= 0x200A) || code_point == 0x2028 || code_point == 0x2029 ||
         code_point == 0x202F || code_point == 0x205F || code_point == 0x3000;
}

}  // namespace kith::utf8
