// Making and dropping indexes and constraints.
//
// An index is first a row in state kBuilding, in a commit of its own: write transactions that began before
// it get a conflict, and all that begin after it keep its entries. The entities that are there already
// follow in small transactions beside the writers, and the last commit makes it ready. A crash in between
// leaves kBuilding, and the next open builds it again from the start; a constraint that the data violates is
// dropped. Index ids are never reused.
//
// A constraint on each entity by itself (keys that must be there, types) is made likewise, but nothing is written
// for it: one look at a view taken after its row is enough, since every later commit keeps it.
#pragma once

#include <string_view>

#include "base/run_control.h"
#include "kith/status.h"
#include "storage/engine.h"
#include "storage/store.h"

namespace kith::storage {

// Any thread; one change of the schema at a time, others wait.

/// A build that `control` stops is taken back.
Result<bool> create_index(Engine& engine, const IndexDefinition& definition, bool if_not_exists,
                          const RunControl& control);
Result<bool> create_constraint(Engine& engine, const ConstraintDefinition& definition, bool if_not_exists,
                               const RunControl& control);
Result<bool> drop_index(Engine& engine, std::string_view name, bool constraint, bool if_exists);

/// What a crash has left half built, before anyone else uses the store.
Status finish_index_builds(Engine& engine);

}  // namespace kith::storage
