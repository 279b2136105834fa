#include "model/value_agreement.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <limits>

#include "kith/element.h"
#include "storage/must.h"
#include "value/compare.h"

namespace kith::testing {

using namespace storage;

const std::vector<Value>& model_values() {
  static const std::vector<Value> values = [] {
    const std::string edge(256, 'x');
    const double nan = std::numeric_limits<double>::quiet_NaN();
    std::vector<Value> v = {
        1, 1.0, 0.0, -0.0, nan, -7, std::int64_t{1} << 53, (std::int64_t{1} << 53) + 1, std::ldexp(1.0, 53),
        std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min(), 9223372036854775808.0,
        std::numeric_limits<double>::infinity(), true, false, "", "a", "ab", std::string("a\0", 2), std::string("a\0b", 3),
        "Łódź", edge, edge + "a", edge + "b", edge + std::string(900, 'y'), std::string(5000, 'z'),
        Value::bytes("a"), Value::bytes(std::string(3000, '\xFF')), Date{0}, Date{-400}, LocalTime{5}, Time{3'600'000'000'000, 3600},
        Time{0, 0}, LocalDateTime{7, 8}, DateTime{9, 1, 3600, "Europe/Paris"}, DateTime{9, 1, 0, ""}, Duration{1, 2, 3, 4},
        Point{7203, 1.0, -0.0, 0.0}, Point{9157, 1.0, 0.0, 2.5}, Vector{{1.0f, -2.5f}}};
    v.push_back(List{});
    v.push_back(List{1, 2});
    v.push_back(List{1.0, 2.0});
    v.push_back(List{"a", "b", "a"});
    v.push_back(List{1, Value::null()});
    v.push_back(List{1, "a", Date{0}, List{true}});
    v.push_back(List(200, Value("many")));
    return v;
  }();
  return values;
}

namespace {

std::string text_of(const std::map<std::string, Value>& properties) {
  Map map;
  for (const auto& [key, value] : properties) map.set(key, value);
  return Value(map).to_text();
}

bool is_equal(const Value& a, const Value& b) { return equals(a, b) == Ternary::kTrue; }

/// Whether an entity with these properties is found under `values` in the index.
bool is_found(const Catalog& catalog, const Index& index, const std::map<std::string, Value>& properties,
              const std::vector<Value>& values) {
  for (std::size_t i = 0; i < index.keys.size(); ++i) {
    const auto at = properties.find(catalog.keys.name(index.keys[i]));
    if (at == properties.end()) return false;
    if (index.kind == IndexKind::kEach && at->second.kind() == Kind::kList) {
      const List& list = at->second.as_list();
      if (std::none_of(list.begin(), list.end(), [&](const Value& v) { return is_equal(v, values[i]); })) return false;
    } else if (!is_equal(at->second, values[i])) {
      return false;
    }
  }
  return true;
}

template <class Id>
std::vector<Id> sorted(std::vector<Id> ids) {
  std::sort(ids.begin(), ids.end());
  return ids;
}

void compare_seeks(const Reader& reader, const ValueGraph& expected, const Index& index,
                   const std::vector<Value>& values) {
  const Catalog& catalog = reader.catalog();
  if (index.on_edges) {
    std::vector<EdgeId> ids;
    for (const auto& [id, edge] : expected.edges)
      if (edge.type == catalog.types.name(index.type) && is_found(catalog, index, edge.properties, values))
        ids.push_back(id);
    REQUIRE(sorted(all(reader.seek_edges(index, values))) == ids);
    return;
  }
  std::vector<NodeId> ids;
  for (const auto& [id, node] : expected.nodes)
    if (node.labels.count(catalog.labels.name(index.label)) != 0 && is_found(catalog, index, node.properties, values))
      ids.push_back(id);
  REQUIRE(sorted(all(reader.seek_nodes(index, values))) == ids);
}

/// Ids by value, and equal values by id: the order in which a range must come, ties aside.
void compare_range(const Reader& reader, const ValueGraph& expected, const Index& index,
                   const std::optional<Bound>& low, const std::optional<Bound>& high,
                   std::optional<std::string_view> text_prefix) {
  const Catalog& catalog = reader.catalog();
  const std::string& key = catalog.keys.name(index.keys[0]);
  const auto holds = [](const Value& a, const Value& b, bool inclusive) {
    return (inclusive ? less_or_equal(a, b) : less(a, b)) == Ternary::kTrue;
  };
  std::vector<NodeId> ids;
  for (const auto& [id, node] : expected.nodes) {
    const auto at = node.properties.find(key);
    if (at == node.properties.end() || node.labels.count(catalog.labels.name(index.label)) == 0) continue;
    const Value& value = at->second;
    if (text_prefix) {
      if (value.kind() == Kind::kString && value.as_string().starts_with(*text_prefix)) ids.push_back(id);
    } else if ((!low || holds(low->value, value, low->inclusive)) && (!high || holds(value, high->value, high->inclusive))) {
      ids.push_back(id);
    }
  }
  const std::vector<NodeId> found = all(reader.range_nodes(index, {}, low, high, text_prefix));
  REQUIRE(sorted(found) == ids);
  for (std::size_t i = 1; i < found.size(); ++i) {
    const Value& a = expected.nodes.at(found[i - 1]).properties.at(key);
    const Value& b = expected.nodes.at(found[i]).properties.at(key);
    if (a.kind() != Kind::kList) REQUIRE((order(a, b) <= 0));
  }
}

void compare_indexes(const Reader& reader, const ValueGraph& expected) {
  const Catalog& catalog = reader.catalog();
  const std::vector<Value>& values = model_values();
  for (const Index& index : catalog.indexes) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      std::vector<Value> tuple;
      for (std::size_t k = 0; k < index.keys.size(); ++k) tuple.push_back(values[(i + 7 * k) % values.size()]);
      INFO("index " << index.name << " value " << i);
      compare_seeks(reader, expected, index, tuple);
    }
    if (index.on_edges || index.kind != IndexKind::kRange || index.keys.size() != 1) continue;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Bound bound{values[i], i % 2 == 0};
      INFO("range of " << index.name << " at value " << i);
      compare_range(reader, expected, index, bound, {}, {});
      compare_range(reader, expected, index, {}, bound, {});
      compare_range(reader, expected, index, bound, Bound{values[(i * 5 + 1) % values.size()], i % 3 == 0}, {});
      if (values[i].kind() == Kind::kString) compare_range(reader, expected, index, {}, {}, values[i].as_string());
    }
  }
}

