#include "model/random_history.h"

#include <catch2/catch.hpp>

#include "model/agreement.h"

namespace kith::model {
namespace {

template <class T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().to_text());
  return *std::move(result);
}

}  // namespace

Value RandomHistory::random_value(const std::string& key) {
  if (key == "aliases") {
    List list;
    for (std::size_t n = below(4); n > 0; --n) list.push_back("alias " + std::to_string(below(6)));
    return list;
  }
  // Long enough now and then to be kept apart from its record, and to be cut in an index.
  if (key == "text") return std::string(below(3) == 0 ? 1500 + below(3000) : below(300), static_cast<char>('a' + below(3)));
  switch (below(6)) {
    case 0: return static_cast<std::int64_t>(below(4));
    case 1: return static_cast<double>(below(4));
    case 2: return Date{static_cast<std::int64_t>(20000 + below(3))};
    case 3: return below(2) == 0;
    default: return "name " + std::to_string(below(5));
  }
}

void RandomHistory::create_node(storage::Transaction& transaction, PlainGraph& graph) {
  PlainNode plain;
  std::vector<LabelId> labels;
  for (const std::string& name : kLabels) {
    if (below(2) == 0) continue;
    plain.labels.insert(name);
    labels.push_back(must(transaction.label(name)));
  }
  storage::Transaction::Properties properties;
  for (const std::string& name : kKeys) {
    if (below(2) == 0) continue;
    plain.properties[name] = random_value(name);
    properties.emplace_back(must(transaction.key(name)), plain.properties[name]);
  }
  const NodeId id = must(transaction.create_node(labels, properties));
  REQUIRE(graph.nodes.count(id) == 0);
  graph.nodes[id] = plain;
}

void RandomHistory::create_edge(storage::Transaction& transaction, PlainGraph& graph) {
  if (graph.nodes.empty()) return;
  PlainEdge plain;
  plain.from = pick(graph.nodes);
  plain.to = pick(graph.nodes);
  plain.type = kTypes[below(kTypes.size())];
  storage::Transaction::Properties properties;
  if (below(2) == 0) {
    plain.properties["rank"] = random_value("rank");
    properties.emplace_back(must(transaction.key("rank")), plain.properties["rank"]);
  }
  const EdgeId id = must(transaction.create_edge(plain.from, plain.to, must(transaction.type(plain.type)), properties));
  REQUIRE(graph.edges.count(id) == 0);
  graph.edges[id] = plain;
}

void RandomHistory::set_property(storage::Transaction& transaction, PlainGraph& graph) {
  const std::string& name = kKeys[below(kKeys.size())];
  const KeyId key = must(transaction.key(name));
  const Value value = below(4) == 0 ? Value::null() : random_value(name);
  auto assign = [&](Properties& properties) {
    if (value.is_null())
      properties.erase(name);
    else
      properties[name] = value;
  };
  if (below(3) == 0 && !graph.edges.empty()) {
    const EdgeId id = pick(graph.edges);
    must(transaction.set_property(id, key, value));
    assign(graph.edges[id].properties);
  } else if (!graph.nodes.empty()) {
    const NodeId id = pick(graph.nodes);
    must(transaction.set_property(id, key, value));
    assign(graph.nodes[id].properties);
  }
}

void RandomHistory::change_label(storage::Transaction& transaction, PlainGraph& graph) {
  if (graph.nodes.empty()) return;
  const NodeId id = pick(graph.nodes);
  const std::string& name = kLabels[below(kLabels.size())];
  const LabelId label = must(transaction.label(name));
  if (below(2) == 0) {
    CHECK(must(transaction.add_label(id, label)) == graph.nodes[id].labels.insert(name).second);
  } else {
    CHECK(must(transaction.remove_label(id, label)) == (graph.nodes[id].labels.erase(name) == 1));
  }
}

void RandomHistory::delete_node(storage::Transaction& transaction, PlainGraph& graph) {
  if (graph.nodes.empty()) return;
  const NodeId id = pick(graph.nodes);
  const std::size_t before = transaction.savepoint();
  CHECK(must(transaction.delete_node(id)));
  const Status status = transaction.verify_deletions();
  if (graph.has_edges(id) || graph.is_cited(id)) {
    REQUIRE_FALSE(status.is_ok());
    CHECK(status.error().code == ErrorCode::kConstraintVerification);
    transaction.roll_back_to(before);
  } else {
    if (!status) FAIL(status.error().to_text());
    graph.nodes.erase(id);
    CHECK_FALSE(must(transaction.delete_node(id)));
  }
}

void RandomHistory::delete_edge(storage::Transaction& transaction, PlainGraph& graph) {
  if (graph.edges.empty()) return;
  const EdgeId id = pick(graph.edges);
  CHECK(must(transaction.delete_edge(id)));
  graph.edges.erase(id);
}

void RandomHistory::add_evidence(storage::Transaction& transaction, PlainGraph& graph) {
  if (graph.edges.empty()) return;
  const EdgeId id = pick(graph.edges);
  storage::EvidenceRow row;
  row.article = pick(graph.nodes);
  row.start_byte = static_cast<std::uint32_t>(below(3) * 10);
  row.end_byte = row.start_byte + 5 + static_cast<std::uint32_t>(below(5));
  row.extractor = below(2) == 0 ? "rules/1" : "model/1";
  row.confidence = 0.5;
  row.status = "stated";
  if (below(6) == 0) {
    REQUIRE(transaction.drop_evidence_of(row.article).is_ok());
    graph.drop_evidence_of(row.article);
    return;
  }
  REQUIRE(transaction.add_evidence(id, row).is_ok());
  graph.edges[id].evidence[{row.article, row.start_byte, row.extractor}] = row;
}

void RandomHistory::step(storage::Transaction& transaction, PlainGraph& graph) {
  switch (below(12)) {
    case 0:
    case 1:
    case 2: return create_node(transaction, graph);
    case 3:
    case 4:
    case 5: return create_edge(transaction, graph);
    case 6:
    case 7: return set_property(transaction, graph);
    case 8: return change_label(transaction, graph);
    case 9: return below(2) == 0 ? delete_node(transaction, graph) : delete_edge(transaction, graph);
    default: return add_evidence(transaction, graph);
  }
}

}  // namespace kith::model
