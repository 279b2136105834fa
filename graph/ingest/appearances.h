// Appearances of entities, read back from the store: what the first mention of each in an article carries.
//
//     Gatherer gatherer(tx);
//     KITH_DO(gatherer.add_name({EntityType::kPerson, "jane roe"}));
//     KITH_TRY(const std::vector<Stored> all, gatherer.gather());     // and whoever shares a name with those found, and so on
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ingest/decisions.h"
#include "ingest/identity.h"
#include "ingest/settle.h"
#include "kith/transaction.h"

namespace kith::ingest {

/// A name under which entities of a type are looked up.
using TypedName = std::pair<EntityType, std::string>;

struct Stored {
  Appearance appearance;
  NodeId article = {};
  NodeId node = {};
  Known known = {};
};

/// What the article of a first mention says; nothing of other mentions. `node_type` is that of its node, for mentions of
/// stores whose mentions do not tell.
std::optional<Stored> stored_from(const Edge& mention, const std::string& article_key, EntityType node_type);

/// kPerson of :Person and so on, kOther of none of them.
EntityType type_of_labels(const std::vector<std::string>& labels);

/// All on a node, and all in an article, by article and cluster.
Result<std::vector<Stored>> appearances_on(Transaction& tx, NodeId node);
Result<std::vector<Stored>> appearances_in(Transaction& tx, const std::string& article_key);

class Gatherer {
 public:
  explicit Gatherer(Transaction& tx) : tx_(tx) {}

  void add_name(TypedName name) { names_.push_back(std::move(name)); }
  void add_node(NodeId node) { nodes_.push_back(node); }

  /// All appearances that can have to do with what was added, by article and cluster.
  Result<std::vector<Stored>> gather(const std::vector<StoredDecision>& decisions);

  /// The nodes that were met.
  const std::set<NodeId>& nodes() const { return seen_nodes_; }

 private:
  Status take_node(NodeId node);
  Status take_name(const TypedName& name);
  Status take_anchor(const Anchor& anchor);

  Transaction& tx_;
  std::vector<TypedName> names_;
  std::vector<NodeId> nodes_;
  std::set<TypedName> seen_names_;
  std::set<NodeId> seen_nodes_;
  std::vector<Stored> all_;
};

/// Adds to persons the folded full names of the other persons of their articles.
Status add_company(Transaction& tx, std::vector<Stored>& all);

/// The appearances alone.
std::vector<Appearance> appearances_of(const std::vector<Stored>& all);

}  // namespace kith::ingest