struct Hop {
  Direction direction;
  TypeId type;
  NodeId node;
  EdgeId edge;
  friend auto operator<=>(const Hop&, const Hop&) = default;
};

std::vector<Hop> expected_hops(const ValueGraph& graph, const Catalog& catalog, NodeId node, Direction direction,
                               const std::vector<TypeId>& types) {
  std::vector<Hop> hops;
  for (const auto& [id, edge] : graph.edges) {
    const TypeId type = *catalog.types.find(edge.type);
    if (!types.empty() && std::find(types.begin(), types.end(), type) == types.end()) continue;
    if (edge.from == node && direction != Direction::kIn) hops.push_back({Direction::kOut, type, edge.to, id});
    if (edge.to == node && direction == Direction::kIn) hops.push_back({Direction::kIn, type, edge.from, id});
    if (edge.to == node && direction == Direction::kBoth && edge.from != node)
      hops.push_back({Direction::kIn, type, edge.from, id});
  }
  std::sort(hops.begin(), hops.end());
  return hops;
}

void compare_adjacency(const Reader& reader, const ValueGraph& expected) {
  std::vector<NodeId> ids;
  for (const auto& [id, node] : expected.nodes) ids.push_back(id);
  std::reverse(ids.begin(), ids.end());
  if (!ids.empty()) ids.push_back(ids.front());  // rows come in any order, and more than once
  std::vector<std::vector<TypeId>> choices = {{}};
  for (std::uint32_t type = 0; type < reader.catalog().types.size(); ++type) choices.push_back({TypeId{type}});
  choices.push_back({TypeId{1}, TypeId{0}});
  for (const Direction direction : {Direction::kOut, Direction::kIn, Direction::kBoth}) {
    for (const auto& types : choices) {
      SliceBatch slices;
      must(reader.expand(node_column(ids), direction, types, slices));
      REQUIRE(slices.first.size() == ids.size() + 1);
      for (std::size_t row = 0; row < ids.size(); ++row) {
        std::vector<Hop> found;
        for (const EdgeSlice& slice : slices.of(row)) {
          REQUIRE(slice.row == row);
          for (std::size_t i = 0; i < slice.nodes.size(); ++i)
            found.push_back({slice.direction, slice.type, slice.nodes[i], slice.edges[i]});
        }
        const auto hops = expected_hops(expected, reader.catalog(), ids[row], direction, types);
        REQUIRE(found == hops);
        REQUIRE(must(reader.degree(ids[row], direction, types)) == hops.size());
      }
    }
  }
}

