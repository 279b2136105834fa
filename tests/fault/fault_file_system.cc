#include "fault/fault_file_system.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace kith::fault {

namespace fs = std::filesystem;

using rocksdb::DataVerificationInfo;
using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

namespace {

constexpr std::uint64_t kBlock = 4096;

std::string read_whole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class FaultSequentialFile final : public rocksdb::FSSequentialFileOwnerWrapper {
 public:
  FaultSequentialFile(FaultFileSystem& disk, std::string path, std::unique_ptr<rocksdb::FSSequentialFile>&& file)
      : FSSequentialFileOwnerWrapper(std::move(file)), disk_(disk), path_(std::move(path)) {}

  IOStatus Read(std::size_t n, const IOOptions& options, Slice* result, char* scratch, IODebugContext* debug) override {
    IOStatus status = disk_.check(Call::kRead, path_);
    return status.ok() ? target()->Read(n, options, result, scratch, debug) : status;
  }

 private:
  FaultFileSystem& disk_;
  std::string path_;
};

class FaultRandomAccessFile final : public rocksdb::FSRandomAccessFileOwnerWrapper {
 public:
  FaultRandomAccessFile(FaultFileSystem& disk, std::string path, std::unique_ptr<rocksdb::FSRandomAccessFile>&& file)
      : FSRandomAccessFileOwnerWrapper(std::move(file)), disk_(disk), path_(std::move(path)) {}

  IOStatus Read(std::uint64_t offset, std::size_t n, const IOOptions& options, Slice* result, char* scratch,
                IODebugContext* debug) const override {
    IOStatus status = disk_.check(Call::kRead, path_);
    return status.ok() ? target()->Read(offset, n, options, result, scratch, debug) : status;
  }

  /// One after the other, so that one of several can fail.
  IOStatus MultiRead(rocksdb::FSReadRequest* requests, std::size_t count, const IOOptions& options,
                     IODebugContext* debug) override {
    for (std::size_t i = 0; i < count; ++i)
      requests[i].status =
          Read(requests[i].offset, requests[i].len, options, &requests[i].result, requests[i].scratch, debug);
    return IOStatus::OK();
  }

  IOStatus Prefetch(std::uint64_t offset, std::size_t n, const IOOptions& options, IODebugContext* debug) override {
    IOStatus status = disk_.check(Call::kRead, path_);
    return status.ok() ? target()->Prefetch(offset, n, options, debug) : status;
  }

 private:
  FaultFileSystem& disk_;
  std::string path_;
};

class FaultWritableFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultWritableFile(FaultFileSystem& disk, std::string path, std::unique_ptr<rocksdb::FSWritableFile>&& file)
      : FSWritableFileOwnerWrapper(std::move(file)), disk_(disk), path_(std::move(path)) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    IOStatus status;
    const std::size_t admitted = disk_.admit(path_, data.size(), status);
    if (admitted > 0) {
      IOStatus written = target()->Append(Slice(data.data(), admitted), options, debug);
      if (!written.ok()) return written;
      disk_.note_append(path_, admitted);
    }
    return status;
  }

  IOStatus Append(const Slice& data, const IOOptions& options, const DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }

  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    IOStatus status = disk_.check(Call::kSync, path_);
    return disk_.note_sync(path_, status.ok() ? target()->Sync(options, debug) : status);
  }

  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    IOStatus status = disk_.check(Call::kSync, path_);
    return disk_.note_sync(path_, status.ok() ? target()->Fsync(options, debug) : status);
  }

  /// The file is closed all the same, as close(2) does.
  IOStatus Close(const IOOptions& options, IODebugContext* debug) override {
    IOStatus status = disk_.check(Call::kClose, path_);
    IOStatus closed = target()->Close(options, debug);
    return status.ok() ? closed : status;
  }

 private:
  FaultFileSystem& disk_;
  std::string path_;
};

class FaultDirectory final : public rocksdb::FSDirectoryWrapper {
 public:
  FaultDirectory(FaultFileSystem& disk, std::string path, std::unique_ptr<rocksdb::FSDirectory>&& folder)
      : FSDirectoryWrapper(std::move(folder)), disk_(disk), path_(std::move(path)) {}

  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return synced([&] { return FSDirectoryWrapper::Fsync(options, debug); });
  }

  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const rocksdb::DirFsyncOptions& what) override {
    return synced([&] { return FSDirectoryWrapper::FsyncWithDirOptions(options, debug, what); });
  }

 private:
  template <class F>
  IOStatus synced(F run) {
    IOStatus status = disk_.check(Call::kFolder, path_);
    if (status.ok()) status = run();
    if (status.ok()) disk_.note_folder_sync();
    return status;
  }

  FaultFileSystem& disk_;
  std::string path_;
};

}  // namespace

