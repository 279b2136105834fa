#include "api/known_statement.h"

#include <cstddef>
#include <string_view>

#include "query/syntax/place.h"

namespace kith::api {

namespace {

// The texts differ in the literals alone, so what stands behind one has moved by what it is longer or shorter.
std::uint32_t moved(std::uint32_t offset, const LiteralPlaces& from, const LiteralPlaces& to) {
  std::uint32_t now = offset;
  for (std::size_t i = 0; i < from.size() && from[i].offset + from[i].length <= offset; ++i)
    now += to[i].length - from[i].length;  // wraps around and back if it is shorter
  return now;
}

}  // namespace

Error KnownStatement::placed(Error error) const {
  if (error.span) error.span = placed(*error.span);
  return error;
}

SourceSpan KnownStatement::placed(const SourceSpan& span) const {
  if (made_from == nullptr) return span;
  const std::uint32_t begin = moved(span.offset, made_from->places, places);
  const std::uint32_t end = moved(span.offset + span.length, made_from->places, places);
  return syntax::span_in(text, begin, end - begin);
}

}  // namespace kith::api
