// Copying files so that they are whole and on the disk, with their checksums.
//
//     KITH_TRY(std::string sum, copy_file(from, to, size, control));   // "0123…", 32 digits
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/run_control.h"
#include "kith/status.h"

namespace kith::storage {

/// Copies the first `size` bytes and syncs them: their checksum. kCorruption if there are fewer.
Result<std::string> copy_file(const std::string& from, const std::string& to, std::uint64_t size,
                              const RunControl& control);

/// A new file with these bytes, synced.
Status write_file(const std::string& path, std::string_view bytes);

Result<std::string> read_file(const std::string& path);

/// The checksum of a file's bytes.
Result<std::string> checksum_of_file(const std::string& path, const RunControl& control);
std::string checksum_of(std::string_view bytes);

/// False if the file system has no links, or the two are on different ones.
Result<bool> link_file(const std::string& from, const std::string& to);

Status make_folder(const std::string& path);
/// With all that is in it; none is well.
Status remove_folder(const std::string& path);
Status rename_folder(const std::string& from, const std::string& to);
/// What was made, renamed or removed in it is so after a crash, too.
Status sync_folder(const std::string& path);

}  // namespace kith::storage
