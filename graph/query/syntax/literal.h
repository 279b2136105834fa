// What the text of a token means: numbers, strings, names.
//
//     number_value("0x1F", false)  // 31
//     string_content("'it\\'s'")   // it's
#pragma once

#include <string>
#include <string_view>

#include "kith/status.h"
#include "kith/value.h"

namespace kith::syntax {

/// The value of a kInteger or kFloat token, with a minus sign before it if `negative`: the sign matters, as
/// 9223372036854775808 exists only below zero. A float too small to be one is zero.
///
/// Errors (without a span): InvalidNumberLiteral, IntegerOverflow, FloatingPointOverflow.
Result<Value> number_value(std::string_view text, bool negative);

/// The content of a kString token, which the lexer has checked.
std::string string_content(std::string_view text);

/// The name in a kWord, kEscapedWord or kParameter token.
std::string name_content(std::string_view text);

/// `text` with ASCII letters in small; names of functions and keywords do not differ by case.
std::string lower_ascii(std::string_view text);

/// As above, in capitals.
std::string upper_ascii(std::string_view text);

/// True if `text` is `keyword` (in capitals) in any case.
bool is_keyword(std::string_view text, std::string_view keyword) noexcept;

}  // namespace kith::syntax
