// Store: what keeps a store in order over the years.
#include <utility>

#include "base/run_control.h"
#include "kith/store.h"
#include "storage/repair.h"

namespace kith {

Result<RepairReport> Store::repair(std::string_view path, const StopQuestion& should_stop) {
  return storage::repair(path, {.question = &should_stop});
}

}  // namespace kith
