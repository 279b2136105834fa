#include "ingest/decisions.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace kith::ingest {

namespace {

std::string text_of(const Map& properties, std::string_view key) {
  const Value& value = properties[key];
  return value.kind() == Kind::kString ? std::string(value.as_string()) : std::string();
}

bool is_set(const Map& properties, std::string_view key) { return properties[key] == Value(true); }

Anchor anchor_from(const Map& properties, const std::string& side) {
  return {.type = type_of_code(text_of(properties, side + "Type")).value_or(EntityType::kOther),
          .name = text_of(properties, side + "Name"),
          .article = text_of(properties, side + "Article")};
}

void add_anchor(Map& properties, const std::string& side, const Anchor& anchor) {
  properties.set(side + "Type", std::string(type_code(anchor.type)));
  properties.set(side + "Name", anchor.name);
  properties.set(side + "Article", anchor.article);
}

}  // namespace

std::optional<EntityType> type_of_code(std::string_view code) noexcept {
  static constexpr EntityType kAll[] = {EntityType::kPerson, EntityType::kOrganization, EntityType::kPlace,
                                        EntityType::kEvent};
  const auto* at = std::find_if(std::begin(kAll), std::end(kAll), [&](EntityType type) { return type_code(type) == code; });
  return at == std::end(kAll) ? std::nullopt : std::optional<EntityType>(*at);
}

Result<std::vector<StoredDecision>> read_decisions(Transaction& tx) {
  std::vector<StoredDecision> out;
  KITH_TRY(Cursor cursor, tx.run(std::string("MATCH (d:") + kDecisionLabel + ") RETURN d ORDER BY id(d)"));
  while (true) {
    KITH_TRY(const bool more, cursor.next());
    if (!more) return out;
    const Node& node = cursor.row()[0].as_node();
    out.push_back({.node = node.id,
                   .decision = {.same = is_set(node.properties, "same"),
                                .left = anchor_from(node.properties, "left"),
                                .right = anchor_from(node.properties, "right"),
                                .wide = is_set(node.properties, "wide")},
                   .properties = node.properties});
  }
}

Result<NodeId> write_decision(Transaction& tx, const Decision& decision) {
  Map properties = {{"same", decision.same}, {"wide", decision.wide}};
  add_anchor(properties, "left", decision.left);
  add_anchor(properties, "right", decision.right);
  return tx.create_node({kDecisionLabel}, properties);
}

}  // namespace kith::ingest
