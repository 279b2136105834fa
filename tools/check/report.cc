#include "check/report.h"

#include <unistd.h>

#include "common/exit_code.h"
#include "common/io.h"
#include "common/messages.h"
#include "kith/json.h"

namespace kith::tools {

int print_report(const std::string& format, const std::string& line, const Map& object) {
  const bool text = format == "text" || (format.empty() && is_terminal(STDOUT_FILENO));
  std::string shown = line.empty() ? "" : line + "\n";
  if (!text) {
    if (format.empty()) (void)write_all(STDERR_FILENO, shown);
    shown.clear();
    if (!append_plain_json(shown, Value(object))) return kExitError;
    shown += "\n";
  }
  return write_all(STDOUT_FILENO, shown) ? kExitOk : kExitError;
}

int fail(const Error& error) {
  print_error(error);
  switch (error.code) {
    case ErrorCode::kArgument: return kExitUsage;
    case ErrorCode::kNotFound:
    case ErrorCode::kLocked:
    case ErrorCode::kAlreadyExists:
    case ErrorCode::kReadOnly:
    case ErrorCode::kUnsupported: return kExitCannotOpen;
    default: return exit_code(error);
  }
}

}  // namespace kith::tools
