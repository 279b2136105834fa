// The process that is killed: it writes step after step and tells after each commit.
#pragma once

#include <cstdint>
#include <string>

namespace kith::model {

/// Opens the store at `path` and commits steps for ever, writing the number of each durable step as a
/// line to `acknowledgements` (a file descriptor). Returns only on an error. Step n is a node
/// (:Step {n, text}), an edge from step n - 1 and a reason to believe it, in one transaction.
int write_steps(const std::string& path, int acknowledgements);

/// What step `n` says: now and then long enough to be kept in a row of its own.
std::string step_text(std::int64_t n);

}  // namespace kith::model
