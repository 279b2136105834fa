// Regular files, read with a cap.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "kith/status.h"

namespace kith::ingest {

/// An open descriptor; closes on destruction if it owns it. Move-only.
class File {
 public:
  /// Opens a regular file for reading. Errors: kNotFound, kIo (no permission, not a regular file), kLimit (too large).
  static Result<File> open(const std::string& path, std::uint64_t bytes_max);

  /// A descriptor of somebody else, which stays open.
  static File borrow(int descriptor) { return File(descriptor, false, 0); }

  File(File&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)),
        owned_(other.owned_),
        size_bytes_(other.size_bytes_),
        buffer_(std::move(other.buffer_)),
        at_(other.at_),
        ended_(other.ended_) {}

  File& operator=(File&&) = delete;
  ~File();

  std::uint64_t size_bytes() const noexcept { return size_bytes_; }

  /// Everything that is left, or kLimit if that is more than `bytes_max`.
  Result<std::string> read_all(std::uint64_t bytes_max);

  /// The next line without its end, or nothing at the end of the file; valid until the next call. A line of more
  /// than `bytes_max` bytes gives kLimit and is passed over.
  Result<std::optional<std::string_view>> next_line(std::uint64_t bytes_max);

  /// The first byte that is no blank, without moving; nothing at the end of the file.
  Result<std::optional<char>> peek();

 private:
  File(int descriptor, bool owned, std::uint64_t size_bytes)
      : descriptor_(descriptor), owned_(owned), size_bytes_(size_bytes) {}

  Status fill();

  int descriptor_;
  bool owned_;
  std::uint64_t size_bytes_;
  std::string buffer_;
  std::size_t at_ = 0;
  bool ended_ = false;
};

}  // namespace kith::ingest
