// Functions of nodes, edges and paths: labels, type, ids, ends, properties, and evidence – why an edge
// is believed, as a list of maps that quote the sentence – with its independent sources.
#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/utf8.h"
#include "function/builtin.h"
#include "function/scalar.h"
#include "kith/element.h"
#include "storage/reader.h"
#include "value/compare.h"

namespace kith::function {
namespace {

using Arguments = std::span<const Column* const>;

Result<Value> labels_of(CallContext& context, std::span<const Value> arguments) {
  if (arguments[0].kind() != Kind::kNode) return wrong_argument("labels", arguments[0]);
  KITH_TRY(std::vector<LabelId> labels, context.reader->labels(arguments[0].node_id()));
  List names;
  for (LabelId label : labels) names.emplace_back(context.reader->catalog().labels.name(label));
  return Value(std::move(names));
}

/// type(r) reads no record where the column knows the edge.
Status type_of(CallContext& context, Arguments arguments, std::size_t rows, Column& out) {
  const Column& column = *arguments[0];
  const auto& types = context.reader->catalog().types;
  if (column.kind() == ColumnKind::kEdge) {
    out = Column(ColumnKind::kString, rows);
    const Reads<EdgeRef> edges = column.edges();
    std::unordered_map<TypeId, std::string_view> kept;
    for (std::size_t row = 0; row < rows; ++row) {
      if (column.is_null(row)) {
        out.set_null(row);
        continue;
      }
      auto [at, is_new] = kept.try_emplace(edges[row].type);
      if (is_new) at->second = out.keep(types.name(edges[row].type));
      out.mutable_strings()[row] = at->second;
    }
    return ok();
  }
  std::vector<Value> names(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    if (column.is_null(row)) continue;
    const Value value = column.value(row);
    if (value.kind() != Kind::kEdge) return wrong_argument("type", value);
    KITH_TRY(const EdgeRef edge, context.reader->edge_ref(value.edge_id()));
    names[row] = types.name(edge.type);
  }
  out = Column::from_values(std::move(names));
  return ok();
}

Result<Value> id_of(CallContext&, std::span<const Value> arguments) {
  if (arguments[0].kind() == Kind::kNode) return Value(static_cast<std::int64_t>(raw(arguments[0].node_id())));
  if (arguments[0].kind() == Kind::kEdge) return Value(static_cast<std::int64_t>(raw(arguments[0].edge_id())));
  return wrong_argument("id", arguments[0]);
}

Result<Value> element_id_of(CallContext&, std::span<const Value> arguments) {
  if (arguments[0].kind() == Kind::kNode) return Value(element_id(arguments[0].node_id()));
  if (arguments[0].kind() == Kind::kEdge) return Value(element_id(arguments[0].edge_id()));
  return wrong_argument("elementId", arguments[0]);
}

Result<Value> start_of(CallContext& context, std::span<const Value> arguments) {
  if (arguments[0].kind() != Kind::kEdge) return wrong_argument("startNode", arguments[0]);
  KITH_TRY(const EdgeRef edge, context.reader->edge_ref(arguments[0].edge_id()));
  return Value::node_ref(edge.from);
}

Result<Value> end_of(CallContext& context, std::span<const Value> arguments) {
  if (arguments[0].kind() != Kind::kEdge) return wrong_argument("endNode", arguments[0]);
  KITH_TRY(const EdgeRef edge, context.reader->edge_ref(arguments[0].edge_id()));
  return Value::node_ref(edge.to);
}

Result<Value> nodes_of(CallContext&, std::span<const Value> arguments) {
  if (arguments[0].kind() != Kind::kPath) return wrong_argument("nodes", arguments[0]);
  List nodes;
  for (const Node& node : arguments[0].as_path().nodes) nodes.push_back(Value::node_ref(node.id));
  return Value(std::move(nodes));
}

Result<Value> edges_of(CallContext&, std::span<const Value> arguments) {
  if (arguments[0].kind() != Kind::kPath) return wrong_argument("relationships", arguments[0]);
  List edges;
  for (const Edge& edge : arguments[0].as_path().edges) edges.push_back(Value::edge_ref(edge.id));
  return Value(std::move(edges));
}

Result<Value> length_of(CallContext&, std::span<const Value> arguments) {
  if (arguments[0].kind() != Kind::kPath) return wrong_argument("length", arguments[0]);
  return Value(static_cast<std::int64_t>(arguments[0].as_path().edges.size()));
}

Result<Map> property_map(CallContext& context, const char* function, const Value& value) {
  switch (value.kind()) {
    case Kind::kNode: {
      KITH_TRY(Node node, context.reader->node(value.node_id()));
      return std::move(node.properties);
    }
    case Kind::kEdge: {
      KITH_TRY(Edge edge, context.reader->edge(value.edge_id()));
      return std::move(edge.properties);
    }
    case Kind::kMap: return value.as_map();
    default: return wrong_argument(function, value);
  }
}

Result<Value> properties_of(CallContext& context, std::span<const Value> arguments) {
  KITH_TRY(Map map, property_map(context, "properties", arguments[0]));
  return Value(std::move(map));
}

Result<Value> keys_of(CallContext& context, std::span<const Value> arguments) {
  KITH_TRY(const Map map, property_map(context, "keys", arguments[0]));
  List keys;
  for (const auto& [key, value] : map) keys.emplace_back(key);
  return Value(std::move(keys));
}

// ---- evidence ----

/// The articles one call has read: several reasons often come from one.
class Articles {
 public:
  explicit Articles(const storage::Reader& reader) : reader_(reader) {}

