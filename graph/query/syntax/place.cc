#include "query/syntax/place.h"

#include <algorithm>
#include <cstddef>

#include "base/utf8.h"

namespace kith::syntax {

SourceSpan span_in(std::string_view text, std::uint32_t offset, std::uint32_t length) {
  SourceSpan span{offset, length, 1, 1};
  const std::size_t end = std::min<std::size_t>(offset, text.size());
  for (std::size_t at = 0; at < end; at += utf8::decode(text, at).length) {
    if (text[at] == '\n') {
      ++span.line;
      span.column = 1;
    } else {
      ++span.column;
    }
  }
  return span;
}

}  // namespace kith::syntax
