#include "storage/kv.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/sst_file_reader.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/table_properties_collectors.h>
#include <rocksdb/write_batch.h>
#include <rocksdb/write_buffer_manager.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <new>
#include <set>
#include <shared_mutex>
#include <stop_token>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "storage/kv_replay.h"
#include "storage/kv_watch.h"

namespace kith::storage {

namespace {

constexpr std::array<const char*, kFamilyCount> kFamilyNames = {"default", "node", "adj",  "edge",
                                                                "index",   "seg",  "hist", "big"};

std::size_t number(Family family) { return static_cast<std::size_t>(family); }

rocksdb::Slice slice(std::string_view text) { return {text.data(), text.size()}; }

std::string_view view(const rocksdb::Slice& text) { return {text.data(), text.size()}; }

Error closed() { return Error{.code = ErrorCode::kClosed, .message = "the store is closed"}; }

/// What RocksDB says, as an error of ours.
Error translate(const rocksdb::Status& status) {
  ErrorCode code = ErrorCode::kIo;
  std::string detail = "RocksDB";
  if (status.IsCorruption()) {
    code = ErrorCode::kCorruption;
  } else if (status.subcode() == rocksdb::Status::kIOFenced) {
    code = ErrorCode::kReadOnly;  // the files are another process's now
    detail = "Fenced";
  } else if (status.IsTryAgain() || status.IsExpired()) {
    code = ErrorCode::kConflict;  // the rows of this moment are gone; a newer view has newer ones
    detail = "SnapshotTooOld";
  } else if (status.IsShutdownInProgress()) {
    return closed();
  } else if (status.IsInvalidArgument() || status.IsNotSupported()) {
    code = ErrorCode::kInternal;
  }
  return Error{.code = code, .message = "the storage layer says: " + status.ToString(), .detail = std::move(detail)};
}

rocksdb::ColumnFamilyOptions family_options(Family family, const rocksdb::BlockBasedTableOptions& table,
                                            const KvOptions& kv) {
  rocksdb::ColumnFamilyOptions options;
  options.disable_auto_compactions = !kv.merges;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.compression = rocksdb::kLZ4Compression;
  options.level_compaction_dynamic_level_bytes = true;
  options.write_buffer_size = 32u << 20;
  const bool has_churn = family == Family::kNode || family == Family::kAdjacency || family == Family::kEdge ||
                         family == Family::kIndex;
  if (has_churn)  // a scan behind many deleted rows is slow until they are compacted away
    options.table_properties_collector_factories.push_back(rocksdb::NewCompactOnDeletionCollectorFactory(4096, 2048));
  return options;
}

rocksdb::DBOptions database_options(const KvOptions& options, const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::DBOptions db;
  db.create_if_missing = options.create;
  db.error_if_exists = options.create;
  db.create_missing_column_families = !options.read_only;  // the process that made the store may have died at it
  db.max_total_wal_size = options.wal_bytes_max;
  db.max_manifest_file_size = 16u << 20;  // a greater one is written anew
  db.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  db.track_and_verify_wals_in_manifest = true;
  db.verify_sst_unique_id_in_manifest = true;  // a table of another store under the right name
  db.paranoid_checks = true;
  db.max_bgerror_resume_count = 0;  // a failed fsync is never tried again
  db.write_buffer_manager = std::make_shared<rocksdb::WriteBufferManager>(options.memory_bytes / 2, cache);
  db.max_background_jobs = 2;
  db.max_file_opening_threads = 1;  // one that cannot be made would end the process
  db.stats_dump_period_sec = 0;
  db.stats_persist_period_sec = 0;
  db.skip_stats_update_on_db_open = true;
  db.avoid_unnecessary_blocking_io = true;
  return db;
}

/// The first table of the folder that cannot be opened, or "": some errors name the MANIFEST alone.
std::string find_damaged_table(const std::string& folder, const rocksdb::Options& options) {
  std::vector<std::string> names;
  if (!options.env->GetChildren(folder, &names).ok()) return "";
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    if (!name.ends_with(".sst")) continue;
    rocksdb::SstFileReader table(options);
    if (!table.Open(folder + "/" + name).ok()) return folder + "/" + name;
  }
  return "";
}

/// RocksDB ends the process if it cannot start the threads it works with behind the scenes. The stacks of
/// those made here are kept by the system for the next ones.
bool can_make_threads() {
  std::array<std::thread, 3> threads;
  bool is_made = true;
  try {
    for (std::thread& thread : threads) thread = std::thread([] {});
  } catch (const std::system_error&) {
    is_made = false;
  }
  for (std::thread& thread : threads)
    if (thread.joinable()) thread.join();
  return is_made;
}

}  // namespace

