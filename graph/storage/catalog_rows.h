// The catalog as rows of the family meta: dictionary names, index rows, the floors of ids.
#pragma once

#include <string>

#include "kith/status.h"
#include "storage/catalog.h"
#include "storage/keys.h"
#include "storage/kv.h"

namespace kith::storage {

/// Reads all of it. kCorruption if tokens have gaps or a row does not decode.
Result<Catalog> read_catalog(const Kv& kv, const Snapshot& at);

/// The IndexRow of an index.
std::string index_row(const Index& index);

/// The ConstraintRow of a constraint.
std::string constraint_row(const Constraint& constraint);

/// No smaller ids exist: clear() deleted them.
struct Floors {
  NodeId node = {};
  EdgeId edge = {};
};

Result<Floors> read_floors(const Kv& kv, const Snapshot& at);

}  // namespace kith::storage
