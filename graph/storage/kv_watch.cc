#include "storage/kv_watch.h"

#include <unistd.h>

#include <cstdarg>
#include <thread>
#include <utility>

namespace kith::storage {

namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

/// Lets a sync through until one has failed.
class SyncsOnce {
 public:
  template <class F>
  IOStatus sync(F run) {
    if (has_failed_.load(std::memory_order_acquire))
      return IOStatus::IOError("an earlier sync of this file failed, and another could not be believed");
    IOStatus status = run();
    // Not made for the kind of file: nothing was lost.
    if (!status.ok() && !status.IsNotSupported()) has_failed_.store(true, std::memory_order_release);
    return status;
  }

 private:
  std::atomic<bool> has_failed_ = false;
};

class WatchedFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  explicit WatchedFile(std::unique_ptr<rocksdb::FSWritableFile>&& file) : FSWritableFileOwnerWrapper(std::move(file)) {}

  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    return once_.sync([&] { return target()->Sync(options, debug); });
  }

  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return once_.sync([&] { return target()->Fsync(options, debug); });
  }

 private:
  SyncsOnce once_;
};

class WatchedFolder final : public rocksdb::FSDirectoryWrapper {
 public:
  explicit WatchedFolder(std::unique_ptr<rocksdb::FSDirectory>&& folder) : FSDirectoryWrapper(std::move(folder)) {}

  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return once_.sync([&] { return FSDirectoryWrapper::Fsync(options, debug); });
  }

  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const rocksdb::DirFsyncOptions& what) override {
    return once_.sync([&] { return FSDirectoryWrapper::FsyncWithDirOptions(options, debug, what); });
  }

 private:
  SyncsOnce once_;
};

class WatchedFiles final : public rocksdb::FileSystemWrapper {
 public:
  WatchedFiles(const std::shared_ptr<rocksdb::FileSystem>& below, std::function<Status()> check_place)
      : FileSystemWrapper(below), check_place_(std::move(check_place)) {}

  const char* Name() const override { return "KithFileSystem"; }

  /// RocksDB looks for a missing table once more under the name that LevelDB would have given it, and would
  /// then say that this one is missing.
  IOStatus NewRandomAccessFile(const std::string& path, const rocksdb::FileOptions& options,
                               std::unique_ptr<rocksdb::FSRandomAccessFile>* file, IODebugContext* debug) override {
    if (path.ends_with(".ldb"))
      return IOStatus::PathNotFound("the table " + path.substr(0, path.size() - 4) + ".sst is missing");
    return target()->NewRandomAccessFile(path, options, file, debug);
  }

  IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* debug) override {
    if (!is_in_place()) return moved();
    return watched(target()->NewWritableFile(path, options, file, debug), file);
  }

  IOStatus ReopenWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                              std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* debug) override {
    if (!is_in_place()) return moved();
    return watched(target()->ReopenWritableFile(path, options, file, debug), file);
  }

  IOStatus ReuseWritableFile(const std::string& path, const std::string& old_path, const rocksdb::FileOptions& options,
                             std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* debug) override {
    if (!is_in_place()) return moved();
    return watched(target()->ReuseWritableFile(path, old_path, options, file, debug), file);
  }

  IOStatus DeleteFile(const std::string& path, const IOOptions& options, IODebugContext* debug) override {
    return is_in_place() ? target()->DeleteFile(path, options, debug) : moved();
  }

  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override {
    return is_in_place() ? target()->RenameFile(from, to, options, debug) : moved();
  }

  IOStatus NewDirectory(const std::string& path, const IOOptions& options,
                        std::unique_ptr<rocksdb::FSDirectory>* folder, IODebugContext* debug) override {
    IOStatus status = target()->NewDirectory(path, options, folder, debug);
    if (status.ok()) *folder = std::make_unique<WatchedFolder>(std::move(*folder));
    return status;
  }

 private:
  bool is_in_place() const { return !check_place_ || check_place_().is_ok(); }

  static IOStatus moved() { return IOStatus::IOError("the folder was moved or removed while the store was open"); }

  static IOStatus watched(IOStatus status, std::unique_ptr<rocksdb::FSWritableFile>* file) {
    if (status.ok()) *file = std::make_unique<WatchedFile>(std::move(*file));
    return status;
  }

  std::function<Status()> check_place_;
};

/// Runs each job in a thread of its own: RocksDB gives two at a time.
class ForkedEnv final : public rocksdb::EnvWrapper {
 public:
  explicit ForkedEnv(std::unique_ptr<rocksdb::Env>&& env) : EnvWrapper(std::move(env)) {}

  const char* Name() const override { return "KithForkedEnv"; }

  void Schedule(void (*run)(void*), void* argument, Priority, void*, void (*)(void*)) override {
    std::thread([run, argument] { run(argument); }).detach();
  }

  int UnSchedule(void*, Priority) override { return 0; }  // every job has begun

  unsigned int GetThreadPoolQueueLen(Priority) const override { return 0; }
};

class NoLog final : public rocksdb::Logger {
 public:
  NoLog() : Logger(rocksdb::InfoLogLevel::FATAL_LEVEL) {}

  void LogHeader(const char*, va_list) override {}

  void Logv(const char*, va_list) override {}

  void Logv(const rocksdb::InfoLogLevel, const char*, va_list) override {}
};

class WatchedBackground final : public rocksdb::EventListener {
 public:
  explicit WatchedBackground(std::shared_ptr<KvWatch> watch) : watch_(std::move(watch)) {}

  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* status) override {
    watch_->note_failed_write(status->ToString());
  }

  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status, bool* is_automatic) override {
    *is_automatic = false;
  }

 private:
  std::shared_ptr<KvWatch> watch_;
};

}  // namespace

void KvWatch::note_failed_write(const std::string& what) {
  std::lock_guard lock(mutex_);
  if (has_failed_write_) return;
  try {
    failed_write_ = what;
  } catch (const std::bad_alloc&) {  // writes stop all the same
  }
  has_failed_write_.store(true, std::memory_order_release);
}

std::string KvWatch::failed_write() const {
  std::lock_guard lock(mutex_);
  return failed_write_;
}

std::shared_ptr<rocksdb::FileSystem> watch_files(std::shared_ptr<rocksdb::FileSystem> below,
                                                 std::function<Status()> check_place) {
  return std::make_shared<WatchedFiles>(below != nullptr ? std::move(below) : rocksdb::FileSystem::Default(),
                                        std::move(check_place));
}

std::unique_ptr<rocksdb::Env> with_threads(std::unique_ptr<rocksdb::Env> env) {
  static const pid_t first = ::getpid();
  if (first == ::getpid()) return env;
  return std::make_unique<ForkedEnv>(std::move(env));
}

std::shared_ptr<rocksdb::Logger> no_log() { return std::make_shared<NoLog>(); }

std::shared_ptr<rocksdb::EventListener> watch_background(std::shared_ptr<KvWatch> watch) {
  return std::make_shared<WatchedBackground>(std::move(watch));
}

}  // namespace kith::storage
