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
#include "storage/schema_draft.h"
#include "storage/store.h"

namespace kith::storage {

// ---- drafts, of one thread ----

/// False if it is there already and `if_not_exists`; else kSchema. Names become tokens at once, for good.
Result<bool> draft_index(Engine& engine, SchemaDraft& draft, const IndexDefinition& definition, bool if_not_exists);
Result<bool> draft_constraint(Engine& engine, SchemaDraft& draft, const ConstraintDefinition& definition,
                              bool if_not_exists);
Result<bool> draft_drop(Engine& engine, SchemaDraft& draft, std::string_view name, bool constraint, bool if_exists);

/// Requires engine.schema_mutex() since the draft was begun, or that no other change of the schema came meanwhile.
/// Drops and new rows are one commit; if a new rule cannot be built (kConstraint, or `control` stops it), what was there
/// is put back. A crash leaves the new rules to be built by the next open.
Status commit_draft(Engine& engine, SchemaDraft draft, const RunControl& control);

// ---- any thread; one change of the schema at a time, others wait ----

/// A build that `control` stops is taken back.
Result<bool> create_index(Engine& engine, const IndexDefinition& definition, bool if_not_exists,
                          const RunControl& control);
Result<bool> create_constraint(Engine& engine, const ConstraintDefinition& definition, bool if_not_exists,
                               const RunControl& control);
Result<bool> drop_index(Engine& engine, std::string_view name, bool constraint, bool if_exists);

/// What a crash has left half built, before anyone else uses the store.
Status finish_index_builds(Engine& engine);

}  // namespace kith::storage
