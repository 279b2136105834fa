// Finds the entities of an article in the store: by full name, alias of several words, acronym; events also by
// their kind, day and participants.
//
// A node of :Entity carries `lookup`, the list of the folded forms under which other articles may find it again, with
// an index on its elements. A single surname is never among them: it links inside its article alone.
#pragma once

#include <optional>
#include <vector>

#include "ingest/document.h"
#include "kith/transaction.h"

namespace kith::ingest {

/// ":Person" for kPerson and so on; "" for kOther, which makes no node.
std::string_view label_of(EntityType type) noexcept;

/// For each entity the node it is, if the store has one. Reads only. One look-up a name.
Result<std::vector<std::optional<NodeId>>> resolve(Transaction& tx, const std::vector<LocalEntity>& entities);

}  // namespace kith::ingest
