// Backups of a store: a folder of generations, each a whole store as of one commit.
//
//     backups/kith-backup          says what the folder is
//     backups/000001/              a closed store; beside its own files
//     backups/000001/backup        their sizes, checksums and identities (backup_folder.h)
//     backups/000002/
//
//     KITH_TRY(BackupReport report, make_backup(kv, store_folder, "backups", {}, control));
//     KITH_TRY(BackupInfo info, restore_backup("backups", "again.db", 0, control));
//
// A generation is made in `.new`, opened and checked there, and renamed as the last step; nothing else gives
// it its name. Tables never change, so one that an earlier generation has is a hard link to it: a table's
// identity is RocksDB's (database, session, number), and not its name, which a restored store would give
// out again. New tables are copied, as a hard link to the store's own file would share its damage;
// BackupOptions::link links them all the same. See graph/decisions/backup.md.
//
// What is copied beside the tables is the log as it was at one moment, after the tables were listed. The copy
// reads it when it is opened for the first time, here, so that it holds every commit up to one and none after.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/run_control.h"
#include "kith/options.h"
#include "kith/status.h"
#include "storage/kv.h"

namespace kith::storage {

/// Of the open store in `folder`, beside its readers and writers. Errors: kArgument (one folder is inside the
/// other), kAlreadyExists (`directory` holds other files), kLocked (another backup is being made there), kIo,
/// kCorruption (the copy is damaged, and was not kept), kCancelled. After an error `directory` has the
/// generations it had.
Result<BackupReport> make_backup(Kv& kv, const std::string& folder, std::string_view directory,
                                 const BackupOptions& options, const Clock& clock, const RunControl& control);

/// By generation. kNotFound if `directory` holds no backups, kCorruption if a list of files is damaged.
Result<std::vector<BackupInfo>> list_backups(std::string_view directory);

/// Makes a store at `path`, which does not exist or is an empty folder, from a generation; 0: the newest. Every file
/// is compared with its checksum, and the store is opened and checked, before it gets its name. Errors:
/// kNotFound (no such generation), kAlreadyExists, kArgument, kLocked, kCorruption, kIo, kCancelled.
Result<BackupInfo> restore_backup(std::string_view directory, std::string_view path, std::uint32_t generation,
                                  const RunControl& control);

}  // namespace kith::storage
