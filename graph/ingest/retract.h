// Taking an article back: its mentions, what it alone supports, and the entities that nothing speaks of any more.
//
//     KITH_TRY(TakenBack taken, take_back(tx, article));   // the article is gone, its entities are not
//     ...                                                  // a new version of it may be written now
//     KITH_DO(sweep(tx, taken));                           // entities without any edge go
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kith/ingest.h"
#include "kith/transaction.h"

namespace kith::ingest {

/// What a transaction took back so far.
struct TakenBack {
  std::int64_t nodes = 0;
  std::int64_t edges = 0;
  std::vector<NodeId> entities = {};  ///< that the article spoke of, ascending, each once
};

/// Deletes an article with its edges, its evidence and the facts that nothing else supports.
Result<TakenBack> take_back(Transaction& tx, NodeId article);

/// Deletes those of `taken.entities` that have no edge, and counts them in `taken.nodes`.
Status sweep(Transaction& tx, TakenBack& taken);

/// Both, for every article of this key. kNotFound with a hint if there is none.
Result<RetractReport> retract_key(Transaction& tx, const std::string& key);

}  // namespace kith::ingest
