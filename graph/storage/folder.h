// The folder of a store beside RocksDB's own files: the lock and the list of files of a clean close.
//
//     KITH_TRY(FolderLock lock, FolderLock::take(folder, false));   // before RocksDB looks at anything
//     KITH_DO(verify_clean_file(folder));                           // kCorruption: nothing was touched
//
// A store is locked twice, each time by open file description, so that neither a second path to the same
// folder nor another descriptor of the same process can undo it: the folder itself by flock(2), which needs no
// file and so works where nothing can be written, and which nobody can delete as left over; and the whole of
// kith.lock by F_OFD_SETLK, which goes further on some file systems, and which has the pid of the last writer
// inside. Closing on exec and after a fork keeps both out of children. The kernel takes a lock away with the
// process that held it, so nothing that is written there can block anyone.
//
// `clean` holds the last commit, the names, sizes and hashes of all files, written after RocksDB has closed:
// a cut MANIFEST would otherwise make RocksDB delete tables that it does not know any more. Of a large table
// the end alone is hashed, where RocksDB reads without asking its own checksums; the rows before it have theirs.
// It is set aside before RocksDB opens the files, since a process that dies in between has changed them, and
// put back if the open was refused and they are as they were.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kith/status.h"
#include "storage/descriptor.h"

namespace kith::storage {

/// The absolute path without links; the folder is made if `create` and it is missing. kNotFound.
Result<std::string> resolve_folder(std::string_view path, bool create);

/// What a folder looks like before anything is opened.
enum class FolderState : std::uint8_t { kEmpty, kStore, kForeign };
Result<FolderState> inspect_folder(const std::string& folder);

/// kIo, "ReadOnlyFolder", if this process may not make files there.
Status check_writable_folder(const std::string& folder);

/// Held until destruction. Move-only.
class FolderLock {
 public:
  FolderLock() = default;
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&& other) noexcept;
  ~FolderLock();

  /// kLocked names a process that holds it. One that is shared changes nothing in the folder.
  static Result<FolderLock> take(const std::string& folder, bool shared);

  /// kIo, "FolderMoved", if the folder that is locked is not the one at `folder` any more.
  Status check_place(const std::string& folder) const;

  /// Does nothing in a forked child.
  void release() noexcept;

 private:
  Descriptor place_;  ///< the folder
  Descriptor file_;   ///< kith.lock; none for a reader where there is none
  pid_t owner_ = 0;
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