FaultFileSystem::FaultFileSystem(std::uint64_t seed)
    : FileSystemWrapper(rocksdb::FileSystem::Default()), random_(seed) {}

// ---- what fails ----

void FaultFileSystem::arm(const Fault& fault) {
  std::lock_guard lock(mutex_);
  fault_ = fault;
}

void FaultFileSystem::limit_space(std::uint64_t bytes) {
  std::lock_guard lock(mutex_);
  space_ = bytes;
}

void FaultFileSystem::heal() {
  std::lock_guard lock(mutex_);
  fault_.reset();
  space_ = std::numeric_limits<std::uint64_t>::max();
}

void FaultFileSystem::cut_power() {
  std::lock_guard lock(mutex_);
  is_off_ = true;
}

std::uint64_t FaultFileSystem::calls(Call call) const {
  std::lock_guard lock(mutex_);
  return calls_[static_cast<std::size_t>(call)];
}

std::uint64_t FaultFileSystem::failures() const {
  std::lock_guard lock(mutex_);
  return failures_;
}

std::uint64_t FaultFileSystem::syncs_after_failure() const {
  std::lock_guard lock(mutex_);
  return syncs_after_failure_;
}

IOStatus FaultFileSystem::broken(bool is_no_space) const {
  if (!is_no_space) return IOStatus::IOError(is_off_ ? "the power is off" : "an injected fault", "Input/output error");
  IOStatus status = IOStatus::NoSpace("an injected fault", "No space left on device");
  status.SetRetryable(true);  // as the real files say
  return status;
}

IOStatus FaultFileSystem::check_locked(Call call, const std::string& path) {
  ++calls_[static_cast<std::size_t>(call)];
  bool fails = is_off_;
  if (!fails && fault_ && (fault_->calls & bit(call)) != 0 && path.find(fault_->path) != std::string::npos) {
    if (fault_->after > 0) {
      --fault_->after;
    } else if (fault_->times > 0 && std::uniform_real_distribution<>()(random_) < fault_->probability) {
      --fault_->times;
      fails = true;
    }
  }
  if (!fails) return IOStatus::OK();
  ++failures_;
  return broken(!is_off_ && fault_->is_no_space);
}

IOStatus FaultFileSystem::check(Call call, const std::string& path) {
  std::lock_guard lock(mutex_);
  return check_locked(call, path);
}

std::uint64_t FaultFileSystem::up_to(std::uint64_t most) { return random_() % (most + 1); }

std::size_t FaultFileSystem::admit(const std::string& path, std::size_t bytes, IOStatus& status) {
  std::lock_guard lock(mutex_);
  status = check_locked(Call::kAppend, path);
  if (!status.ok()) return fault_ && fault_->is_short && !is_off_ ? up_to(bytes) : 0;
  if (bytes <= space_) {
    if (space_ != std::numeric_limits<std::uint64_t>::max()) space_ -= bytes;
    return bytes;
  }
  ++failures_;
  status = broken(true);
  return std::exchange(space_, 0);
}

void FaultFileSystem::note_append(const std::string& path, std::size_t bytes) {
  std::lock_guard lock(mutex_);
  files_[path].written += bytes;
}

IOStatus FaultFileSystem::note_sync(const std::string& path, IOStatus status) {
  std::lock_guard lock(mutex_);
  Extent& file = files_[path];
  if (file.has_failed_sync) ++syncs_after_failure_;
  if (status.ok())
    file.synced = file.written;
  else
    file.has_failed_sync = true;
  return status;
}

void FaultFileSystem::note_folder_sync() {
  std::lock_guard lock(mutex_);
  folder_changes_.clear();
}

// ---- the power cut ----

void FaultFileSystem::tear(const std::string& path, const Extent& extent) {
  std::error_code error;
  if (extent.synced >= extent.written || !fs::exists(path, error)) return;
  const std::uint64_t kept = extent.synced + up_to(extent.written - extent.synced);
  fs::resize_file(path, kept);
  const std::uint64_t garbage_from = std::max(extent.synced, kept / kBlock * kBlock);
  if (garbage_from == kept || up_to(1) == 0) return;
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(garbage_from));
  for (std::uint64_t at = garbage_from; at < kept; ++at) file.put(static_cast<char>(random_()));
}

void FaultFileSystem::drop_unsynced() {
  std::lock_guard lock(mutex_);
  for (const auto& [path, extent] : files_) tear(path, extent);
  const std::uint64_t kept = up_to(folder_changes_.size());
  while (folder_changes_.size() > kept) {
    for (const PathBefore& before : folder_changes_.back()) {
      std::error_code ignored;
      if (before.content)
        std::ofstream(before.path, std::ios::binary) << *before.content;
      else
        fs::remove(before.path, ignored);
    }
    folder_changes_.pop_back();
  }
  folder_changes_.clear();
  files_.clear();
  fault_.reset();
  space_ = std::numeric_limits<std::uint64_t>::max();
  is_off_ = false;
}

