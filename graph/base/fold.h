// The one way in which names are compared when a reader would call them the same: without regard to
// case, accents and compatibility forms.
//
//     fold("Lech WAŁĘSA") == fold("lech walesa") == "lech walesa"
//
// Idempotent: fold(fold(x)) == fold(x). Vowel signs of Indic scripts and the like are letters in all but
// name and stay.
#pragma once

#include <string>
#include <string_view>

namespace kith {

std::string fold(std::string_view text);

}  // namespace kith
