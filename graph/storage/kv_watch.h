// What stands between Kv and RocksDB, because RocksDB goes on where a store must stop.
//
// - A failed fsync: the system may have thrown the bytes away, and a second fsync of the same file would
//   say that all is well. The files made here never try again: every later sync of such a file fails.
// - A failed flush or compaction behind the scenes: Kv hears of it, and nothing is written any more.
// - A table whose list of deleted ranges cannot be read is used without it, with a warning alone, so that
//   deleted rows come back. The warning is heard, and nothing is read any more.
//
//     auto watch = std::make_shared<KvWatch>();
//     options.env = ...(watch_files(file_system));
//     options.info_log = watch_log(watch);                     // in place of a LOG file in the folder
//     options.listeners.push_back(watch_background(watch));
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>
#include <rocksdb/listener.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

namespace kith::storage {

/// What was seen. Any thread; each fault stays until the store is opened again.
class KvWatch {
 public:
  /// A write or sync that failed. The first is remembered.
  void note_failed_write(const std::string& what);
  /// A table that is not read as it should be.
  void note_torn_table(const std::string& what);

  bool has_failed_write() const noexcept { return has_failed_write_.load(std::memory_order_acquire); }

  bool has_torn_table() const noexcept { return has_torn_table_.load(std::memory_order_acquire); }

  /// What the first failed write said, or "".
  std::string failed_write() const;
  std::string torn_table() const;

 private:
  mutable std::mutex mutex_;
  std::string failed_write_;
  std::string torn_table_;
  std::atomic<bool> has_failed_write_ = false;
  std::atomic<bool> has_torn_table_ = false;
};

/// `below`, or the operating system's files if it is null; a sync that failed is never tried again.
std::shared_ptr<rocksdb::FileSystem> watch_files(std::shared_ptr<rocksdb::FileSystem> below);

std::shared_ptr<rocksdb::Logger> watch_log(std::shared_ptr<KvWatch> watch);

std::shared_ptr<rocksdb::EventListener> watch_background(std::shared_ptr<KvWatch> watch);

}  // namespace kith::storage
