#include "load/run.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "common/interrupt.h"
#include "common/io.h"
#include "common/messages.h"
#include "kith/text.h"

namespace kith::tools {

namespace {

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string bar(double done, std::size_t width) {
  const auto filled = static_cast<std::size_t>(std::clamp(done, 0.0, 1.0) * static_cast<double>(width));
  return "[" + std::string(filled, '#') + std::string(width - filled, '.') + "] ";
}

}  // namespace

Result<std::optional<Date>> reference_date(const std::string& text) {
  if (text.empty()) return std::optional<Date>();
  KITH_TRY(const Value date, temporal_from_text(Kind::kDate, text));
  return std::optional<Date>(date.as_date());
}

ProgressLine::ProgressLine() : on_(is_terminal(STDERR_FILENO)) {}

ProgressLine::~ProgressLine() { erase(); }

void ProgressLine::show(const LoadProgress& progress) {
  constexpr double kEvery_s = 0.1;
  const double now_s = on_ ? seconds_now() : 0;
  if (!on_ || now_s - last_s_ < kEvery_s) return;
  last_s_ = now_s;
  std::string text = "\r\x1b[K";
  if (progress.bytes_total > 0) {
    const double done = static_cast<double>(progress.bytes_done) / static_cast<double>(progress.bytes_total);
    const std::size_t room = terminal_width(STDERR_FILENO);
    if (room > 60) text += bar(done, std::min<std::size_t>(40, room - 50));
    text += std::to_string(static_cast<int>(100 * std::clamp(done, 0.0, 1.0))) + "% ";
  }
  text += std::to_string(progress.articles) + " articles";
  if (progress.failed > 0) text += ", " + std::to_string(progress.failed) + " failed";
  shown_ = true;
  (void)write_all(STDERR_FILENO, text);
}

void ProgressLine::erase() {
  if (shown_) (void)write_all(STDERR_FILENO, "\r\x1b[K");
  shown_ = false;
}

void print_failures(const LoadReport& report) {
  for (const LoadFailure& failure : report.failures) print_error(failure.to_text());
}

LoadOptions load_options(std::optional<Date> date, ProgressLine& progress, std::stop_source& stop) {
  LoadOptions options;
  options.date = date;
  options.stop = stop.get_token();
  options.progress = [&](const LoadProgress& state) {
    if (interrupted()) stop.request_stop();  // a stop_source is nothing for a signal handler
    progress.show(state);
  };
  return options;
}

}  // namespace kith::tools
