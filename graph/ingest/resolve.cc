#include "ingest/resolve.h"

#include <algorithm>
#include <set>

#include "base/fold.h"
#include "ingest/decisions.h"
#include "ingest/identity.h"
#include "ingest/roles.h"
#include "ingest/settle.h"

namespace kith::ingest {

namespace {

class Resolver {
 public:
  Resolver(Transaction& tx, const Extraction& extraction) : tx_(tx), extraction_(extraction) {}

  Result<std::vector<Resolved>> run();

 private:
  Result<Resolved> resolve(std::uint32_t entity);
  Result<Resolved> as_only(const Node& node, const Known& known, EntityType type);
  Result<std::vector<Node>> nodes_of(EntityType type, const std::vector<std::string>& names);
  bool is_decided(const Known& known, EntityType type) const;

  Transaction& tx_;
  const Extraction& extraction_;
  std::set<std::pair<EntityType, std::string>> decided_;
};

Result<std::vector<Node>> Resolver::nodes_of(EntityType type, const std::vector<std::string>& names) {
  std::vector<Node> out;
  const std::string_view label = label_of(type);
  for (const std::string& name : names) {
    KITH_TRY(const std::vector<NodeId> found, tx_.find_nodes("Entity", "lookup", name));
    for (const NodeId id : found) {
      if (std::any_of(out.begin(), out.end(), [&](const Node& node) { return node.id == id; })) continue;
      KITH_TRY(std::optional<Node> node, tx_.find_node(id));
      if (node && std::find(node->labels.begin(), node->labels.end(), label) != node->labels.end())
        out.push_back(std::move(*node));
    }
  }
  return out;
}

bool Resolver::is_decided(const Known& known, EntityType type) const {
  if (decided_.empty()) return false;
  if (decided_.count({type, fold(known.name)}) != 0) return true;
  return std::any_of(known.lookup.begin(), known.lookup.end(),
                     [&](const std::string& name) { return decided_.count({type, name}) != 0; });
}

// The only node that has one of the names: whether it is the entity, and alone of its names.
Result<Resolved> Resolver::as_only(const Node& node, const Known& known, EntityType type) {
  const Known there = known_from(node.properties);
  const JoiningNames ours = joining_names(type, known.forms, known.lookup);
  const JoiningNames theirs = joining_names(type, there.forms, there.lookup);
  const bool shares = std::any_of(ours.strong.begin(), ours.strong.end(), [&](const std::string& name) {
    return std::binary_search(theirs.strong.begin(), theirs.strong.end(), name);
  });
  const Resolved unsure{.is_sure = false};
  if (!shares) return ours.strong.empty() ? Resolved{.node = node.id} : unsure;
  if (type != EntityType::kPerson && type != EntityType::kEvent) return Resolved{.node = node.id};
  if (!known.roles.empty() && !there.roles.empty() && !roles_agree(known.roles, there.roles)) return unsure;
  if (!days_agree(known.date, there.date)) return unsure;
  std::vector<std::string> others;
  for (const std::string& name : theirs.strong)
    if (!std::binary_search(ours.strong.begin(), ours.strong.end(), name)) others.push_back(name);
  KITH_TRY(const std::vector<Node> found, nodes_of(type, others));
  return std::any_of(found.begin(), found.end(), [&](const Node& other) { return other.id != node.id; })
             ? unsure
             : Resolved{.node = node.id};
}

Result<Resolved> Resolver::resolve(std::uint32_t entity) {
  const EntityType type = extraction_.entities[entity].type;
  const Known known = known_from(extraction_, entity);
  if (is_decided(known, type)) return Resolved{.is_sure = false};
  KITH_TRY(const std::vector<Node> found, nodes_of(type, known.lookup));
  if (found.empty()) return Resolved{};
  if (found.size() == 1) return as_only(found.front(), known, type);
  return Resolved{.is_sure = false};
}

Result<std::vector<Resolved>> Resolver::run() {
  KITH_TRY(const std::vector<StoredDecision> decisions, read_decisions(tx_));
  for (const StoredDecision& one : decisions)
    for (const Anchor* anchor : {&one.decision.left, &one.decision.right}) decided_.emplace(anchor->type, anchor->name);
  std::vector<Resolved> out(extraction_.entities.size());
  for (std::uint32_t e = 0; e < out.size(); ++e) {
    if (label_of(extraction_.entities[e].type).empty()) continue;
    KITH_TRY(out[e], resolve(e));
  }
  return out;
}

}  // namespace

std::string_view label_of(EntityType type) noexcept {
  switch (type) {
    case EntityType::kPerson:
      return "Person";
    case EntityType::kOrganization:
      return "Organization";
    case EntityType::kPlace:
      return "Place";
    case EntityType::kEvent:
      return "Event";
    case EntityType::kOther:
      break;
  }
  return "";
}

Result<std::vector<Resolved>> resolve(Transaction& tx, const Extraction& extraction) {
  return Resolver(tx, extraction).run();
}

}  // namespace kith::ingest
