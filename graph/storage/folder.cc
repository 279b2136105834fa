#include "storage/folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <map>
#include <new>
#include <system_error>
#include <utility>

#include "storage/descriptor.h"

namespace kith::storage {

namespace fs = std::filesystem;

namespace {

constexpr const char* kLockName = "kith.lock";
constexpr const char* kCleanName = "clean";
constexpr const char* kCleanDraftName = "clean.new";
constexpr const char* kCleanAsideName = "clean.old";
constexpr std::string_view kCleanHead = "kith clean 1\n";

Error io(const std::string& what, int code) {
  return Error{.code = ErrorCode::kIo,
               .message = what + ": " + std::generic_category().message(code),
               .detail = "File"};
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Result<std::string> read_from(const std::string& path, std::uint64_t offset) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0 || ::lseek(file.get(), static_cast<off_t>(offset), SEEK_SET) < 0)
    return io("cannot read " + path, errno);
  std::string text;
  char buffer[65536];
  while (true) {
    const ssize_t count = ::read(file.get(), buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return io("cannot read " + path, errno);
    if (count == 0) return text;
    text.append(buffer, static_cast<std::size_t>(count));
  }
}

Status write_draft(const std::string& path, std::string_view text) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644));
  if (file.get() < 0 || !write_all(file.get(), text) || ::fsync(file.get()) != 0)
    return io("cannot write " + path, errno);
  return ok();
}

Status sync_path(const std::string& path, int flags) {
  const Descriptor opened(::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags));
  if (opened.get() < 0 || ::fsync(opened.get()) != 0) return io("cannot sync " + path, errno);
  return ok();
}

Status sync_folder(const std::string& folder) { return sync_path(folder, O_DIRECTORY); }

/// Files that RocksDB keeps data in. Its logs for people, its lock and ours may come and go.
bool holds_data(const std::string& name) {
  return name == "CURRENT" || name == "IDENTITY" || name.starts_with("MANIFEST-") || name.starts_with("OPTIONS-") ||
         name.ends_with(".sst") || name.ends_with(".log") || name.ends_with(".blob");
}

Result<std::map<std::string, std::uint64_t>> data_files(const std::string& folder) {
  std::map<std::string, std::uint64_t> files;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (!holds_data(name)) continue;
    const std::uint64_t size = at->file_size(error);
    if (error) break;
    files.emplace(name, size);
  }
  if (error) return io("cannot list " + folder, error.value());
  return files;
}

std::string hash_text(std::string_view bytes) {
  char digits[17] = {};
  std::to_chars(digits, digits + 16, XXH3_64bits(bytes.data(), bytes.size()), 16);
  return digits;
}

std::string checksum_line(std::string_view body) { return "check " + hash_text(body) + "\n"; }

constexpr std::uint64_t kWholeTableBytes = 1u << 20;  // of a larger one …
constexpr std::uint64_t kTableEndBytes = 64u << 10;   // … so much is hashed

/// The hash of what `clean` answers for in a file of `size` bytes.
Result<std::string> hash_file(const std::string& path, std::uint64_t size) {
  const bool is_part = path.ends_with(".sst") && size > kWholeTableBytes;
  KITH_TRY(const std::string bytes, read_from(path, is_part ? size - kTableEndBytes : 0));
  return hash_text(bytes);
}

Error damaged(std::string message) {
  return Error{.code = ErrorCode::kCorruption, .message = std::move(message), .detail = "Files"};
}

}  // namespace

Result<std::string> resolve_folder(std::string_view path, bool create) {
  if (path.empty() || path.find('\0') != std::string_view::npos)
    return Error{.code = ErrorCode::kArgument, .message = "the path of the store is empty or has a zero byte"};
  const fs::path given(path);
  std::error_code error;
  if (!fs::exists(given, error)) {
    if (!create)
      return Error{.code = ErrorCode::kNotFound, .message = "there is no store at " + given.string(), .detail = "Store"};
    fs::create_directories(given, error);
    if (error) return io("cannot create " + given.string(), error.value());
  }
  const fs::path resolved = fs::canonical(given, error);
  if (error) return io("cannot resolve " + given.string(), error.value());
  if (!fs::is_directory(resolved, error))
    return Error{.code = ErrorCode::kIo, .message = given.string() + " is not a folder", .detail = "Store"};
  return resolved.string();
}

Status check_writable_folder(const std::string& folder) {
  if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) == 0) return ok();
  Error error = io("cannot write into the folder " + folder, errno);
  error.detail = "ReadOnlyFolder";
  error.hint = "open it read-only";
  return error;
}

Result<FolderState> inspect_folder(const std::string& folder) {
  std::error_code error;
  bool has_store = false;
  bool has_other = false;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    // A MANIFEST alone is what is left of a process that died while it made the store.
    if (name == "CURRENT" || name == kCleanName || name.ends_with(".sst") || name.ends_with(".log"))
      has_store = true;
    else if (name != kLockName && name != "LOCK" && name != "LOG" && !holds_data(name) && !name.starts_with("LOG.old."))
      has_other = true;
  }
  if (error) return io("cannot list " + folder, error.value());
  if (has_store) return FolderState::kStore;
  return has_other ? FolderState::kForeign : FolderState::kEmpty;
}

