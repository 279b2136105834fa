// From a generation to a store. Everything happens in `<path>.restoring/`, which holds a lock and the store as
// far as it is made; the last step moves the store out of it.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "storage/backup.h"
#include "storage/backup_check.h"
#include "storage/backup_files.h"
#include "storage/backup_folder.h"

namespace kith::storage {

namespace fs = std::filesystem;

namespace {

constexpr const char* kStoreName = "store";

/// kAlreadyExists unless nothing is there but perhaps an empty folder.
Status check_free(const std::string& path) {
  std::error_code error;
  if (!fs::exists(path, error)) return ok();
  if (fs::is_directory(path, error) && fs::is_empty(path, error)) return ok();
  return Error{.code = ErrorCode::kAlreadyExists,
               .message = path + " is there already; a backup is restored to a new place",
               .detail = "Store"};
}

/// The folder that a restore works in; goes with the object.
class Workshop {
 public:
  static Result<Workshop> open(const std::string& target) {
    Workshop made;
    made.path_ = target + ".restoring";
    std::error_code error;
    fs::create_directories(made.path_, error);
    if (error)
      return Error{.code = ErrorCode::kIo, .message = "cannot create " + made.path_ + ": " + error.message(), .detail = "File"};
    for (fs::directory_iterator at(made.path_, error), end; !error && at != end; at.increment(error)) {
      const std::string name = at->path().filename().string();
      if (name != kStoreName && name != "kith.lock") {
        const std::string path = std::exchange(made.path_, "");  // not ours to remove
        return Error{.code = ErrorCode::kAlreadyExists, .message = "the folder " + path + " is in the way", .detail = "Store"};
      }
    }
    Result<FolderLock> lock = FolderLock::take(made.path_, false);
    if (!lock) {
      const std::string path = std::exchange(made.path_, "");
      if (lock.error().code == ErrorCode::kLocked)
        return Error{.code = ErrorCode::kLocked, .message = target + " is being restored by another process", .detail = "Locked"};
      return std::move(lock).error();
    }
    made.lock_ = *std::move(lock);
    KITH_DO(remove_folder(made.store()));  // of one that died
    return made;
  }

  Workshop(Workshop&& other) noexcept : path_(std::exchange(other.path_, "")), lock_(std::move(other.lock_)) {}
  Workshop& operator=(Workshop&&) = delete;

  ~Workshop() {
    if (!path_.empty()) (void)remove_folder(path_);
  }

  std::string store() const { return path_ + "/" + kStoreName; }

 private:
  Workshop() = default;

  std::string path_;
  FolderLock lock_;
};

/// Copies a generation's files; each must be what its list says.
Status copy_generation(const BackupList& list, const std::string& from, const std::string& to, const RunControl& control) {
  const auto damaged = [&](const BackupFile& file, const std::string& how) {
    return Error{.code = ErrorCode::kCorruption,
                 .message = "the backup " + from + " is damaged: the file " + file.name + " " + how,
                 .detail = "Backup"};
  };
  KITH_DO(make_folder(to));
  for (const BackupFile& file : list.files) {
    KITH_DO(control.check());
    const std::string path = from + "/" + file.name;
    std::error_code error;
    const std::uint64_t size = fs::file_size(path, error);
    if (error == std::errc::no_such_file_or_directory) return damaged(file, "is missing");
    if (error)
      return Error{.code = ErrorCode::kIo, .message = "cannot read " + path + ": " + error.message(), .detail = "File"};
    if (size != file.size_bytes)
      return damaged(file, "has " + std::to_string(size) + " bytes instead of " + std::to_string(file.size_bytes));
    KITH_TRY(const std::string checksum, copy_file(path, to + "/" + file.name, size, control));
    if (checksum != file.checksum) return damaged(file, "does not hold what was written");
  }
  return sync_folder(to);
}

}  // namespace

Result<BackupInfo> restore_backup(std::string_view directory, std::string_view path, std::uint32_t generation,
                                  const RunControl& control) {
  KITH_TRY(const std::string from, absolute_folder(directory));
  KITH_TRY(const std::string to, absolute_folder(path));
  if (overlap(from, to))
    return Error{.code = ErrorCode::kArgument,
                 .message = "the backups at " + from + " and the store at " + to + " would lie in each other",
                 .detail = "Backup"};
  KITH_TRY(const BackupFolder backups, BackupFolder::open_for_reading(from));
  KITH_TRY(const std::vector<std::uint32_t> generations, backups.generations());
  if (generation == 0 && !generations.empty()) generation = generations.back();
  if (!std::binary_search(generations.begin(), generations.end(), generation))
    return Error{.code = ErrorCode::kNotFound,
                 .message = generation == 0 ? "there is no finished backup at " + from
                                            : "there is no generation " + std::to_string(generation) + " at " + from,
                 .detail = "Backup"};
  KITH_DO(check_free(to));
  KITH_TRY(const BackupList list, backups.list_of(generation));
  KITH_TRY(const Workshop workshop, Workshop::open(to));
  KITH_DO(copy_generation(list, backups.path_of(generation), workshop.store(), control));
  KITH_DO(check_copy(workshop.store(), control));
  KITH_DO(sync_folder(workshop.store()));
  KITH_DO(check_free(to));
  KITH_DO(rename_folder(workshop.store(), to));
  KITH_DO(sync_folder(fs::path(to).parent_path().string()));
  return BackupInfo{
      .generation = generation, .commit = list.commit, .made_at = list.made_at, .size_bytes = list.size_bytes()};
}

}  // namespace kith::storage
