#include "model/random_changes.h"

#include <catch2/catch.hpp>

#include <iterator>

#include "model/value_agreement.h"
#include "storage/must.h"
#include "value/compare.h"

namespace kith::testing {

using namespace storage;

namespace {

const std::vector<std::string> kLabels = {"Person", "Place", "Article"};
const std::vector<std::string> kTypes = {"KNOWS", "VISITED"};
const std::vector<std::string> kKeys = {"name", "age", "tags"};

Transaction::Properties with_tokens(Transaction& tx, const std::map<std::string, Value>& properties) {
  Transaction::Properties out;
  for (const auto& [name, value] : properties) out.emplace_back(must(tx.key(name)), value);
  return out;
}

}  // namespace

template <class Entities>
auto RandomChanges::pick(const Entities& entities) {
  return std::next(entities.begin(), static_cast<std::ptrdiff_t>(random_.below(entities.size())))->first;
}

const std::string& RandomChanges::pick_name(const std::vector<std::string>& names) {
  return names[random_.below(names.size())];
}

const Value& RandomChanges::pick_value() { return model_values()[random_.below(model_values().size())]; }

std::map<std::string, Value> RandomChanges::pick_properties() {
  std::map<std::string, Value> properties;
  while (!random_.one_in(3)) properties[pick_name(kKeys)] = pick_value();
  return properties;
}

/// Whether two entities of the graph share the tuple of a constraint.
bool RandomChanges::violates(const Catalog& catalog, const ValueGraph& graph) const {
  const auto tuple = [&](const Index& index, const std::map<std::string, Value>& properties) {
    List values;
    for (KeyId key : index.keys)
      if (const auto at = properties.find(catalog.keys.name(key)); at != properties.end()) values.push_back(at->second);
    return values;
  };
  const auto has_twins = [](const std::vector<List>& tuples, std::size_t size) {
    for (std::size_t i = 0; i < tuples.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (tuples[i].size() == size && equals(Value(tuples[i]), Value(tuples[j])) == Ternary::kTrue) return true;
    return false;
  };
  for (const Index& index : catalog.indexes) {
    if (index.kind != IndexKind::kUnique) continue;
    std::vector<List> tuples;
    if (index.on_edges) {
      for (const auto& [id, edge] : graph.edges)
        if (edge.type == catalog.types.name(index.type)) tuples.push_back(tuple(index, edge.properties));
    } else {
      for (const auto& [id, node] : graph.nodes)
        if (node.labels.count(catalog.labels.name(index.label)) != 0) tuples.push_back(tuple(index, node.properties));
    }
    if (has_twins(tuples, index.keys.size())) return true;
  }
  return false;
}

template <class Id>
bool RandomChanges::settle(const Catalog& catalog, ValueGraph& graph, const ValueGraph& changed, const Result<Id>& result) {
  if (violates(catalog, changed)) {
    REQUIRE_FALSE(result.is_ok());
    REQUIRE(result.error().code == ErrorCode::kConstraint);
    return false;
  }
  if (!result.is_ok()) FAIL(result.error().to_text());
  graph = changed;
  return true;
}

void RandomChanges::create_node(Transaction& tx, ValueGraph& graph) {
  ValueNode node{.labels = {}, .properties = pick_properties()};
  std::vector<LabelId> labels;
  while (!random_.one_in(2)) {
    node.labels.insert(pick_name(kLabels));
    labels.clear();
    for (const std::string& label : node.labels) labels.push_back(must(tx.label(label)));
  }
  const auto id = tx.create_node(labels, with_tokens(tx, node.properties));
  ValueGraph changed = graph;
  changed.nodes[id.is_ok() ? *id : NodeId{~0ull}] = node;
  settle(tx.reader().catalog(), graph, changed, id);
}

void RandomChanges::create_edge(Transaction& tx, ValueGraph& graph) {
  const TypeId known = must(tx.type(pick_name(kTypes)));
  if (graph.nodes.empty()) {
    CHECK(tx.create_edge(NodeId{1}, NodeId{1}, known, {}).error().code == ErrorCode::kNotFound);
    return;
  }
  ValueEdge edge{.from = pick(graph.nodes), .to = pick(graph.nodes), .type = pick_name(kTypes), .properties = pick_properties(), .evidence = {}};
  const auto id = tx.create_edge(edge.from, edge.to, must(tx.type(edge.type)), with_tokens(tx, edge.properties));
  ValueGraph changed = graph;
  changed.edges[id.is_ok() ? *id : EdgeId{~0ull}] = edge;
  settle(tx.reader().catalog(), graph, changed, id);
}

void RandomChanges::set_property(Transaction& tx, ValueGraph& graph) {
  const std::string& name = pick_name(kKeys);
  const KeyId key = must(tx.key(name));
  const Value value = random_.one_in(4) ? Value() : pick_value();
  const auto apply = [&](std::map<std::string, Value>& properties) {
    if (value.is_null())
      properties.erase(name);
    else
      properties[name] = value;
  };
  ValueGraph changed = graph;
  if (!graph.edges.empty() && random_.one_in(3)) {
    const EdgeId id = pick(graph.edges);
    apply(changed.edges[id].properties);
    settle(tx.reader().catalog(), graph, changed, tx.set_property(id, key, value));
  } else if (!graph.nodes.empty()) {
    const NodeId id = pick(graph.nodes);
    apply(changed.nodes[id].properties);
    settle(tx.reader().catalog(), graph, changed, tx.set_property(id, key, value));
  }
}

void RandomChanges::replace_properties(Transaction& tx, ValueGraph& graph) {
  const std::map<std::string, Value> properties = pick_properties();
  ValueGraph changed = graph;
  if (!graph.edges.empty() && random_.one_in(3)) {
    const EdgeId id = pick(graph.edges);
    changed.edges[id].properties = properties;
    settle(tx.reader().catalog(), graph, changed, tx.replace_properties(id, with_tokens(tx, properties)));
  } else if (!graph.nodes.empty()) {
    const NodeId id = pick(graph.nodes);
    changed.nodes[id].properties = properties;
    settle(tx.reader().catalog(), graph, changed, tx.replace_properties(id, with_tokens(tx, properties)));
  }
}

void RandomChanges::change_label(Transaction& tx, ValueGraph& graph) {
  if (graph.nodes.empty()) return;
  const NodeId id = pick(graph.nodes);
  const std::string& label = pick_name(kLabels);
  ValueGraph changed = graph;
  const LabelId token = must(tx.label(label));
  if (random_.one_in(2)) {
    const bool is_new = changed.nodes[id].labels.insert(label).second;
    const auto added = tx.add_label(id, token);
    if (settle(tx.reader().catalog(), graph, changed, added)) CHECK(*added == is_new);
  } else {
    const bool was_there = changed.nodes[id].labels.erase(label) != 0;
    const auto removed = tx.remove_label(id, token);
    if (settle(tx.reader().catalog(), graph, changed, removed)) CHECK(*removed == was_there);
  }
}

void RandomChanges::delete_something(Transaction& tx, ValueGraph& graph) {
  if (!graph.edges.empty() && random_.one_in(2)) {
    const EdgeId id = pick(graph.edges);
    const EdgeRef before = must(tx.reader().edge_ref(id));
    CHECK(must(tx.delete_edge(id)));
    CHECK_FALSE(must(tx.delete_edge(id)));
    const EdgeRef after = must(tx.reader().edge_ref(id));
    CHECK((after.from == before.from && after.to == before.to && after.type == before.type));
    CHECK(tx.reader().edge(id).error().detail == "DeletedEntityAccess");
    graph.edges.erase(id);
    return;
  }
  if (graph.nodes.empty()) return;
  const NodeId id = pick(graph.nodes);
  const bool is_held = graph.has_edges(id) || graph.is_cited(id);
  const std::size_t savepoint = tx.savepoint();
  CHECK(must(tx.delete_node(id)));
  CHECK_FALSE(must(tx.delete_node(id)));
  if (is_held && random_.one_in(2)) {
    const Status verified = tx.verify_deletions();
    REQUIRE_FALSE(verified.is_ok());
    CHECK(verified.error().code == ErrorCode::kConstraintVerification);
    tx.roll_back_to(savepoint);
    return;
  }
  std::vector<EdgeId> gone;
  for (auto& [edge_id, edge] : graph.edges) {
    if (edge.from == id || edge.to == id) gone.push_back(edge_id);
    std::erase_if(edge.evidence, [&](const auto& row) { return row.second.article == id; });
  }
  for (EdgeId edge : gone) {
    CHECK(must(tx.delete_edge(edge)));
    graph.edges.erase(edge);
  }
  must(tx.drop_evidence_of(id));
  must(tx.verify_deletions());
  graph.nodes.erase(id);
}

void RandomChanges::add_evidence(Transaction& tx, ValueGraph& graph) {
  if (graph.edges.empty() || graph.nodes.empty()) return;
  const EdgeId edge = pick(graph.edges);
  auto& rows = graph.edges[edge].evidence;
  if (!rows.empty() && random_.one_in(3)) {
    must(tx.remove_evidence(edge, rows.begin()->second));
    rows.erase(rows.begin());
    return;
  }
  const EvidenceRow row{.article = pick(graph.nodes),
                        .start_byte = static_cast<std::uint32_t>(random_.below(3)),
                        .end_byte = static_cast<std::uint32_t>(random_.below(1000)),
                        .extractor = random_.one_in(2) ? "rules/2" : "rules/1",
                        .confidence = static_cast<double>(random_.below(5)) / 4,
                        .status = random_.one_in(2) ? "stated" : "",
                        .stated_by = random_.one_in(3) ? "the minister" : "",
                        .time = graph.nodes.size() % 2 == 0 ? "2025-05-18" : "",
                        .place = graph.edges.size() % 2 == 0 ? "Rome" : "",
                        .from_cluster = graph.nodes.size() % 3 == 0 ? 4u : 0xFFFFFFFF};
  must(tx.add_evidence(edge, row));
  rows[{row.article, row.start_byte, row.extractor}] = row;
}

void RandomChanges::change(Transaction& tx, ValueGraph& graph) {
  switch (random_.below(14)) {
    case 0:
    case 1:
    case 2: return create_node(tx, graph);
    case 3:
    case 4:
    case 5: return create_edge(tx, graph);
    case 6:
    case 7: return set_property(tx, graph);
    case 8: return replace_properties(tx, graph);
    case 9: return change_label(tx, graph);
    case 10: return delete_something(tx, graph);
    case 11:
    case 12: return add_evidence(tx, graph);
    default: {
      // A statement that fails takes back what it did, and nothing else.
      ValueGraph scratch = graph;
      const std::size_t savepoint = tx.savepoint();
      for (std::uint64_t i = random_.below(4); i > 0; --i) change(tx, scratch);
      tx.roll_back_to(savepoint);
      return;
    }
  }
}

void RandomChanges::change_schema(Store& store, const ValueGraph& graph) {
  const CatalogPtr before = store.catalog();
  if (!before->indexes.empty() && random_.one_in(3)) {
    const Index index = before->indexes[random_.below(before->indexes.size())];
    CHECK(must(store.drop_index(index.name, index.is_constraint(), false)));
    CHECK_FALSE(must(store.drop_index(index.name, index.is_constraint(), true)));
    return;
  }
  IndexDefinition definition{.name = {},
                             .kind = static_cast<IndexKind>(random_.below(3)),
                             .on_edges = random_.one_in(3),
                             .label_or_type = {},
                             .keys = {pick_name(kKeys)}};
  definition.label_or_type = pick_name(definition.on_edges ? kTypes : kLabels);
  if (definition.kind != IndexKind::kEach && definition.keys[0] != "age" && random_.one_in(3)) definition.keys.push_back("age");
  const auto made = store.create_index(definition, true);
  if (!made.is_ok() && made.error().code == ErrorCode::kSchema) {  // an index is where the constraint wants one of its own
    CHECK(definition.kind == IndexKind::kUnique);
    CHECK(made.error().detail == "IndexAlreadyExists");
    return;
  }
  if (made.is_ok()) {
    CHECK_FALSE(violates(*store.catalog(), graph));
    return;
  }
  REQUIRE(made.error().code == ErrorCode::kConstraint);
  CHECK(store.catalog()->indexes.size() == before->indexes.size());
  Catalog wished = *store.catalog();
  Index index;
  index.kind = definition.kind;
  index.on_edges = definition.on_edges;
  if (index.on_edges)
    index.type = *wished.types.find(definition.label_or_type);
  else
    index.label = *wished.labels.find(definition.label_or_type);
  for (const std::string& key : definition.keys) index.keys.push_back(*wished.keys.find(key));
  wished.indexes = {index};
  CHECK(violates(wished, graph));
}

}  // namespace kith::testing
