// What a store answers, as one number; and a process of its own that finds it out, since a damaged store may
// do anything to the one that opens it.
//
//     kith_tests --judge PATH      prints "opened DIGEST" and the lines of check, or why it could not be read
#pragma once

#include <string>

#include "storage/store.h"

namespace kith::fault {

/// Of every node, edge, reason, label, index entry, slice and count, read through each path there is.
Result<std::string> digest_of(const storage::Store& store);

/// Opens, reads and checks; for a process of its own. Lines on standard output:
///     refused MESSAGE      the store was not opened
///     unreadable MESSAGE   something could not be read
///     opened DIGEST        everything was read
///     damage KIND: MESSAGE for each that check found
int judge(const std::string& path);

/// What the process printed.
struct Verdict {
  int status = -1;           ///< of exit(); 128 + signal if one ended it
  std::string refused = {};
  std::string unreadable = {};
  std::string digest = {};
  std::string damage = {};   ///< all lines
  std::string text = {};     ///< all of it

  /// Whether it was said that something is wrong.
  bool is_reported() const { return !refused.empty() || !unreadable.empty() || !damage.empty(); }
};

/// Runs judge() on the store at `path` in a process of its own.
Verdict judge_apart(const std::string& path);

}  // namespace kith::fault
