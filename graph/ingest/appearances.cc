#include "ingest/appearances.h"

#include <algorithm>
#include <tuple>

#include "base/fold.h"
#include "ingest/resolve.h"

namespace kith::ingest {

namespace {

constexpr const char* kFirstMentions =
    "MATCH (e)<-[m:MENTIONS]-(a:Article) WHERE elementId(e) = $id AND m.name IS NOT NULL RETURN m, a.key";

std::string text_of(const Value& value) {
  return value.kind() == Kind::kString ? std::string(value.as_string()) : std::string();
}

void sort_by_article(std::vector<Stored>& all) {
  std::sort(all.begin(), all.end(), [](const Stored& a, const Stored& b) {
    return std::tie(a.appearance.article, a.appearance.cluster, a.node) <
           std::tie(b.appearance.article, b.appearance.cluster, b.node);
  });
}

}  // namespace

EntityType type_of_labels(const std::vector<std::string>& labels) {
  for (const EntityType type :
       {EntityType::kPerson, EntityType::kOrganization, EntityType::kPlace, EntityType::kEvent})
    if (std::find(labels.begin(), labels.end(), label_of(type)) != labels.end()) return type;
  return EntityType::kOther;
}

std::optional<Stored> stored_from(const Edge& mention, const std::string& article_key, EntityType node_type) {
  Known known = known_from(mention.properties);
  if (known.name.empty()) return std::nullopt;
  const EntityType type = type_of_code(text_of(mention.properties["type"])).value_or(node_type);
  JoiningNames names = joining_names(type, known.forms, known.lookup);
  const Value& cluster = mention.properties["cluster"];
  return Stored{.appearance = {.article = article_key,
                               .cluster = cluster.kind() == Kind::kInteger ? static_cast<std::uint32_t>(cluster.as_integer())
                                                                           : Evidence::kNoCluster,
                               .type = type,
                               .name = fold(known.name),
                               .strong = std::move(names.strong),
                               .weak = std::move(names.weak),
                               .roles = known.roles,
                               .date = known.date},
                .article = mention.from,
                .node = mention.to,
                .known = std::move(known)};
}

Result<std::vector<Stored>> appearances_on(Transaction& tx, NodeId id) {
  std::vector<Stored> all;
  KITH_TRY(const std::optional<Node> node, tx.find_node(id));
  if (!node) return all;
  const EntityType type = type_of_labels(node->labels);
  KITH_TRY(Cursor cursor, tx.run(kFirstMentions, {{"id", element_id(id)}}));
  while (true) {
    KITH_TRY(const bool more, cursor.next());
    if (!more) break;
    if (std::optional<Stored> one = stored_from(cursor.row()[0].as_edge(), text_of(cursor.row()[1]), type))
      all.push_back(std::move(*one));
  }
  sort_by_article(all);
  return all;
}

Result<std::vector<Stored>> appearances_in(Transaction& tx, const std::string& article_key) {
  std::vector<Stored> all;
  KITH_TRY(Cursor cursor, tx.run("MATCH (a:Article {key: $key})-[m:MENTIONS]->(e:Entity) WHERE m.name IS NOT NULL RETURN m, e",
                                 {{"key", article_key}}));
  while (true) {
    KITH_TRY(const bool more, cursor.next());
    if (!more) break;
    const EntityType type = type_of_labels(cursor.row()[1].as_node().labels);
    if (std::optional<Stored> one = stored_from(cursor.row()[0].as_edge(), article_key, type)) all.push_back(std::move(*one));
  }
  sort_by_article(all);
  return all;
}

Status Gatherer::take_node(NodeId id) {
  if (!seen_nodes_.insert(id).second) return ok();
  KITH_TRY(std::vector<Stored> there, appearances_on(tx_, id));
  for (Stored& one : there) {
    for (const auto* names : {&one.appearance.strong, &one.appearance.weak})
      for (const std::string& name : *names) names_.emplace_back(one.appearance.type, name);
    all_.push_back(std::move(one));
  }
  return ok();
}

Status Gatherer::take_name(const TypedName& name) {
  if (!seen_names_.insert(name).second) return ok();
  KITH_TRY(const std::vector<NodeId> found, tx_.find_nodes("Entity", "lookup", name.second));
  for (const NodeId id : found) {
    if (seen_nodes_.count(id) != 0) continue;
    KITH_TRY(const std::optional<Node> node, tx_.find_node(id));
    const std::string_view label = label_of(name.first);
    if (node && std::find(node->labels.begin(), node->labels.end(), label) != node->labels.end()) nodes_.push_back(id);
  }
  return ok();
}

// The node of a side of a decision may have no name under which it can be looked up.
Status Gatherer::take_anchor(const Anchor& anchor) {
  KITH_TRY(const std::vector<Stored> all, appearances_in(tx_, anchor.article));
  for (const Stored& one : all)
    if (is_about(anchor, one.appearance)) nodes_.push_back(one.node);
  return ok();
}

Result<std::vector<Stored>> Gatherer::gather(const std::vector<StoredDecision>& decisions) {
  std::vector<bool> taken(decisions.size());
  bool found = true;
  while (found) {
    while (!nodes_.empty() || !names_.empty()) {
      if (!nodes_.empty()) {
        const NodeId node = nodes_.back();
        nodes_.pop_back();
        KITH_DO(take_node(node));
      } else {
        const TypedName name = names_.back();
        names_.pop_back();
        KITH_DO(take_name(name));
      }
    }
    found = false;
    for (std::size_t d = 0; d < decisions.size(); ++d) {
      if (taken[d]) continue;
      const Decision& decision = decisions[d].decision;
      const auto named = [&](const Anchor& anchor) { return seen_names_.count({anchor.type, anchor.name}) != 0; };
      const bool concerns = named(decision.left) || named(decision.right) ||
                            std::any_of(all_.begin(), all_.end(), [&](const Stored& one) {
                              return is_about(decision.left, one.appearance) || is_about(decision.right, one.appearance);
                            });
      if (!concerns) continue;
      taken[d] = found = true;
      for (const Anchor* anchor : {&decision.left, &decision.right}) {
        if (decision.wide) names_.emplace_back(anchor->type, anchor->name);
        KITH_DO(take_anchor(*anchor));
      }
    }
  }
  sort_by_article(all_);
  return std::move(all_);
}

Status add_company(Transaction& tx, std::vector<Stored>& all) {
  std::map<NodeId, std::vector<std::pair<std::uint32_t, std::string>>> persons;  // by article: cluster, name
  for (Stored& one : all) {
    if (one.appearance.type != EntityType::kPerson) continue;
    const auto [at, is_new] = persons.try_emplace(one.article);
    if (is_new) {
      KITH_TRY(Cursor cursor, tx.run("MATCH (a:Article)-[m:MENTIONS]->(e:Person) WHERE elementId(a) = $id AND m.name IS NOT "
                                     "NULL RETURN m",
                                     {{"id", element_id(one.article)}}));
      while (true) {
        KITH_TRY(const bool more, cursor.next());
        if (!more) break;
        const std::optional<Stored> other = stored_from(cursor.row()[0].as_edge(), "", EntityType::kPerson);
        if (!other || other->appearance.strong.empty()) continue;
        const std::string key = spelling_key(other->appearance.name);
        if (!key.empty()) at->second.emplace_back(other->appearance.cluster, key);
      }
    }
    for (const auto& [cluster, name] : at->second)
      if (cluster != one.appearance.cluster) one.appearance.company.push_back(name);
  }
  return ok();
}

std::vector<Appearance> appearances_of(const std::vector<Stored>& all) {
  std::vector<Appearance> out;
  out.reserve(all.size());
  for (const Stored& one : all) out.push_back(one.appearance);
  return out;
}

}  // namespace kith::ingest
