// Set and Remove: properties and labels of nodes and edges.
#include "query/exec/open.h"
#include "query/exec/write.h"

namespace kith::exec {
namespace {

/// Properties of what is on the right of `SET n = …` and `SET n += …`: a map, or an entity to copy from.
Result<Map> source_properties(const Runtime& runtime, const Value& value) {
  if (value.kind() == Kind::kMap) return value.as_map();
  if (value.kind() == Kind::kNode) {
    KITH_TRY(Node node, runtime.reader().node(value.node_id()));
    return std::move(node.properties);
  }
  if (value.kind() == Kind::kEdge) {
    KITH_TRY(Edge edge, runtime.reader().edge(value.edge_id()));
    return std::move(edge.properties);
  }
  return type_error("properties are given as a map, a node or a relationship, not as " + describe(value));
}

Result<bool> set_property(Runtime& runtime, const Value& target, KeyId key, const Value& value) {
  if (target.kind() == Kind::kNode) return runtime.transaction().set_property(target.node_id(), key, value);
  return runtime.transaction().set_property(target.edge_id(), key, value);
}

Status set_one(Runtime& runtime, const Value& target, const std::string& name, const Value& value) {
  if (value.is_null() && !runtime.reader().find_key(name)) return ok();  // nothing has it: no token is made
  KITH_TRY(KeyId key, runtime.transaction().key(name));
  KITH_TRY(bool changed, set_property(runtime, target, key, value));
  if (changed) runtime.changes().properties_set += 1;
  return ok();
}

Status replace_all(Runtime& runtime, const Value& target, const Map& map) {
  KITH_TRY(Properties properties, properties_of(runtime, map));
  std::size_t count = 0;
  if (target.kind() == Kind::kNode) {
    KITH_TRY(count, runtime.transaction().replace_properties(target.node_id(), properties));
  } else {
    KITH_TRY(count, runtime.transaction().replace_properties(target.edge_id(), properties));
  }
  runtime.changes().properties_set += static_cast<std::int64_t>(count);
  return ok();
}

Status add_labels(Runtime& runtime, const Value& target, const std::vector<std::string>& names) {
  if (target.kind() != Kind::kNode) return type_error("only a node has labels, not " + describe(target));
  for (const std::string& name : names) {
    KITH_TRY(LabelId label, runtime.transaction().label(name));
    KITH_TRY(bool added, runtime.transaction().add_label(target.node_id(), label));
    if (added) runtime.changes().labels_added += 1;
  }
  return ok();
}

Status remove_labels(Runtime& runtime, const Value& target, const std::vector<std::string>& names) {
  if (target.kind() != Kind::kNode) return type_error("only a node has labels, not " + describe(target));
  for (const std::string& name : names) {
    auto label = runtime.reader().find_label(name);
    if (!label) continue;
    KITH_TRY(bool removed, runtime.transaction().remove_label(target.node_id(), *label));
    if (removed) runtime.changes().labels_removed += 1;
  }
  return ok();
}

Status check_target(const Value& target) {
  if (target.kind() == Kind::kNode || target.kind() == Kind::kEdge) return ok();
  return type_error("only nodes and relationships can be changed, not " + describe(target));
}

Status apply_item(Runtime& runtime, const plan::SetItem& item, const Value& target, const Value& value) {
  if (target.is_null()) return ok();  // from an OPTIONAL MATCH that found nothing
  KITH_DO(check_target(target));
  switch (item.kind) {
    case plan::SetItem::Kind::kProperty:
      return set_one(runtime, target, item.key, value);
    case plan::SetItem::Kind::kLabels:
      return add_labels(runtime, target, item.labels);
    case plan::SetItem::Kind::kReplace: {
      if (value.is_null()) return replace_all(runtime, target, Map());
      KITH_TRY(Map map, source_properties(runtime, value));
      return replace_all(runtime, target, map);
    }
    case plan::SetItem::Kind::kMerge: {
      if (value.is_null()) return ok();
      KITH_TRY(Map map, source_properties(runtime, value));
      for (const auto& [name, element] : map) KITH_DO(set_one(runtime, target, name, element));
      return ok();
    }
  }
  return ok();
}

/// Target and value of one item: for a whole batch where writes cannot change them, else when asked.
class ItemValues {
 public:
  ItemValues(Runtime& runtime, const Expr& expr, bool is_used, const Batch& batch)
      : runtime_(runtime), expr_(expr), is_used_(is_used), batch_(batch) {}

