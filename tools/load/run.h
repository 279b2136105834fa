// What `kith load` and `kith extract` share: options, progress, failures.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "kith/ingest.h"
#include "kith/status.h"

namespace kith::tools {

/// --date: 2025-05-18.
Result<std::optional<Date>> reference_date(const std::string& text);

/// What the file of --frames holds; nothing for no file.
Result<std::string> frames_of(const std::string& file);

/// An error of load() or extract(); of a frame with its place in `frames`, which `file` holds.
void print_load_error(const Error& error, const std::string& frames, const std::string& file);

/// How far a load is, on standard error: a line on a terminal, erased at the end, or objects as JSON Lines.
///
///     [#########.......] 41% 812 articles, 96/s, 12 s left
///     {"articles":812,"failed":0,"bytes_done":2436000,"bytes_total":5941463,"seconds":8.4,"per_second":96.6,"eta_seconds":12.1}
class ProgressLine {
 public:
  /// `as_json`: at most five objects a second, and a last one.
  explicit ProgressLine(bool as_json = false);
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine();
  void show(const LoadProgress& progress);

 private:
  void write_line(const LoadProgress& progress, double seconds) const;
  void write_json(const LoadProgress& progress, double seconds) const;

  bool as_json_;
  bool on_;
  bool shown_ = false;
  double start_s_;
  double last_s_ = 0;
  LoadProgress latest_ = {};
};

/// The first failures as lines on standard error, and how many more there were.
void print_failures(const LoadReport& report);

/// Failures as JSON Lines in a file, from its start: {file, line, column, stage, reason}; line and column where there are any.
class ErrorFile {
 public:
  ErrorFile() = default;
  ErrorFile(const ErrorFile&) = delete;
  ErrorFile& operator=(const ErrorFile&) = delete;
  ~ErrorFile();

  /// An empty path: there is none.
  Status open(const std::string& path);
  void add(const LoadFailure& failure);

 private:
  int descriptor_ = -1;
};

/// Options whose progress is shown and in which Ctrl-C stops the load. Both arguments outlive the load.
LoadOptions load_options(std::optional<Date> date, ProgressLine& progress, std::stop_source& stop);

}  // namespace kith::tools
