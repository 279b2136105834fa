// Rebuilds what is derived in a store that check() finds damaged.
//
//     KITH_TRY(RepairReport report, repair("news.db", {}));
//     report.repaired   // "missing index entry": "the node 7 is missing in the index `…`", written again
//     report.after      // what is wrong still, because nothing is left to make it good from
//
// Records (of nodes, edges, evidence, long values, the dictionary and the schema) are the truth; memberships,
// index entries, adjacency, article rows, counts, leases and floors are derived from them, and rows that
// nothing refers to are deleted. A record is never made up: its commit number alone may be corrected. So a
// record that does not decode, a node that is gone under its edges, a lost name, a lost long value, values
// that violate a constraint and a table that cannot be read stay as they are, and are reported.
//
// Works in rounds on the newest rows: each finds damage and writes what mends it in batches of a page; the
// first round that has nothing to write is the last, and what it found is the report. So a repair that was
// killed has done a part of it, and can be run again.
#pragma once

#include <string_view>

#include "base/run_control.h"
#include "kith/options.h"
#include "kith/status.h"

namespace kith::storage {

/// Takes the store alone; writes nothing if it is whole. Errors: kLocked, kNotFound, kCorruption (files are
/// missing or cut, or what a store begins with cannot be read: nothing was touched), kUnsupported, kReadOnly,
/// kIo, kCancelled, kCommitUnknown.
Result<RepairReport> repair(std::string_view path, const RunControl& control);

}  // namespace kith::storage
