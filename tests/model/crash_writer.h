// The process that is killed: several threads write step after step and tell after each commit.
#pragma once

#include <cstddef>
#include <string>

namespace kith::model {

inline constexpr std::size_t kCrashWriters = 4;

/// Opens the store at `path` and goes on with the chains of fault::Workload for ever, each commit as durable
/// as chance will have it. After each, the line "WRITER STEPS" goes to `acknowledgements` (a file descriptor).
/// Meanwhile an index is built and dropped, and now and then the store is closed and opened again.
/// Returns only on an error.
int write_steps(const std::string& path, int acknowledgements);

}  // namespace kith::model
