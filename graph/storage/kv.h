// Ordered rows of bytes in families, with snapshots and atomic batches; the only user of RocksDB.
//
//     KITH_TRY(auto kv, Kv::open(path, {}));
//     KITH_DO(kv->write([&](KvBatch& batch) { batch.put(Family::kNode, key, value); }, true));
//     SnapshotPtr now = kv->snapshot();
//     KITH_DO(kv->scan(*now, Family::kNode, low, high, [&](auto key, auto value) { ...; return true; }));
//
// Invariants: no raw iterator leaves; a scan has both bounds; a visitor never calls back into Kv (it holds
// the gate that close() waits at). After the first failed write nothing is written any more, and no sync is
// tried twice: whether that write is on the disk is not known until the store is opened again.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/function_ref.h"
#include "base/run_control.h"
#include "kith/status.h"

namespace rocksdb {
class FileSystem;
}

namespace kith::storage {

/// What RocksDB's files are read and written through; null: the operating system's own.
using FileSystemPtr = std::shared_ptr<rocksdb::FileSystem>;

/// The column families. The numbers index tables here; on disk families have names.
enum class Family : std::uint8_t {
  kMeta,       ///< RocksDB's default family
  kNode,
  kAdjacency,
  kEdge,
  kIndex,
  kSegment,
  kHistory,
  kBig,
};

inline constexpr std::size_t kFamilyCount = 8;

/// The family's name on disk.
const char* family_name(Family family) noexcept;

struct KvOptions {
  bool create = false;     ///< the folder holds no store yet
  bool read_only = false;
  std::uint64_t memory_bytes = 64u << 20;  ///< blocks and memtables together
  FileSystemPtr file_system = {};
  std::uint64_t wal_bytes_max = 64u << 20;  ///< about what an unclean open has to read again
  bool merges = true;                       ///< tables are merged behind the scenes
  /// An error once the folder is not at the path any more, where another may be: nothing is written then, and no
  /// file made, renamed or deleted. Asked from any thread, until close() has returned.
  std::function<Status()> check_place = {};
};

/// A file of the store as it is at one moment.
struct KvFile {
  std::string name;
  std::uint64_t size_bytes = 0;              ///< what the file holds beyond it belongs to a later moment
  std::optional<std::string> contents = {};  ///< if given, these bytes instead of the file's
  std::string table = {};                    ///< of a table: another of this identity has the same bytes
};

/// What lies in a family's tables.
struct KvTables {
  std::uint64_t tables = 0;
  std::uint64_t rows = 0;       ///< with every old version, and deletions
  std::uint64_t deletions = 0;  ///< of single rows and of ranges
  std::uint64_t size_bytes = 0;
};

/// The rows as of one moment. Any thread. Releases itself; close() releases it earlier.
class Snapshot;
using SnapshotPtr = std::shared_ptr<const Snapshot>;

/// Puts and deletes that are written together or not at all; exists only while Kv::write fills it.
class KvBatch {
 public:
  void put(Family family, std::string_view key, std::string_view value);
  void erase(Family family, std::string_view key);
  /// Every row in [low, high).
  void erase_range(Family family, std::string_view low, std::string_view high);

  struct Impl;

 private:
  friend class Kv;
  explicit KvBatch(Impl& impl) noexcept : impl_(impl) {}
  Impl& impl_;
};

/// False ends the scan.
using RowVisitor = FunctionRef<bool(std::string_view key, std::string_view value)>;

/// Rows [low, high) to be scanned.
struct RowRange {
  std::string_view low;
  std::string_view high;
};

/// Any thread. Errors of all calls: kClosed after close(), kCorruption naming the file, kIo.
class Kv {
 public:
  static Result<std::unique_ptr<Kv>> open(const std::string& path, const KvOptions& options);
  ~Kv();

  /// Of everything written so far. After close() one that only gives kClosed.
  SnapshotPtr snapshot();

  /// Whether the row exists; `value` is replaced if it does.
  Result<bool> get(const Snapshot& at, Family family, std::string_view key, std::string& value) const;

  /// Calls `found(i, value)` for each key that has a row. `keys` ascending.
  Status get_many(const Snapshot& at, Family family, std::span<const std::string_view> keys,
                  FunctionRef<void(std::size_t i, std::string_view value)> found) const;

  /// Rows of [low, high) in order. Keys and values are valid during the visit.
  Status scan(const Snapshot& at, Family family, std::string_view low, std::string_view high, RowVisitor visit) const;

  /// Several ranges, ascending and apart, with one iterator; `visit(i, key)` for the rows of the i-th.
  Status scan_many(const Snapshot& at, Family family, std::span<const RowRange> ranges,
                   FunctionRef<void(std::size_t i, std::string_view key)> visit) const;

  /// Writes what `fill` puts into the batch, all of it or nothing; `sync` waits until it is on the disk.
  /// kCommitUnknown if the disk failed; kReadOnly ever after. `reserve_bytes` is a guess of the size.
  Status write(FunctionRef<void(KvBatch& batch)> fill, bool sync, std::size_t reserve_bytes = 0);

  /// Waits until all that was written is on the disk. After an error nothing is written any more.
  Status sync();
  /// Everything in memory goes to table files.
  Status flush();
  /// Merges all tables, so that what was deleted or replaced is no longer on the disk, except what snapshots
  /// still show. Beside readers and writers; `control` ends it, and what is done by then stays done.
  Status compact(const RunControl& control = {});
  /// Calls `use` with files that together hold all that was written, and keeps them as they are meanwhile.
  /// Beside readers and writers. `use` does not call back into Kv.
  Status hold_files(FunctionRef<Status(const std::vector<KvFile>& files)> use);
  Result<KvTables> tables(Family family) const;

  bool is_closed() const;
  /// True after a failed write, and after a failed flush or compaction behind the scenes.
  bool has_failed() const noexcept;
  /// Counts what was written last as failed, because of `why`: kCommitUnknown, and no more is written.
  Error fail(const std::string& why);
  /// What is answered from then on: kReadOnly, the cause is what failed.
  Error failed_write() const;

  /// Waits for running calls, releases every snapshot, closes. Later calls give kClosed.
  Status close();
  /// Leaves everything as it is, in a forked child where the threads behind it do not exist.
  void abandon() noexcept;

  struct Impl;

 private:
  explicit Kv(std::shared_ptr<Impl> impl) noexcept;
  std::shared_ptr<Impl> impl_;
};

}  // namespace kith::storage
