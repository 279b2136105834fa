#include "query/syntax/caret.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>

#include "base/utf8.h"

namespace kith::syntax {

namespace {

constexpr std::size_t kBeforeMax = 60;  // code points shown before the span
constexpr std::size_t kLineMax = 120;   // and in all

bool is_control(std::uint32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

std::size_t places(std::uint32_t c) {
  return static_cast<std::size_t>(std::max(0, utf8proc_charwidth(static_cast<utf8proc_int32_t>(c))));
}

}  // namespace

std::string caret_text(std::string_view statement, const SourceSpan& span) {
  const std::size_t offset = std::min<std::size_t>(span.offset, statement.size());
  const std::size_t newline_before = offset == 0 ? std::string_view::npos : statement.rfind('\n', offset - 1);
  const std::size_t line_start = newline_before == std::string_view::npos ? 0 : newline_before + 1;
  std::size_t line_end = std::min(statement.find('\n', offset), statement.size());
  if (line_end > offset && statement[line_end - 1] == '\r') --line_end;
  const std::size_t span_end = std::min<std::size_t>(offset + span.length, line_end);

  // Code points from the line's start to the span; those beyond the limit are cut off.
  std::size_t before = 0;
  for (std::size_t at = line_start; at < offset; at += utf8::decode(statement, at).length) ++before;
  std::size_t begin = line_start;
  for (std::size_t skip = before > kBeforeMax ? before - kBeforeMax : 0; skip > 0; --skip)
    begin += utf8::decode(statement, begin).length;

  std::string line = begin > line_start ? "…" : "";
  std::string marks = begin > line_start ? " " : "";
  std::size_t carets = 0;
  std::size_t shown = 0;
  for (std::size_t at = begin; at < line_end; ++shown) {
    if (shown == kLineMax) {
      line += "…";
      break;
    }
    const utf8::Decoded point = utf8::decode(statement, at);
    const bool tab = point.code_point == '\t';
    const bool control = !tab && is_control(point.code_point);
    if (control || !point.valid) {
      line += '?';
    } else {
      line += statement.substr(at, point.length);
    }
    const std::size_t width = tab || control || !point.valid ? 1 : places(point.code_point);
    if (at < offset) {
      marks += tab ? std::string("\t") : std::string(width, ' ');
    } else if (at < span_end) {
      carets += width;
    }
    at += point.length;
  }
  return line + "\n" + marks + std::string(std::max<std::size_t>(carets, 1), '^');
}

}  // namespace kith::syntax
