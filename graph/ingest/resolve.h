// Finds the entities of an article in the store, where that is plain; where it is not, says that it has to be worked out.
//
// A node of :Entity carries `lookup`, the list of the folded forms under which other articles may find it again, with
// an index on its elements. A single surname is never among them: it links inside its article alone. What is plain is what
// partition() would give; everything else is for regroup().
#pragma once

#include <optional>
#include <vector>

#include "ingest/document.h"
#include "kith/transaction.h"

namespace kith::ingest {

/// ":Person" for kPerson and so on; "" for kOther, which makes no node.
std::string_view label_of(EntityType type) noexcept;

struct Resolved {
  std::optional<NodeId> node = {};  ///< the one that it is; none: a new one
  bool is_sure = true;              ///< false: a new one for now, and then regroup()
};

/// For each entity the node it is, if the store has one. Reads only.
Result<std::vector<Resolved>> resolve(Transaction& tx, const Extraction& extraction);

}  // namespace kith::ingest