const char* family_name(Family family) noexcept {
  return family == Family::kMeta ? "meta" : kFamilyNames[number(family)];
}

// ---- state ----

class Snapshot {
 public:
  Snapshot(std::shared_ptr<Kv::Impl> kv, const rocksdb::Snapshot* handle) : kv_(std::move(kv)), handle_(handle) {}
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot();

  const rocksdb::Snapshot* handle() const noexcept { return handle_; }

 private:
  friend class Kv;
  std::shared_ptr<Kv::Impl> kv_;
  const rocksdb::Snapshot* handle_;  // null once the store is closed
};

struct Kv::Impl {
  std::shared_ptr<KvWatch> watch = std::make_shared<KvWatch>();
  std::unique_ptr<rocksdb::Env> env;
  KvReplay replay;
  std::unique_ptr<rocksdb::DB> db;  // null after close
  std::array<rocksdb::ColumnFamilyHandle*, kFamilyCount> handles = {};
  mutable std::shared_mutex gate;  // shared by every call, alone by close()
  std::mutex snapshots_mutex;
  std::set<Snapshot*> snapshots;  // alive and not released
  std::mutex write_mutex;  // so that nothing is written after a write that failed
  bool read_only = false;
  std::function<Status()> check_place;  // may be empty

  rocksdb::ColumnFamilyHandle* of(Family family) const { return handles[number(family)]; }
};

Snapshot::~Snapshot() {
  std::shared_lock gate(kv_->gate);
  std::lock_guard lock(kv_->snapshots_mutex);
  if (handle_ == nullptr) return;
  kv_->snapshots.erase(this);
  kv_->db->ReleaseSnapshot(handle_);
}

// ---- batches ----

struct KvBatch::Impl {
  rocksdb::WriteBatch batch;
  const Kv::Impl& kv;
  rocksdb::Status status = {};

  void note(const rocksdb::Status& s) {
    if (status.ok() && !s.ok()) status = s;
  }
};

void KvBatch::put(Family family, std::string_view key, std::string_view value) {
  impl_.note(impl_.batch.Put(impl_.kv.of(family), slice(key), slice(value)));
}

void KvBatch::erase(Family family, std::string_view key) {
  impl_.note(impl_.batch.Delete(impl_.kv.of(family), slice(key)));
}

void KvBatch::erase_range(Family family, std::string_view low, std::string_view high) {
  impl_.note(impl_.batch.DeleteRange(impl_.kv.of(family), slice(low), slice(high)));
}

// ---- opening and closing ----

Result<std::unique_ptr<Kv>> Kv::open(const std::string& path, const KvOptions& options) {
  // One cache pays for blocks and memtables, so that together they keep to the budget.
  const std::shared_ptr<rocksdb::Cache> cache = rocksdb::NewLRUCache(options.memory_bytes);
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));  // of whole keys; never of prefixes
  table.whole_key_filtering = true;
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (std::size_t i = 0; i < kFamilyCount; ++i)
    families.emplace_back(kFamilyNames[i], family_options(static_cast<Family>(i), table, options));
  rocksdb::DBOptions db_options = database_options(options, cache);
  auto impl = std::make_shared<Impl>();
  impl->env = with_threads(rocksdb::NewCompositeEnv(watch_files(options.file_system, options.check_place)));
  db_options.env = impl->env.get();
  db_options.info_log = no_log();
  db_options.listeners.push_back(watch_background(impl->watch));
  db_options.wal_filter = &impl->replay;
  impl->read_only = options.read_only;
  impl->check_place = options.check_place;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  rocksdb::Status status;
  try {
    if (!can_make_threads()) throw std::bad_alloc();
    status = options.read_only ? rocksdb::DB::OpenForReadOnly(db_options, path, families, &handles, &db)
                               : rocksdb::DB::Open(db_options, path, families, &handles, &db);
  } catch (const std::bad_alloc&) {
    return Error{.code = ErrorCode::kLimit,
                 .message = "there is not enough memory to open the store",
                 .detail = "MemoryLimit"};
  }
  if (!status.ok()) {
    Error error = translate(status);
    if (status.IsInvalidArgument() && error.message.find("Direct I/O") != std::string::npos)
      // Nobody asked for direct I/O: RocksDB's guess when a file opens at the second try only.
      return Error{.code = ErrorCode::kIo, .message = "the file " + path + "/CURRENT could not be opened", .detail = "RocksDB"};
    // Files or families are missing; but a file that could not be opened is there.
    const bool is_io = error.message.find("IO error") != std::string::npos && !status.IsPathNotFound() &&
                       error.message.find("No such file") == std::string::npos;
    if (status.IsPathNotFound() || status.IsNotFound())
      error.code = ErrorCode::kCorruption;
    else if (status.IsInvalidArgument())
      error.code = is_io ? ErrorCode::kIo : ErrorCode::kCorruption;
    if (error.code == ErrorCode::kCorruption && error.message.find(".sst") == std::string::npos) {
      const std::string damaged = find_damaged_table(path, rocksdb::Options(db_options, families.front().options));
      if (!damaged.empty()) error.message += "; the damaged table is " + damaged;
    }
    return error;
  }
  impl->db.reset(db);
  std::copy(handles.begin(), handles.end(), impl->handles.begin());
  return std::unique_ptr<Kv>(new Kv(std::move(impl)));
}

