// A disk that fails on demand: a layer between RocksDB and the real files of a folder.
//
//     auto disk = std::make_shared<FaultFileSystem>(seed);
//     auto store = storage::Store::open(path, {}, disk);
//     disk->arm({.calls = bit(Call::kSync), .after = 3, .path = ".log"});   // the fourth fsync of a log fails
//     ...
//     disk->cut_power();      // every call fails from now on
//     store.reset();
//     disk->drop_unsynced();  // files lose what was not synced, and the power is back
//
// What a power cut leaves: of each file what was synced and a random part of what was not, the last
// block of that perhaps garbage; and of the changes of the folder since it was synced (files made, renamed and
// deleted) the oldest, a random number of them. Deterministic by seed, as far as the threads above are.
#pragma once

#include <rocksdb/file_system.h>

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace kith::fault {

/// Kinds of calls.
enum class Call : std::uint8_t {
  kOpen,    ///< a file to be read
  kRead,
  kCreate,  ///< a file to be written
  kAppend,
  kSync,
  kClose,   ///< of a written file
  kFolder,  ///< opening or syncing the folder
  kRename,
  kDelete,
  kList,    ///< names, sizes, existence
};

inline constexpr std::size_t kCallKinds = 10;

constexpr std::uint32_t bit(Call call) { return 1u << static_cast<unsigned>(call); }

inline constexpr std::uint32_t kAllCalls = (1u << kCallKinds) - 1;
inline constexpr std::uint32_t kWrites = bit(Call::kCreate) | bit(Call::kAppend) | bit(Call::kSync) |
                                         bit(Call::kFolder) | bit(Call::kRename);
inline constexpr std::uint32_t kReads = bit(Call::kOpen) | bit(Call::kRead);

/// Which calls fail: those of the given kinds, on files whose path contains `path`, after `after` of them.
struct Fault {
  std::uint32_t calls = kAllCalls;
  std::uint64_t after = 0;
  std::uint64_t times = std::numeric_limits<std::uint64_t>::max();  ///< so many fail, then all is well again
  double probability = 1;
  bool is_short = false;     ///< a part of a failed append is in the file
  bool is_no_space = false;  ///< ENOSPC in place of EIO
  std::string path = {};
};

/// Any thread.
class FaultFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  explicit FaultFileSystem(std::uint64_t seed);

  void arm(const Fault& fault);
  /// Appends beyond so many bytes from now on give ENOSPC.
  void limit_space(std::uint64_t bytes);
  /// No faults, and space without end.
  void heal();

  void cut_power();
  void drop_unsynced();

  /// Calls of the kind so far, and calls of any kind that were made to fail.
  std::uint64_t calls(Call call) const;
  std::uint64_t failures() const;
  /// Syncs of files of which a sync had failed before: each would be a lie if it were answered with success.
  std::uint64_t syncs_after_failure() const;

  // ---- for the files of this file system ----
  rocksdb::IOStatus check(Call call, const std::string& path);
  /// How many of `bytes` to append may be appended, and what to say then.
  std::size_t admit(const std::string& path, std::size_t bytes, rocksdb::IOStatus& status);
  void note_append(const std::string& path, std::size_t bytes);
  rocksdb::IOStatus note_sync(const std::string& path, rocksdb::IOStatus status);
  void note_folder_sync();

  // ---- rocksdb::FileSystem ----
  const char* Name() const override { return "FaultFileSystem"; }
  rocksdb::IOStatus NewSequentialFile(const std::string&, const rocksdb::FileOptions&,
                                      std::unique_ptr<rocksdb::FSSequentialFile>*, rocksdb::IODebugContext*) override;
  rocksdb::IOStatus NewRandomAccessFile(const std::string&, const rocksdb::FileOptions&,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>*,
                                        rocksdb::IODebugContext*) override;
  rocksdb::IOStatus NewWritableFile(const std::string&, const rocksdb::FileOptions&,
                                    std::unique_ptr<rocksdb::FSWritableFile>*, rocksdb::IODebugContext*) override;
  rocksdb::IOStatus ReopenWritableFile(const std::string&, const rocksdb::FileOptions&,
                                       std::unique_ptr<rocksdb::FSWritableFile>*, rocksdb::IODebugContext*) override;
  rocksdb::IOStatus NewDirectory(const std::string&, const rocksdb::IOOptions&, std::unique_ptr<rocksdb::FSDirectory>*,
                                 rocksdb::IODebugContext*) override;
  rocksdb::IOStatus RenameFile(const std::string&, const std::string&, const rocksdb::IOOptions&,
                               rocksdb::IODebugContext*) override;
  rocksdb::IOStatus DeleteFile(const std::string&, const rocksdb::IOOptions&, rocksdb::IODebugContext*) override;
  rocksdb::IOStatus FileExists(const std::string&, const rocksdb::IOOptions&, rocksdb::IODebugContext*) override;
  rocksdb::IOStatus GetChildren(const std::string&, const rocksdb::IOOptions&, std::vector<std::string>*,
                                rocksdb::IODebugContext*) override;
  rocksdb::IOStatus GetFileSize(const std::string&, const rocksdb::IOOptions&, std::uint64_t*,
                                rocksdb::IODebugContext*) override;

 private:
  struct Extent {
    std::uint64_t synced = 0;
    std::uint64_t written = 0;
    bool has_failed_sync = false;
  };

  /// What was at a path before it was changed; nothing if nothing was there.
  struct PathBefore {
    std::string path;
    std::optional<std::string> content = {};
  };

  /// A change of the folder that was not synced: one path, or both ends of a renaming.
  using FolderChange = std::vector<PathBefore>;

  rocksdb::IOStatus broken(bool is_no_space) const;
  rocksdb::IOStatus check_locked(Call call, const std::string& path);
  void tear(const std::string& path, const Extent& extent);
  std::uint64_t up_to(std::uint64_t most);

  mutable std::mutex mutex_;
  std::mt19937_64 random_;
  std::optional<Fault> fault_;
  std::uint64_t space_ = std::numeric_limits<std::uint64_t>::max();
  bool is_off_ = false;
  std::array<std::uint64_t, kCallKinds> calls_ = {};
  std::uint64_t failures_ = 0;
  std::uint64_t syncs_after_failure_ = 0;
  std::map<std::string, Extent> files_;
  std::vector<FolderChange> folder_changes_;
};

}  // namespace kith::fault
