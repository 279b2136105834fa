// A folder of backups: what belongs to it, who works in it, and the list of files of each generation.
//
//     KITH_TRY(BackupFolder folder, BackupFolder::open_for_writing("backups"));
//     for (std::uint32_t g : folder.generations()) ...
//
//     list := "kith backup 1\n"
//             "commit " number "\n"  "made " seconds "\n"
//             { "file " size " " checksum " " identity-or-"-" " " name "\n" }
//             "check " checksum-of-all-before "\n"
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kith/options.h"
#include "kith/status.h"
#include "storage/folder.h"

namespace kith::storage {

inline constexpr const char* kBackupListName = "backup";

struct BackupFile {
  std::string name;
  std::uint64_t size_bytes = 0;
  std::string checksum = {};
  std::string table = {};  ///< KvFile::table, or ""
};

/// The list of one generation.
struct BackupList {
  std::uint64_t commit = 0;
  std::int64_t made_at = 0;
  std::vector<BackupFile> files;  ///< by name

  std::uint64_t size_bytes() const;
  std::string to_text() const;
};

/// kCorruption if it is damaged.
Result<BackupList> parse_backup_list(std::string_view text, const std::string& path);

/// Move-only; holds a lock on the folder: alone to write, shared to read.
class BackupFolder {
 public:
  /// Made if it is missing or empty; what was left of a backup that died is removed.
  static Result<BackupFolder> open_for_writing(const std::string& path);
  static Result<BackupFolder> open_for_reading(const std::string& path);

  const std::string& path() const noexcept { return path_; }

  /// Ascending.
  Result<std::vector<std::uint32_t>> generations() const;
  std::string path_of(std::uint32_t generation) const;
  Result<BackupList> list_of(std::uint32_t generation) const;

  /// Where a generation is made.
  std::string draft() const { return path_ + "/.new"; }

  /// Gives the draft its name, for good.
  Status keep_draft(std::uint32_t generation);
  Status remove_draft();
  /// So that it is a generation or gone, whenever it is stopped.
  Status remove(std::uint32_t generation);

 private:
  std::string path_;
  FolderLock lock_;
};

}  // namespace kith::storage
