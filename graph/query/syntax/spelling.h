// "did you mean" for keywords.
#pragma once

#include <string>
#include <string_view>

namespace kith::syntax {

/// "did you mean `RETURN`?" for `RETRUN`; empty if `word` is near no keyword, is one, or is too short to tell.
std::string keyword_hint(std::string_view word);

}  // namespace kith::syntax
