// Facts of the store: what makes an edge the fact it is, and where a piece of evidence for it goes.
//
//     fact      MET_WITH, status stated, day 2025-05-18, between two nodes      ->  `key`, a hash of these
//     evidence  an article's sentence, with the clusters of its mentions that the ends were
//
// Two things that articles say have no place on a fact and are kept aside, as an edge (:Article)-[:WITHHELD]->(:Entity) with all
// that was said: a claim whose two ends are one entity, and a second claim of one sentence about one fact by other mentions.
// They come back when the entity is told apart.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kith/transaction.h"

namespace kith::ingest {

inline constexpr const char* kWithheldType = "WITHHELD";

/// What makes a fact, beside its ends.
struct Fact {
  std::string type;
  std::string role = {};
  std::string status = {};
  std::optional<Date> day = {};
};

/// A piece of evidence on its way to its fact. `evidence.from_cluster` is the end `from`.
struct Told {
  Fact fact;
  NodeId from = {};
  NodeId to = {};
  Evidence evidence = {};
  Map more = {};  ///< properties of the edge that are nobody's but its user's
};

struct Placed {
  EdgeId edge = {};
  bool is_new = false;
};

/// Ends of symmetric facts go from the smaller id to the larger.
void orient(Told& told);

/// Which of two pieces of evidence from one sentence has the place: clusters, the smaller first if the fact is symmetric.
std::pair<std::uint32_t, std::uint32_t> clusters_of(const Told& told);

/// Finds or makes the edge of an oriented fact with two ends and makes it as good as this evidence. Adds no evidence.
Result<Placed> place_fact(Transaction& tx, const Told& told);

/// Keeps it aside, at the node of the first of clusters_of().
Status withhold(Transaction& tx, const Told& told);

/// What an edge and one of its pieces of evidence say; nothing for an edge that is no fact of an article.
std::optional<Told> told_by(const Edge& edge, const Evidence& evidence);

/// What is kept aside for an article, which then is not any more. Ends are those of the edge's node: to be found by clusters.
Result<std::vector<Told>> take_withheld(Transaction& tx, NodeId article);

/// Places a piece of evidence whose fact may have others: adds it, or puts it in the place of the same one, or keeps aside the one of two that clash. Gives how many edges
/// there are more.
Result<std::int64_t> tell(Transaction& tx, Told told);

}  // namespace kith::ingest
