#include "model/agreement.h"

#include <catch2/catch.hpp>

namespace kith::model {

const std::vector<std::string> kLabels = {"Person", "Place", "Event"};
const std::vector<std::string> kTypes = {"MET_WITH", "HELD_IN"};
const std::vector<std::string> kKeys = {"name", "rank", "aliases", "text"};

namespace {

template <class Id>
std::vector<Id> all_of(storage::Scan<Id> scan, std::size_t page_ids) {
  std::vector<Id> all, page;
  while (true) {
    auto more = scan.next(page, page_ids);
    if (!more) FAIL(more.error().to_text());
    if (!*more) break;
    CHECK(page.size() <= page_ids);
    all.insert(all.end(), page.begin(), page.end());
  }
  return all;
}

template <class T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().to_text());
  return *std::move(result);
}

std::vector<std::uint64_t> raw_ids(const auto& ids) {
  std::vector<std::uint64_t> numbers;
  for (auto id : ids) numbers.push_back(raw(id));
  return numbers;
}

std::vector<std::uint64_t> sorted_raw_ids(const auto& ids) {
  auto numbers = raw_ids(ids);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

Map as_map(const Properties& properties) {
  Map map;
  for (const auto& [key, value] : properties) map.set(key, value);
  return map;
}

std::string labels_text(const auto& labels) {
  std::string text;
  for (const std::string& label : labels) text += ":" + label;
  return text;
}

bool equal_in_cypher(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) return a.as_number() == b.as_number();
  return a == b;
}

void check_nodes(const storage::Reader& reader, const PlainGraph& graph) {
  std::vector<NodeId> expected;
  for (const auto& [id, node] : graph.nodes) expected.push_back(id);
  CHECK(raw_ids(all_of(reader.scan_nodes(), 7)) == raw_ids(expected));
  CHECK(must(reader.count_nodes()) == expected.size());
  for (const auto& [id, plain] : graph.nodes) {
    CHECK(must(reader.exists(id)));
    const Node node = must(reader.node(id));
    CHECK(labels_text(node.labels) == labels_text(plain.labels));
    CHECK(Value(node.properties).to_text() == Value(as_map(plain.properties)).to_text());
  }
  for (const std::string& name : kLabels) {
    const auto label = reader.catalog().labels.find(name);
    if (!label) continue;
    std::vector<NodeId> members;
    for (const auto& [id, node] : graph.nodes)
      if (node.labels.count(name) != 0) members.push_back(id);
    CHECK(raw_ids(all_of(reader.scan_label(*label), 3)) == raw_ids(members));
    CHECK(must(reader.count_nodes(*label)) == members.size());
  }
}

void check_edges(const storage::Reader& reader, const PlainGraph& graph) {
  std::vector<EdgeId> expected;
  for (const auto& [id, edge] : graph.edges) expected.push_back(id);
  CHECK(raw_ids(all_of(reader.scan_edges(), 5)) == raw_ids(expected));
  CHECK(must(reader.count_edges()) == expected.size());
  for (const auto& [id, plain] : graph.edges) {
    const Edge edge = must(reader.edge(id));
    CHECK(edge.from == plain.from);
    CHECK(edge.to == plain.to);
    CHECK(edge.type == plain.type);
    CHECK(Value(edge.properties).to_text() == Value(as_map(plain.properties)).to_text());
    std::vector<storage::EvidenceRow> rows = must(reader.evidence(id));
    REQUIRE(rows.size() == plain.evidence.size());
    for (const storage::EvidenceRow& row : rows)
      CHECK(plain.evidence.at({row.article, row.start_byte, row.extractor}) == row);
  }
  for (const std::string& name : kTypes) {
    const auto type = reader.catalog().types.find(name);
    if (!type) continue;
    std::vector<EdgeId> members;
    for (const auto& [id, edge] : graph.edges)
      if (edge.type == name) members.push_back(id);
    CHECK(raw_ids(all_of(reader.scan_type(*type), 4)) == raw_ids(members));
    CHECK(must(reader.count_edges(*type)) == members.size());
  }
}

