#include "ingest/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
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
  Result<std::size_t> got = std::size_t{0};
  if (read_) {
    got = read_(buffer_.data() + old, kBlockBytes);
  } else {
    ssize_t count = 0;
    do count = ::read(descriptor_, buffer_.data() + old, kBlockBytes);
    while (count < 0 && errno == EINTR);
    if (count < 0)
      got = system_error(errno);
    else
      got = static_cast<std::size_t>(count);
  }
  buffer_.resize(old + (got ? *got : 0));
  if (!got) return got.status();
  read_bytes_ += *got;
  if (*got == 0) ended_ = true;
  return ok();
}

Result<std::string> File::read_all(std::uint64_t bytes_max) {
  while (!ended_) {
    KITH_DO(fill());
    if (buffer_.size() - at_ > bytes_max) return too_large(bytes_max);
  }
  std::string out = std::move(buffer_);
  out.erase(0, at_);
  buffer_.clear();
  at_ = 0;
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

Result<std::string> File::read_block() {
  if (at_ == buffer_.size() && !ended_) KITH_DO(fill());
  std::string out = buffer_.substr(at_);
  at_ = buffer_.size();
  return out;
}

Result<std::string> File::read_exactly(std::uint64_t bytes) {
  while (buffer_.size() - at_ < bytes && !ended_) KITH_DO(fill());
  std::string out = buffer_.substr(at_, bytes);
  at_ += out.size();
  return out;
}

Result<std::uint64_t> File::skip(std::uint64_t bytes) {
  std::uint64_t done = 0;
  while (true) {
    const std::uint64_t here = std::min<std::uint64_t>(bytes - done, buffer_.size() - at_);
    at_ += here;
    done += here;
    if (done == bytes || ended_) return done;
    KITH_DO(fill());
  }
}

Result<std::string_view> File::peek(std::size_t bytes) {
  while (buffer_.size() - at_ < bytes && !ended_) KITH_DO(fill());
  return std::string_view(buffer_).substr(at_, bytes);
}

}  // namespace kith::ingest
