// FolderLock: who holds a store's folder.
#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>

#include "storage/folder.h"

namespace kith::storage {

namespace {

constexpr const char* kLockName = "kith.lock";
constexpr off_t kLockBytesMax = 64;  // a pid and a newline; a longer file is not ours to write into

Error io(const std::string& what, int code) {
  return Error{.code = ErrorCode::kIo,
               .message = what + ": " + std::generic_category().message(code),
               .detail = "File"};
}

// ---- forks ----

/// The descriptors of all locks of this process. A forked child closes its copies at once: they would keep
/// the locks after the end of this process.
struct OpenLocks {
  std::mutex mutex;
  std::set<int> descriptors;
};

OpenLocks& open_locks() {
  static OpenLocks* const locks = new OpenLocks;  // stores may be closed after everything static is gone
  return *locks;
}

void close_in_child() {
  for (int descriptor : open_locks().descriptors) ::close(descriptor);
  open_locks().descriptors.clear();
  open_locks().mutex.unlock();
}

void watch_forks() {
  [[maybe_unused]] static const int watched =
      ::pthread_atfork([] { open_locks().mutex.lock(); }, [] { open_locks().mutex.unlock(); }, close_in_child);
}

// ---- holders ----

/// The process that locked what `place` is open on, by the kernel's own table; 0 if it does not say.
pid_t holder_of(int place) {
  struct stat found = {};
  if (::fstat(place, &found) != 0) return 0;
  std::array<char, 64> wanted = {};
  std::snprintf(wanted.data(), wanted.size(), "%02x:%02x:%lu", major(found.st_dev), minor(found.st_dev),
                static_cast<unsigned long>(found.st_ino));
  std::ifstream table("/proc/locks");
  for (std::string line; std::getline(table, line);) {
    // 7: FLOCK  ADVISORY  WRITE 1234 fe:00:99 0 EOF
    std::istringstream words(line);
    std::string number, kind, way, mode, file;
    pid_t pid = 0;
    if (words >> number >> kind >> way >> mode >> pid >> file && kind == "FLOCK" && file == wanted.data() && pid > 0)
      return pid;
  }
  return 0;
}

/// The pid in kith.lock; 0 if there is none.
pid_t pid_in(int file) {
  std::array<char, kLockBytesMax> text = {};
  if (::pread(file, text.data(), text.size() - 1, 0) <= 0) return 0;
  pid_t pid = 0;
  return std::sscanf(text.data(), "%d", &pid) == 1 && pid > 0 ? pid : 0;
}

Error locked(const std::string& folder, pid_t holder) {
  std::string who = "another process";
  if (holder != 0) who = "the process " + std::to_string(holder);
  if (holder == ::getpid()) who += ", which is this one";
  return Error{.code = ErrorCode::kLocked, .message = "the store " + folder + " is open in " + who, .detail = "Locked"};
}

// ---- the two locks ----

struct flock whole_file(short type) {
  struct flock lock = {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  return lock;
}

/// The process whose lock on kith.lock is in the way; 0 if that cannot be told.
pid_t holder_of_file(int file) {
  struct flock lock = whole_file(F_WRLCK);
  if (::fcntl(file, F_OFD_GETLK, &lock) != 0) return 0;
  if (lock.l_pid > 0) return lock.l_pid;
  return lock.l_type == F_WRLCK ? pid_in(file) : 0;  // the pid inside is that of the last who wrote
}

/// Whether the error says that the file system has no such lock, as some of a network.
bool has_no_locks(int code) {
  return code == EBADF || code == ENOLCK || code == EOPNOTSUPP || code == ENOSYS || code == EINVAL;
}

/// What is wrong with a kith.lock that is not a file of a few bytes.
Status check_lock_file(int file, const std::string& path) {
  struct stat found = {};
  if (::fstat(file, &found) != 0) return io("cannot open " + path, errno);
  if (S_ISREG(found.st_mode) && found.st_size <= kLockBytesMax) return ok();
  return Error{.code = ErrorCode::kIo, .message = path + " is not a lock file of kith", .detail = "LockFile"};
}

/// kith.lock, open; none where it is not needed: for a reader that may not make it and has the folder's lock.
Result<Descriptor> open_lock_file(const std::string& path, bool shared, bool is_needed) {
  constexpr int kAlways = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
  const int mode = shared ? O_RDONLY : O_RDWR;
  Descriptor file(::open(path.c_str(), mode | kAlways | (is_needed ? O_CREAT : 0), 0644));
  if (file.get() >= 0) {
    KITH_DO(check_lock_file(file.get(), path));
    return file;
  }
  if (errno == ELOOP || errno == EISDIR || errno == ENXIO)
    return Error{.code = ErrorCode::kIo, .message = path + " is not a lock file of kith", .detail = "LockFile"};
  if (!is_needed && (errno == ENOENT || errno == EACCES)) return file;
  return io("cannot open " + path, errno);
}

Status write_pid(int file, const std::string& path) {
  // Written over the old one, not after it is cut off: that would need a block, and the disk may be full.
  const std::string pid = std::to_string(::getpid()) + "\n";
  if (::pwrite(file, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size()) ||
      ::ftruncate(file, static_cast<off_t>(pid.size())) != 0)
    return io("cannot write " + path, errno);
  return ok();
}

}  // namespace

FolderLock::FolderLock(FolderLock&& other) noexcept
    : place_(std::move(other.place_)), file_(std::move(other.file_)), owner_(other.owner_) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
  std::swap(place_, other.place_);
  std::swap(file_, other.file_);
  std::swap(owner_, other.owner_);
  return *this;
}

FolderLock::~FolderLock() { release(); }

void FolderLock::release() noexcept {
  if (place_.get() < 0) return;  // moved from, perhaps while the mutex below is held
  if (owner_ != ::getpid()) {
    // The numbers were closed when this process was forked, and are other files' now.
    place_.release();
    file_.release();
    return;
  }
  // Unlocked, not just closed: a child that is about to run another program still has a copy.
  std::lock_guard lock(open_locks().mutex);
  if (file_.get() >= 0) {
    struct flock none = whole_file(F_UNLCK);
    ::fcntl(file_.get(), F_OFD_SETLK, &none);
    open_locks().descriptors.erase(file_.get());
    file_ = Descriptor();
  }
  ::flock(place_.get(), LOCK_UN);
  open_locks().descriptors.erase(place_.get());
  place_ = Descriptor();
}

Result<FolderLock> FolderLock::take(const std::string& folder, bool shared) {
  const std::string path = folder + "/" + kLockName;
  watch_forks();
  FolderLock held;
  held.owner_ = ::getpid();
  // No child may come to be that has the descriptors and does not know of them.
  std::lock_guard lock(open_locks().mutex);
  Descriptor place(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (place.get() < 0) return io("cannot open " + folder, errno);
  const bool has_place = ::flock(place.get(), (shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0;
  const int refused = has_place ? 0 : errno;
  if (!has_place && refused != EWOULDBLOCK && !has_no_locks(refused)) return io("cannot lock " + folder, refused);
  if (refused == EWOULDBLOCK) {
    pid_t holder = holder_of(place.get());
    if (holder == 0)
      if (const auto file = open_lock_file(path, true, false); file && file->get() >= 0) holder = holder_of_file(file->get());
    return locked(folder, holder);
  }
  KITH_TRY(Descriptor file, open_lock_file(path, shared, !shared || !has_place));
  if (file.get() >= 0) {
    struct flock wanted = whole_file(shared ? F_RDLCK : F_WRLCK);
    if (::fcntl(file.get(), F_OFD_SETLK, &wanted) != 0) {
      if (errno == EAGAIN || errno == EACCES) return locked(folder, holder_of_file(file.get()));
      return io("cannot lock " + path, errno);
    }
    if (!shared) KITH_DO(write_pid(file.get(), path));
    open_locks().descriptors.insert(file.get());
  }
  open_locks().descriptors.insert(place.get());
  held.place_ = std::move(place);
  held.file_ = std::move(file);
  return held;
}

Status FolderLock::check_place(const std::string& folder) const {
  struct stat locked = {};
  struct stat there = {};
  if (::fstat(place_.get(), &locked) == 0 && ::stat(folder.c_str(), &there) == 0 && locked.st_dev == there.st_dev &&
      locked.st_ino == there.st_ino)
    return ok();
  return Error{.code = ErrorCode::kIo,
               .message = "the folder " + folder + " was moved or removed while the store was open",
               .detail = "FolderMoved"};
}

}  // namespace kith::storage
