// Set and Remove: properties and labels of nodes and edges.
#include "query/exec/names.h"
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

/// `key` and `labels`: those written, or what the row's values name.
Status apply_item(Runtime& runtime, plan::SetItem::Kind kind, const Value& target, const std::string& key,
                  const std::vector<std::string>& labels, const Value& value) {
  switch (kind) {
    case plan::SetItem::Kind::kProperty:
      return set_one(runtime, target, key, value);
    case plan::SetItem::Kind::kLabels:
      return add_labels(runtime, target, labels);
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

/// One expression of an item: for a whole batch where writes cannot change it, else when asked.
class RowValues {
 public:
  RowValues(Runtime& runtime, const Expr& expr, const Batch& batch) : runtime_(runtime), expr_(expr), batch_(batch) {}

  const Expr& expr() const noexcept { return expr_; }

  Result<Value> of_row(std::uint32_t row) {
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
  const Batch& batch_;
  ColumnPtr column_;
};

/// The names of one item of SET or REMOVE, row by row: a property's key, or labels.
class RowNames {
 public:
  template <class Item>
  RowNames(Runtime& runtime, const Item& item, const Batch& batch) : key_(item.key), labels_(item.labels) {
    if (item.dynamic_key) dynamic_key_.emplace(runtime, *item.dynamic_key, batch);
    for (const Expr& expr : item.dynamic_labels) dynamic_labels_.emplace_back(runtime, expr, batch);
  }

  /// Good until the next is asked for.
  Result<const std::string*> key(std::uint32_t row) {
    if (!dynamic_key_) return &key_;
    KITH_TRY(const Value value, dynamic_key_->of_row(row));
    Result<std::string> name = key_name(value);
    if (!name.is_ok()) return located(std::move(name).error(), dynamic_key_->expr());
    key_of_row_ = *std::move(name);
    return &key_of_row_;
  }

  /// Good until the next are asked for.
  Result<const std::vector<std::string>*> labels(std::uint32_t row) {
    if (dynamic_labels_.empty()) return &labels_;
    labels_of_row_ = labels_;
    for (RowValues& dynamic : dynamic_labels_) {
      KITH_TRY(const Value value, dynamic.of_row(row));
      Result<std::vector<std::string>> names = label_names(value);
      if (!names.is_ok()) return located(std::move(names).error(), dynamic.expr());
      labels_of_row_.insert(labels_of_row_.end(), names->begin(), names->end());
    }
    return &labels_of_row_;
  }

 private:
  const std::string& key_;
  const std::vector<std::string>& labels_;
  std::optional<RowValues> dynamic_key_;
  std::vector<RowValues> dynamic_labels_;
  std::string key_of_row_;
  std::vector<std::string> labels_of_row_;
};

/// One item of SET over a batch.
class SetRows {
 public:
  SetRows(Runtime& runtime, const plan::SetItem& item, const Batch& batch)
      : runtime_(runtime), item_(item), target_(runtime, item.target, batch), value_(runtime, item.value, batch),
        names_(runtime, item, batch) {}

  Status apply(std::uint32_t row) {
    KITH_TRY(const Value target, target_.of_row(row));
    const bool is_labels = item_.kind == plan::SetItem::Kind::kLabels;
    Value value;
    if (!is_labels) {
      KITH_TRY(value, value_.of_row(row));
    }
    if (target.is_null()) return ok();  // from an OPTIONAL MATCH that found nothing
    KITH_DO(check_target(target));
    KITH_TRY(const std::vector<std::string>* labels, names_.labels(row));
    KITH_TRY(const std::string* key, names_.key(row));
    return apply_item(runtime_, item_.kind, target, *key, *labels, value);
  }

  Error placed(Error error) const { return located(located(std::move(error), item_.value), item_.target); }

 private:
  Runtime& runtime_;
  const plan::SetItem& item_;
  RowValues target_;
  RowValues value_;
  RowNames names_;
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
        RowNames names(runtime_, item, batch);
        for (std::uint32_t row = 0; row < batch.rows; ++row) {
          Status status = remove(item, names, row, targets->value(row));
          if (!status.is_ok()) return located(std::move(status).error(), item.target);
        }
      }
    }
    return ok();
  }

 private:
  Status remove(const plan::RemoveItem& item, RowNames& names, std::uint32_t row, const Value& target) {
    if (target.is_null()) return ok();
    KITH_DO(check_target(target));
    if (!item.labels.empty() || !item.dynamic_labels.empty()) {
      KITH_TRY(const std::vector<std::string>* labels, names.labels(row));
      return remove_labels(runtime_, target, *labels);
    }
    KITH_TRY(const std::string* key, names.key(row));
    return set_one(runtime_, target, *key, Value::null());
  }

  const plan::Remove& remove_;
};

}  // namespace

Status set_items(Runtime& runtime, const std::vector<plan::SetItem>& items, const Batch& batch) {
  std::vector<SetRows> each;
  each.reserve(items.size());
  for (const plan::SetItem& item : items) each.emplace_back(runtime, item, batch);
  for (std::uint32_t row = 0; row < batch.rows; ++row) {
    for (SetRows& item : each) {
      Status status = item.apply(row);
      if (!status.is_ok()) return item.placed(std::move(status).error());
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
