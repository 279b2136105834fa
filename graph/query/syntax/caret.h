// Where an error is, drawn under the text.
//
//     MATCH (n RETURN n
//              ^^^^^^
#pragma once

#include <string>
#include <string_view>

#include "kith/status.h"

namespace kith::syntax {

/// Two lines, the second without an end of line: the line of `statement` in which `span` begins, and carets under
/// what of `span` lies in that line (at least one). Columns are aligned for terminals: tabs are kept, wide
/// characters take two places, combining ones none; control characters are shown as `?`. Of a very long line only
/// the surroundings of the span are shown, with … where it was cut.
std::string caret_text(std::string_view statement, const SourceSpan& span);

}  // namespace kith::syntax
