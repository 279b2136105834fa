// Create: nodes and edges for each row.
#include <set>

#include "query/exec/names.h"
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

/// For each element whether it asks an element that the same clause makes before it, as in
/// CREATE (a {x: 1}), (b {x: a.x}).
std::vector<bool> readers_of_siblings(const plan::Create& create) {
  std::vector<bool> reads(create.elements.size(), false);
  std::set<Slot> made;
  for (std::size_t i = 0; i < create.elements.size(); ++i) {
    semantic::for_each_part(create.elements[i], [&](const Expr& part) {
      for (const Slot slot : semantic::slots_of(part)) reads[i] = reads[i] || made.count(slot) != 0;
    });
    if (const Slot slot = slot_of(create.elements[i]); slot != kNoSlot) made.insert(slot);
  }
  return reads;
}

Result<ElementValues> evaluate_element(Runtime& runtime, const semantic::CreateElement& element, const Batch& batch) {
  ElementValues values;
  if (const auto* node = std::get_if<plan::CreateNode>(&element)) {
    for (const Expr& labels : node->dynamic_labels) {
      KITH_TRY(ColumnPtr column, evaluate(runtime, labels, batch));
      values.names.push_back(std::move(column));
    }
  } else if (const std::optional<Expr>& type = std::get<plan::CreateEdge>(element).dynamic_type) {
    KITH_TRY(ColumnPtr column, evaluate(runtime, *type, batch));
    values.names.push_back(std::move(column));
  }
  if (const std::optional<Expr>& properties = properties_expr(element)) {
    KITH_TRY(values.properties, evaluate(runtime, *properties, batch));
  }
  return values;
}

Result<Properties> element_properties(Runtime& runtime, const ColumnPtr& column, std::size_t row) {
  if (column == nullptr) return Properties();
  Value value = column->value(row);
  if (value.is_null()) return Properties();
  if (value.kind() != Kind::kMap) return type_error("properties are given as a map, not as " + describe(value));
  return properties_of(runtime, value.as_map());
}

/// The labels of new nodes: those written, and for each row those its values name.
class NewLabels {
 public:
  NewLabels(storage::Transaction& transaction, const plan::CreateNode& element, const ElementValues& values)
      : transaction_(transaction), element_(element), values_(values) {}

  Result<const std::vector<LabelId>*> of_row(std::size_t row) {
    if (written_ == kNotYet) {
      KITH_DO(add(element_.labels));
      written_ = labels_.size();
    } else if (!is_constant()) {
      labels_.resize(written_);
    } else {
      return &labels_;
    }
    for (std::size_t i = 0; i < values_.names.size(); ++i) {
      Result<std::vector<std::string>> names = label_names(values_.names[i]->value(row));
      if (!names.is_ok()) return located(std::move(names).error(), element_.dynamic_labels[i]);
      KITH_DO(add(*names));
    }
    return &labels_;
  }

 private:
  static constexpr std::size_t kNotYet = ~std::size_t{0};

  bool is_constant() const {
    return std::all_of(values_.names.begin(), values_.names.end(),
                       [](const ColumnPtr& column) { return column->is_constant(); });
  }

  Status add(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      KITH_TRY(LabelId label, transaction_.label(name));
      if (std::find(labels_.begin(), labels_.end(), label) == labels_.end()) labels_.push_back(label);
    }
    return ok();
  }

  storage::Transaction& transaction_;
  const plan::CreateNode& element_;
  const ElementValues& values_;
  std::vector<LabelId> labels_;
  std::size_t written_ = kNotYet;
};

/// The type of new edges: the one written, or for each row what its value names.
class NewType {
 public:
  NewType(storage::Transaction& transaction, const plan::CreateEdge& element, const ElementValues& values)
      : transaction_(transaction), element_(element), values_(values) {}

  Result<TypeId> of_row(std::size_t row) {
    if (known_ && (values_.names.empty() || values_.names[0]->is_constant())) return *known_;
    std::string name = element_.type;
    if (!values_.names.empty()) {
      KITH_TRY(name, dynamic_type_of(element_, values_, row));
    }
    KITH_TRY(known_, transaction_.type(name));
    return *known_;
  }

 private:
  storage::Transaction& transaction_;
  const plan::CreateEdge& element_;
  const ElementValues& values_;
  std::optional<TypeId> known_;
};

