// File descriptors: reading by lines, writing all of a text.
#pragma once

#include <cstddef>
#include <optional>
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
  /// `wake`: a descriptor that ends a wait for input as soon as it can be read, as a signal does; -1: none.
  explicit LineReader(int descriptor, int wake = -1) : descriptor_(descriptor), wake_(wake) {}

  enum class Outcome {
    kLine,
    kTooLong,  ///< there was no memory for a line; it was skipped to its end
    kEnd,
    kInterrupted,  ///< a signal came; what was read of the line is still there
    kFailed,
  };

  /// `line` has no end of line and lives until the next call. The last line may lack one.
  Outcome next(std::string_view& line);

  /// Whether something is here already of what comes after the line given last.
  bool has_more() const noexcept { return begin_ != end_; }

  /// Forgets the part of a line that was read before an interruption.
  void discard_partial();

 private:
  std::optional<Outcome> fill();
  bool make_room();

  int descriptor_;
  int wake_;
  std::string buffer_;
  std::size_t begin_ = 0;    // of what is not yet given
  std::size_t scanned_ = 0;  // no line ends in [begin_, scanned_)
  std::size_t end_ = 0;      // of what was read
  bool at_end_ = false;
  bool skipping_ = false;    // a line that was too long, up to its end
};

}  // namespace kith::tools
