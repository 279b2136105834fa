#include "common/messages.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "common/io.h"
#include "common/terminal_text.h"
#include "kith/text.h"

namespace kith::tools {

namespace {

void put(const std::string& text) { (void)write_all(STDERR_FILENO, text); }

std::string program_name() { return wants_colour(STDERR_FILENO) ? "\x1b[1;31mkith:\x1b[0m " : "kith: "; }

std::string sentence(const Error& error) {
  std::string text = printable(error.message);
  if (!error.cause.empty()) text += " (" + printable(error.cause) + ")";
  return text;
}

/// The kind of error matters in a statement: "SyntaxError: …".
std::string statement_sentence(const Error& error) { return std::string(error_code_name(error.code)) + ": " + sentence(error); }

std::string hint(const Error& error) { return error.hint.empty() ? "" : "hint: " + printable(error.hint) + "\n"; }

}  // namespace

void print_error(std::string_view message) { put(program_name() + printable(message) + "\n"); }

void print_error(const Error& error) { put(program_name() + sentence(error) + "\n" + hint(error)); }

void print_statement_error(const Error& error, std::string_view script, std::size_t offset, const std::string& name) {
  if (!error.span) {
    const SourceSpan start = span_in_script({.offset = 0, .length = 0, .line = 1, .column = 1}, script, offset);
    const std::string place = name.empty() ? "" : printable(name) + ":" + std::to_string(start.line) + ": ";
    return put(program_name() + place + statement_sentence(error) + "\n" + hint(error));
  }
  const SourceSpan span = span_in_script(*error.span, script, offset);
  const std::string place = (name.empty() ? "" : printable(name) + ":") + std::to_string(span.line) + ":" +
                            std::to_string(span.column) + ": ";
  put(program_name() + place + statement_sentence(error) + "\n" + caret_text(script, span) + "\n" + hint(error));
}

SourceSpan span_in_script(const SourceSpan& span, std::string_view script, std::size_t offset) {
  const std::string_view before = script.substr(0, offset);
  SourceSpan moved = span;
  moved.offset += static_cast<std::uint32_t>(offset);
  moved.line += static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
  if (span.line != 1) return moved;
  const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
  for (std::size_t at = line_begin; at < before.size(); at += decode_utf8(before, at).length) ++moved.column;
  return moved;
}

}  // namespace kith::tools
