// Operators with two or more inputs of equal standing: Union, HashJoin.
#include "query/exec/evaluate.h"
#include "query/exec/group_table.h"
#include "query/exec/open.h"

namespace kith::exec {
namespace {

class UnionOperator : public Operator {
 public:
  UnionOperator(Runtime& runtime, const plan::Union& onion, std::vector<OperatorPtr> inputs)
      : runtime_(runtime), union_(onion), inputs_(std::move(inputs)) {}

  Result<bool> next(Batch& out) override {
    while (current_ < inputs_.size()) {
      Batch batch;
      KITH_TRY(bool more, inputs_[current_]->next(batch));
      KITH_DO(runtime_.control().check());
      if (!more) {
        ++current_;
        continue;
      }
      out = runtime_.new_batch(batch.rows);
      for (std::size_t i = 0; i < union_.slots.size(); ++i)
        out.slots[union_.slots[i]] = batch.slots[union_.columns[current_][i]];
      return true;
    }
    return false;
  }

  void reset() override {
    for (OperatorPtr& input : inputs_) input->reset();
    current_ = 0;
  }

 private:
  Runtime& runtime_;
  const plan::Union& union_;
  std::vector<OperatorPtr> inputs_;
  std::size_t current_ = 0;
};

/// The right input is taken whole into a table of its keys; each left batch then gives pairs of (left row, right row).
/// Groups of equivalent keys are joined where the keys are also equal: null and NaN join nothing.
class HashJoinOperator : public Operator {
 public:
  HashJoinOperator(Runtime& runtime, const plan::HashJoin& join, OperatorPtr left, OperatorPtr right)
      : runtime_(runtime),
        join_(join),
        left_(std::move(left)),
        right_(std::move(right)),
        groups_(join.left_keys.size()) {}

  Result<bool> next(Batch& out) override {
    if (!built_) {
      KITH_TRY(std::vector<Batch> batches, drain(runtime_, *right_, held_));
      rows_ = concatenate(runtime_, batches);
      KITH_DO(build());
      built_ = true;
    }
    if (rows_.rows == 0) return false;
    while (true) {
      if (!in_batch_) {
        KITH_TRY(bool more, left_->next(batch_));
        if (!more) return false;
        KITH_TRY(const std::vector<ColumnPtr> keys, evaluate_all(join_.left_keys, batch_));
        groups_.find(keys, batch_.rows, group_of_left_);
        in_batch_ = true;
        row_ = place_ = 0;
      }
      KITH_DO(runtime_.control().check());
      std::vector<std::uint32_t> left_rows, right_rows;
      take_pairs(left_rows, right_rows);
      if (left_rows.empty()) continue;
      out = combine(runtime_, batch_, left_rows, rows_, right_rows);
      return true;
    }
  }

  void reset() override {
    left_->reset();
    right_->reset();
    built_ = in_batch_ = false;
    held_.release();
  }

 private:
  Status build() {
    groups_ = GroupTable(join_.right_keys.size());
    rows_of_group_.clear();
    if (rows_.rows == 0) return ok();
    KITH_TRY(const std::vector<ColumnPtr> keys, evaluate_all(join_.right_keys, rows_));
    std::vector<std::uint32_t> group_of_row;
    groups_.find_or_add(keys, rows_.rows, group_of_row);
    rows_of_group_.resize(groups_.size());
    for (std::uint32_t row = 0; row < rows_.rows; ++row)
      if (equals_itself(keys, row)) rows_of_group_[group_of_row[row]].push_back(row);
    return held_.take(groups_.size_bytes() + groups_.size() * sizeof(rows_of_group_[0]) +
                      rows_.rows * sizeof(std::uint32_t));
  }

  /// Pairs of the left batch from (row_, place_) on, as many as a batch holds.
  void take_pairs(std::vector<std::uint32_t>& left_rows, std::vector<std::uint32_t>& right_rows) {
    while (row_ < batch_.rows && left_rows.size() < runtime_.batch_rows()) {
      const std::uint32_t group = group_of_left_[row_];
      const std::span<const std::uint32_t> matches =
          group == kNoRow ? std::span<const std::uint32_t>() : rows_of_group_[group];
      const std::size_t count = std::min(matches.size() - place_, runtime_.batch_rows() - left_rows.size());
      left_rows.insert(left_rows.end(), count, static_cast<std::uint32_t>(row_));
      const std::span<const std::uint32_t> taken = matches.subspan(place_, count);
      right_rows.insert(right_rows.end(), taken.begin(), taken.end());
      place_ += count;
      if (place_ < matches.size()) continue;
      ++row_;
      place_ = 0;
    }
    if (row_ >= batch_.rows) in_batch_ = false;
  }

  Result<std::vector<ColumnPtr>> evaluate_all(const std::vector<plan::Expr>& exprs, const Batch& batch) {
    std::vector<ColumnPtr> columns;
    for (const plan::Expr& expr : exprs) {
      KITH_TRY(ColumnPtr column, evaluate(runtime_, expr, batch));
      columns.push_back(std::move(column));
    }
    return columns;
  }

  static bool equals_itself(const std::vector<ColumnPtr>& keys, std::size_t row) {
    return std::all_of(keys.begin(), keys.end(), [&](const ColumnPtr& key) {
      if (key->is_null(row)) return false;
      if (key->kind() != ColumnKind::kAny && key->kind() != ColumnKind::kFloat) return true;
      Value value = key->value(row);
      return equals(value, value) == Ternary::kTrue;
    });
  }

  Runtime& runtime_;
  const plan::HashJoin& join_;
  OperatorPtr left_, right_;
  MemoryHold held_{runtime_.control()};
  Batch rows_;  ///< all of the right input
  GroupTable groups_;
  std::vector<std::vector<std::uint32_t>> rows_of_group_;
  Batch batch_;  ///< of the left input
  std::vector<std::uint32_t> group_of_left_;
  bool built_ = false;
  bool in_batch_ = false;
  std::size_t row_ = 0;
  std::size_t place_ = 0;
};

}  // namespace

OperatorPtr make_union(Runtime& runtime, const plan::Union& onion, std::vector<OperatorPtr> inputs) {
  return std::make_unique<UnionOperator>(runtime, onion, std::move(inputs));
}

OperatorPtr make_hash_join(Runtime& runtime, const plan::HashJoin& join, OperatorPtr left, OperatorPtr right) {
  return std::make_unique<HashJoinOperator>(runtime, join, std::move(left), std::move(right));
}

}  // namespace kith::exec
