// Aggregate: rows are put into groups, and each aggregate keeps a state a group.
//
// Counts are kept here, as they alone can take an unflat input: a row that stands for a list of edges adds the
// list's length. Everything else goes to the function's Aggregator, with the group of each row.
#include "query/exec/adjacency.h"
#include "query/exec/evaluate.h"
#include "query/exec/group_table.h"
#include "query/exec/open.h"

namespace kith::exec {
namespace {

using Groups = std::vector<std::uint32_t>;

/// The length of each row's list of edges.
std::vector<std::uint64_t> lengths_of(const Batch& batch) {
  std::vector<std::uint64_t> lengths(batch.rows, 0);
  for (std::size_t row = 0; row < batch.rows; ++row)
    for (const EdgeSlice& slice : batch.expansion->slices.of(row)) lengths[row] += slice.nodes.size();
  return lengths;
}

/// One aggregate of the operator, over all groups.
class AggregateState {
 public:
  AggregateState(const Expr& expr, bool adds_lengths)
      : expr_(expr), adds_lengths_(adds_lengths), seen_(1 + expr.children.size()) {
    if (!is_count()) aggregator_ = expr.function->aggregate();
  }

  bool is_count() const { return expr_.function->is_count && !expr_.distinct; }

  /// `lengths`: of the lists, if the batch is unflat.
  Status update(Runtime& runtime, const Batch& batch, const Groups& groups, std::size_t group_count,
                const std::vector<std::uint64_t>* lengths, MemoryHold& held) {
    if (is_count()) return update_count(runtime, batch, groups, group_count, lengths);
    KITH_TRY(Operands operands, evaluate_children(runtime, expr_, batch));
    if (expr_.distinct) return update_distinct(runtime, operands.columns, batch.rows, groups, group_count, held);
    return update_aggregator(runtime, operands.columns, groups, group_count, held);
  }

  Result<Column> finish(Runtime& runtime, std::size_t group_count, MemoryHold& held) {
    Column out;
    if (is_count()) {
      counts_.resize(group_count, 0);
      out = Column(ColumnKind::kInteger, group_count);
      out.mutable_integers() = std::move(counts_);
      return out;
    }
    std::uint64_t before = MemoryHold::used(runtime.control());
    Status status = aggregator_->finish(runtime.call(), group_count, out);
    held.adopt(before);
    if (!status.is_ok()) return located(std::move(status).error(), expr_);
    return out;
  }

 private:
  Status update_count(Runtime& runtime, const Batch& batch, const Groups& groups, std::size_t group_count,
                      const std::vector<std::uint64_t>* lengths) {
    counts_.resize(group_count, 0);
    ColumnPtr column;
    if (!expr_.children.empty() && !adds_lengths_) {
      KITH_TRY(column, evaluate(runtime, expr_.children[0], batch));
    }
    bool may_have_nulls = column != nullptr && column->may_have_nulls();
    for (std::size_t row = 0; row < batch.rows; ++row) {
      if (may_have_nulls && column->is_null(row)) continue;
      counts_[groups[row]] += lengths != nullptr ? static_cast<std::int64_t>((*lengths)[row]) : 1;
    }
    return ok();
  }

  Status update_aggregator(Runtime& runtime, const std::vector<ColumnPtr>& columns, const Groups& groups,
                           std::size_t group_count, MemoryHold& held) {
    std::vector<const Column*> arguments;
    for (const ColumnPtr& column : columns) arguments.push_back(column.get());
    std::uint64_t before = MemoryHold::used(runtime.control());
    Status status = aggregator_->update(runtime.call(), groups, group_count, arguments);
    held.adopt(before);
    if (!status.is_ok()) return located(std::move(status).error(), expr_);
    return ok();
  }

  /// Only rows whose value is new in their group.
  Status update_distinct(Runtime& runtime, const std::vector<ColumnPtr>& columns, std::size_t rows,
                         const Groups& groups, std::size_t group_count, MemoryHold& held) {
    Column numbers(ColumnKind::kInteger, rows);
    for (std::size_t row = 0; row < rows; ++row) numbers.mutable_integers()[row] = groups[row];
    std::vector<ColumnPtr> keys{share(std::move(numbers))};
    keys.insert(keys.end(), columns.begin(), columns.end());
    Groups ignored;
    std::vector<std::uint32_t> first_rows;
    seen_.find_or_add(keys, rows, ignored, &first_rows);
    if (first_rows.empty()) return ok();
    std::vector<ColumnPtr> kept;
    for (const ColumnPtr& column : columns) {
      kept.push_back(share(column->gather(first_rows)));
      KITH_DO(held.take(kept.back()->size_bytes() + first_rows.size() * 32));
    }
    Groups kept_groups;
    for (std::uint32_t row : first_rows) kept_groups.push_back(groups[row]);
    return update_aggregator(runtime, kept, kept_groups, group_count, held);
  }

  const Expr& expr_;
  bool adds_lengths_;
  std::vector<std::int64_t> counts_;
  std::unique_ptr<function::Aggregator> aggregator_;
  GroupTable seen_;
};

class AggregateOperator : public MaterialisingOperator {
 public:
  AggregateOperator(Runtime& runtime, const plan::Aggregate& aggregate, OperatorPtr input)
      : MaterialisingOperator(runtime, std::move(input)), aggregate_(aggregate) {}

