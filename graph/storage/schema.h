// Making and dropping indexes and constraints.
//
// An index is first a row in state kBuilding, in a commit of its own: from then on every transaction keeps
// its entries. The entities that are there already follow in small batches, and the last commit makes it
// ready. A crash in between leaves kBuilding, and the next open builds it again from the start; a
// constraint that the data violates is dropped. Index ids are never reused.
#pragma once

#include <string_view>

#include "kith/status.h"
#include "storage/engine.h"
#include "storage/store.h"

namespace kith::storage {

// All need the turn.
Result<bool> create_index(Engine& engine, const IndexDefinition& definition, bool if_not_exists);
Result<bool> drop_index(Engine& engine, std::string_view name, bool constraint, bool if_exists);

/// What a crash has left half built, before anyone else uses the store.
Status finish_index_builds(Engine& engine);

}  // namespace kith::storage
