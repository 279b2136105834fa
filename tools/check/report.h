// What a subcommand has done, as a line for people and as one object for programs.
#pragma once

#include <string>

#include "kith/status.h"
#include "kith/value.h"

namespace kith::tools {

/// Adds "--format text|json" to a subcommand: text on a terminal, else json, as in `kith info`.
inline constexpr const char* kFormatHelp = "text or json (default: text on a terminal, else json)";

/// Writes the line or the object to standard output; with the object, where no format was asked for, the line
/// goes to standard error. The exit status.
int print_report(const std::string& format, const std::string& line, const Map& object);

/// The exit status of work on files that ended with `error`, after its message.
int fail(const Error& error);

}  // namespace kith::tools
