// Makes the nodes of the store what the articles and decisions say now: joins, parts and moves appearances with their mentions,
// facts and evidence.
//
//     KITH_TRY(const Regrouped done, regroup(tx, {.names = {{EntityType::kPerson, "jane roe"}}}));
//
// Edges that are nobody's but the user's go with the node that becomes empty, to where most of its appearances went; so do
// properties and labels that the other lacks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ingest/appearances.h"
#include "kith/transaction.h"

namespace kith::ingest {

struct Seeds {
  std::vector<NodeId> nodes = {};
  std::vector<TypedName> names = {};
};

/// A node that became empty, and what of its user's went where.
struct Absorbed {
  NodeId node = {};
  NodeId into = {};
  std::vector<EdgeId> edges = {};         ///< as they are now
  Map properties = {};                    ///< all that were its user's
  std::vector<std::string> copied = {};   ///< keys of those that `into` did not have
  std::vector<std::string> labels = {};   ///< that `into` did not have
};

/// What was changed.
struct Regrouped {
  std::int64_t nodes = 0;  ///< created less deleted
  std::int64_t edges = 0;
  std::vector<Absorbed> absorbed = {};
};

/// Of all entities that can have to do with the seeds.
Result<Regrouped> regroup(Transaction& tx, const Seeds& seeds);

/// Moves a user's edges from one node to another. Gives them as they are now.
Result<std::vector<EdgeId>> move_edges(Transaction& tx, const std::vector<EdgeId>& edges, NodeId from, NodeId to);

}  // namespace kith::ingest
