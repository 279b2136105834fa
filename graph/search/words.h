// The words of a text, as full-text indexes see them.
//
//     for_each_word("Gül met Biden’s aide in 北京.", use)   // Gül, met, Biden, s, aide, in, 北, 京
//
// A word is a run of letters and digits with the marks upon them. What lies between words – white space,
// punctuation, apostrophes and hyphens, too – parts them: "Biden's" is found by "Biden". Scripts that put no
// spaces between words (Han, Hiragana, Thai, Lao, Khmer, Burmese) give a word for each letter, so that a word
// of such a language is found as a phrase. This is Unicode's rule of word boundaries (UAX #29) without its
// exceptions for marks in the middle of a word.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/function_ref.h"

namespace kith::search {

/// Calls `use(word, number)` for each word in order; numbers rise by one from 0. Any bytes are a text: invalid ones part words.
void for_each_word(std::string_view text, FunctionRef<void(std::string_view word, std::uint32_t number)> use);

}  // namespace kith::search
