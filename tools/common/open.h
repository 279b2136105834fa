// Opening the store that a subcommand works on.
#pragma once

#include <optional>
#include <string>

#include "common/exit_code.h"
#include "common/messages.h"
#include "kith/store.h"

namespace kith::tools {

/// The store, or nothing after a message; `status` is then what the program exits with.
inline std::optional<Store> open_store(const std::string& path, const StoreOptions& options, int& status) {
  Result<Store> opened = Store::open(path, options);
  if (opened) return *std::move(opened);
  print_error(opened.error());
  status = exit_code_of_open(opened.error());
  return std::nullopt;
}

/// Closes `store`; `status` stays as it is unless that fails.
inline int close_store(Store& store, int status) {
  const Status closed = store.close();
  if (closed) return status;
  print_error(closed.error());
  return status == kExitOk ? exit_code(closed.error()) : status;
}

}  // namespace kith::tools
