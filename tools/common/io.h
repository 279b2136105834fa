// File descriptors: reading by lines, writing all of a text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "kith/status.h"

namespace kith::tools {

/// Writes all of `text`. kIo if that fails, as it does when the reader of a pipe has gone.
Status write_all(int descriptor, std::string_view text);

/// All of a file; "-" is standard input. kIo names it.
Result<std::string> read_all(const std::string& path);

bool is_terminal(int descriptor) noexcept;

/// Whether `descriptor` is a terminal on which colours are welcome (NO_COLOR, TERM=dumb).
bool wants_colour(int descriptor) noexcept;

/// Columns of the terminal; 80 if unknown.
std::size_t terminal_width(int descriptor) noexcept;

/// Lines of any length from a descriptor.
class LineReader {
 public:
  explicit LineReader(int descriptor) : descriptor_(descriptor) {}

  enum class Outcome {
    kLine,
    kEnd,
    kInterrupted,  ///< a signal came; what was read of the line is still there
    kFailed,
  };

  /// `line` has no end of line and lives until the next call. The last line may lack one.
  Outcome next(std::string_view& line);

  /// Forgets the part of a line that was read before an interruption.
  void discard_partial();

 private:
  int descriptor_;
  std::string buffer_;
  std::size_t begin_ = 0;    // of what is not yet given
  std::size_t scanned_ = 0;  // no line ends in [begin_, scanned_)
  bool at_end_ = false;
};

}  // namespace kith::tools
