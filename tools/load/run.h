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

/// A line on a terminal that says how far a load is; nothing elsewhere. Erased at the end.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();
  void show(const LoadProgress& progress);

 private:
  void erase();

  bool on_;
  bool shown_ = false;
  double last_s_ = 0;
};

/// Each failure as a line on standard error.
void print_failures(const LoadReport& report);

/// Options whose progress is shown and in which Ctrl-C stops the load. Both arguments outlive the load.
LoadOptions load_options(std::optional<Date> date, ProgressLine& progress, std::stop_source& stop);

}  // namespace kith::tools
