// Leaves out of an extraction what its reader does not ask for: unsure claims, kinds of entities.
#pragma once

#include <string>
#include <vector>

#include "ingest/document.h"
#include "kith/status.h"

namespace kith::ingest {

/// The types of "PER", "ORG", "LOC", "EVENT"; none for an empty list. kArgument for anything else, with a hint.
Result<std::vector<EntityType>> entity_types(const std::vector<std::string>& codes);

/// Claims of at least `confidence_min` between entities of `only` (empty: all) stay, and the entities and mentions of these
/// types. An entity that only a claim made worth mentioning goes with its last claim.
void select(Extraction& extraction, double confidence_min, const std::vector<EntityType>& only);

}  // namespace kith::ingest
