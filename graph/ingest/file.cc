#include "ingest/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace kith::ingest {

namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 18;

Error system_error(int number) {
  const ErrorCode code = number == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo;
  std::string message = number == ENOENT   ? "there is no such file"
                        : number == EACCES ? "the file may not be read"
                                           : std::string("the file cannot be read: ") + std::strerror(number);
  return Error{.code = code, .message = std::move(message)};
}

Error too_large(std::uint64_t bytes_max) {
  return Error{.code = ErrorCode::kLimit,
               .message = "it is larger than the limit of " + std::to_string(bytes_max) + " bytes"};
}

}  // namespace

Result<File> File::open(const std::string& path, std::uint64_t bytes_max) {
  // O_NONBLOCK: opening a FIFO must not wait for its writer.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0) return system_error(errno);

  struct stat info {};

  if (::fstat(descriptor, &info) != 0) {
    const int number = errno;
    ::close(descriptor);
    return system_error(number);
  }
  File file(descriptor, true, static_cast<std::uint64_t>(info.st_size));
  if (!S_ISREG(info.st_mode)) return Error{.code = ErrorCode::kIo, .message = "it is not a regular file"};
  if (file.size_bytes_ > bytes_max) return too_large(bytes_max);
  return file;
}

File::~File() {
  if (owned_ && descriptor_ >= 0) ::close(descriptor_);
}

Status File::fill() {
  buffer_.erase(0, at_);
  at_ = 0;
  const std::size_t old = buffer_.size();
  buffer_.resize(old + kBlockBytes);
  ssize_t got = 0;
  do got = ::read(descriptor_, buffer_.data() + old, kBlockBytes);
  while (got < 0 && errno == EINTR);
  const int number = errno;
  buffer_.resize(old + static_cast<std::size_t>(got > 0 ? got : 0));
  if (got < 0) return system_error(number);
  if (got == 0) ended_ = true;
  return ok();
}

Result<std::string> File::read_all(std::uint64_t bytes_max) {
  while (!ended_) {
    KITH_DO(fill());
    if (buffer_.size() > bytes_max) return too_large(bytes_max);
  }
  std::string out = std::move(buffer_);
  buffer_.clear();
  return out;
}

Result<std::optional<std::string_view>> File::next_line(std::uint64_t bytes_max) {
  bool skipping = false;
  std::size_t searched = at_;
  while (true) {
    const std::size_t end = buffer_.find('\n', searched);
    if (end != std::string::npos || (ended_ && at_ < buffer_.size())) {
      const std::size_t stop = end == std::string::npos ? buffer_.size() : end;
      std::string_view line(buffer_.data() + at_, stop - at_);
      at_ = end == std::string::npos ? stop : stop + 1;
      if (skipping || line.size() > bytes_max) return too_large(bytes_max);
      if (line.ends_with('\r')) line.remove_suffix(1);
      return std::optional<std::string_view>(line);
    }
    if (ended_) {
      if (skipping) return too_large(bytes_max);
      return std::optional<std::string_view>();
    }
    if (buffer_.size() - at_ > bytes_max) {
      skipping = true;
      at_ = buffer_.size();
    }
    const std::size_t kept = buffer_.size() - at_;
    KITH_DO(fill());
    searched = kept;
  }
}

Result<std::optional<char>> File::peek() {
  while (true) {
    const std::size_t found = buffer_.find_first_not_of(" \t\r\n", at_);
    if (found != std::string::npos) return std::optional<char>(buffer_[found]);
    if (ended_) return std::optional<char>();
    KITH_DO(fill());
  }
}

}  // namespace kith::ingest
