// Whether a folder lies on a file system that other machines write too. There a lock may be known to this
// machine alone, and a sync may not have reached a disk: nothing that a store promises can be kept.
//
//     KITH_DO(check_file_system("news.db", false));   // kUnsupported, "NetworkFolder"
#pragma once

#include <cstdint>
#include <string_view>

#include "kith/status.h"

namespace kith::storage {

/// By the `f_type` that statfs(2) gives.
bool is_network_file_system(std::int64_t type) noexcept;

/// By the name in /proc/self/mountinfo ("fuse.sshfs"), for those that all have the type of FUSE.
bool is_network_mount(std::string_view name) noexcept;

/// Whether a store may be at `path`, which need not be there yet. kUnsupported on a network file system unless
/// that is allowed; kIo.
Status check_file_system(std::string_view path, bool allow_network);

/// As long as it lives, every path counts as on a file system of `type`: for tests, where no network is.
class FileSystemTypeOverride {
 public:
  explicit FileSystemTypeOverride(std::int64_t type) noexcept;
  FileSystemTypeOverride(const FileSystemTypeOverride&) = delete;
  FileSystemTypeOverride& operator=(const FileSystemTypeOverride&) = delete;
  ~FileSystemTypeOverride();
};

}  // namespace kith::storage