Result<Column> create_nodes(Runtime& runtime, const plan::CreateNode& element, const ElementValues& values,
                            std::size_t rows) {
  NewLabels labels(runtime.transaction(), element, values);
  Column nodes(ColumnKind::kNode, rows);
  for (std::size_t row = 0; row < rows; ++row) {
    KITH_TRY(Properties of_row, element_properties(runtime, values.properties, row));
    KITH_TRY(const std::vector<LabelId>* own, labels.of_row(row));
    KITH_TRY(nodes.mutable_nodes()[row], runtime.transaction().create_node(*own, of_row));
    runtime.changes().nodes_created += 1;
    runtime.changes().labels_added += static_cast<std::int64_t>(own->size());
    runtime.changes().properties_set += static_cast<std::int64_t>(of_row.size());
  }
  return nodes;
}

Result<Column> create_edges(Runtime& runtime, const plan::CreateEdge& element, const ElementValues& values,
                            const Batch& batch) {
  storage::Transaction& transaction = runtime.transaction();
  NewType types(transaction, element, values);
  KITH_TRY(ColumnPtr from, as_nodes(batch.slots[element.from], "a relationship"));
  KITH_TRY(ColumnPtr to, as_nodes(batch.slots[element.to], "a relationship"));
  Column edges(ColumnKind::kEdge, batch.rows);
  for (std::size_t row = 0; row < batch.rows; ++row) {
    KITH_TRY(const TypeId type, types.of_row(row));
    if (from->is_null(row) || to->is_null(row))
      return Error{.code = ErrorCode::kNotFound,
                   .message = "a relationship of type `" + runtime.reader().catalog().types.name(type) +
                              "` cannot be created: one of its ends is null",
                   .detail = "MissingNode"};
    KITH_TRY(Properties of_row, element_properties(runtime, values.properties, row));
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
    // Everything is evaluated before the first write: patterns and subqueries in it see the graph
    // as it was before the clause. Only what asks for an element of the same clause has to wait for it.
    std::vector<std::vector<ElementValues>> values;
    for (const Batch& batch : batches) {
      KITH_TRY(std::vector<ElementValues> of_batch, evaluate_elements(runtime_, create_, batch));
      for (const ElementValues& element : of_batch) {
        if (element.properties != nullptr) KITH_DO(held_.take(element.properties->size_bytes()));
        for (const ColumnPtr& names : element.names) KITH_DO(held_.take(names->size_bytes()));
      }
      values.push_back(std::move(of_batch));
    }
    for (std::size_t i = 0; i < batches.size(); ++i) {
      KITH_DO(runtime_.control().check());
      KITH_DO(create_elements(runtime_, create_, values[i], batches[i]));
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

Result<std::string> dynamic_type_of(const plan::CreateEdge& element, const ElementValues& values, std::size_t row) {
  Result<std::string> name = type_name(values.names[0]->value(row));
  if (!name.is_ok()) return located(std::move(name).error(), *element.dynamic_type);
  return name;
}

Result<std::vector<ElementValues>> evaluate_elements(Runtime& runtime, const plan::Create& create, const Batch& batch) {
  std::vector<ElementValues> values(create.elements.size());
  const std::vector<bool> wait = readers_of_siblings(create);
  for (std::size_t i = 0; i < create.elements.size(); ++i) {
    if (wait[i]) continue;
    KITH_TRY(values[i], evaluate_element(runtime, create.elements[i], batch));
  }
  return values;
}

Status create_elements(Runtime& runtime, const plan::Create& create, const std::vector<ElementValues>& values,
                       Batch& batch) {
  const std::vector<bool> waited = readers_of_siblings(create);
  for (std::size_t i = 0; i < create.elements.size(); ++i) {
    const semantic::CreateElement& element = create.elements[i];
    ElementValues own = values[i];
    if (waited[i]) {
      KITH_TRY(own, evaluate_element(runtime, element, batch));
    }
    const auto* node = std::get_if<plan::CreateNode>(&element);
    Result<Column> made = node != nullptr ? create_nodes(runtime, *node, own, batch.rows)
                                          : create_edges(runtime, std::get<plan::CreateEdge>(element), own, batch);
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
