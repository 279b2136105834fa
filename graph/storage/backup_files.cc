#include "storage/backup_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>
#include <vector>

namespace kith::storage {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kPieceBytes = 1u << 20;

Error io(const std::string& what, int code) {
  return Error{.code = ErrorCode::kIo, .message = what + ": " + std::generic_category().message(code), .detail = "File"};
}

/// A descriptor that closes itself.
class File {
 public:
  File(const std::string& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0644)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  ~File() {
    if (number_ >= 0) ::close(number_);
  }

  bool is_open() const noexcept { return number_ >= 0; }

  int number() const noexcept { return number_; }

 private:
  int number_;
};

/// Up to `size` bytes; fewer at the end of the file alone. Negative: errno says why.
ssize_t read_piece(int file, char* to, std::size_t size) {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t count = ::read(file, to + done, size - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return -1;
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  return static_cast<ssize_t>(done);
}

bool write_piece(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

/// The state of a checksum.
class Checksum {
 public:
  Checksum() : state_(XXH3_createState(), XXH3_freeState) { XXH3_128bits_reset(state_.get()); }

  void add(std::string_view bytes) { XXH3_128bits_update(state_.get(), bytes.data(), bytes.size()); }

  std::string digits() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
    char text[33];
    std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(hash.high64),
                  static_cast<unsigned long long>(hash.low64));
    return text;
  }

 private:
  std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state_;
};

/// Calls `use(bytes)` with the first `size` bytes of a file, piece by piece.
template <class Use>
Status read_pieces(const File& file, const std::string& path, std::uint64_t size, const RunControl& control, Use use) {
  std::vector<char> buffer(static_cast<std::size_t>(std::min<std::uint64_t>(size, kPieceBytes)));
  while (size > 0) {
    KITH_DO(control.check());
    const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(size, buffer.size()));
    const ssize_t count = read_piece(file.number(), buffer.data(), wanted);
    if (count < 0) return io("cannot read " + path, errno);
    if (static_cast<std::size_t>(count) < wanted)
      return Error{.code = ErrorCode::kCorruption, .message = "the file " + path + " is cut", .detail = "Files"};
    KITH_DO(use(std::string_view(buffer.data(), wanted)));
    size -= wanted;
  }
  return ok();
}

}  // namespace

Result<std::string> copy_file(const std::string& from, const std::string& to, std::uint64_t size,
                              const RunControl& control) {
  const File source(from, O_RDONLY);
  if (!source.is_open()) return io("cannot read " + from, errno);
  const File target(to, O_WRONLY | O_CREAT | O_EXCL);
  if (!target.is_open()) return io("cannot write " + to, errno);
  Checksum checksum;
  KITH_DO(read_pieces(source, from, size, control, [&](std::string_view bytes) -> Status {
    checksum.add(bytes);
    return write_piece(target.number(), bytes) ? ok() : io("cannot write " + to, errno);
  }));
  if (::fsync(target.number()) != 0) return io("cannot sync " + to, errno);
  return checksum.digits();
}

Status write_file(const std::string& path, std::string_view bytes) {
  const File file(path, O_WRONLY | O_CREAT | O_EXCL);
  if (!file.is_open() || !write_piece(file.number(), bytes) || ::fsync(file.number()) != 0)
    return io("cannot write " + path, errno);
  return ok();
}

Result<std::string> read_file(const std::string& path) {
  const File file(path, O_RDONLY);
  if (!file.is_open()) return io("cannot read " + path, errno);
  std::string text;
  std::vector<char> buffer(kPieceBytes);
  while (true) {
    const ssize_t count = read_piece(file.number(), buffer.data(), buffer.size());
    if (count < 0) return io("cannot read " + path, errno);
    text.append(buffer.data(), static_cast<std::size_t>(count));
    if (static_cast<std::size_t>(count) < buffer.size()) return text;
  }
}

Result<std::string> checksum_of_file(const std::string& path, const RunControl& control) {
  const File file(path, O_RDONLY);
  struct stat state {};
  if (!file.is_open() || ::fstat(file.number(), &state) != 0) return io("cannot read " + path, errno);
  Checksum checksum;
  KITH_DO(read_pieces(file, path, static_cast<std::uint64_t>(state.st_size), control, [&](std::string_view bytes) -> Status {
    checksum.add(bytes);
    return ok();
  }));
  return checksum.digits();
}

std::string checksum_of(std::string_view bytes) {
  Checksum checksum;
  checksum.add(bytes);
  return checksum.digits();
}

Result<bool> link_file(const std::string& from, const std::string& to) {
  if (::link(from.c_str(), to.c_str()) == 0) return true;
  if (errno == EXDEV || errno == EPERM || errno == EOPNOTSUPP || errno == EMLINK || errno == ENOSYS) return false;
  return io("cannot link " + from + " to " + to, errno);
}

Status make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0755) != 0) return io("cannot create " + path, errno);
  return ok();
}

Status remove_folder(const std::string& path) {
  std::error_code error;
  fs::remove_all(path, error);
  return error ? Status(io("cannot remove " + path, error.value())) : ok();
}

Status rename_folder(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return io("cannot rename " + from + " to " + to, errno);
  return ok();
}

Status sync_folder(const std::string& path) {
  const File folder(path, O_RDONLY | O_DIRECTORY);
  if (!folder.is_open() || ::fsync(folder.number()) != 0) return io("cannot sync " + path, errno);
  return ok();
}

}  // namespace kith::storage
