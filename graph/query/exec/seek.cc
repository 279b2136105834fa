// Seeks: nodes by the keys of an index or by id, edges by the keys of an index.
#include <charconv>

#include "query/exec/edge_rows.h"
#include "query/exec/evaluate.h"
#include "query/exec/open.h"
#include "query/exec/source.h"

namespace kith::exec {
namespace {

Result<const storage::Index*> find_index(const Runtime& runtime, const std::string& name) {
  const storage::Index* index = runtime.reader().catalog().find_index(name);
  if (index == nullptr)  // dropped since the statement was planned
    return Error{
        .code = ErrorCode::kConflict, .message = "the index `" + name + "` is no more", .detail = "SchemaChanged"};
  return index;
}

/// The expressions' columns of one batch, row by row as values.
class KeyValues {
 public:
  Status evaluate(Runtime& runtime, const std::vector<plan::Expr>& exprs, const Batch& batch) {
    columns_.clear();
    for (const plan::Expr& expr : exprs) {
      KITH_TRY(ColumnPtr column, exec::evaluate(runtime, expr, batch));
      columns_.push_back(std::move(column));
    }
    return ok();
  }

  std::vector<Value> of_row(std::size_t row) const {
    std::vector<Value> values;
    for (const ColumnPtr& column : columns_) values.push_back(column->value(row));
    return values;
  }

 private:
  std::vector<ColumnPtr> columns_;
};

/// Whether an error is the value's, and not of what it takes to find it.
bool is_of_value(ErrorCode code) { return code <= ErrorCode::kNotFound; }

/// Seeks by values that may not evaluate. Then every node of the index's label is found: the condition that the value
/// belongs to is above, and fails there if a node gets so far.
class NodeSeek : public SourceOperator<NodeId> {
 public:
  NodeSeek(Runtime& runtime, Slot node, OperatorPtr input) : SourceOperator(runtime, std::move(input)), node_(node) {}

 protected:
  virtual Status evaluate_values(const Batch& batch) = 0;
  virtual Status seek(const storage::Index& index, std::size_t row) = 0;
  virtual const std::string& index_name() const = 0;

  Status start_batch(const Batch& batch) final {
    Status evaluated = evaluate_values(batch);
    finds_all_ = !evaluated.is_ok() && is_of_value(evaluated.error().code);
    if (finds_all_) return ok();
    return evaluated;
  }

  Status start_row(const Batch&, std::size_t row) final {
    KITH_TRY(const storage::Index* index, find_index(runtime_, index_name()));
    scan_.reset();
    if (!finds_all_) return seek(*index, row);
    scan_.emplace(runtime_.reader().scan_label(index->label));
    return ok();
  }

  Result<bool> find_more(std::vector<NodeId>& found, std::size_t count_max) override {
    if (!scan_) return false;
    KITH_TRY(bool more, scan_->next(page_, count_max));
    found.insert(found.end(), page_.begin(), page_.end());
    return more;
  }

  void give(const std::vector<NodeId>& found, Batch& out) override { set_nodes(out, node_, found); }

  std::optional<storage::NodeScan> scan_;

 private:
  Slot node_;
  std::vector<NodeId> page_;
  bool finds_all_ = false;
};

class IndexSeekOperator : public NodeSeek {
 public:
  IndexSeekOperator(Runtime& runtime, const plan::IndexSeek& seek, OperatorPtr input)
      : NodeSeek(runtime, seek.node, std::move(input)), seek_(seek) {}

 protected:
  const std::string& index_name() const override { return seek_.index; }

  Status evaluate_values(const Batch& batch) override { return keys_.evaluate(runtime_, seek_.values, batch); }

  Status seek(const storage::Index& index, std::size_t row) override {
    scan_.emplace(runtime_.reader().seek_nodes(index, keys_.of_row(row)));
    return ok();
  }

 private:
  const plan::IndexSeek& seek_;
  KeyValues keys_;
};

class IndexRangeOperator : public NodeSeek {
 public:
  IndexRangeOperator(Runtime& runtime, const plan::IndexRange& range, OperatorPtr input)
      : NodeSeek(runtime, range.node, std::move(input)), range_(range) {}

 protected:
  const std::string& index_name() const override { return range_.index; }

  Status evaluate_values(const Batch& batch) override {
    KITH_DO(keys_.evaluate(runtime_, range_.values, batch));
    KITH_TRY(low_, evaluate_if(range_.low, batch));
    KITH_TRY(high_, evaluate_if(range_.high, batch));
    KITH_TRY(prefix_, evaluate_if(range_.prefix, batch));
    return ok();
  }

  Status seek(const storage::Index& index, std::size_t row) override {
    std::optional<storage::Bound> low, high;
    if (low_ != nullptr) low = storage::Bound{low_->value(row), range_.low_inclusive};
    if (high_ != nullptr) high = storage::Bound{high_->value(row), range_.high_inclusive};
    std::optional<std::string_view> prefix;
    if (prefix_ != nullptr) {
      prefix_text_ = prefix_->value(row);
      if (prefix_text_.kind() != Kind::kString) return ok();  // STARTS WITH anything but a text is null
      prefix = prefix_text_.as_string();
    }
    if ((low && low->value.is_null()) || (high && high->value.is_null())) return ok();
    // Values of different kinds do not compare: no value lies between them.
    if (low && high && low->value.kind() != high->value.kind() && !(low->value.is_number() && high->value.is_number()))
      return ok();
    scan_.emplace(runtime_.reader().range_nodes(index, keys_.of_row(row), low, high, prefix));
    return ok();
  }