Kv::Kv(std::shared_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}

Kv::~Kv() {
  if (impl_ != nullptr) (void)close();
}

Status Kv::close() {
  std::unique_lock gate(impl_->gate);
  if (impl_->db == nullptr) return ok();
  {
    std::lock_guard lock(impl_->snapshots_mutex);
    for (Snapshot* snapshot : impl_->snapshots) {
      impl_->db->ReleaseSnapshot(snapshot->handle_);
      snapshot->handle_ = nullptr;
    }
    impl_->snapshots.clear();
  }
  for (rocksdb::ColumnFamilyHandle*& handle : impl_->handles) {
    impl_->db->DestroyColumnFamilyHandle(handle);
    handle = nullptr;
  }
  const rocksdb::Status status = impl_->db->Close();
  impl_->db.reset();
  if (!status.ok()) return translate(status);
  return ok();
}

void Kv::abandon() noexcept {
  // Snapshots that are still held keep the state alive too; the address space ends with the process.
  new std::shared_ptr<Impl>(std::move(impl_));
}

bool Kv::is_closed() const {
  std::shared_lock gate(impl_->gate);
  return impl_->db == nullptr;
}

bool Kv::has_failed() const noexcept { return impl_->watch->has_failed_write(); }

Error Kv::fail(const std::string& why) {
  impl_->watch->note_failed_write(why);
  return Error{.code = ErrorCode::kCommitUnknown, .message = why, .detail = "CommitUnknown"};
}

Error Kv::failed_write() const {
  return Error{.code = ErrorCode::kReadOnly,
               .message = "an earlier write failed, so the store is read-only until it is opened again",
               .detail = "FailedWrite",
               .cause = impl_->watch->failed_write()};
}

// ---- reading ----

SnapshotPtr Kv::snapshot() {
  std::shared_lock gate(impl_->gate);
  if (impl_->db == nullptr) return std::make_shared<Snapshot>(impl_, nullptr);
  auto snapshot = std::make_shared<Snapshot>(impl_, impl_->db->GetSnapshot());
  std::lock_guard lock(impl_->snapshots_mutex);
  impl_->snapshots.insert(snapshot.get());
  return snapshot;
}

Result<bool> Kv::get(const Snapshot& at, Family family, std::string_view key, std::string& value) const {
  std::shared_lock gate(impl_->gate);
  if (at.handle() == nullptr) return closed();
  rocksdb::ReadOptions options;
  options.snapshot = at.handle();
  rocksdb::PinnableSlice pinned(&value);
  const rocksdb::Status status = impl_->db->Get(options, impl_->of(family), slice(key), &pinned);
  if (status.IsNotFound()) return false;
  if (!status.ok()) return translate(status);
  if (pinned.IsPinned()) value.assign(pinned.data(), pinned.size());
  return true;
}

Status Kv::get_many(const Snapshot& at, Family family, std::span<const std::string_view> keys,
                    FunctionRef<void(std::size_t, std::string_view)> found) const {
  std::shared_lock gate(impl_->gate);
  if (at.handle() == nullptr) return closed();
  rocksdb::ReadOptions options;
  options.snapshot = at.handle();
  constexpr std::size_t kGroup = 32;  // RocksDB's own unit of work
  std::array<rocksdb::Slice, kGroup> wanted;
  std::array<rocksdb::PinnableSlice, kGroup> values;
  std::array<rocksdb::Status, kGroup> states;
  for (std::size_t begin = 0; begin < keys.size(); begin += kGroup) {
    const std::size_t count = std::min(kGroup, keys.size() - begin);
    for (std::size_t i = 0; i < count; ++i) wanted[i] = slice(keys[begin + i]);
    impl_->db->MultiGet(options, impl_->of(family), count, wanted.data(), values.data(), states.data(), true);
    for (std::size_t i = 0; i < count; ++i) {
      if (states[i].ok())
        found(begin + i, view(values[i]));
      else if (!states[i].IsNotFound())
        return translate(states[i]);
      values[i].Reset();
    }
  }
  return ok();
}

