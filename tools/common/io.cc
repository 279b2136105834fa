#include "common/io.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <utility>

namespace kith::tools {

namespace {

Error io_error(const std::string& what, int code) {
  return Error{.code = ErrorCode::kIo, .message = what + ": " + std::strerror(code), .detail = "Io"};
}

}  // namespace

Status write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return io_error("cannot write", errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return ok();
}

Result<std::string> read_all(const std::string& path) {
  const bool standard = path == "-";
  const int descriptor = standard ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return io_error("cannot open '" + path + "'", errno);
  std::string text;
  std::string chunk(std::size_t{1} << 16, '\0');
  int error = 0;
  while (true) {
    const ssize_t got = read(descriptor, chunk.data(), chunk.size());
    if (got == 0) break;
    if (got < 0) {
      error = errno;
      break;
    }
    text.append(chunk, 0, static_cast<std::size_t>(got));
  }
  if (!standard) close(descriptor);
  if (error != 0) return io_error("cannot read '" + path + "'", error);
  return text;
}

bool is_terminal(int descriptor) noexcept { return isatty(descriptor) == 1; }

bool wants_colour(int descriptor) noexcept {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  if (no_colour != nullptr && *no_colour != '\0') return false;
  if (terminal != nullptr && std::strcmp(terminal, "dumb") == 0) return false;
  return is_terminal(descriptor);
}

std::size_t terminal_width(int descriptor) noexcept {
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

LineReader::Outcome LineReader::next(std::string_view& line) {
  while (true) {
    const std::string_view read = std::string_view(buffer_).substr(0, end_);
    const std::size_t line_end = read.find('\n', scanned_);
    scanned_ = line_end == std::string_view::npos ? end_ : line_end + 1;
    if (line_end == std::string_view::npos && !at_end_) {
      if (const std::optional<Outcome> stopped = fill()) return *stopped;
      continue;
    }
    if (line_end == std::string_view::npos && begin_ == end_ && !skipping_) return Outcome::kEnd;
    line = read.substr(begin_, std::min(line_end, end_) - begin_);
    begin_ = scanned_;
    return std::exchange(skipping_, false) ? Outcome::kTooLong : Outcome::kLine;
  }
}

/// Reads a piece more; an outcome if there is none to be had.
std::optional<LineReader::Outcome> LineReader::fill() {
  if (!make_room()) {
    // What is too long for the memory is not needed: only where it ends.
    skipping_ = true;
    begin_ = scanned_ = end_ = 0;
    if (buffer_.empty()) return Outcome::kFailed;
  }
  if (wake_ >= 0) {
    pollfd waits[] = {{.fd = descriptor_, .events = POLLIN, .revents = 0}, {.fd = wake_, .events = POLLIN, .revents = 0}};
    if (poll(waits, 2, -1) < 0) return errno == EINTR ? Outcome::kInterrupted : Outcome::kFailed;
    if (waits[1].revents != 0) return Outcome::kInterrupted;
  }
  const ssize_t got = ::read(descriptor_, buffer_.data() + end_, buffer_.size() - end_);
  if (got < 0) return errno == EINTR ? Outcome::kInterrupted : Outcome::kFailed;
  at_end_ = got == 0;
  end_ += static_cast<std::size_t>(got);
  return std::nullopt;
}

/// Makes some of the buffer free behind `end_`; false if there is no memory.
bool LineReader::make_room() {
  constexpr std::size_t kChunkBytes = std::size_t{1} << 16;
  constexpr std::size_t kKeptBytes = std::size_t{1} << 20;
  if (skipping_) begin_ = end_;
  if (begin_ == end_) {
    begin_ = scanned_ = end_ = 0;
    if (buffer_.size() > kKeptBytes) std::string().swap(buffer_);  // a long line is over
  }
  if (end_ < buffer_.size()) return true;
  if (begin_ > 0 && begin_ >= buffer_.size() / 2) {
    buffer_.erase(0, begin_);
    end_ -= begin_;
    scanned_ -= begin_;
    begin_ = 0;
  }
  try {
    buffer_.resize(std::max(kChunkBytes, end_ < buffer_.size() ? buffer_.size() : 2 * buffer_.size()));
  } catch (const std::exception&) {  // std::bad_alloc, std::length_error
    return false;
  }
  return true;
}

void LineReader::discard_partial() {
  end_ = scanned_ = begin_;
  skipping_ = false;
}

}  // namespace kith::tools
