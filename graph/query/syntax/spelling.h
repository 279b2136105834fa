// "did you mean": the nearest of a set of names.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kith::syntax {

/// The candidate nearest to `word`, ignoring the case of ASCII letters, if it is near enough to be meant: up to
/// two letters left out, added, changed or swapped, and fewer than a third of the word (one in words of three or
/// four letters). Empty if there is none, if two are as near, or if `word` is a candidate itself.
std::string_view nearest_name(std::string_view word, std::span<const std::string_view> candidates);

/// As above, over the keywords of the language.
std::string_view nearest_keyword(std::string_view word);

}  // namespace kith::syntax
