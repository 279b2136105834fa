#include "common/io.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
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
    if (const std::size_t end = buffer_.find('\n', scanned_); end != std::string::npos) {
      line = std::string_view(buffer_).substr(begin_, end - begin_);
      begin_ = scanned_ = end + 1;
      return Outcome::kLine;
    }
    scanned_ = buffer_.size();
    if (at_end_) {
      if (begin_ == buffer_.size()) return Outcome::kEnd;
      line = std::string_view(buffer_).substr(begin_);
      begin_ = buffer_.size();
      return Outcome::kLine;
    }
    buffer_.erase(0, std::exchange(begin_, 0));
    scanned_ = buffer_.size();
    constexpr std::size_t kChunkBytes = std::size_t{1} << 16;
    const std::size_t kept = buffer_.size();
    buffer_.resize(kept + kChunkBytes);
    const ssize_t got = read(descriptor_, buffer_.data() + kept, kChunkBytes);
    const int error = errno;
    buffer_.resize(kept + (got > 0 ? static_cast<std::size_t>(got) : 0));
    if (got < 0) return error == EINTR ? Outcome::kInterrupted : Outcome::kFailed;
    at_end_ = got == 0;
  }
}

void LineReader::discard_partial() {
  buffer_.erase(begin_);
  scanned_ = begin_;
}

}  // namespace kith::tools
