#include "model/threaded_history.h"

#include <utility>

#include "base/coding.h"
#include "model/agreement.h"
#include "storage/keys.h"
#include "storage/view.h"

namespace kith::model {
namespace {

constexpr std::size_t kNodesAim = 40;  ///< few enough to meet at

template <class Id>
Result<std::vector<Id>> all_of(storage::Scan<Id> scan) {
  std::vector<Id> all, page;
  while (true) {
    KITH_TRY(const bool more, scan.next(page, 64));
    if (!more) return all;
    all.insert(all.end(), page.begin(), page.end());
  }
}

Change assign(NodeId id, const std::string& name, const Value& value) {
  return [=](PlainGraph& graph) {
    if (value.is_null())
      graph.nodes.at(id).properties.erase(name);
    else
      graph.nodes.at(id).properties[name] = value;
  };
}

Change assign(EdgeId id, const std::string& name, const Value& value) {
  return [=](PlainGraph& graph) {
    if (value.is_null())
      graph.edges.at(id).properties.erase(name);
    else
      graph.edges.at(id).properties[name] = value;
  };
}

}  // namespace

Status ThreadedHistory::run_transaction() {
  KITH_TRY(storage::Transaction transaction, store_.begin(false));
  CommittedChanges done;
  KITH_TRY(done.marker, transaction.create_node({}, {}));
  done.changes.push_back([marker = done.marker](PlainGraph& graph) { graph.nodes[marker]; });
  for (std::size_t steps = 1 + random_.below(6); steps > 0; --steps) KITH_DO(change(transaction, done.changes));
  if (random_.below(10) == 0) return ok();  // rolled back
  const Status ended = transaction.commit(Durability::kNone);
  if (ended)
    committed.push_back(std::move(done));
  else if (ended.error().code == ErrorCode::kConflict)
    ++conflicts;
  else
    return ended.error();
  return ok();
}

Status ThreadedHistory::change(storage::Transaction& transaction, std::vector<Change>& changes) {
  Seen seen;
  // Markers have no label; they are left alone.
  for (const std::string& name : kLabels) {
    KITH_TRY(const LabelId label, transaction.label(name));
    KITH_TRY(const std::vector<NodeId> nodes, all_of(transaction.reader().scan_label(label)));
    seen.nodes.insert(seen.nodes.end(), nodes.begin(), nodes.end());
  }
  KITH_TRY(seen.edges, all_of(transaction.reader().scan_edges()));
  const std::size_t choice = random_.below(12);
  if (seen.nodes.empty() || (choice < 3 && seen.nodes.size() < kNodesAim)) return create_node(transaction, changes);
  if (choice < 6) return create_edge(transaction, seen, changes);
  if (choice < 8) return set_property(transaction, seen, changes);
  if (choice == 8) return change_label(transaction, seen, changes);
  if (choice == 9) return delete_node(transaction, seen, changes);
  if (seen.edges.empty()) return ok();
  return choice == 10 ? delete_edge(transaction, seen, changes) : add_evidence(transaction, seen, changes);
}

Status ThreadedHistory::create_node(storage::Transaction& transaction, std::vector<Change>& changes) {
  PlainNode plain;
  plain.labels.insert(kLabels[random_.below(kLabels.size())]);
  std::vector<LabelId> labels;
  for (const std::string& name : plain.labels) {
    KITH_TRY(const LabelId label, transaction.label(name));
    labels.push_back(label);
  }
  storage::Transaction::Properties properties;
  for (const std::string& name : kKeys) {
    if (random_.below(2) == 0) continue;
    plain.properties[name] = random_.random_value(name);
    KITH_TRY(const KeyId key, transaction.key(name));
    properties.emplace_back(key, plain.properties[name]);
  }
  KITH_TRY(const NodeId id, transaction.create_node(labels, properties));
  changes.push_back([=](PlainGraph& graph) { graph.nodes[id] = plain; });
  return ok();
}

Status ThreadedHistory::create_edge(storage::Transaction& transaction, const Seen& seen, std::vector<Change>& changes) {
  PlainEdge plain;
  plain.from = pick(seen.nodes);
  plain.to = pick(seen.nodes);
  plain.type = kTypes[random_.below(kTypes.size())];
  plain.properties["rank"] = random_.random_value("rank");
  KITH_TRY(const TypeId type, transaction.type(plain.type));
  KITH_TRY(const KeyId key, transaction.key("rank"));
  KITH_TRY(const EdgeId id, transaction.create_edge(plain.from, plain.to, type, {{key, plain.properties["rank"]}}));
  changes.push_back([=](PlainGraph& graph) { graph.edges[id] = plain; });
  return ok();
}

Status ThreadedHistory::set_property(storage::Transaction& transaction, const Seen& seen, std::vector<Change>& changes) {
  const std::string& name = kKeys[random_.below(kKeys.size())];
  const Value value = random_.below(4) == 0 ? Value::null() : random_.random_value(name);
  KITH_TRY(const KeyId key, transaction.key(name));
  if (random_.below(3) == 0 && !seen.edges.empty()) {
    const EdgeId id = pick(seen.edges);
    KITH_TRY(const bool changed, transaction.set_property(id, key, value));
    if (changed) changes.push_back(assign(id, name, value));  // what changes nothing may lose its node to another
    return ok();
  }
  const NodeId id = pick(seen.nodes);
  KITH_TRY(const bool changed, transaction.set_property(id, key, value));
  if (changed) changes.push_back(assign(id, name, value));
  return ok();
}

Status ThreadedHistory::change_label(storage::Transaction& transaction, const Seen& seen, std::vector<Change>& changes) {
  const NodeId id = pick(seen.nodes);
  const std::string name = kLabels[random_.below(kLabels.size())];
  KITH_TRY(const LabelId label, transaction.label(name));
  if (random_.below(2) == 0) {
    KITH_TRY(const bool changed, transaction.add_label(id, label));
    if (changed) changes.push_back([=](PlainGraph& graph) { graph.nodes.at(id).labels.insert(name); });
  } else {
    KITH_TRY(const bool changed, transaction.remove_label(id, label));
    if (changed) changes.push_back([=](PlainGraph& graph) { graph.nodes.at(id).labels.erase(name); });
  }
  return ok();
}

Status ThreadedHistory::delete_node(storage::Transaction& transaction, const Seen& seen, std::vector<Change>& changes) {
  const NodeId id = pick(seen.nodes);
  for (const EdgeId edge : seen.edges) {
    KITH_TRY(const bool there, transaction.reader().exists(edge));
    if (!there) continue;
    KITH_TRY(const EdgeRef ends, transaction.reader().edge_ref(edge));
    if (ends.from != id && ends.to != id) continue;
    KITH_DO(transaction.delete_edge(edge));
    changes.push_back([=](PlainGraph& graph) { graph.edges.erase(edge); });
  }
  KITH_DO(transaction.drop_evidence_of(id));
  KITH_DO(transaction.delete_node(id));
  KITH_DO(transaction.verify_deletions());
  // Evidence of the node that this did not see would have been a conflict.
  changes.push_back([=](PlainGraph& graph) {
    graph.drop_evidence_of(id);
    graph.nodes.erase(id);
  });
  return ok();
}

Status ThreadedHistory::delete_edge(storage::Transaction& transaction, const Seen& seen, std::vector<Change>& changes) {
  const EdgeId id = pick(seen.edges);
  KITH_DO(transaction.delete_edge(id));
  changes.push_back([=](PlainGraph& graph) { graph.edges.erase(id); });
  return ok();
}

Status ThreadedHistory::add_evidence(storage::Transaction& transaction, const Seen& seen, std::vector<Change>& changes) {
  const EdgeId id = pick(seen.edges);
  storage::EvidenceRow row;
  row.article = pick(seen.nodes);
  row.start_byte = static_cast<std::uint32_t>(random_.below(3) * 10);
  row.end_byte = row.start_byte + 5;
  row.extractor = random_.below(2) == 0 ? "rules/1" : "model/1";
  row.confidence = 0.5;
  row.status = "stated";
  KITH_DO(transaction.add_evidence(id, row));
  changes.push_back([=](PlainGraph& graph) {
    graph.edges.at(id).evidence[{row.article, row.start_byte, row.extractor}] = row;
  });
  return ok();
}

Result<std::uint64_t> commit_of(const storage::View& view, NodeId marker) {
  std::string record;
  KITH_TRY(const bool found, view.kv->get(*view.rows, storage::Family::kNode, storage::node_key(marker), record));
  if (!found || record.size() < 8) return Error{.code = ErrorCode::kNotFound, .message = "a marker is not there"};
  return load_u64(record.data());
}

Result<std::string> text_of(const storage::Reader& reader) {
  std::string text;
  KITH_TRY(const std::vector<NodeId> nodes, all_of(reader.scan_nodes()));
  for (const NodeId id : nodes) {
    KITH_TRY(Node node, reader.node(id));
    text += std::to_string(raw(id)) + Value(std::move(node)).to_text() + "\n";
  }
  KITH_TRY(const std::vector<EdgeId> edges, all_of(reader.scan_edges()));
  for (const EdgeId id : edges) {
    KITH_TRY(Edge edge, reader.edge(id));
    KITH_TRY(const std::vector<storage::EvidenceRow> evidence, reader.evidence(id));
    text += std::to_string(raw(edge.from)) + Value(edge).to_text() + std::to_string(raw(edge.to));
    for (const storage::EvidenceRow& row : evidence) text += " " + std::to_string(raw(row.article)) + "@" + std::to_string(row.start_byte);
    text += "\n";
  }
  return text;
}

}  // namespace kith::model
