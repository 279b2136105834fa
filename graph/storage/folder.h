// The folder of a store beside RocksDB's own files: the lock and the list of files of a clean close.
//
//     KITH_TRY(FolderLock lock, FolderLock::take(folder, false));   // before RocksDB looks at anything
//     KITH_DO(verify_clean_file(folder));                           // kCorruption: nothing was touched
//
// kith.lock is locked by open file description, so that neither a second path to the same folder nor
// another descriptor of the same process can undo it, and closing on exec keeps it out of children.
// `clean` holds the last commit, the names, sizes and hashes of all files, written after RocksDB has closed:
// a cut MANIFEST would otherwise make RocksDB delete tables that it does not know any more. Of a large table
// the end alone is hashed, where RocksDB reads without asking its own checksums; the rows before it have theirs.
// It is set aside before RocksDB opens the files, since a process that dies in between has changed them, and
// put back if the open was refused and they are as they were.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kith/status.h"

namespace kith::storage {

/// The absolute path without links; the folder is made if `create` and it is missing. kNotFound.
Result<std::string> resolve_folder(std::string_view path, bool create);

/// What a folder looks like before anything is opened.
enum class FolderState : std::uint8_t { kEmpty, kStore, kForeign };
Result<FolderState> inspect_folder(const std::string& folder);

/// Held until destruction. Move-only.
class FolderLock {
 public:
  FolderLock() = default;
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&& other) noexcept;
  ~FolderLock();

  /// kLocked names the process that holds it.
  static Result<FolderLock> take(const std::string& folder, bool shared);

  void release() noexcept;

 private:
  int descriptor_ = -1;
};

/// Writes `clean` for the files as they are, and syncs it and the folder.
Status write_clean_file(const std::string& folder, std::uint64_t last_commit);

/// Compares the files with `clean`: its last commit, or nothing if there is no such file.
Result<std::optional<std::uint64_t>> verify_clean_file(const std::string& folder);

Status remove_clean_file(const std::string& folder);

/// Before RocksDB may change the files.
Status set_clean_file_aside(const std::string& folder);
/// After an open that was refused: if the files are still what `clean` says, it is there again.
void put_clean_file_back(const std::string& folder) noexcept;
/// After an open.
void drop_clean_file(const std::string& folder) noexcept;

/// Bytes of all files in the folder.
std::uint64_t folder_bytes(const std::string& folder);

}  // namespace kith::storage
