// Opening the store that a subcommand works on.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "common/exit_code.h"
#include "common/messages.h"
#include "kith/store.h"

namespace kith::tools {

/// Store::open, but a network file system is only warned of: whoever names the folder knows what else opens it.
inline Result<Store> open_with_warning(const std::string& path, StoreOptions& options) {
  Result<Store> opened = Store::open(path, options);
  if (opened || opened.error().detail != "NetworkFolder") return opened;
  print_error("warning: " + opened.error().message);
  options.allow_network_folder = true;
  return Store::open(path, options);
}

/// The store, or nothing after a message; `status` is then what the program exits with.
inline std::optional<Store> store_or_message(Result<Store> opened, int& status) {
  if (opened) return *std::move(opened);
  print_error(opened.error());
  status = exit_code_of_open(opened.error());
  return std::nullopt;
}

inline std::optional<Store> open_store(const std::string& path, StoreOptions options, int& status) {
  return store_or_message(open_with_warning(path, options), status);
}

/// The same for a subcommand that runs statements: where nothing can be written, those that only read are answered.
inline std::optional<Store> open_store_for_statements(const std::string& path, StoreOptions options, int& status) {
  Result<Store> opened = open_with_warning(path, options);
  if (!opened && opened.error().detail == "ReadOnlyFolder") {
    options.read_only = true;
    opened = Store::open(path, options);
  }
  return store_or_message(std::move(opened), status);
}

/// Closes `store`; `status` stays as it is unless that fails.
inline int close_store(Store& store, int status) {
  const Status closed = store.close();
  if (closed) return status;
  print_error(closed.error());
  return status == kExitOk ? exit_code(closed.error()) : status;
}

}  // namespace kith::tools