Status Kv::scan(const Snapshot& at, Family family, std::string_view low, std::string_view high,
                RowVisitor visit) const {
  std::shared_lock gate(impl_->gate);
  if (at.handle() == nullptr) return closed();
  const rocksdb::Slice upper = slice(high);
  rocksdb::ReadOptions options;
  options.snapshot = at.handle();
  options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> rows(impl_->db->NewIterator(options, impl_->of(family)));
  for (rows->Seek(slice(low)); rows->Valid(); rows->Next())
    if (!visit(view(rows->key()), view(rows->value()))) return ok();
  if (!rows->status().ok()) return translate(rows->status());
  return ok();
}

Status Kv::scan_many(const Snapshot& at, Family family, std::span<const RowRange> ranges,
                     FunctionRef<void(std::size_t, std::string_view)> visit) const {
  if (ranges.empty()) return ok();
  std::shared_lock gate(impl_->gate);
  if (at.handle() == nullptr) return closed();
  const rocksdb::Slice upper = slice(ranges.back().high);
  rocksdb::ReadOptions options;
  options.snapshot = at.handle();
  options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> rows(impl_->db->NewIterator(options, impl_->of(family)));
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    // The row that ended the last range may already be the first of this one.
    if (i == 0 || (rows->Valid() && view(rows->key()) < ranges[i].low)) rows->Seek(slice(ranges[i].low));
    for (; rows->Valid() && view(rows->key()) < ranges[i].high; rows->Next()) visit(i, view(rows->key()));
    if (!rows->Valid()) break;
  }
  if (!rows->status().ok()) return translate(rows->status());
  return ok();
}

// ---- writing ----

Status Kv::write(FunctionRef<void(KvBatch&)> fill, bool sync, std::size_t reserve_bytes) {
  std::shared_lock gate(impl_->gate);
  if (impl_->db == nullptr) return closed();
  if (impl_->read_only) return Error{.code = ErrorCode::kReadOnly, .message = "the store was opened read-only"};
  if (has_failed()) return failed_write();
  KvBatch::Impl state{.batch = rocksdb::WriteBatch(reserve_bytes), .kv = *impl_};
  KvBatch batch(state);
  fill(batch);
  if (!state.status.ok()) return translate(state.status);
  if (state.batch.Count() == 0) return ok();
  // The log is written whatever the durability: rows that a crash may lose must not be older than rows it
  // keeps, and a batch without a log would be.
  rocksdb::WriteOptions options;
  options.sync = sync;
  std::lock_guard writing(impl_->write_mutex);
  if (has_failed()) return failed_write();
  if (impl_->check_place) {
    // The log could still be written, in a folder that nobody finds.
    Status place = impl_->check_place();
    if (!place.is_ok()) {
      impl_->watch->note_failed_write(place.error().message);
      return place;
    }
  }
  rocksdb::Status status;
  try {
    status = impl_->db->Write(options, &state.batch);
  } catch (const std::bad_alloc&) {
    // RocksDB is left in the middle of it, and would wait for itself at the next write.
    status = rocksdb::Status::MemoryLimit("there is not enough memory to write");
  }
  if (status.ok()) return ok();
  impl_->watch->note_failed_write(status.ToString());
  Error error = translate(status);
  if (error.detail == "Fenced") return error;
  error.code = ErrorCode::kCommitUnknown;
  error.detail = "CommitUnknown";
  return error;
}

Status Kv::sync() {
  std::shared_lock gate(impl_->gate);
  if (impl_->db == nullptr) return closed();
  if (has_failed()) return ok();  // said with the write that failed
  const rocksdb::Status status = impl_->db->SyncWAL();
  if (status.ok()) return ok();
  impl_->watch->note_failed_write(status.ToString());
  return translate(status);
}

Status Kv::flush() {
  std::shared_lock gate(impl_->gate);
  if (impl_->db == nullptr) return closed();
  if (has_failed()) return failed_write();
  const std::vector<rocksdb::ColumnFamilyHandle*> all(impl_->handles.begin(), impl_->handles.end());
  const rocksdb::Status status = impl_->db->Flush(rocksdb::FlushOptions(), all);
  if (status.ok()) return ok();
  impl_->watch->note_failed_write(status.ToString());
  return translate(status);
}

