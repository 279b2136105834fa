// Store: what keeps a store in order over the years.
#include <utility>

#include "api/engine.h"
#include "base/run_control.h"
#include "kith/store.h"
#include "storage/backup.h"
#include "storage/repair.h"

namespace kith {

Result<CompactReport> Store::compact() {
  KITH_TRY(const auto call, impl_->enter());
  return impl_->storage->compact(impl_->control_for({}));
}

Result<BackupReport> Store::backup(std::string_view directory, const BackupOptions& options) {
  KITH_TRY(const auto call, impl_->enter());
  return impl_->storage->backup(directory, options, impl_->control_for({}));
}

Result<RepairReport> Store::repair(std::string_view path, const StopQuestion& should_stop) {
  return storage::repair(path, {.question = &should_stop});
}

Result<std::vector<BackupInfo>> Store::backups(std::string_view directory) { return storage::list_backups(directory); }

Result<BackupInfo> Store::restore(std::string_view directory, std::string_view path, std::uint32_t generation,
                                  const StopQuestion& should_stop) {
  return storage::restore_backup(directory, path, generation, {.question = &should_stop});
}

}  // namespace kith