void check_adjacency(const storage::Reader& reader, const PlainGraph& graph) {
  std::vector<Value> ids;
  std::vector<NodeId> sources;
  for (const auto& [id, node] : graph.nodes) {
    ids.push_back(Value::node_ref(id));
    sources.push_back(id);
  }
  if (sources.empty()) return;
  const Column column = Column::from_values(ids);
  for (const std::string& name : kTypes) {
    const auto type = reader.catalog().types.find(name);
    if (!type) continue;
    const std::vector<TypeId> types = {*type};
    for (Direction direction : {Direction::kOut, Direction::kIn, Direction::kBoth}) {
      SliceBatch slices;
      REQUIRE(reader.expand(column, direction, types, slices).is_ok());
      for (std::size_t row = 0; row < sources.size(); ++row) {
        std::vector<std::pair<NodeId, EdgeId>> got, expected;
        for (const EdgeSlice& slice : slices.of(row)) {
          CHECK(slice.type == *type);
          for (std::size_t i = 0; i < slice.edges.size(); ++i) got.emplace_back(slice.nodes[i], slice.edges[i]);
        }
        if (direction != Direction::kIn) expected = graph.adjacent(sources[row], Direction::kOut, name);
        if (direction != Direction::kOut) {
          for (const auto& entry : graph.adjacent(sources[row], Direction::kIn, name))
            if (direction == Direction::kIn || entry.first != sources[row]) expected.push_back(entry);
        }
        CHECK(got == expected);
        CHECK(must(reader.degree(sources[row], direction, types)) == expected.size());
      }
    }
  }
}

void check_columns(const storage::Reader& reader, const PlainGraph& graph) {
  std::vector<Value> ids = {Value::null()};
  for (const auto& [id, node] : graph.nodes) ids.push_back(Value::node_ref(id));
  if (ids.size() == 1) return;
  const Column column = Column::from_values(ids);
  for (const std::string& name : kKeys) {
    const auto key = reader.catalog().keys.find(name);
    if (!key) continue;
    Column out;
    REQUIRE(reader.properties_of_nodes(column, *key, out).is_ok());
    REQUIRE(out.size() == ids.size());
    CHECK(out.is_null(0));
    for (std::size_t row = 1; row < ids.size(); ++row) {
      const Properties& properties = graph.nodes.at(ids[row].node_id()).properties;
      const auto it = properties.find(name);
      CHECK(out.value(row) == (it == properties.end() ? Value::null() : it->second));
    }
  }
}

void check_indexes(const storage::Reader& reader, const PlainGraph& graph) {
  for (const storage::Index& index : reader.catalog().indexes) {
    if (index.on_edges) continue;
    const std::string& label = reader.catalog().labels.name(index.label);
    const std::string& key = reader.catalog().keys.name(index.keys[0]);
    // Every value that occurs, and one that does not.
    std::vector<Value> wanted = {Value("nobody has this"), Value(12345)};
    for (const auto& [id, node] : graph.nodes) {
      const auto it = node.properties.find(key);
      if (it == node.properties.end()) continue;
      if (it->second.kind() == Kind::kList && index.kind == storage::IndexKind::kEach)
        wanted.insert(wanted.end(), it->second.as_list().begin(), it->second.as_list().end());
      else
        wanted.push_back(it->second);
    }
    for (const Value& value : wanted) {
      std::vector<NodeId> expected;
      for (const auto& [id, node] : graph.nodes) {
        const auto it = node.properties.find(key);
        if (node.labels.count(label) == 0 || it == node.properties.end()) continue;
        bool hit = equal_in_cypher(it->second, value);
        if (index.kind == storage::IndexKind::kEach && it->second.kind() == Kind::kList)
          hit = std::any_of(it->second.as_list().begin(), it->second.as_list().end(),
                            [&](const Value& element) { return equal_in_cypher(element, value); });
        if (hit) expected.push_back(id);
      }
      INFO("index on " << label << "." << key << " = " << value.to_text());
      CHECK(sorted_raw_ids(all_of(reader.seek_nodes(index, std::span(&value, 1)), 2)) == raw_ids(expected));
    }
  }
}

}  // namespace

void check_agreement(const storage::Reader& reader, const PlainGraph& graph) {
  check_nodes(reader, graph);
  check_edges(reader, graph);
  check_adjacency(reader, graph);
  check_columns(reader, graph);
  check_indexes(reader, graph);
}

}  // namespace kith::model
