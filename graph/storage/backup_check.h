// What a copy of a store must pass before it counts, on the way into a backup and out of it.
#pragma once

#include <string>

#include "base/run_control.h"
#include "kith/status.h"

namespace kith::storage {

/// Opens the closed store in `folder` to read and checks it: kCorruption with the first damage. Leaves no file of its own.
Status check_copy(const std::string& folder, const RunControl& control);

/// The path without links and without a slash at its end, for folders that need not exist. kArgument if it is empty.
Result<std::string> absolute_folder(std::string_view path);

/// Whether one is the other or lies in it.
bool overlap(const std::string& one, const std::string& other);

}  // namespace kith::storage