 protected:
  Status run() override {
    results_ = runtime_.new_batch(0);
    given_ = 0;
    GroupTable groups(aggregate_.keys.size());
    std::vector<AggregateState> states;
    std::size_t bytes_before = 0;
    Batch batch;
    while (true) {
      KITH_TRY(bool more, input_->next(batch));
      if (!more) break;
      KITH_DO(runtime_.control().check());
      if (!batch.expansion) {
        KITH_DO(add(batch, groups, states));
      } else if (can_add_lengths(batch)) {
        KITH_DO(add_unflat(std::move(batch), groups, states));
      } else {
        Flattener flattener;
        flattener.start(std::move(batch));
        Batch flat;
        while (flattener.next(runtime_, flat)) KITH_DO(add(flat, groups, states));
      }
      std::size_t bytes = groups.size_bytes() + groups.size() * 16 * states.size();
      if (bytes > bytes_before) KITH_DO(held_.take(bytes - bytes_before));
      bytes_before = std::max(bytes, bytes_before);
    }
    if (states.empty()) make_states(states, kNoSlot, kNoSlot);
    std::size_t count = aggregate_.keys.empty() ? 1 : groups.size();
    results_.rows = count;
    for (std::size_t i = 0; i < aggregate_.keys.size(); ++i) results_.set(aggregate_.keys[i].slot, groups.key(i));
    for (std::size_t i = 0; i < states.size(); ++i) {
      KITH_TRY(Column column, states[i].finish(runtime_, count, held_));
      results_.set(aggregate_.aggregates[i].slot, std::move(column));
    }
    return ok();
  }

  Result<bool> give(Batch& out) override {
    if (given_ >= results_.rows) return false;
    std::size_t end = std::min(results_.rows, given_ + runtime_.batch_rows());
    std::vector<std::uint32_t> rows;
    for (; given_ < end; ++given_) rows.push_back(static_cast<std::uint32_t>(given_));
    out = rows.size() == results_.rows ? results_ : results_.gather(rows);
    return true;
  }

 private:
  static bool is_slot(const Expr& expr, Slot slot) { return expr.kind == ExprKind::kSlot && expr.slot == slot; }

  /// Whether the aggregate counts what the unflat list holds.
  static bool counts_elements(const Expr& expr, Slot edge, Slot node) {
    return expr.children.empty() || (edge != kNoSlot && is_slot(expr.children[0], edge)) ||
           (node != kNoSlot && is_slot(expr.children[0], node));
  }

  static bool uses(const Expr& expr, const Expansion& expansion) {
    UsedSlots used = used_slots(expr);
    return used.all || std::any_of(used.slots.begin(), used.slots.end(),
                                   [&](Slot slot) { return slot == expansion.edge || slot == expansion.node; });
  }

  bool can_add_lengths(const Batch& batch) const {
    const Expansion& expansion = *batch.expansion;
    for (const plan::Projection& key : aggregate_.keys)
      if (uses(key.expr, expansion)) return false;
    for (const plan::Projection& aggregate : aggregate_.aggregates) {
      const Expr& expr = aggregate.expr;
      if (!expr.function->is_count || expr.distinct) return false;
      if (!counts_elements(expr, expansion.edge, expansion.node) && uses(expr, expansion)) return false;
    }
    return true;
  }

  void make_states(std::vector<AggregateState>& states, Slot edge, Slot node) const {
    for (const plan::Projection& aggregate : aggregate_.aggregates)
      states.emplace_back(aggregate.expr, edge != node && counts_elements(aggregate.expr, edge, node));
  }

  Status group(const Batch& batch, GroupTable& groups, Groups& group_of_row) const {
    if (aggregate_.keys.empty()) {
      group_of_row.assign(batch.rows, 0);
      return ok();
    }
    std::vector<ColumnPtr> keys;
    for (const plan::Projection& key : aggregate_.keys) {
      KITH_TRY(ColumnPtr column, evaluate(runtime_, key.expr, batch));
      keys.push_back(std::move(column));
    }
    groups.find_or_add(keys, batch.rows, group_of_row);
    return ok();
  }

  Status add(const Batch& batch, GroupTable& groups, std::vector<AggregateState>& states) {
    if (states.empty()) make_states(states, kNoSlot, kNoSlot);
    return update(batch, nullptr, groups, states);
  }

  Status add_unflat(Batch batch, GroupTable& groups, std::vector<AggregateState>& states) {
    if (states.empty()) make_states(states, batch.expansion->edge, batch.expansion->node);
    std::vector<std::uint64_t> lengths = lengths_of(batch);
    batch.expansion.reset();
    if (std::find(lengths.begin(), lengths.end(), 0) != lengths.end()) {  // a row without edges is no row
      std::vector<std::uint32_t> rows;
      std::vector<std::uint64_t> kept;
      for (std::size_t row = 0; row < batch.rows; ++row) {
        if (lengths[row] == 0) continue;
        rows.push_back(static_cast<std::uint32_t>(row));
        kept.push_back(lengths[row]);
      }
      batch = batch.gather(rows);
      lengths = std::move(kept);
    }
    if (batch.rows == 0) return ok();
    return update(batch, &lengths, groups, states);
  }

  Status update(const Batch& batch, const std::vector<std::uint64_t>* lengths, GroupTable& groups,
                std::vector<AggregateState>& states) {
    Groups group_of_row;
    KITH_DO(group(batch, groups, group_of_row));
    std::size_t count = aggregate_.keys.empty() ? 1 : groups.size();
    for (AggregateState& state : states) KITH_DO(state.update(runtime_, batch, group_of_row, count, lengths, held_));
    return ok();
  }

  const plan::Aggregate& aggregate_;
  Batch results_;
  std::size_t given_ = 0;
};

}  // namespace

OperatorPtr make_aggregate(Runtime& runtime, const plan::Aggregate& aggregate, OperatorPtr input) {
  return std::make_unique<AggregateOperator>(runtime, aggregate, std::move(input));
}

}  // namespace kith::exec