void compare_columns(const Reader& reader, const ValueGraph& expected) {
  Column nodes(ColumnKind::kNode, 0);
  Column edges(ColumnKind::kEdge, 0);
  std::vector<const ValueNode*> of_row;
  std::vector<const ValueEdge*> edge_of_row;
  for (const auto& [id, node] : expected.nodes) {
    for (int copies = 0; copies < 2; ++copies) {
      nodes.append(Value::node_ref(id));
      of_row.push_back(&node);
    }
    nodes.append(Value::null());
    of_row.push_back(nullptr);
  }
  for (const auto& [id, edge] : expected.edges) {
    edges.mutable_edges().push_back({id, edge.from, edge.to, {}});
    edge_of_row.push_back(&edge);
  }
  Column typed(ColumnKind::kEdge, edge_of_row.size());
  typed.mutable_edges() = edges.mutable_edges();
  const Catalog& catalog = reader.catalog();
  for (std::uint32_t k = 0; k < catalog.keys.size(); ++k) {
    const std::string& key = catalog.keys.name(KeyId{k});
    Column out;
    must(reader.properties_of_nodes(nodes, KeyId{k}, out));
    REQUIRE(out.size() == of_row.size());
    for (std::size_t row = 0; row < of_row.size(); ++row) {
      const bool has = of_row[row] != nullptr && of_row[row]->properties.count(key) != 0;
      REQUIRE(out.value(row) == (has ? of_row[row]->properties.at(key) : Value()));
    }
    must(reader.properties_of_edges(typed, KeyId{k}, out));
    for (std::size_t row = 0; row < edge_of_row.size(); ++row) {
      const bool has = edge_of_row[row]->properties.count(key) != 0;
      REQUIRE(out.value(row) == (has ? edge_of_row[row]->properties.at(key) : Value()));
    }
  }
  for (std::uint32_t l = 0; l < catalog.labels.size(); ++l) {
    std::vector<std::uint8_t> has;
    must(reader.have_labels(nodes, std::vector{LabelId{l}}, has));
    for (std::size_t row = 0; row < of_row.size(); ++row)
      REQUIRE(bool(has[row]) == (of_row[row] != nullptr && of_row[row]->labels.count(catalog.labels.name(LabelId{l})) != 0));
  }
}

void compare_evidence(const Reader& reader, const ValueGraph& expected) {
  std::map<NodeId, std::set<EdgeId>> supported;
  for (const auto& [id, edge] : expected.edges) {
    std::vector<EvidenceRow> rows;
    for (const auto& [place, row] : edge.evidence) {
      rows.push_back(row);
      supported[row.article].insert(id);
    }
    REQUIRE(must(reader.evidence(id)) == rows);
  }
  for (const auto& [id, node] : expected.nodes)
    REQUIRE(must(reader.supported_by(id)) == std::vector<EdgeId>(supported[id].begin(), supported[id].end()));
}

}  // namespace

void compare_graph(const Reader& reader, const ValueGraph& expected) {
  const Catalog& catalog = reader.catalog();
  std::vector<NodeId> nodes;
  std::map<std::string, std::vector<NodeId>> by_label;
  for (const auto& [id, node] : expected.nodes) {
    nodes.push_back(id);
    for (const std::string& label : node.labels) by_label[label].push_back(id);
    const Node found = must(reader.node(id));
    REQUIRE(found.labels == std::vector<std::string>(node.labels.begin(), node.labels.end()));
    REQUIRE(Value(found.properties).to_text() == text_of(node.properties));
    for (const auto& [key, value] : node.properties) REQUIRE(must(reader.property(id, *catalog.keys.find(key))) == value);
  }
  REQUIRE(all(reader.scan_nodes()) == nodes);
  REQUIRE(must(reader.count_nodes()) == nodes.size());
  for (std::uint32_t l = 0; l < catalog.labels.size(); ++l) {
    const auto& ids = by_label[catalog.labels.name(LabelId{l})];
    REQUIRE(all(reader.scan_label(LabelId{l})) == ids);
    REQUIRE(must(reader.count_nodes(LabelId{l})) == ids.size());
  }
  std::vector<EdgeId> edges;
  std::map<std::string, std::vector<EdgeId>> by_type;
  for (const auto& [id, edge] : expected.edges) {
    edges.push_back(id);
    by_type[edge.type].push_back(id);
    const Edge found = must(reader.edge(id));
    REQUIRE((found.from == edge.from && found.to == edge.to && found.type == edge.type));
    REQUIRE(Value(found.properties).to_text() == text_of(edge.properties));
  }
  REQUIRE(all(reader.scan_edges()) == edges);
  REQUIRE(must(reader.count_edges()) == edges.size());
  for (std::uint32_t t = 0; t < catalog.types.size(); ++t) {
    const auto& ids = by_type[catalog.types.name(TypeId{t})];
    REQUIRE(all(reader.scan_type(TypeId{t})) == ids);
    REQUIRE(must(reader.count_edges(TypeId{t})) == ids.size());
  }
  compare_adjacency(reader, expected);
  compare_columns(reader, expected);
  compare_evidence(reader, expected);
  compare_indexes(reader, expected);
}

}  // namespace kith::testing
