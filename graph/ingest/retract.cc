#include "ingest/retract.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.h"
#include "ingest/copies.h"
#include "ingest/load_progress.h"
#include "ingest/reader.h"
#include "ingest/settle.h"
#include "kith/ingest.h"

namespace kith::ingest {

namespace {

// Keys of the store that are near enough to be meant are looked for among so many.
constexpr std::size_t kSuggestedAmong = 100'000;

std::string suggestion(Transaction& tx, const std::string& key) {
  std::vector<std::string> keys;
  Result<Cursor> cursor = tx.run("MATCH (a:Article) RETURN a.key LIMIT " + std::to_string(kSuggestedAmong));
  while (cursor) {
    const Result<bool> more = cursor->next();
    if (!more || !*more) break;
    if (const Value& one = cursor->row()[0]; one.kind() == Kind::kString) keys.emplace_back(one.as_string());
  }
  return suggest(key, keys);
}

// What an article is tied to.
struct Spoken {
  std::int64_t edges = 0;                  // that go with it
  std::vector<NodeId> entities = {};       // ascending, each once
  std::vector<EdgeId> own_facts = {};      // that it alone supports
  std::vector<EdgeId> shared_facts = {};   // that others support too
  std::vector<NodeId> copies = {};         // articles that are copies of it
};

// A fact as claims are written: "JD Vance -[MET_WITH {date: 2025-05-18}]-> Volodymyr Zelenskyy".
Result<std::string> text_of(Transaction& tx, EdgeId fact) {
  KITH_TRY(const std::optional<Edge> edge, tx.find_edge(fact));
  if (!edge) return Error{.code = ErrorCode::kInternal, .message = "a supported edge is gone"};
  const auto text = [&](std::string_view key) {
    const Value& value = edge->properties[key];
    return value.kind() == Kind::kString ? value.as_string() : std::string_view();
  };
  std::string ends[2];
  for (const auto& [name, id] : {std::pair{&ends[0], edge->from}, {&ends[1], edge->to}}) {
    KITH_TRY(const std::optional<Node> node, tx.find_node(id));
    if (node && node->properties["name"].kind() == Kind::kString) *name = node->properties["name"].as_string();
  }
  return FactWords{.from = ends[0],
                   .type = edge->type,
                   .to = ends[1],
                   .date = text("time"),
                   .place = text("place"),
                   .role = text(role_key(edge->type)),
                   .status = text("status")}
      .to_text();
}

Result<Spoken> spoken_of(Transaction& tx, NodeId article) {
  Spoken spoken;
  KITH_TRY(Cursor cursor, tx.run("MATCH (a:Article)-[r]-(e) WHERE elementId(a) = $id RETURN type(r), id(e), startNode(r) = a",
                                 {{"id", element_id(article)}}));
  while (true) {
    KITH_TRY(const bool more, cursor.next());
    if (!more) break;
    ++spoken.edges;
    const std::string_view type = cursor.row()[0].as_string();
    const NodeId other{static_cast<std::uint64_t>(cursor.row()[1].as_integer())};
    const bool outgoing = cursor.row()[2].as_boolean();
    if (type == "MENTIONS" && outgoing) spoken.entities.push_back(other);
    if (type == "COPY_OF" && !outgoing) spoken.copies.push_back(other);
  }
  KITH_TRY(const std::vector<EdgeId> facts, tx.supported_by(article));
  for (const EdgeId fact : facts) {
    KITH_TRY(const std::vector<Evidence> evidence, tx.evidence(fact));
    const bool alone =
        std::all_of(evidence.begin(), evidence.end(), [&](const Evidence& one) { return one.article == article; });
    KITH_TRY(const std::optional<Edge> edge, tx.find_edge(fact));
    if (!edge) continue;
    spoken.entities.insert(spoken.entities.end(), {edge->from, edge->to});
    spoken.edges += alone ? 1 : 0;
    (alone ? spoken.own_facts : spoken.shared_facts).push_back(fact);
  }
  std::sort(spoken.entities.begin(), spoken.entities.end());
  spoken.entities.erase(std::unique(spoken.entities.begin(), spoken.entities.end()), spoken.entities.end());
  return spoken;
}

// Without them others may be somebody else.
Result<std::vector<TypedName>> names_said_by(Transaction& tx, NodeId article) {
  std::vector<TypedName> names;
  KITH_TRY(Cursor cursor, tx.run("MATCH (a:Article)-[m:MENTIONS]->(e:Entity) WHERE elementId(a) = $id AND m.name IS NOT NULL "
                                 "RETURN m, e",
                                 {{"id", element_id(article)}}));
  while (true) {
    KITH_TRY(const bool more, cursor.next());
    if (!more) return names;
    const std::optional<Stored> one =
        stored_from(cursor.row()[0].as_edge(), "", type_of_labels(cursor.row()[1].as_node().labels));
    if (!one) continue;
    for (const auto* all : {&one->appearance.strong, &one->appearance.weak})
      for (const std::string& name : *all) names.emplace_back(one->appearance.type, name);
  }
}

}  // namespace

Result<TakenBack> take_back(Transaction& tx, NodeId article, bool told, Seeds* later) {
  TakenBack taken;
  Seeds seeds;
  KITH_TRY(seeds.names, names_said_by(tx, article));
  KITH_TRY(const Spoken spoken, spoken_of(tx, article));
  taken.edges = spoken.edges;
  for (const EdgeId fact : spoken.own_facts) {
    if (!told) break;
    KITH_TRY(std::string text, text_of(tx, fact));
    taken.facts.push_back(std::move(text));
  }
  KITH_DO(tx.retract_article(article));
  taken.nodes = 1;
  for (const NodeId entity : spoken.entities) {
    KITH_TRY(Cursor cursor, tx.run("MATCH (e:Entity) WHERE elementId(e) = $id AND NOT EXISTS { (e)--() } DELETE e",
                                   {{"id", element_id(entity)}}));
    taken.nodes += cursor.changes().nodes_deleted;
    if (cursor.changes().nodes_deleted == 0) seeds.nodes.push_back(entity);
  }
  for (const EdgeId fact : spoken.shared_facts) KITH_DO(settle_fact(tx, fact));
  for (const NodeId copy : spoken.copies) {
    KITH_TRY(const std::int64_t linked, relink_copy(tx, copy));
    taken.edges -= linked;
  }
  if (later != nullptr) {
    later->nodes.insert(later->nodes.end(), seeds.nodes.begin(), seeds.nodes.end());
    later->names.insert(later->names.end(), seeds.names.begin(), seeds.names.end());
    return taken;
  }
  KITH_TRY(const Regrouped regrouped, regroup(tx, seeds));
  taken.nodes -= regrouped.nodes;
  taken.edges -= regrouped.edges;
  return taken;
}

Result<RetractReport> retract_key(Transaction& tx, const std::string& key) {
  KITH_TRY(const std::vector<NodeId> articles, tx.find_nodes("Article", "key", key));
  if (articles.empty())
    return Error{.code = ErrorCode::kNotFound,
                 .message = "there is no article `" + escaped(key) + "`",
                 .detail = "UnknownArticle",
                 .hint = suggestion(tx, key)};
  RetractReport report;
  for (const NodeId article : articles) {
    KITH_TRY(const TakenBack taken, take_back(tx, article));
    ++report.articles;
    report.nodes += taken.nodes;
    report.edges += taken.edges;
  }
  // How far a load was that nothing is left of.
  KITH_DO(tx.run(std::string("MATCH (p:") + kLoadProgressLabel + ") WHERE NOT EXISTS { MATCH (:Article) } DELETE p"));
  return report;
}

}  // namespace kith::ingest

namespace kith {

std::string RetractReport::to_text() const {
  return fmt::format("{} article{} retracted; -{} nodes, -{} edges", articles, articles == 1 ? "" : "s", nodes, edges);
}

Result<RetractReport> retract(Store& store, std::string_view key) {
  RetractReport report;
  const auto work = [&](Transaction& tx) -> Status {
    KITH_TRY(report, ingest::retract_key(tx, std::string(key)));
    return ok();
  };
  KITH_DO(store.update(work, {.serializable = true}));
  return report;
}

}  // namespace kith
