// Values as users get them: references become full nodes and edges, wherever they lie.
#include "kith/element.h"
#include "query/exec/execution.h"

namespace kith::exec {
namespace {

bool is_deleted(const Error& error) { return error.code == ErrorCode::kNotFound; }

/// Of a deleted node only the id is left.
Result<Node> full_node(NodeId id, const storage::Reader& reader) {
  Result<Node> node = reader.node(id);
  if (!node.is_ok() && is_deleted(node.error())) return Node{.id = id};
  return node;
}

/// Of a deleted edge the ends and the type are left as well.
Result<Edge> full_edge(EdgeId id, const storage::Reader& reader) {
  Result<Edge> edge = reader.edge(id);
  if (edge.is_ok() || !is_deleted(edge.error())) return edge;
  KITH_TRY(EdgeRef ref, reader.edge_ref(id));
  return Edge{.id = id, .from = ref.from, .to = ref.to, .type = reader.catalog().types.name(ref.type)};
}

bool holds_entities(const Value& value) {
  switch (value.kind()) {
    case Kind::kNode:
    case Kind::kEdge:
    case Kind::kPath:
      return true;
    case Kind::kList: {
      const List& list = value.as_list();
      return std::any_of(list.begin(), list.end(), [](const Value& element) { return holds_entities(element); });
    }
    case Kind::kMap: {
      const Map& map = value.as_map();
      return std::any_of(map.begin(), map.end(), [](const Map::Entry& entry) { return holds_entities(entry.second); });
    }
    default:
      return false;
  }
}

}  // namespace

Result<Value> materialise(const Value& value, const storage::Reader& reader) {
  switch (value.kind()) {
    case Kind::kNode: {
      KITH_TRY(Node node, full_node(value.node_id(), reader));
      return Value(std::move(node));
    }
    case Kind::kEdge: {
      KITH_TRY(Edge edge, full_edge(value.edge_id(), reader));
      return Value(std::move(edge));
    }
    case Kind::kPath: {
      Path path;
      for (const Node& part : value.as_path().nodes) {
        KITH_TRY(Node node, full_node(part.id, reader));
        path.nodes.push_back(std::move(node));
      }
      for (const Edge& part : value.as_path().edges) {
        KITH_TRY(Edge edge, full_edge(part.id, reader));
        path.edges.push_back(std::move(edge));
      }
      return Value(std::move(path));
    }
    case Kind::kList: {
      if (!holds_entities(value)) return value;
      List list;
      list.reserve(value.as_list().size());
      for (const Value& element : value.as_list()) {
        KITH_TRY(Value full, materialise(element, reader));
        list.push_back(std::move(full));
      }
      return Value(std::move(list));
    }
    case Kind::kMap: {
      if (!holds_entities(value)) return value;
      std::vector<Map::Entry> entries;
      for (const auto& [key, element] : value.as_map()) {
        KITH_TRY(Value full, materialise(element, reader));
        entries.emplace_back(key, std::move(full));
      }
      return Value(Map(std::move(entries)));
    }
    default:
      return value;
  }
}

}  // namespace kith::exec