// ---- upkeep ----

Status Kv::compact(const RunControl& control) {
  KITH_DO(flush());
  std::shared_lock gate(impl_->gate);
  if (impl_->db == nullptr) return closed();
  if (has_failed()) return failed_write();
  std::atomic<bool> canceled = false;
  std::mutex mutex;
  std::condition_variable_any ended;
  // RocksDB looks at a flag and asks nobody.
  std::jthread asking([&](const std::stop_token& end) {
    std::unique_lock lock(mutex);
    while (!end.stop_requested()) {
      if (!control.check().is_ok()) canceled = true;
      ended.wait_for(lock, end, std::chrono::milliseconds(10), [] { return false; });
    }
  });
  rocksdb::CompactRangeOptions options;
  options.canceled = &canceled;
  options.exclusive_manual_compaction = false;  // tables that writers fill meanwhile are merged, too
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  for (rocksdb::ColumnFamilyHandle* handle : impl_->handles) {
    KITH_DO(control.check());
    const rocksdb::Status status = impl_->db->CompactRange(options, handle, nullptr, nullptr);
    if (status.IsIncomplete()) KITH_DO(control.check());
    if (!status.ok()) return translate(status);
  }
  // Merged tables are deleted by a thread that may not have come to it: the last one to allow it waits for it.
  rocksdb::Status deleted = impl_->db->DisableFileDeletions();
  if (deleted.ok()) deleted = impl_->db->EnableFileDeletions(false);
  return deleted.ok() ? ok() : Status(translate(deleted));
}

namespace {

/// Files that are no table, then tables by name with their identity.
Result<std::vector<KvFile>> live_files(rocksdb::DB& db, std::span<rocksdb::ColumnFamilyHandle* const> families) {
  std::vector<rocksdb::LiveFileStorageInfo> live;
  rocksdb::Status status = db.GetLiveFilesStorageInfo(rocksdb::LiveFilesStorageInfoOptions(), &live);
  if (!status.ok()) return translate(status);
  std::map<std::string, std::string> identities;
  for (rocksdb::ColumnFamilyHandle* family : families) {
    rocksdb::TablePropertiesCollection tables;
    status = db.GetPropertiesOfAllTables(family, &tables);
    if (!status.ok()) return translate(status);
    for (const auto& [path, table] : tables)
      if (!table->db_session_id.empty())
        identities[path.substr(path.rfind('/') + 1)] =
            table->db_id + "." + table->db_session_id + "." + std::to_string(table->orig_file_number);
  }
  std::vector<KvFile> files;
  for (rocksdb::LiveFileStorageInfo& file : live) {
    const auto identity = identities.find(file.relative_filename);
    files.push_back({.name = file.relative_filename,
                     .size_bytes = file.size,
                     .contents = file.replacement_contents.empty() ? std::nullopt
                                                                   : std::optional(std::move(file.replacement_contents)),
                     .table = identity == identities.end() ? "" : identity->second});
  }
  return files;
}

}  // namespace

Status Kv::hold_files(FunctionRef<Status(const std::vector<KvFile>&)> use) {
  std::shared_lock gate(impl_->gate);
  if (impl_->db == nullptr) return closed();
  if (has_failed()) return failed_write();
  if (impl_->read_only) {  // nobody deletes
    KITH_TRY(const std::vector<KvFile> files, live_files(*impl_->db, impl_->handles));
    return use(files);
  }
  const rocksdb::Status held = impl_->db->DisableFileDeletions();
  if (!held.ok()) return translate(held);
  Status used = [&]() -> Status {
    KITH_TRY(const std::vector<KvFile> files, live_files(*impl_->db, impl_->handles));
    return use(files);
  }();
  const rocksdb::Status released = impl_->db->EnableFileDeletions(false);
  KITH_DO(std::move(used));
  return released.ok() ? ok() : Status(translate(released));
}

Result<KvTables> Kv::tables(Family family) const {
  std::shared_lock gate(impl_->gate);
  if (impl_->db == nullptr) return closed();
  rocksdb::TablePropertiesCollection properties;
  const rocksdb::Status status = impl_->db->GetPropertiesOfAllTables(impl_->of(family), &properties);
  if (!status.ok()) return translate(status);
  KvTables sum;
  for (const auto& [path, table] : properties) {
    ++sum.tables;
    sum.rows += table->num_entries;
    sum.deletions += table->num_deletions + table->num_range_deletions;
    sum.size_bytes += table->data_size + table->index_size + table->filter_size;
  }
  return sum;
}

}  // namespace kith::storage