  Result<const Map*> properties(NodeId article) {
    auto [at, is_new] = read_.try_emplace(article);
    if (is_new) {
      KITH_TRY(Node node, reader_.node(article));
      at->second = std::move(node.properties);
    }
    return &at->second;
  }

 private:
  const storage::Reader& reader_;
  std::unordered_map<NodeId, Map> read_;
};

/// The map a user sees: places count code points of the article's text.
Result<Value> shown(const storage::EvidenceRow& row, Articles& articles) {
  KITH_TRY(const Map* article, articles.properties(row.article));
  Map map;
  for (const char* key : {"title", "url", "published"}) map.set(key, (*article)[key]);
  map.set("article", (*article)["key"]);
  const Value& text = (*article)["text"];
  if (text.kind() == Kind::kString && row.end_byte <= text.as_string().size() && row.start_byte <= row.end_byte) {
    const std::string_view whole = text.as_string();
    const auto start = static_cast<std::int64_t>(utf8::count(whole.substr(0, row.start_byte)));
    const std::string_view quote = whole.substr(row.start_byte, row.end_byte - row.start_byte);
    map.set("quote", quote);
    map.set("start", start);
    map.set("end", start + static_cast<std::int64_t>(utf8::count(quote)));
  } else {
    map.set("quote", Value::null());
    map.set("start", Value::null());
    map.set("end", Value::null());
  }
  map.set("extractor", row.extractor);
  map.set("confidence", row.confidence);
  for (const auto& [key, said] :
       {std::pair{"status", &row.status}, {"stated_by", &row.stated_by}, {"time", &row.time}, {"place", &row.place}})
    map.set(key, said->empty() ? Value::null() : Value(*said));
  return Value(std::move(map));
}

Result<std::vector<storage::EvidenceRow>> rows_of(CallContext& context, const Value& edge) {
  if (edge.kind() != Kind::kEdge) return wrong_argument("evidence", edge);
  return context.reader->evidence(edge.edge_id());
}

Result<Value> evidence_of(CallContext& context, std::span<const Value> arguments) {
  KITH_TRY(const std::vector<storage::EvidenceRow> rows, rows_of(context, arguments[0]));
  Articles articles(*context.reader);
  List list;
  list.reserve(rows.size());
  for (const storage::EvidenceRow& row : rows) {
    KITH_TRY(Value map, shown(row, articles));
    list.push_back(std::move(map));
  }
  return Value(std::move(list));
}

/// evidence(r)[i]: reads one article.
Result<Value> evidence_at(CallContext& context, std::span<const Value> arguments) {
  KITH_TRY(const std::vector<storage::EvidenceRow> rows, rows_of(context, arguments[0]));
  if (arguments[1].is_null()) return Value::null();
  if (arguments[1].kind() != Kind::kInteger)
    return Error{.code = ErrorCode::kType,
                 .message = std::string("a list is indexed by an integer, not by ") + kind_name(arguments[1].kind()),
                 .detail = "InvalidArgumentType"};
  std::int64_t at = arguments[1].as_integer();
  if (at < 0) at += static_cast<std::int64_t>(rows.size());
  if (at < 0 || at >= static_cast<std::int64_t>(rows.size())) return Value::null();
  Articles articles(*context.reader);
  return shown(rows[static_cast<std::size_t>(at)], articles);
}

/// size(evidence(r)): reads none.
Result<Value> evidence_count(CallContext& context, std::span<const Value> arguments) {
  KITH_TRY(const std::vector<storage::EvidenceRow> rows, rows_of(context, arguments[0]));
  return Value(static_cast<std::int64_t>(rows.size()));
}

/// What an article is a copy of, at first hand: along COPY_OF to its end, itself if it copies none.
Result<NodeId> original_of(const storage::Reader& reader, NodeId article) {
  const std::optional<TypeId> copy_of = reader.find_type("COPY_OF");
  if (!copy_of) return article;
  std::vector<NodeId> seen;
  Column at(ColumnKind::kNode, 1);
  while (std::find(seen.begin(), seen.end(), article) == seen.end()) {
    seen.push_back(article);
    at.mutable_nodes()[0] = article;
    SliceBatch slices;
    KITH_DO(reader.expand(at, Direction::kOut, {&*copy_of, 1}, slices));
    for (const EdgeSlice& slice : slices.of(0))
      if (!slice.nodes.empty()) article = slice.nodes.front();
  }
  return article;
}

/// The keys of the articles that say so, each once and copies as what they copy, in order.
Result<Value> sources_of(CallContext& context, std::span<const Value> arguments) {
  if (arguments[0].kind() != Kind::kEdge) return wrong_argument("sources", arguments[0]);
  KITH_TRY(const std::vector<storage::EvidenceRow> rows, context.reader->evidence(arguments[0].edge_id()));
  const std::optional<KeyId> key = context.reader->find_key("key");
  std::set<NodeId> originals;
  for (const storage::EvidenceRow& row : rows) {
    KITH_TRY(const NodeId original, original_of(*context.reader, row.article));
    originals.insert(original);
  }
  List keys;
  for (const NodeId article : originals) {
    KITH_TRY(Value name, key ? context.reader->property(article, *key) : Result<Value>(Value::null()));
    keys.push_back(std::move(name));
  }
  std::sort(keys.begin(), keys.end(), [](const Value& a, const Value& b) { return order(a, b) < 0; });
  return Value(std::move(keys));
}

}  // namespace

void add_graph_functions(FunctionTable& functions) {
  const Type any = {TypeKind::kAny};
  const Type node = {TypeKind::kNode};
  const Type edge = {TypeKind::kEdge};
  const Type path = {TypeKind::kPath};
  const Type integer = {TypeKind::kInteger};
  const Type string = {TypeKind::kString};
  functions.add(scalar("labels", {{"node", node}}, {TypeKind::kList, TypeKind::kString}, by_row(labels_of)));
  functions.add(scalar("type", {{"relationship", edge}}, string, type_of));
  functions.add(scalar("id", {{"entity", any}}, integer, by_row(id_of)));
  functions.add(scalar("elementId", {{"entity", any}}, string, by_row(element_id_of)));
  functions.add(scalar("startNode", {{"relationship", edge}}, node, by_row(start_of)));
  functions.add(scalar("endNode", {{"relationship", edge}}, node, by_row(end_of)));
  functions.add(scalar("nodes", {{"path", path}}, {TypeKind::kList, TypeKind::kNode}, by_row(nodes_of)));
  functions.add(scalar("relationships", {{"path", path}}, {TypeKind::kList, TypeKind::kEdge}, by_row(edges_of)));
  functions.add(scalar("length", {{"path", path}}, integer, by_row(length_of)));
  functions.add(scalar("properties", {{"entity", any}}, {TypeKind::kMap}, by_row(properties_of)));
  functions.add(scalar("keys", {{"entity", any}}, {TypeKind::kList, TypeKind::kString}, by_row(keys_of)));
  functions.add(scalar("evidence", {{"relationship", edge}}, {TypeKind::kList, TypeKind::kMap}, by_row(evidence_of)));
  functions.add(scalar("sources", {{"relationship", edge}}, {TypeKind::kList, TypeKind::kAny}, by_row(sources_of)));
  // What the binder makes of evidence(r)[i] and size(evidence(r)), so that no other article is read.
  functions.add(scalar(kEvidenceAt, {{"relationship", edge}, {"index", integer}}, {TypeKind::kMap}, by_row(evidence_at)));
  functions.add(scalar(kEvidenceCount, {{"relationship", edge}}, integer, by_row(evidence_count)));
}

}  // namespace kith::function
