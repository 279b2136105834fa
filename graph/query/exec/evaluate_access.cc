// What lies inside a value: properties, elements of lists and maps, slices.
#include "query/exec/evaluate.h"
#include "value/temporal.h"

namespace kith::exec {
namespace {

/// The one kind (node or edge) that every element of an any-column has, nulls aside.
std::optional<Kind> entity_kind(std::span<const Value> values) {
  std::optional<Kind> kind;
  for (const Value& value : values) {
    if (value.is_null()) continue;
    if (value.kind() != Kind::kNode && value.kind() != Kind::kEdge) return std::nullopt;
    if (kind && *kind != value.kind()) return std::nullopt;
    kind = value.kind();
  }
  return kind;
}

Column node_column(const Column& column) {
  Column nodes(ColumnKind::kNode, column.size());
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (column.is_null(row))
      nodes.set_null(row);
    else
      nodes.mutable_nodes()[row] = column.values()[row].node_id();
  }
  return nodes;
}

/// Edges by id alone: enough to read their properties.
Column edge_column(const Column& column) {
  Column edges(ColumnKind::kEdge, column.size());
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (column.is_null(row))
      edges.set_null(row);
    else
      edges.mutable_edges()[row].id = column.values()[row].edge_id();
  }
  return edges;
}

Result<Value> property_of_value(const Runtime& runtime, const Value& value, const std::string& name,
                                std::optional<KeyId> key) {
  switch (value.kind()) {
    case Kind::kNull:
      return Value::null();
    case Kind::kMap:
      return value.as_map()[name];
    case Kind::kNode:
      if (!key) return Value::null();
      return runtime.reader().property(value.node_id(), *key);
    case Kind::kEdge:
      if (!key) return Value::null();
      return runtime.reader().property(value.edge_id(), *key);
    case Kind::kDate:
    case Kind::kLocalTime:
    case Kind::kTime:
    case Kind::kLocalDateTime:
    case Kind::kDateTime:
    case Kind::kDuration:
    case Kind::kPoint:
      return temporal_component(value, name);
    default:
      return type_error("a value of kind " + describe(value) + " has no property `" + name + "`");
  }
}

Result<ColumnPtr> properties(const Runtime& runtime, const Column& base, const std::string& name) {
  auto key = runtime.reader().find_key(name);
  std::size_t rows = base.size();
  std::optional<Kind> entities;
  if (base.kind() == ColumnKind::kNode) entities = Kind::kNode;
  if (base.kind() == ColumnKind::kEdge) entities = Kind::kEdge;
  if (base.kind() == ColumnKind::kAny && !base.is_constant())
    entities = entity_kind(std::span(base.values().data, rows));
  if (entities && base.kind() != ColumnKind::kAny) {
    if (!key) return share(Column::constant(Value::null(), rows));
    Column out;
    if (*entities == Kind::kNode) {
      KITH_DO(runtime.reader().properties_of_nodes(base, *key, out));
    } else {
      KITH_DO(runtime.reader().properties_of_edges(base, *key, out));
    }
    return share(std::move(out));
  }
  if (entities) return properties(runtime, *entities == Kind::kNode ? node_column(base) : edge_column(base), name);
  std::size_t count = base.is_constant() ? 1 : rows;
  std::vector<Value> values(count);
  for (std::size_t row = 0; row < count; ++row) {
    KITH_TRY(values[row], property_of_value(runtime, base.value(row), name, key));
  }
  if (base.is_constant()) return share(Column::constant(values[0], rows));
  return share(Column::from_values(std::move(values)));
}

Result<Value> element(const Runtime& runtime, const Value& base, const Value& index) {
  bool has_keys = base.kind() == Kind::kMap || base.kind() == Kind::kNode || base.kind() == Kind::kEdge;
  if (!base.is_null() && !has_keys && base.kind() != Kind::kList)
    return type_error("a value of kind " + describe(base) + " has no elements");
  if (base.is_null() || index.is_null()) return Value::null();
  if (has_keys) {
    if (index.kind() != Kind::kString)
      return type_error("a key must be a string, not " + describe(index), "MapElementAccessByNonString");
    std::string name(index.as_string());
    return property_of_value(runtime, base, name, runtime.reader().find_key(name));
  }
  if (index.kind() != Kind::kInteger) return type_error("a list is indexed by integers, not by " + describe(index));
  const List& list = base.as_list();
  auto size = static_cast<std::int64_t>(list.size());
  std::int64_t place = index.as_integer();
  if (place < 0) place += size;
  if (place < 0 || place >= size) return Value::null();
  return list[static_cast<std::size_t>(place)];
}

