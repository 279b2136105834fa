// Showing what a statement gave: its rows on standard output, what it changed on standard error.
#pragma once

#include <cstdint>
#include <string>

#include "common/format.h"
#include "kith/query.h"
#include "kith/status.h"

namespace kith::tools {

/// Collects output and writes it to standard output in large pieces.
class StandardOutput {
 public:
  Status write(std::string_view text);
  Status flush();

  /// Whether a piece could not be written: its reader has gone, or the disk is full.
  bool has_failed() const noexcept { return failed_; }

 private:
  std::string buffer_;
  bool failed_ = false;
};

/// Reads `cursor` to its end into `format`; nothing is written for a statement without columns. Gives the number
/// of rows.
Result<std::uint64_t> show_rows(Cursor& cursor, RowFormat& format);

/// What `cursor` answers: the plan of an EXPLAIN, as JSON on a line if `json`, or else as show_rows().
Result<std::uint64_t> show_answer(Cursor& cursor, RowFormat& format, StandardOutput& output, bool json);

/// What a PROFILE measured by now, on standard error; nothing for other statements.
void show_profile(const Cursor& cursor, bool json);

/// "2 nodes created, 1 property set"; empty if nothing changed.
std::string describe(const Changes& changes);

}  // namespace kith::tools
