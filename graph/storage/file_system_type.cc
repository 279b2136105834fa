#include "storage/file_system_type.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>

namespace kith::storage {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kFuse = 0x65735546;

constexpr std::array<std::int64_t, 18> kNetworkTypes = {
    0x6969,      // NFS
    0x517B,      // SMB
    0xFF534D42,  // CIFS
    0xFE534D42,  // SMB2 and later
    0x5346414F,  // OpenAFS
    0x6B414653,  // the kernel's AFS
    0x73757245,  // Coda
    0x564C,      // NCP
    0x01021997,  // 9p, of virtual machines mostly
    0x00C36400,  // Ceph
    0x0BD00BD0,  // Lustre
    0x47504653,  // GPFS
    0x20030528,  // OrangeFS
    0x19830326,  // BeeGFS
    0x786F4256,  // shared folders of VirtualBox
    0xBACBACBC,  // of VMware
    0x7C7C6673,  // of Parallels
    0x013111A8,  // IBRIX
};

constexpr std::array<std::string_view, 14> kNetworkMounts = {
    "fuse.sshfs",  "fuse.glusterfs",   "fuse.s3fs",     "fuse.rclone",    "fuse.davfs2", "fuse.ceph",      "fuse.cephfs",
    "fuse.gcsfuse", "fuse.curlftpfs", "fuse.blobfuse2", "fuse.juicefs", "fuse.moosefs", "fuse.mfs",  "fuse.vmhgfs-fuse",
};

constexpr std::int64_t kNone = -1;
std::atomic<std::int64_t> type_for_tests = kNone;

/// The name of the file system that is mounted as `device`; empty if the kernel does not say.
std::string mount_name(dev_t device) {
  const std::string wanted = std::to_string(major(device)) + ":" + std::to_string(minor(device));
  std::ifstream mounts("/proc/self/mountinfo");
  for (std::string line; std::getline(mounts, line);) {
    // 36 35 98:0 /root /mount options [optional fields] - type source options
    std::istringstream words(line);
    std::string id, parent, number, word, name;
    words >> id >> parent >> number;
    if (number != wanted) continue;
    while (words >> word && word != "-") continue;
    words >> name;
    return name;
  }
  return {};
}

/// `path`, or the nearest folder above it that is there.
fs::path existing(std::string_view path) {
  std::error_code error;
  fs::path at = fs::absolute(fs::path(path), error);
  while (!error && !fs::exists(at, error) && at.has_relative_path()) at = at.parent_path();
  return at.empty() ? fs::path(".") : at;
}

Result<bool> is_on_network(const fs::path& path) {
  if (const std::int64_t type = type_for_tests; type != kNone) return is_network_file_system(type);
  struct statfs found = {};
  struct stat device = {};
  while (::statfs(path.c_str(), &found) != 0) {
    if (errno == EINTR) continue;
    return Error{.code = ErrorCode::kIo,
                 .message = "cannot tell the file system of " + path.string() + ": " +
                            std::generic_category().message(errno),
                 .detail = "File"};
  }
  // The field is signed, and as wide as the machine likes.
  const std::int64_t type = static_cast<std::uint32_t>(found.f_type);
  if (type != kFuse) return is_network_file_system(type);
  return ::stat(path.c_str(), &device) == 0 && is_network_mount(mount_name(device.st_dev));
}

}  // namespace

bool is_network_file_system(std::int64_t type) noexcept {
  return std::find(kNetworkTypes.begin(), kNetworkTypes.end(), type) != kNetworkTypes.end();
}

bool is_network_mount(std::string_view name) noexcept {
  return std::find(kNetworkMounts.begin(), kNetworkMounts.end(), name) != kNetworkMounts.end();
}

Status check_file_system(std::string_view path, bool allow_network) {
  if (allow_network) return ok();
  KITH_TRY(const bool is_network, is_on_network(existing(path)));
  if (!is_network) return ok();
  return Error{.code = ErrorCode::kUnsupported,
               .message = "the folder " + std::string(path) +
                          " is on a network file system, where locks and syncs cannot be relied on",
               .detail = "NetworkFolder",
               .hint = "keep the store on a disk of this machine, or set allow_network_folder if no other machine "
                       "ever opens it"};
}

FileSystemTypeOverride::FileSystemTypeOverride(std::int64_t type) noexcept { type_for_tests = type; }

FileSystemTypeOverride::~FileSystemTypeOverride() { type_for_tests = kNone; }

}  // namespace kith::storage
