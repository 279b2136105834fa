// Bytes of regular files, descriptors and members of archives, read with a cap.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "kith/status.h"

namespace kith::ingest {

/// An open descriptor, closed on destruction if it is owned, or another source of bytes. Move-only.
class File {
 public:
  /// Fills some of the room and says how much; 0 at the end.
  using Read = std::function<Result<std::size_t>(char* to, std::size_t bytes)>;

  /// Opens a regular file for reading. Errors: kNotFound, kIo (no permission, not a regular file), kLimit (too large).
  static Result<File> open(const std::string& path, std::uint64_t bytes_max);

  /// A descriptor of somebody else, which stays open.
  static File borrow(int descriptor) { return File(descriptor, false, 0); }

  static File from(Read read) {
    File file(-1, false, 0);
    file.read_ = std::move(read);
    return file;
  }

  File(File&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)),
        owned_(other.owned_),
        size_bytes_(other.size_bytes_),
        read_(std::move(other.read_)),
        read_bytes_(other.read_bytes_),
        buffer_(std::move(other.buffer_)),
        at_(other.at_),
        ended_(other.ended_) {}

  File& operator=(File&&) = delete;
  ~File();

  std::uint64_t size_bytes() const noexcept { return size_bytes_; }

  /// Of a regular file that it opened; else -1.
  int descriptor() const noexcept { return owned_ ? descriptor_ : -1; }

  /// Everything that is left, or kLimit if that is more than `bytes_max`.
  Result<std::string> read_all(std::uint64_t bytes_max);

  /// The next line without its end, or nothing at the end of the file; valid until the next call. A line of more
  /// than `bytes_max` bytes gives kLimit and is passed over.
  Result<std::optional<std::string_view>> next_line(std::uint64_t bytes_max);

  /// What is at hand, or the next block; empty at the end.
  Result<std::string> read_block();

  /// So many bytes, or fewer at the end.
  Result<std::string> read_exactly(std::uint64_t bytes);

  /// Goes on by so many bytes. Gives how many there were.
  Result<std::uint64_t> skip(std::uint64_t bytes);

  /// The first bytes from here, `bytes` of them if there are so many, without moving; valid until the next call.
  Result<std::string_view> peek(std::size_t bytes);

  /// Bytes given out so far.
  std::uint64_t done_bytes() const noexcept { return read_bytes_ - (buffer_.size() - at_); }

 private:
  File(int descriptor, bool owned, std::uint64_t size_bytes)
      : descriptor_(descriptor), owned_(owned), size_bytes_(size_bytes) {}

  Status fill();

  int descriptor_;
  bool owned_;
  std::uint64_t size_bytes_;
  Read read_ = {};
  std::uint64_t read_bytes_ = 0;
  std::string buffer_;
  std::size_t at_ = 0;
  bool ended_ = false;
};

}  // namespace kith::ingest
