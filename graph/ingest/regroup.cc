#include "ingest/regroup.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "ingest/facts.h"
#include "ingest/resolve.h"

namespace kith::ingest {

namespace {

constexpr std::string_view kOwnProperties[] = {"name", "aliases", "lookup", "roles", "date"};
constexpr EntityType kTypes[] = {EntityType::kPerson, EntityType::kOrganization, EntityType::kPlace, EntityType::kEvent};

// An appearance that changes its node.
struct Move {
  NodeId article;
  std::uint32_t cluster;
  NodeId from;
  NodeId to;
};

class Regrouping {
 public:
  explicit Regrouping(Transaction& tx) : tx_(tx) {}

  Result<Regrouped> run(const Seeds& seeds);

 private:
  Status group(const std::vector<StoredDecision>& decisions);
  Status choose_nodes();
  Status move_mentions();
  Status move_facts();
  Status settle_nodes();
  Status empty_nodes();
  Result<Absorbed> absorb(NodeId node, NodeId into);
  Result<std::map<std::uint32_t, NodeId>> nodes_by_cluster(NodeId article);
  NodeId end_of(NodeId article, std::uint32_t cluster, NodeId end) const;

  Transaction& tx_;
  std::vector<Stored> all_;              // by article and cluster
  std::vector<std::uint32_t> groups_;    // of all_
  std::vector<NodeId> node_of_;          // of groups
  std::vector<Move> moves_;
  std::map<NodeId, std::vector<std::size_t>> moves_of_;  // by article
  Regrouped done_;
};

// ---- who is one ----

Status Regrouping::group(const std::vector<StoredDecision>& stored) {
  std::vector<Decision> decisions;
  for (const StoredDecision& one : stored) decisions.push_back(one.decision);
  groups_ = partition(appearances_of(all_), decisions);
  // Whom else the articles name matters only where persons of one name are several.
  std::set<std::uint32_t> persons;
  for (std::size_t i = 0; i < all_.size(); ++i)
    if (all_[i].appearance.type == EntityType::kPerson) persons.insert(groups_[i]);
  if (persons.size() < 2) return ok();
  KITH_DO(add_company(tx_, all_));
  groups_ = partition(appearances_of(all_), std::move(decisions));
  return ok();
}

// Each group keeps the node that most of its appearances have; of those that want the same, who has more of them there.
Status Regrouping::choose_nodes() {
  std::map<std::pair<std::uint32_t, NodeId>, std::size_t> counts;
  std::uint32_t groups = 0;
  for (std::size_t i = 0; i < all_.size(); ++i) {
    ++counts[{groups_[i], all_[i].node}];
    groups = std::max(groups, groups_[i] + 1);
  }
  std::vector<std::tuple<std::size_t, std::uint32_t, NodeId>> wishes;
  for (const auto& [wish, count] : counts) wishes.emplace_back(count, wish.first, wish.second);
  std::sort(wishes.begin(), wishes.end(), [](const auto& a, const auto& b) {
    if (std::get<0>(a) != std::get<0>(b)) return std::get<0>(a) > std::get<0>(b);
    return std::tie(std::get<1>(a), std::get<2>(a)) < std::tie(std::get<1>(b), std::get<2>(b));
  });
  std::vector<std::optional<NodeId>> chosen(groups);
  std::set<NodeId> taken;
  for (const auto& [count, group, node] : wishes)
    if (!chosen[group] && taken.count(node) == 0) {
      chosen[group] = node;
      taken.insert(node);
    }
  for (std::uint32_t g = 0; g < groups; ++g) {
    if (!chosen[g]) {
      KITH_TRY(chosen[g], tx_.create_node({"Entity"}));
      ++done_.nodes;
    }
    node_of_.push_back(*chosen[g]);
  }
  for (std::size_t i = 0; i < all_.size(); ++i)
    if (const NodeId to = node_of_[groups_[i]]; to != all_[i].node)
      moves_.push_back({all_[i].article, all_[i].appearance.cluster, all_[i].node, to});
  for (std::size_t m = 0; m < moves_.size(); ++m) moves_of_[moves_[m].article].push_back(m);
  return ok();
}

// ---- what goes with them ----

Status Regrouping::move_mentions() {
  for (const Move& move : moves_) {
    std::vector<Edge> mentions;
    KITH_TRY(Cursor cursor, tx_.run("MATCH (a:Article)-[m:MENTIONS]->(e) WHERE elementId(a) = $a AND elementId(e) = $e RETURN m",
                                    {{"a", element_id(move.article)}, {"e", element_id(move.from)}}));
    while (true) {
      KITH_TRY(const bool more, cursor.next());
      if (!more) break;
      const Edge& edge = cursor.row()[0].as_edge();
      const Value& cluster = edge.properties["cluster"];
      if (move.cluster == Evidence::kNoCluster ? cluster.is_null() : cluster == Value(static_cast<std::int64_t>(move.cluster)))
        mentions.push_back(edge);
    }
    for (const Edge& edge : mentions) {
      KITH_DO(tx_.create_edge(edge.from, move.to, edge.type, edge.properties));
      KITH_DO(tx_.delete_edge(edge.id));
    }
  }
  return ok();
}

// Where the end of a piece of evidence is now. One of which no cluster is known goes with the only appearance that its
// article has there.
NodeId Regrouping::end_of(NodeId article, std::uint32_t cluster, NodeId end) const {
  std::optional<NodeId> only;
  std::size_t there = 0;
  for (const std::size_t m : moves_of_.at(article)) {
    const Move& move = moves_[m];
    if (move.from != end) continue;
    if (move.cluster == cluster) return move.to;
    only = move.to;
    ++there;
  }
  if (cluster != Evidence::kNoCluster || there != 1) return end;
  const auto stays = [&](const Stored& one) { return one.article == article && one.node == end; };
  return std::count_if(all_.begin(), all_.end(), stays) == 1 ? *only : end;
}

Result<std::map<std::uint32_t, NodeId>> Regrouping::nodes_by_cluster(NodeId article) {
  std::map<std::uint32_t, NodeId> out;
  KITH_TRY(Cursor cursor, tx_.run("MATCH (a:Article)-[m:MENTIONS]->() WHERE elementId(a) = $id AND m.name IS NOT NULL RETURN m",
                                  {{"id", element_id(article)}}));
  while (true) {
    KITH_TRY(const bool more, cursor.next());
    if (!more) return out;
    const Edge& mention = cursor.row()[0].as_edge();
    if (const Value& cluster = mention.properties["cluster"]; cluster.kind() == Kind::kInteger)
      out[static_cast<std::uint32_t>(cluster.as_integer())] = mention.to;
  }
}

Status Regrouping::move_facts() {
  std::map<NodeId, std::set<NodeId>> left;  // by article: nodes that it has left
  for (const Move& move : moves_) left[move.article].insert(move.from);
  std::vector<Told> to_tell;
  for (const auto& [article, nodes] : left) {
    KITH_TRY(const std::vector<EdgeId> facts, tx_.supported_by(article));
    for (const EdgeId fact : facts) {
      KITH_TRY(const std::optional<Edge> edge, tx_.find_edge(fact));
      if (!edge || (nodes.count(edge->from) == 0 && nodes.count(edge->to) == 0)) continue;
      KITH_TRY(const std::vector<Evidence> rows, tx_.evidence(fact));
      std::size_t taken = 0;
      for (const Evidence& row : rows) {
        if (row.article != article) continue;
        std::optional<Told> told = told_by(*edge, row);
        if (!told) break;
        told->from = end_of(article, row.from_cluster, edge->from);
        told->to = end_of(article, row.to_cluster, edge->to);
        if (told->from == edge->from && told->to == edge->to) continue;
        KITH_DO(tx_.remove_evidence(fact, row));
        to_tell.push_back(std::move(*told));
        ++taken;
      }
      if (taken == 0) continue;
      if (taken == rows.size()) {
        KITH_DO(tx_.delete_edge(fact));
        --done_.edges;
      } else {
        KITH_DO(settle_fact(tx_, fact));
      }
    }
    KITH_TRY(std::vector<Told> aside, take_withheld(tx_, article));
    if (aside.empty()) continue;
    done_.edges -= static_cast<std::int64_t>(aside.size());
    KITH_TRY(const auto now, nodes_by_cluster(article));
    for (Told& told : aside) {
      if (const auto it = now.find(told.evidence.from_cluster); it != now.end()) told.from = it->second;
      if (const auto it = now.find(told.evidence.to_cluster); it != now.end()) told.to = it->second;
      to_tell.push_back(std::move(told));
    }
  }
  for (Told& told : to_tell) {
    KITH_TRY(const std::int64_t more, tell(tx_, std::move(told)));
    done_.edges += more;
  }
  return ok();
}

Status Regrouping::settle_nodes() {
  std::vector<Known> known(node_of_.size());
  std::vector<std::set<EntityType>> types(node_of_.size());
  for (std::size_t i = 0; i < all_.size(); ++i) {
    known[groups_[i]] = merged(std::move(known[groups_[i]]), all_[i].known);
    types[groups_[i]].insert(all_[i].appearance.type);
  }
  for (std::size_t g = 0; g < node_of_.size(); ++g) {
    KITH_TRY(const std::optional<Node> node, tx_.find_node(node_of_[g]));
    if (!node) return Error{.code = ErrorCode::kInternal, .message = "a regrouped entity is gone"};
    KITH_DO(set_known(tx_, *node, known[g]));
    for (const EntityType type : kTypes) {
      const std::string_view label = label_of(type);
      const bool has = std::find(node->labels.begin(), node->labels.end(), label) != node->labels.end();
      if (types[g].count(type) != 0 && !has) KITH_DO(tx_.add_label(node->id, label));
      if (types[g].count(type) == 0 && has) KITH_DO(tx_.remove_label(node->id, label));
    }
  }
  return ok();
}

// ---- nodes that nothing is left of ----

Result<Absorbed> Regrouping::absorb(NodeId id, NodeId into) {
  Absorbed out{.node = id, .into = into};
  std::set<EdgeId> edges;
  {
    KITH_TRY(Cursor cursor, tx_.run("MATCH (e)-[r]-() WHERE elementId(e) = $id RETURN r", {{"id", element_id(id)}}));
    while (true) {
      KITH_TRY(const bool more, cursor.next());
      if (!more) break;
      edges.insert(cursor.row()[0].edge_id());
    }
  }
  KITH_TRY(out.edges, move_edges(tx_, {edges.begin(), edges.end()}, id, into));
  KITH_TRY(const std::optional<Node> from, tx_.find_node(id));
  KITH_TRY(const std::optional<Node> to, tx_.find_node(into));
  if (!from || !to) return Error{.code = ErrorCode::kInternal, .message = "a regrouped entity is gone"};
  for (const auto& [key, value] : from->properties) {
    const bool own = std::find(std::begin(kOwnProperties), std::end(kOwnProperties), key) != std::end(kOwnProperties);
    if (own) continue;
    out.properties.set(key, value);
    if (!to->properties[key].is_null()) continue;
    KITH_DO(tx_.set_property(into, key, value));
    out.copied.emplace_back(key);
  }
  for (const std::string& label : from->labels) {
    const bool own = label == "Entity" || type_of_labels({label}) != EntityType::kOther;
    if (own || std::find(to->labels.begin(), to->labels.end(), label) != to->labels.end()) continue;
    KITH_DO(tx_.add_label(into, label));
    out.labels.push_back(label);
  }
  KITH_DO(tx_.delete_node(id));
  --done_.nodes;
  return out;
}

Status Regrouping::empty_nodes() {
  std::set<NodeId> kept(node_of_.begin(), node_of_.end());
  std::map<NodeId, std::map<NodeId, std::size_t>> heirs;
  for (const Move& move : moves_)
    if (kept.count(move.from) == 0) ++heirs[move.from][move.to];
  for (const auto& [node, to] : heirs) {
    const auto into = std::max_element(to.begin(), to.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    KITH_TRY(Absorbed absorbed, absorb(node, into->first));
    done_.absorbed.push_back(std::move(absorbed));
  }
  return ok();
}

Result<Regrouped> Regrouping::run(const Seeds& seeds) {
  KITH_TRY(const std::vector<StoredDecision> decisions, read_decisions(tx_));
  Gatherer gatherer(tx_);
  for (const NodeId node : seeds.nodes) gatherer.add_node(node);
  for (const TypedName& name : seeds.names) gatherer.add_name(name);
  KITH_TRY(all_, gatherer.gather(decisions));
  KITH_DO(group(decisions));
  KITH_DO(choose_nodes());
  KITH_DO(move_mentions());
  KITH_DO(move_facts());
  KITH_DO(settle_nodes());
  KITH_DO(empty_nodes());
  return std::move(done_);
}

}  // namespace

Result<std::vector<EdgeId>> move_edges(Transaction& tx, const std::vector<EdgeId>& edges, NodeId from, NodeId to) {
  std::vector<EdgeId> out;
  for (const EdgeId id : edges) {
    KITH_TRY(const std::optional<Edge> edge, tx.find_edge(id));
    if (!edge || (edge->from != from && edge->to != from)) continue;
    KITH_TRY(const EdgeId made, tx.create_edge(edge->from == from ? to : edge->from, edge->to == from ? to : edge->to,
                                               edge->type, edge->properties));
    KITH_TRY(const std::vector<Evidence> evidence, tx.evidence(id));
    for (const Evidence& row : evidence) KITH_DO(tx.add_evidence(made, row));
    KITH_DO(tx.delete_edge(id));
    out.push_back(made);
  }
  return out;
}

Result<Regrouped> regroup(Transaction& tx, const Seeds& seeds) { return Regrouping(tx).run(seeds); }

}  // namespace kith::ingest
