#include "ingest/resolve.h"

#include <algorithm>

namespace kith::ingest {

namespace {

// A yearly event has one name; two days this far apart are two of them.
constexpr std::int64_t kSameEventDaysMax = 31;

bool is_same(const Node& node, const LocalEntity& entity) {
  const std::string_view label = label_of(entity.type);
  if (std::find(node.labels.begin(), node.labels.end(), label) == node.labels.end()) return false;
  if (entity.type != EntityType::kEvent || !entity.date) return true;
  const Value& date = node.properties["date"];
  if (date.kind() != Kind::kDate) return true;
  const std::int64_t apart = date.as_date().days - entity.date->days;
  return apart <= kSameEventDaysMax && -apart <= kSameEventDaysMax;
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

Result<std::vector<std::optional<NodeId>>> resolve(Transaction& tx, const std::vector<LocalEntity>& entities) {
  std::vector<std::optional<NodeId>> out(entities.size());
  for (std::size_t e = 0; e < entities.size(); ++e) {
    for (const std::string& name : entities[e].link_names) {
      KITH_TRY(const std::vector<NodeId> found, tx.find_nodes("Entity", "lookup", name));
      for (const NodeId id : found) {
        KITH_TRY(const std::optional<Node> node, tx.find_node(id));
        if (!node || !is_same(*node, entities[e])) continue;
        out[e] = id;
        break;
      }
      if (out[e]) break;
    }
  }
  return out;
}

}  // namespace kith::ingest
