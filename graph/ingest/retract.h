// Taking an article back: its mentions, what it alone supports, and the entities that nothing speaks of any more. What is
// left is as if it had never been loaded.
//
//     KITH_TRY(const TakenBack taken, take_back(tx, article));
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ingest/regroup.h"
#include "kith/ingest.h"
#include "kith/transaction.h"

namespace kith::ingest {

/// How much less there is.
struct TakenBack {
  std::int64_t nodes = 0;
  std::int64_t edges = 0;
  std::vector<std::string> facts = {};  ///< that nothing else supported, if asked for
};

/// Deletes an article with its edges, its evidence, the facts that nothing else supports and the entities that have no
/// edge then. Other entities and facts say what the articles that are left say, and its copies are copies of another.
/// `later`: adds to it what is to be worked out anew, instead of doing so.
Result<TakenBack> take_back(Transaction& tx, NodeId article, bool told = false, Seeds* later = nullptr);

/// The same for the articles of a key, of which there is one at most in a store that was loaded. kNotFound with a hint.
Result<RetractReport> retract_key(Transaction& tx, const std::string& key);

}  // namespace kith::ingest