// ---- calls ----

IOStatus FaultFileSystem::NewSequentialFile(const std::string& path, const FileOptions& options,
                                            std::unique_ptr<rocksdb::FSSequentialFile>* file, IODebugContext* debug) {
  IOStatus status = check(Call::kOpen, path);
  if (status.ok()) status = target()->NewSequentialFile(path, options, file, debug);
  if (status.ok()) *file = std::make_unique<FaultSequentialFile>(*this, path, std::move(*file));
  return status;
}

IOStatus FaultFileSystem::NewRandomAccessFile(const std::string& path, const FileOptions& options,
                                              std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                              IODebugContext* debug) {
  IOStatus status = check(Call::kOpen, path);
  if (status.ok()) status = target()->NewRandomAccessFile(path, options, file, debug);
  if (status.ok()) *file = std::make_unique<FaultRandomAccessFile>(*this, path, std::move(*file));
  return status;
}

IOStatus FaultFileSystem::NewWritableFile(const std::string& path, const FileOptions& options,
                                          std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* debug) {
  IOStatus status = check(Call::kCreate, path);
  if (!status.ok()) return status;
  const bool is_new = !fs::exists(path);
  status = target()->NewWritableFile(path, options, file, debug);
  if (!status.ok()) return status;
  *file = std::make_unique<FaultWritableFile>(*this, path, std::move(*file));
  std::lock_guard lock(mutex_);
  files_[path] = {};
  if (is_new) folder_changes_.push_back({PathBefore{path, {}}});
  return status;
}

IOStatus FaultFileSystem::ReopenWritableFile(const std::string& path, const FileOptions& options,
                                             std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* debug) {
  IOStatus status = check(Call::kCreate, path);
  if (status.ok()) status = target()->ReopenWritableFile(path, options, file, debug);
  if (!status.ok()) return status;
  *file = std::make_unique<FaultWritableFile>(*this, path, std::move(*file));
  std::lock_guard lock(mutex_);
  files_.try_emplace(path, Extent{.synced = fs::file_size(path), .written = fs::file_size(path)});
  return status;
}

IOStatus FaultFileSystem::NewDirectory(const std::string& path, const IOOptions& options,
                                       std::unique_ptr<rocksdb::FSDirectory>* folder, IODebugContext* debug) {
  IOStatus status = check(Call::kFolder, path);
  if (status.ok()) status = target()->NewDirectory(path, options, folder, debug);
  if (status.ok()) *folder = std::make_unique<FaultDirectory>(*this, path, std::move(*folder));
  return status;
}

IOStatus FaultFileSystem::RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                                     IODebugContext* debug) {
  IOStatus status = check(Call::kRename, to);
  if (!status.ok()) return status;
  FolderChange change = {PathBefore{from, read_whole(from)}, PathBefore{to, {}}};
  if (fs::exists(to)) change.back().content = read_whole(to);
  status = target()->RenameFile(from, to, options, debug);
  if (!status.ok()) return status;
  std::lock_guard lock(mutex_);
  if (auto moved = files_.extract(from)) {
    files_.erase(to);
    moved.key() = to;
    files_.insert(std::move(moved));
  }
  folder_changes_.push_back(std::move(change));
  return status;
}

IOStatus FaultFileSystem::DeleteFile(const std::string& path, const IOOptions& options, IODebugContext* debug) {
  IOStatus status = check(Call::kDelete, path);
  if (!status.ok()) return status;
  const bool was_there = fs::exists(path);
  PathBefore before{path, read_whole(path)};
  status = target()->DeleteFile(path, options, debug);
  if (!status.ok() || !was_there) return status;
  std::lock_guard lock(mutex_);
  files_.erase(path);
  folder_changes_.push_back({std::move(before)});
  return status;
}

IOStatus FaultFileSystem::FileExists(const std::string& path, const IOOptions& options, IODebugContext* debug) {
  IOStatus status = check(Call::kList, path);
  return status.ok() ? target()->FileExists(path, options, debug) : status;
}

IOStatus FaultFileSystem::GetChildren(const std::string& path, const IOOptions& options,
                                      std::vector<std::string>* names, IODebugContext* debug) {
  IOStatus status = check(Call::kList, path);
  return status.ok() ? target()->GetChildren(path, options, names, debug) : status;
}

IOStatus FaultFileSystem::GetFileSize(const std::string& path, const IOOptions& options, std::uint64_t* size,
                                      IODebugContext* debug) {
  IOStatus status = check(Call::kList, path);
  return status.ok() ? target()->GetFileSize(path, options, size, debug) : status;
}

}  // namespace kith::fault
