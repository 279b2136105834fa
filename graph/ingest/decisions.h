// What was decided by hand of who is one and who is not: data of the store, one node of :KithDecision each.
//
//     (:KithDecision {same: true, leftName: "volodymyr zelensky", leftArticle: "a.txt", …, wide: true})
//
// Decisions name appearances by the article's key and the folded name, so that they outlive the nodes, re-loading and even
// the article itself, whose coming back makes them count again.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "ingest/identity.h"
#include "kith/transaction.h"

namespace kith::ingest {

inline constexpr const char* kDecisionLabel = "KithDecision";

/// PER -> kPerson and so on; nothing for what is no code of a type.
std::optional<EntityType> type_of_code(std::string_view code) noexcept;

struct StoredDecision {
  NodeId node = {};
  Decision decision = {};
  Map properties = {};
};

/// All of them, by node.
Result<std::vector<StoredDecision>> read_decisions(Transaction& tx);

/// Makes one.
Result<NodeId> write_decision(Transaction& tx, const Decision& decision);

}  // namespace kith::ingest
