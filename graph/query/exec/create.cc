// Create: nodes and edges for each row.
#include "query/exec/open.h"
#include "query/exec/write.h"
#include "query/semantic/walk.h"

namespace kith::exec {
namespace {

const std::optional<Expr>& properties_expr(const semantic::CreateElement& element) {
  return std::visit([](const auto& made) -> const std::optional<Expr>& { return made.properties; }, element);
}

Slot slot_of(const semantic::CreateElement& element) {
  return std::visit([](const auto& made) { return made.slot; }, element);
}

/// Whether the properties of element `number` ask an element that the same clause makes before it, as in
/// CREATE (a {x: 1}), (b {x: a.x}).
bool reads_sibling(const plan::Create& create, std::size_t number) {
  const std::optional<Expr>& expr = properties_expr(create.elements[number]);
  if (!expr) return false;
  for (std::size_t i = 0; i < number; ++i) {
    const Slot slot = slot_of(create.elements[i]);
    if (slot != kNoSlot && semantic::uses(*expr, slot)) return true;
  }
  return false;
}

Result<Properties> element_properties(Runtime& runtime, const ColumnPtr& column, std::size_t row) {
  if (column == nullptr) return Properties();
  Value value = column->value(row);
  if (value.is_null()) return Properties();
  if (value.kind() != Kind::kMap) return type_error("properties are given as a map, not as " + describe(value));
  return properties_of(runtime, value.as_map());
}

Result<Column> create_nodes(Runtime& runtime, const plan::CreateNode& element, const ColumnPtr& properties,
                            std::size_t rows) {
  storage::Transaction& transaction = runtime.transaction();
  std::vector<LabelId> labels;
  for (const std::string& name : element.labels) {
    KITH_TRY(LabelId label, transaction.label(name));
    if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
  }
  Column nodes(ColumnKind::kNode, rows);
  for (std::size_t row = 0; row < rows; ++row) {
    KITH_TRY(Properties of_row, element_properties(runtime, properties, row));
    KITH_TRY(nodes.mutable_nodes()[row], transaction.create_node(labels, of_row));
    runtime.changes().nodes_created += 1;
    runtime.changes().labels_added += static_cast<std::int64_t>(labels.size());
    runtime.changes().properties_set += static_cast<std::int64_t>(of_row.size());
  }
  return nodes;
}

Result<Column> create_edges(Runtime& runtime, const plan::CreateEdge& element, const ColumnPtr& properties,
                            const Batch& batch) {
  storage::Transaction& transaction = runtime.transaction();
  KITH_TRY(TypeId type, transaction.type(element.type));
  KITH_TRY(ColumnPtr from, as_nodes(batch.slots[element.from], "a relationship"));
  KITH_TRY(ColumnPtr to, as_nodes(batch.slots[element.to], "a relationship"));
  Column edges(ColumnKind::kEdge, batch.rows);
  for (std::size_t row = 0; row < batch.rows; ++row) {
    if (from->is_null(row) || to->is_null(row))
      return Error{
          .code = ErrorCode::kNotFound,
          .message = "a relationship of type `" + element.type + "` cannot be created: one of its ends is null",
          .detail = "MissingNode"};
    KITH_TRY(Properties of_row, element_properties(runtime, properties, row));
    EdgeRef edge{.id = {}, .from = from->nodes()[row], .to = to->nodes()[row], .type = type};
    KITH_TRY(edge.id, transaction.create_edge(edge.from, edge.to, type, of_row));
    edges.mutable_edges()[row] = edge;
    runtime.changes().edges_created += 1;
    runtime.changes().properties_set += static_cast<std::int64_t>(of_row.size());
  }
  return edges;
}

class CreateOperator : public WriteOperator {
 public:
  CreateOperator(Runtime& runtime, const plan::Create& create, OperatorPtr input)
      : WriteOperator(runtime, std::move(input)), create_(create) {}

 protected:
  Status write(std::vector<Batch>& batches) override {
    // Everything is evaluated before the first write: patterns and subqueries in properties see the graph
    // as it was before the clause. Only what asks for an element of the same clause has to wait for it.
    std::vector<std::vector<ColumnPtr>> properties;
    for (const Batch& batch : batches) {
      KITH_TRY(std::vector<ColumnPtr> columns, evaluate_element_properties(runtime_, create_, batch));
      for (const ColumnPtr& column : columns)
        if (column != nullptr) KITH_DO(held_.take(column->size_bytes()));
      properties.push_back(std::move(columns));
    }
    for (std::size_t i = 0; i < batches.size(); ++i) {
      KITH_DO(runtime_.control().check());
      KITH_DO(create_elements(runtime_, create_, properties[i], batches[i]));
    }
    return ok();
  }

 private:
  const plan::Create& create_;
};

}  // namespace

Result<Properties> properties_of(Runtime& runtime, const Map& map) {
  Properties properties;
  for (const auto& [name, value] : map) {
    if (value.is_null()) continue;
    KITH_TRY(KeyId key, runtime.transaction().key(name));
    properties.emplace_back(key, value);
  }
  return properties;
}

Result<std::vector<ColumnPtr>> evaluate_element_properties(Runtime& runtime, const plan::Create& create,
                                                           const Batch& batch) {
  std::vector<ColumnPtr> columns;
  for (std::size_t i = 0; i < create.elements.size(); ++i) {
    ColumnPtr column;
    if (const std::optional<Expr>& expr = properties_expr(create.elements[i]); expr && !reads_sibling(create, i)) {
      KITH_TRY(column, evaluate(runtime, *expr, batch));
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

Status create_elements(Runtime& runtime, const plan::Create& create, const std::vector<ColumnPtr>& properties,
                       Batch& batch) {
  for (std::size_t i = 0; i < create.elements.size(); ++i) {
    const semantic::CreateElement& element = create.elements[i];
    ColumnPtr column = properties[i];
    if (reads_sibling(create, i)) {
      KITH_TRY(column, evaluate(runtime, *properties_expr(element), batch));
    }
    const auto* node = std::get_if<plan::CreateNode>(&element);
    Result<Column> made = node != nullptr ? create_nodes(runtime, *node, column, batch.rows)
                                          : create_edges(runtime, std::get<plan::CreateEdge>(element), column, batch);
    if (!made.is_ok()) {
      const std::optional<Expr>& expr = properties_expr(element);
      return expr ? located(std::move(made).error(), *expr) : std::move(made).error();
    }
    if (const Slot slot = slot_of(element); slot != kNoSlot) batch.set(slot, *std::move(made));
  }
  return ok();
}

OperatorPtr make_create(Runtime& runtime, const plan::Create& create, OperatorPtr input) {
  return std::make_unique<CreateOperator>(runtime, create, std::move(input));
}

}  // namespace kith::exec
