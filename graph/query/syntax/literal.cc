#include "query/syntax/literal.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <system_error>

#include "base/utf8.h"

namespace kith::syntax {

namespace {

Error number_error(const char* detail, std::string_view text, const char* why) {
  return Error{.code = ErrorCode::kSyntax,
               .message = "`" + std::string(text) + "` " + why,
               .detail = detail,
               .phase = Phase::kCompileTime};
}

// Digits may be grouped by single underscores between them (1_000_000); others stay, and make the number invalid.
std::string without_underscores(std::string_view text) {
  if (text.ends_with('_') || text.find("__") != std::string_view::npos) return std::string(text);
  std::string digits;
  for (const char c : text) {
    if (c != '_') digits += c;
  }
  return digits;
}

Result<Value> integer_value(std::string_view text, bool negative) {
  const std::string digits = without_underscores(text);
  std::string_view rest = digits;
  int base = 10;
  if (rest.size() >= 2 && rest[0] == '0' && (rest[1] == 'x' || rest[1] == 'X')) base = 16;
  if (rest.size() >= 2 && rest[0] == '0' && (rest[1] == 'o' || rest[1] == 'O')) base = 8;
  if (base != 10) rest.remove_prefix(2);
  std::uint64_t magnitude = 0;
  const auto [end, fault] = std::from_chars(rest.data(), rest.data() + rest.size(), magnitude, base);
  if (rest.empty() || end != rest.data() + rest.size() || fault == std::errc::invalid_argument)
    return number_error("InvalidNumberLiteral", text, "is not a number");
  constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (fault == std::errc::result_out_of_range || magnitude > kMax + (negative ? 1 : 0))
    return number_error("IntegerOverflow", (negative ? "-" : "") + std::string(text), "does not fit in 64 bits");
  return Value(static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude));
}

// Whether a well-formed decimal number that no double holds is too large, rather than too small: the power of
// ten of its first digit that is not 0 tells.
bool is_large(std::string_view text) {
  const std::size_t e = text.find_first_of("eE");
  const std::string_view mantissa = text.substr(0, e);
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  const std::size_t first = mantissa.find_first_of("123456789");
  if (first == std::string_view::npos) return false;
  if (e == std::string_view::npos) return first < point;
  std::string_view power_text = text.substr(e + 1);
  if (power_text.starts_with('+')) power_text.remove_prefix(1);
  std::int64_t power = 0;
  const auto parsed = std::from_chars(power_text.data(), power_text.data() + power_text.size(), power);
  if (parsed.ec == std::errc::result_out_of_range) return !power_text.starts_with('-');
  const auto place =
      first < point ? static_cast<std::int64_t>(point - first) - 1 : -static_cast<std::int64_t>(first - point);
  return power > -place;
}

Result<Value> float_value(std::string_view text, bool negative) {
  const std::string digits = without_underscores(text);
  double value = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (end != digits.data() + digits.size()) return number_error("InvalidNumberLiteral", text, "is not a number");
  if (fault == std::errc::result_out_of_range) {
    if (is_large(digits))
      return number_error("FloatingPointOverflow", text, "is too large for a floating point number");
    value = 0;
  }
  return Value(negative ? -value : value);
}

std::uint32_t hex_number(std::string_view digits) {
  std::uint32_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return value;
}

char escaped_char(char c) noexcept {
  switch (c) {
    case 'b':
    case 'B': return '\b';
    case 'f':
    case 'F': return '\f';
    case 'n':
    case 'N': return '\n';
    case 'r':
    case 'R': return '\r';
    case 't':
    case 'T': return '\t';
    default: return c;
  }
}

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

char upper(char c) noexcept { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; }

}  // namespace

Result<Value> number_value(std::string_view text, bool negative) {
  const bool prefixed = text.size() >= 2 && text[0] == '0' && (lower(text[1]) == 'x' || lower(text[1]) == 'o');
  const bool is_float = !prefixed && text.find_first_of(".eE") != std::string_view::npos;
  return is_float ? float_value(text, negative) : integer_value(text, negative);
}

std::string string_content(std::string_view text) {
  text = text.substr(1, text.size() - 2);
  std::string content;
  content.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] != '\\') {
      content += text[i++];
      continue;
    }
    const char c = text[i + 1];
    i += 2;
    if (c != 'u' && c != 'U') {
      content += escaped_char(c);
      continue;
    }
    const std::size_t digits = c == 'u' ? 4 : 8;
    std::uint32_t point = hex_number(text.substr(i, digits));
    i += digits;
    if (point >= 0xD800 && point <= 0xDBFF) {  // the lexer saw the other half, \uDC00 to \uDFFF
      point = 0x10000 + ((point - 0xD800) << 10) + (hex_number(text.substr(i + 2, 4)) - 0xDC00);
      i += 6;
    }
    utf8::append(content, point);
  }
  return content;
}

std::string name_content(std::string_view text) {
  if (text.starts_with('$')) text.remove_prefix(1);
  if (!text.starts_with('`')) return std::string(text);
  text = text.substr(1, text.size() - 2);
  std::string content;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '`') ++i;
    content += text[i];
  }
  return content;
}

std::string lower_ascii(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = lower(c);
  return result;
}

std::string upper_ascii(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = upper(c);
  return result;
}

bool is_keyword(std::string_view text, std::string_view keyword) noexcept {
  if (text.size() != keyword.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (upper(text[i]) != keyword[i]) return false;
  }
  return true;
}

}  // namespace kith::syntax
