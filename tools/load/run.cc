#include "load/run.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstring>

#include "common/interrupt.h"
#include "common/io.h"
#include "common/messages.h"
#include "kith/json.h"
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

double share_done(const LoadProgress& progress) {
  return std::clamp(static_cast<double>(progress.bytes_done) / static_cast<double>(progress.bytes_total), 0.0, 1.0);
}

double rate(const LoadProgress& progress, double seconds) {
  return seconds > 0 ? static_cast<double>(progress.articles) / seconds : 0;
}

// Nothing while there is too little to tell from.
std::optional<double> seconds_left(const LoadProgress& progress, double seconds) {
  if (progress.bytes_total == 0 || progress.bytes_done == 0) return std::nullopt;
  const double done = share_done(progress);
  return seconds * (1 - done) / done;
}

// "12 s", "3 min 20 s", "2 h 5 min"
std::string duration_text(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::ceil(seconds));
  if (whole < 60) return std::to_string(whole) + " s";
  if (whole < 3600) return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
  return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

}  // namespace

Result<std::optional<Date>> reference_date(const std::string& text) {
  if (text.empty()) return std::optional<Date>();
  KITH_TRY(const Value date, temporal_from_text(Kind::kDate, text));
  return std::optional<Date>(date.as_date());
}

Result<std::string> frames_of(const std::string& file) {
  if (file.empty()) return std::string();
  return read_all(file);
}

void print_load_error(const Error& error, const std::string& frames, const std::string& file) {
  if (error.detail == "InvalidFrame") return print_statement_error(error, frames, 0, file);
  print_error(error);
}

ProgressLine::ProgressLine(bool as_json)
    : as_json_(as_json), on_(as_json || is_terminal(STDERR_FILENO)), start_s_(seconds_now()) {}

ProgressLine::~ProgressLine() {
  if (as_json_) write_json(latest_, seconds_now() - start_s_);
  if (!as_json_ && shown_) (void)write_all(STDERR_FILENO, "\r\x1b[K");
}

void ProgressLine::show(const LoadProgress& progress) {
  constexpr double kEvery_s = 0.2;
  latest_ = progress;
  const double now_s = on_ ? seconds_now() : 0;
  if (!on_ || now_s - last_s_ < kEvery_s) return;
  last_s_ = now_s;
  shown_ = true;
  if (as_json_)
    write_json(progress, now_s - start_s_);
  else
    write_line(progress, now_s - start_s_);
}

void ProgressLine::write_line(const LoadProgress& progress, double seconds) const {
  std::string text = "\r\x1b[K";
  if (progress.bytes_total > 0) {
    const std::size_t room = terminal_width(STDERR_FILENO);
    if (room > 80) text += bar(share_done(progress), std::min<std::size_t>(40, room - 70));
    text += std::to_string(static_cast<int>(100 * share_done(progress))) + "% ";
  }
  text += std::to_string(progress.articles) + " articles";
  if (progress.failed > 0) text += ", " + std::to_string(progress.failed) + " failed";
  text += ", " + std::to_string(static_cast<std::uint64_t>(rate(progress, seconds))) + "/s";
  if (const auto left = seconds_left(progress, seconds)) text += ", " + duration_text(*left) + " left";
  (void)write_all(STDERR_FILENO, text);
}

void ProgressLine::write_json(const LoadProgress& progress, double seconds) const {
  const auto tenths = [](double number) { return Value(std::round(number * 10) / 10).to_text(); };
  std::string text = "{\"articles\":" + std::to_string(progress.articles) +
                     ",\"failed\":" + std::to_string(progress.failed) +
                     ",\"bytes_done\":" + std::to_string(progress.bytes_done) +
                     ",\"bytes_total\":" + std::to_string(progress.bytes_total) + ",\"seconds\":" + tenths(seconds) +
                     ",\"per_second\":" + tenths(rate(progress, seconds)) + ",\"eta_seconds\":";
  const auto left = seconds_left(progress, seconds);
  text += (left ? tenths(*left) : "null") + "}\n";
  (void)write_all(STDERR_FILENO, text);
}

void print_failures(const LoadReport& report) {
  constexpr std::size_t kShown = 100;
  for (std::size_t i = 0; i < std::min(report.failures.size(), kShown); ++i) print_error(report.failures[i].to_text());
  if (report.failed > kShown)
    print_error("and " + std::to_string(report.failed - kShown) + " more failures (--errors FILE has them all)");
}

ErrorFile::~ErrorFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Status ErrorFile::open(const std::string& path) {
  if (path.empty()) return ok();
  descriptor_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor_ < 0) return Error{.code = ErrorCode::kIo, .message = "`" + path + "` cannot be written: " + std::strerror(errno)};
  return ok();
}

void ErrorFile::add(const LoadFailure& failure) {
  if (descriptor_ < 0) return;
  std::string line = "{\"file\":";
  append_json_string(line, failure.file);
  if (failure.line > 0) line += ",\"line\":" + std::to_string(failure.line);
  if (failure.column > 0) line += ",\"column\":" + std::to_string(failure.column);
  line += ",\"stage\":\"" + failure.stage + "\",\"reason\":";
  append_json_string(line, failure.message);
  (void)write_all(descriptor_, line + "}\n");
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