// ---- clean ----

Status write_clean_file(const std::string& folder, std::uint64_t last_commit) {
  KITH_TRY(const auto files, data_files(folder));
  std::string text(kCleanHead);
  text += "commit " + std::to_string(last_commit) + "\n";
  for (const auto& [name, size] : files) {
    // RocksDB syncs all others before it relies on them, and a log of rows that are in tables never.
    if (name.ends_with(".log") && size > 0) KITH_DO(sync_path(folder + "/" + name, 0));
    KITH_TRY(const std::string hash, hash_file(folder + "/" + name, size));
    text += "file " + std::to_string(size) + " " + name + "\n";
    text += "hash " + hash + " " + name + "\n";
  }
  text += checksum_line(text);
  const std::string draft = folder + "/" + kCleanDraftName;
  Status status = write_draft(draft, text);
  if (status.is_ok()) status = sync_folder(folder);  // no file that is not in the list comes back
  if (status.is_ok() && ::rename(draft.c_str(), (folder + "/" + kCleanName).c_str()) != 0)
    status = io("cannot rename " + draft, errno);
  if (status.is_ok()) return sync_folder(folder);
  (void)::unlink(draft.c_str());
  return status;
}

namespace {

/// Compares the files with what a file as `clean` says: the last commit.
Result<std::uint64_t> verify_against(const std::string& folder, const std::string& path) {
  KITH_TRY(const std::string text, read_from(path, 0));
  const std::size_t check = text.rfind("check ");
  if (!text.starts_with(kCleanHead) || check == std::string::npos ||
      text.substr(check) != checksum_line(std::string_view(text).substr(0, check)))
    return damaged("the file " + path + " is damaged");
  std::map<std::string, std::uint64_t> expected;
  std::map<std::string, std::string> hashes;
  std::uint64_t last_commit = 0;
  std::string_view lines = std::string_view(text).substr(kCleanHead.size(), check - kCleanHead.size());
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    std::string_view line = lines.substr(0, end);
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    const std::size_t word = line.find(' ') + 1;
    if (line.starts_with("hash ")) {
      const std::size_t name = line.find(' ', word);
      if (name != std::string_view::npos) hashes.emplace(line.substr(name + 1), line.substr(word, name - word));
      continue;
    }
    std::uint64_t number = 0;
    const auto parsed = std::from_chars(line.data() + word, line.data() + line.size(), number);
    if (line.starts_with("commit "))
      last_commit = number;
    else if (parsed.ptr < line.data() + line.size())
      expected.emplace(std::string(parsed.ptr + 1, line.data() + line.size()), number);
  }
  KITH_TRY(const auto found, data_files(folder));
  for (const auto& [name, size] : expected) {
    const auto at = found.find(name);
    if (at == found.end()) return damaged("the file " + folder + "/" + name + " is missing");
    if (at->second != size)
      return damaged("the file " + folder + "/" + name + " has " + std::to_string(at->second) + " bytes instead of " +
                     std::to_string(size));
  }
  for (const auto& [name, size] : found)
    if (expected.count(name) == 0) return damaged("the file " + folder + "/" + name + " was not there at the last close");
  for (const auto& [name, hash] : hashes) {
    KITH_TRY(const std::string now, hash_file(folder + "/" + name, found.at(name)));
    if (now != hash) return damaged("the file " + folder + "/" + name + " is not what it was at the last close");
  }
  return last_commit;
}

}  // namespace

Result<std::optional<std::uint64_t>> verify_clean_file(const std::string& folder) {
  const std::string path = folder + "/" + kCleanName;
  std::error_code error;
  if (!fs::exists(path, error)) return std::optional<std::uint64_t>();
  KITH_TRY(const std::uint64_t last_commit, verify_against(folder, path));
  return std::optional<std::uint64_t>(last_commit);
}

Status remove_clean_file(const std::string& folder) {
  if (::unlink((folder + "/" + kCleanName).c_str()) != 0 && errno != ENOENT)
    return io("cannot remove " + folder + "/" + kCleanName, errno);
  return sync_folder(folder);
}

Status set_clean_file_aside(const std::string& folder) {
  const std::string path = folder + "/" + kCleanName;
  if (::rename(path.c_str(), (folder + "/" + kCleanAsideName).c_str()) != 0)
    return errno == ENOENT ? ok() : Status(io("cannot rename " + path, errno));
  return sync_folder(folder);
}

void put_clean_file_back(const std::string& folder) noexcept {
  const std::string aside = folder + "/" + kCleanAsideName;
  try {
    if (!verify_against(folder, aside).is_ok() || !sync_folder(folder).is_ok()) return;
  } catch (const std::bad_alloc&) {
    return;
  }
  if (::rename(aside.c_str(), (folder + "/" + kCleanName).c_str()) == 0) (void)sync_folder(folder);
}

void drop_clean_file(const std::string& folder) noexcept { (void)::unlink((folder + "/" + kCleanAsideName).c_str()); }

std::uint64_t folder_bytes(const std::string& folder) {
  std::uint64_t bytes = 0;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    const std::uint64_t size = at->file_size(ignored);
    if (!ignored) bytes += size;
  }
  return bytes;
}

}  // namespace kith::storage
