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

std::string hint(const std::string& text) { return text.empty() ? "" : "hint: " + printable(text) + "\n"; }

/// "notes.cypher:3:8: sentence", the line and what points at it.
std::string placed(const std::string& sentence, const SourceSpan& span, std::string_view script,
                   const std::string& name) {
  const std::string place = (name.empty() ? "" : printable(name) + ":") + std::to_string(span.line) + ":" +
                            std::to_string(span.column) + ": ";
  return place + sentence + "\n" + caret_text(script, span) + "\n";
}

}  // namespace

void print_error(std::string_view message) { put(program_name() + printable(message) + "\n"); }

void print_error(const Error& error) { put(program_name() + sentence(error) + "\n" + hint(error.hint)); }

void print_statement_error(const Error& error, std::string_view script, std::size_t offset, const std::string& name) {
  if (!error.span) {
    const SourceSpan start = span_in_script({.offset = 0, .length = 0, .line = 1, .column = 1}, script, offset);
    const std::string place = name.empty() ? "" : printable(name) + ":" + std::to_string(start.line) + ": ";
    return put(program_name() + place + statement_sentence(error) + "\n" + hint(error.hint));
  }
  const SourceSpan span = span_in_script(*error.span, script, offset);
  put(program_name() + placed(statement_sentence(error), span, script, name) + hint(error.hint));
}

void print_warning(const Warning& warning, std::string_view script, std::size_t offset, const std::string& name) {
  const std::string sentence = "warning: " + printable(warning.message);
  if (!warning.span) return put(program_name() + sentence + "\n" + hint(warning.hint));
  const SourceSpan span = span_in_script(*warning.span, script, offset);
  put(program_name() + placed(sentence, span, script, name) + hint(warning.hint));
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