 private:
  Result<ColumnPtr> evaluate_if(const std::optional<plan::Expr>& expr, const Batch& batch) {
    if (!expr) return ColumnPtr();
    return evaluate(runtime_, *expr, batch);
  }

  const plan::IndexRange& range_;
  KeyValues keys_;
  ColumnPtr low_, high_, prefix_;
  Value prefix_text_;
};

/// Nodes by id(n) (integers) or elementId(n) ("n:17"), one or a list. What is no id finds nothing.
class NodeByIdSeekOperator : public SourceOperator<NodeId> {
 public:
  NodeByIdSeekOperator(Runtime& runtime, const plan::NodeByIdSeek& seek, OperatorPtr input)
      : SourceOperator(runtime, std::move(input)), seek_(seek) {}

 protected:
  Status start_batch(const Batch& batch) override {
    KITH_TRY(ids_, evaluate(runtime_, seek_.id, batch));
    return ok();
  }

  Status start_row(const Batch&, std::size_t row) override {
    wanted_.clear();
    Value id = ids_->value(row);
    if (id.kind() == Kind::kList) {
      for (const Value& element : id.as_list()) want(element);
    } else {
      want(id);
    }
    std::sort(wanted_.begin(), wanted_.end());
    wanted_.erase(std::unique(wanted_.begin(), wanted_.end()), wanted_.end());
    return ok();
  }

  Result<bool> find_more(std::vector<NodeId>& found, std::size_t) override {
    for (NodeId node : wanted_) {
      KITH_TRY(bool exists, runtime_.reader().exists(node));
      if (exists) found.push_back(node);
    }
    return false;
  }

  void give(const std::vector<NodeId>& found, Batch& out) override { set_nodes(out, seek_.node, found); }

 private:
  void want(const Value& id) {
    if (id.kind() == Kind::kInteger && id.as_integer() >= 0) {
      wanted_.push_back(NodeId{static_cast<std::uint64_t>(id.as_integer())});
    } else if (id.kind() == Kind::kFloat && id.as_float() >= 0 && id.as_float() < 9.0e15 &&
               id.as_float() == static_cast<double>(static_cast<std::uint64_t>(id.as_float()))) {
      wanted_.push_back(NodeId{static_cast<std::uint64_t>(id.as_float())});  // 1.0 equals 1
    } else if (id.kind() == Kind::kString && id.as_string().starts_with("n:")) {
      std::string_view digits = id.as_string().substr(2);
      std::uint64_t number = 0;
      auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
      if (error == std::errc() && end == digits.data() + digits.size() && element_id(NodeId{number}) == id.as_string())
        wanted_.push_back(NodeId{number});
    }
  }

  const plan::NodeByIdSeek& seek_;
  ColumnPtr ids_;
  std::vector<NodeId> wanted_;
};

class EdgeIndexSeekOperator : public EdgeSource {
 public:
  EdgeIndexSeekOperator(Runtime& runtime, const plan::EdgeIndexSeek& seek, OperatorPtr input)
      : EdgeSource(runtime, {seek.from, seek.edge, seek.to, seek.undirected}, std::move(input)), seek_(seek) {}

 protected:
  Status start_batch(const Batch& batch) override { return keys_.evaluate(runtime_, seek_.values, batch); }

  Status start_row(const Batch&, std::size_t row) override {
    KITH_TRY(const storage::Index* index, find_index(runtime_, seek_.index));
    scan_.emplace(runtime_.reader().seek_edges(*index, keys_.of_row(row)));
    return ok();
  }

  Result<bool> next_page(std::vector<EdgeId>& page, std::size_t count_max) override {
    return scan_->next(page, count_max);
  }

 private:
  const plan::EdgeIndexSeek& seek_;
  KeyValues keys_;
  std::optional<storage::EdgeScan> scan_;
};

}  // namespace

OperatorPtr make_index_seek(Runtime& runtime, const plan::IndexSeek& seek, OperatorPtr input) {
  return std::make_unique<IndexSeekOperator>(runtime, seek, std::move(input));
}

OperatorPtr make_index_range(Runtime& runtime, const plan::IndexRange& range, OperatorPtr input) {
  return std::make_unique<IndexRangeOperator>(runtime, range, std::move(input));
}

OperatorPtr make_node_by_id_seek(Runtime& runtime, const plan::NodeByIdSeek& seek, OperatorPtr input) {
  return std::make_unique<NodeByIdSeekOperator>(runtime, seek, std::move(input));
}

OperatorPtr make_edge_index_seek(Runtime& runtime, const plan::EdgeIndexSeek& seek, OperatorPtr input) {
  return std::make_unique<EdgeIndexSeekOperator>(runtime, seek, std::move(input));
}

}  // namespace kith::exec