/// The place a slice bound means in a list of `size`: from the end if negative, kept inside.
std::size_t bound_place(std::int64_t bound, std::size_t size) {
  auto length = static_cast<std::int64_t>(size);
  if (bound < 0) bound += length;
  return static_cast<std::size_t>(std::clamp<std::int64_t>(bound, 0, length));
}

Result<Value> slice(const Value& list, const Value* low, const Value* high) {
  for (const Value* bound : {low, high}) {
    if (bound != nullptr && !bound->is_null() && bound->kind() != Kind::kInteger)
      return type_error("a list is cut by integers, not by " + describe(*bound));
  }
  if (!list.is_null() && list.kind() != Kind::kList) return type_error("only a list can be cut, not " + describe(list));
  if (list.is_null() || (low != nullptr && low->is_null()) || (high != nullptr && high->is_null()))
    return Value::null();
  const List& all = list.as_list();
  std::size_t begin = low != nullptr ? bound_place(low->as_integer(), all.size()) : 0;
  std::size_t end = high != nullptr ? bound_place(high->as_integer(), all.size()) : all.size();
  if (begin >= end) return Value(List());
  return Value(List(all.begin() + static_cast<std::ptrdiff_t>(begin), all.begin() + static_cast<std::ptrdiff_t>(end)));
}

}  // namespace

Result<ColumnPtr> evaluate_property(Runtime& runtime, const Expr& expr, const Batch& batch) {
  KITH_TRY(ColumnPtr base, evaluate(runtime, expr.children[0], batch));
  return properties(runtime, *base, expr.name);
}

Result<ColumnPtr> evaluate_index(Runtime& runtime, const Expr& expr, const Batch& batch) {
  KITH_TRY(Operands operands, evaluate_children(runtime, expr, batch));
  const Column& base = *operands.columns[0];
  const Column& index = *operands.columns[1];
  // n['name'] reads the property as n.name does.
  if ((base.kind() == ColumnKind::kNode || base.kind() == ColumnKind::kEdge) && index.is_constant() &&
      index.kind() == ColumnKind::kString)
    return properties(runtime, base, std::string(index.strings()[0]));
  std::size_t rows = operands.constant ? 1 : batch.rows;
  std::vector<Value> values(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    KITH_TRY(values[row], element(runtime, base.value(row), index.value(row)));
  }
  Column out = Column::from_values(std::move(values));
  if (operands.constant) return repeat(out, batch.rows);
  return share(std::move(out));
}

Result<ColumnPtr> evaluate_slice(Runtime& runtime, const Expr& expr, const Batch& batch) {
  KITH_TRY(Operands operands, evaluate_children(runtime, expr, batch));
  std::size_t rows = operands.constant ? 1 : batch.rows;
  std::vector<Value> values(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    Value low = operands.columns[1]->value(row), high = operands.columns[2]->value(row);
    KITH_TRY(values[row], slice(operands.columns[0]->value(row), expr.children[1].absent ? nullptr : &low,
                                expr.children[2].absent ? nullptr : &high));
  }
  Column out = Column::from_values(std::move(values));
  if (operands.constant) return repeat(out, batch.rows);
  return share(std::move(out));
}

Result<ColumnPtr> as_nodes(const ColumnPtr& column, const char* what) {
  if (column->kind() == ColumnKind::kNode) return column;
  Column nodes(ColumnKind::kNode, column->size());
  for (std::size_t row = 0; row < column->size(); ++row) {
    if (column->is_null(row)) {
      nodes.set_null(row);
      continue;
    }
    Value value = column->value(row);
    if (value.kind() != Kind::kNode) return type_error(std::string(what) + " needs a node, not " + describe(value));
    nodes.mutable_nodes()[row] = value.node_id();
  }
  return share(std::move(nodes));
}

Result<EdgeRef> edge_at(const Runtime& runtime, const Column& column, std::size_t row) {
  if (column.kind() == ColumnKind::kEdge) return column.edges()[row];
  return runtime.reader().edge_ref(column.value(row).edge_id());
}

}  // namespace kith::exec
