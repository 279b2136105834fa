// Telling a forked child from the process it came from, at the price of one load.
//
//     const std::uint64_t made_in = process_generation();
//     ...
//     if (process_generation() != made_in) ...   // fork() was called since, and this is the child
//
// getpid() says the same, but costs a system call, which is too much for every row.
#pragma once

#include <cstdint>

namespace kith {

/// How often fork() made a new process on the way to this one, since the first call. A child made by a bare system
/// call is not noticed. Any thread.
std::uint64_t process_generation() noexcept;

/// Lets forked children end by exit(). The packaged RocksDB waits there, in a destructor, for a thread that only the
/// parent has, and so for ever; from now on a child leaves just before, with its output written and its status. To be
/// called when a store has been opened; later calls do nothing.
void let_forked_children_exit() noexcept;

}  // namespace kith