  Result<Value> of_row(std::uint32_t row) {
    if (!is_used_) return Value::null();
    if (reads_graph(expr_)) {
      KITH_TRY(ColumnPtr one, evaluate_on(runtime_, expr_, batch_, std::span(&row, 1)));
      return one->value(0);
    }
    if (column_ == nullptr) {
      KITH_TRY(column_, evaluate(runtime_, expr_, batch_));
    }
    return column_->value(row);
  }

 private:
  Runtime& runtime_;
  const Expr& expr_;
  bool is_used_;
  const Batch& batch_;
  ColumnPtr column_;
};

class SetOperator : public WriteOperator {
 public:
  SetOperator(Runtime& runtime, const plan::Set& set, OperatorPtr input)
      : WriteOperator(runtime, std::move(input)), set_(set) {}

 protected:
  Status write(std::vector<Batch>& batches) override {
    for (const Batch& batch : batches) {
      KITH_DO(runtime_.control().check());
      KITH_DO(set_items(runtime_, set_.items, batch));
    }
    return ok();
  }

 private:
  const plan::Set& set_;
};

class RemoveOperator : public WriteOperator {
 public:
  RemoveOperator(Runtime& runtime, const plan::Remove& remove, OperatorPtr input)
      : WriteOperator(runtime, std::move(input)), remove_(remove) {}

 protected:
  Status write(std::vector<Batch>& batches) override {
    for (const Batch& batch : batches) {
      KITH_DO(runtime_.control().check());
      for (const plan::RemoveItem& item : remove_.items) {
        KITH_TRY(ColumnPtr targets, evaluate(runtime_, item.target, batch));
        for (std::size_t row = 0; row < batch.rows; ++row) {
          Status status = remove(item, targets->value(row));
          if (!status.is_ok()) return located(std::move(status).error(), item.target);
        }
      }
    }
    return ok();
  }

 private:
  Status remove(const plan::RemoveItem& item, const Value& target) {
    if (target.is_null()) return ok();
    KITH_DO(check_target(target));
    if (!item.labels.empty()) KITH_DO(remove_labels(runtime_, target, item.labels));
    if (!item.key.empty()) KITH_DO(set_one(runtime_, target, item.key, Value::null()));
    return ok();
  }

  const plan::Remove& remove_;
};

}  // namespace

Status set_items(Runtime& runtime, const std::vector<plan::SetItem>& items, const Batch& batch) {
  std::vector<ItemValues> targets, values;
  for (const plan::SetItem& item : items) {
    targets.emplace_back(runtime, item.target, true, batch);
    values.emplace_back(runtime, item.value, item.kind != plan::SetItem::Kind::kLabels, batch);
  }
  for (std::uint32_t row = 0; row < batch.rows; ++row) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      KITH_TRY(Value target, targets[i].of_row(row));
      KITH_TRY(Value value, values[i].of_row(row));
      Status status = apply_item(runtime, items[i], target, value);
      if (!status.is_ok()) return located(located(std::move(status).error(), items[i].value), items[i].target);
    }
  }
  return ok();
}

OperatorPtr make_set(Runtime& runtime, const plan::Set& set, OperatorPtr input) {
  return std::make_unique<SetOperator>(runtime, set, std::move(input));
}

OperatorPtr make_remove(Runtime& runtime, const plan::Remove& remove, OperatorPtr input) {
  return std::make_unique<RemoveOperator>(runtime, remove, std::move(input));
}

}  // namespace kith::exec
