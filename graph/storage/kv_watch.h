// What stands between Kv and RocksDB, because RocksDB goes on where a store must stop.
//
// - A failed fsync: the system may have thrown the bytes away, and a second fsync of the same file would
//   say that all is well. The files made here never try again: every later sync of such a file fails.
// - A failed flush or compaction behind the scenes: Kv hears of it, and nothing is written any more.
// - Its log for people is not written: an open that is refused, or for reading only, leaves the folder as it is.
// - A folder that was moved away, and another that was put in its place: RocksDB goes by the path, and would write
//   into the other and delete its files by number.
// - A forked child: RocksDB's threads are all the parent's, and it would wait for them without end.
//
//     auto watch = std::make_shared<KvWatch>();
//     options.env = ...(watch_files(file_system, check_place));
//     options.info_log = no_log();
//     options.listeners.push_back(watch_background(watch));
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>
#include <rocksdb/listener.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "kith/status.h"

namespace kith::storage {

/// The first write that failed. Any thread; it stays until the store is opened again.
class KvWatch {
 public:
  void note_failed_write(const std::string& what);

  bool has_failed_write() const noexcept { return has_failed_write_.load(std::memory_order_acquire); }

  /// What it said, or "".
  std::string failed_write() const;

 private:
  mutable std::mutex mutex_;
  std::string failed_write_;
  std::atomic<bool> has_failed_write_ = false;
};

/// `below`, or the operating system's files if it is null; a sync that failed is never tried again, and no file is
/// made, renamed or deleted while `check_place` gives an error. It may be empty.
std::shared_ptr<rocksdb::FileSystem> watch_files(std::shared_ptr<rocksdb::FileSystem> below,
                                                 std::function<Status()> check_place);

/// `env`, and in a process that was forked since the first call one that makes its own threads.
std::unique_ptr<rocksdb::Env> with_threads(std::unique_ptr<rocksdb::Env> env);

std::shared_ptr<rocksdb::Logger> no_log();

std::shared_ptr<rocksdb::EventListener> watch_background(std::shared_ptr<KvWatch> watch);

}  // namespace kith::storage
