// What people read on standard error.
//
//     kith: notes.cypher:3:8: SyntaxError: the variable `m` is not defined
//     RETURN m
//            ^
//     hint: did you mean `n`?
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "kith/query.h"
#include "kith/status.h"

namespace kith::tools {

/// One line: "kith: " and the message, nothing in it that a terminal would act on.
void print_error(std::string_view message);

/// An error that belongs to no statement.
void print_error(const Error& error);

/// An error of the statement that begins at byte `offset` of `script`, with its place, its line and what points
/// at it. `name` is the script's file; empty: the statement was given by itself.
void print_statement_error(const Error& error, std::string_view script, std::size_t offset, const std::string& name);

/// Something doubtful about the statement, likewise.
void print_warning(const Warning& warning, std::string_view script, std::size_t offset, const std::string& name);

/// `span` of a statement that begins at byte `offset` of `script`, as a span of the script.
SourceSpan span_in_script(const SourceSpan& span, std::string_view script, std::size_t offset);

}  // namespace kith::tools
