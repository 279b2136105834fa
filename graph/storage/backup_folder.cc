#include "storage/backup_folder.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <system_error>

#include "storage/backup_files.h"

namespace kith::storage {

namespace fs = std::filesystem;

namespace {

constexpr const char* kMarkName = "kith-backup";
constexpr std::string_view kMark = "kith backups 1\n";
constexpr std::string_view kListHead = "kith backup 1\n";
constexpr const char* kRemovedPrefix = ".old-";

Error no_backups(const std::string& path) {
  return Error{.code = ErrorCode::kNotFound, .message = "there are no backups at " + path, .detail = "Backup"};
}

Error cannot_list(const std::string& path, const std::error_code& error) {
  return Error{.code = ErrorCode::kIo, .message = "cannot list " + path + ": " + error.message(), .detail = "File"};
}

/// The folder's lock, with a message that says what is locked.
Result<FolderLock> lock(const std::string& path, bool shared) {
  Result<FolderLock> taken = FolderLock::take(path, shared);
  if (taken || taken.error().code != ErrorCode::kLocked) return taken;
  Error error = std::move(taken).error();
  const std::size_t holder = error.message.find("the process ");
  error.message = "the backups in " + path + " are in use by " +
                  (holder == std::string::npos ? "another process" : error.message.substr(holder));
  return error;
}

/// The number a generation's folder has as its name.
std::optional<std::uint32_t> generation_of(const std::string& name) {
  std::uint32_t number = 0;
  const auto parsed = std::from_chars(name.data(), name.data() + name.size(), number);
  if (name.size() < 6 || parsed.ec != std::errc() || parsed.ptr != name.data() + name.size() || number == 0)
    return std::nullopt;
  return number;
}

Result<std::vector<std::string>> names_in(const std::string& path) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(path, error), end; !error && at != end; at.increment(error))
    names.push_back(at->path().filename().string());
  if (error) return cannot_list(path, error);
  return names;
}

/// Takes what is before `until` and the separator away from the front of `text`.
std::string_view take(std::string_view& text, char until) {
  const std::size_t end = text.find(until);
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return part;
}

template <class Number>
bool parse(std::string_view text, Number& number) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
}

}  // namespace

// ---- lists ----

std::uint64_t BackupList::size_bytes() const {
  std::uint64_t bytes = 0;
  for (const BackupFile& file : files) bytes += file.size_bytes;
  return bytes;
}

std::string BackupList::to_text() const {
  std::string text(kListHead);
  text += "commit " + std::to_string(commit) + "\nmade " + std::to_string(made_at) + "\n";
  for (const BackupFile& file : files)
    text += "file " + std::to_string(file.size_bytes) + " " + file.checksum + " " +
            (file.table.empty() ? "-" : file.table) + " " + file.name + "\n";
  return text + "check " + checksum_of(text) + "\n";
}

Result<BackupList> parse_backup_list(std::string_view text, const std::string& path) {
  const Error damaged{.code = ErrorCode::kCorruption, .message = "the file " + path + " is damaged", .detail = "Files"};
  const std::size_t check = text.rfind("check ");
  if (!text.starts_with(kListHead) || check == std::string_view::npos ||
      text.substr(check) != "check " + checksum_of(text.substr(0, check)) + "\n")
    return damaged;
  BackupList list;
  std::string_view lines = text.substr(kListHead.size(), check - kListHead.size());
  while (!lines.empty()) {
    std::string_view line = take(lines, '\n');
    const std::string_view word = take(line, ' ');
    if (word == "commit") {
      if (!parse(line, list.commit)) return damaged;
    } else if (word == "made") {
      if (!parse(line, list.made_at)) return damaged;
    } else {
      BackupFile file;
      const std::string_view size = take(line, ' ');
      file.checksum = take(line, ' ');
      file.table = take(line, ' ');
      file.name = line;
      if (file.table == "-") file.table.clear();
      if (word != "file" || !parse(size, file.size_bytes) || file.name.empty() || file.name.find('/') != std::string::npos)
        return damaged;
      list.files.push_back(std::move(file));
    }
  }
  return list;
}

// ---- the folder ----

Result<BackupFolder> BackupFolder::open_for_writing(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error)
    return Error{.code = ErrorCode::kIo, .message = "cannot create " + path + ": " + error.message(), .detail = "File"};
  KITH_TRY(const std::vector<std::string> before, names_in(path));
  const std::string mark = path + "/" + kMarkName;
  const bool is_ours = fs::exists(mark, error);
  // One that died before it wrote the mark leaves its lock.
  const bool is_empty = std::all_of(before.begin(), before.end(), [](const std::string& n) { return n == "kith.lock"; });
  if (!is_ours && !is_empty)
    return Error{.code = ErrorCode::kAlreadyExists,
                 .message = "the folder " + path + " holds other files and no backups",
                 .detail = "Backup"};
  BackupFolder folder;
  folder.path_ = path;
  KITH_TRY(folder.lock_, lock(path, false));
  if (!fs::exists(mark, error)) {
    KITH_DO(write_file(mark, kMark));
    KITH_DO(sync_folder(path));
  }
  KITH_DO(folder.remove_draft());
  KITH_TRY(const std::vector<std::string> names, names_in(path));
  for (const std::string& name : names)
    if (name.starts_with(kRemovedPrefix)) KITH_DO(remove_folder(path + "/" + name));
  return folder;
}

Result<BackupFolder> BackupFolder::open_for_reading(const std::string& path) {
  std::error_code error;
  if (!fs::exists(path + "/" + kMarkName, error)) return no_backups(path);
  BackupFolder folder;
  folder.path_ = path;
  KITH_TRY(folder.lock_, lock(path, true));
  return folder;
}

Result<std::vector<std::uint32_t>> BackupFolder::generations() const {
  KITH_TRY(const std::vector<std::string> names, names_in(path_));
  std::vector<std::uint32_t> found;
  for (const std::string& name : names)
    if (const auto number = generation_of(name)) found.push_back(*number);
  std::sort(found.begin(), found.end());
  return found;
}

std::string BackupFolder::path_of(std::uint32_t generation) const {
  char name[16];
  std::snprintf(name, sizeof name, "%06u", generation);
  return path_ + "/" + name;
}

Result<BackupList> BackupFolder::list_of(std::uint32_t generation) const {
  const std::string path = path_of(generation) + "/" + kBackupListName;
  std::error_code error;
  if (!fs::exists(path, error))
    return Error{.code = ErrorCode::kCorruption, .message = "the file " + path + " is missing", .detail = "Files"};
  KITH_TRY(const std::string text, read_file(path));
  return parse_backup_list(text, path);
}

Status BackupFolder::keep_draft(std::uint32_t generation) {
  KITH_DO(sync_folder(draft()));
  KITH_DO(rename_folder(draft(), path_of(generation)));
  return sync_folder(path_);
}

Status BackupFolder::remove_draft() { return remove_folder(draft()); }

Status BackupFolder::remove(std::uint32_t generation) {
  const std::string doomed = path_ + "/" + kRemovedPrefix + std::to_string(generation);
  KITH_DO(rename_folder(path_of(generation), doomed));
  KITH_DO(sync_folder(path_));
  return remove_folder(doomed);
}

}  // namespace kith::storage
