// Operators that work on rows one batch at a time: Filter, Project, Unwind, Skip, Limit, EmptyResult.
#include "function/integer_range.h"
#include "query/exec/evaluate.h"
#include "query/exec/open.h"

namespace kith::exec {
namespace {

class FilterOperator : public InputOperator {
 public:
  FilterOperator(Runtime& runtime, const plan::Filter& filter, OperatorPtr input)
      : InputOperator(runtime, std::move(input)), filter_(filter) {}

  Result<bool> next(Batch& out) override {
    while (true) {
      KITH_TRY(bool more, input_->next(out));
      if (!more) return false;
      KITH_DO(runtime_.control().check());
      KITH_TRY(std::vector<std::uint32_t> kept, select_rows(runtime_, filter_.predicates, out));
      if (kept.empty()) continue;
      if (kept.size() < out.rows) out = out.gather(kept);
      return true;
    }
  }

 private:
  const plan::Filter& filter_;
};

class ProjectOperator : public InputOperator {
 public:
  ProjectOperator(Runtime& runtime, const plan::Project& project, OperatorPtr input)
      : InputOperator(runtime, std::move(input)), project_(project) {}

  Result<bool> next(Batch& out) override {
    Batch batch;
    KITH_TRY(bool more, input_->next(batch));
    if (!more) return false;
    KITH_DO(runtime_.control().check());
    for (const plan::Projection& projection : project_.projections) {
      KITH_TRY(ColumnPtr column, evaluate(runtime_, projection.expr, batch));
      batch.slots[projection.slot] = std::move(column);
    }
    out = runtime_.new_batch(batch.rows);
    for (Slot slot : project_.keep)
      if (batch.has(slot)) out.slots[slot] = batch.slots[slot];
    for (const plan::Projection& projection : project_.projections)
      out.slots[projection.slot] = batch.slots[projection.slot];
    for (Slot slot = runtime_.plan().slot_count; slot < runtime_.width(); ++slot) out.slots[slot] = batch.slots[slot];
    return true;
  }

 private:
  const plan::Project& project_;
};

/// A list as a row after the other is made of it. UNWIND range(1, 1000000000) needs no list: its numbers are counted.
class UnwindOperator : public InputOperator {
 public:
  UnwindOperator(Runtime& runtime, const plan::Unwind& unwind, OperatorPtr input)
      : InputOperator(runtime, std::move(input)),
        unwind_(unwind),
        counts_(unwind.list.kind == semantic::ExprKind::kCall && unwind.list.function->name == "range") {}

  Result<bool> next(Batch& out) override {
    while (true) {
      if (!in_batch_) {
        KITH_TRY(bool more, input_->next(batch_));
        if (!more) return false;
        if (counts_) {
          KITH_TRY(arguments_, evaluate_children(runtime_, unwind_.list, batch_));
        } else {
          KITH_TRY(lists_, evaluate(runtime_, unwind_.list, batch_));
        }
        in_batch_ = true;
        row_ = 0;
        KITH_DO(start_row());
      }
      KITH_DO(runtime_.control().check());
      std::vector<std::uint32_t> rows;
      std::vector<Value> elements, positions;
      while (row_ < batch_.rows && rows.size() < runtime_.batch_rows()) KITH_DO(take_row(rows, elements, positions));
      if (row_ >= batch_.rows) in_batch_ = false;
      if (rows.empty()) continue;
      out = batch_.gather(rows);
      out.set(unwind_.slot, Column::from_values(std::move(elements)));
      if (unwind_.position != kNoSlot) out.set(unwind_.position, Column::from_values(std::move(positions)));
      return true;
    }
  }

  void reset() override {
    InputOperator::reset();
    in_batch_ = false;
  }

 private:
  /// What is no list stands for a list of itself, null for none.
  Status start_row() {
    place_ = 0;
    left_ = 0;
    if (row_ >= batch_.rows) return ok();
    if (counts_) return start_range();
    value_ = lists_->value(row_);
    left_ = value_.kind() == Kind::kList ? value_.as_list().size() : value_.is_null() ? 0 : 1;
    return ok();
  }

  Status start_range() {
    std::vector<Value> arguments;
    for (const ColumnPtr& column : arguments_.columns) {
      arguments.push_back(column->value(row_));
      if (arguments.back().is_null()) return ok();
    }
    Result<function::IntegerRange> range = function::integer_range(arguments);
    if (!range.is_ok()) return located(std::move(range).error(), unwind_.list);
    range_ = *range;
    // All integers are one more than can be counted, and than anybody waits for.
    if (!range_.empty) left_ = range_.last == ~std::uint64_t{0} ? range_.last : range_.last + 1;
    return ok();
  }

  Value element() const {
    if (counts_) return range_.at(place_);
    return value_.kind() == Kind::kList ? value_.as_list()[place_] : value_;
  }

  /// As many elements of the current row as fit.
  Status take_row(std::vector<std::uint32_t>& rows, std::vector<Value>& elements, std::vector<Value>& positions) {
    const std::uint64_t count = std::min<std::uint64_t>(left_, runtime_.batch_rows() - rows.size());
    for (std::uint64_t i = 0; i < count; ++i, ++place_) {
      elements.push_back(element());
      if (unwind_.position != kNoSlot) positions.emplace_back(unwind_.first + static_cast<std::int64_t>(place_));
    }
    rows.insert(rows.end(), count, static_cast<std::uint32_t>(row_));
    left_ -= count;
    if (left_ > 0) return ok();
    ++row_;
    return start_row();
  }

  const plan::Unwind& unwind_;
  bool counts_;
  Batch batch_;
  ColumnPtr lists_;     // unless it counts
  Operands arguments_;  // of range(), if it counts
  bool in_batch_ = false;
  std::size_t row_ = 0;
  // The row's list or numbers, and how far it is.
  Value value_;
  function::IntegerRange range_;
  std::uint64_t place_ = 0;
  std::uint64_t left_ = 0;
};

class SkipOperator : public InputOperator {
 public:
  SkipOperator(Runtime& runtime, const plan::Skip& skip, OperatorPtr input)
      : InputOperator(runtime, std::move(input)), skip_(skip) {}

  Result<bool> next(Batch& out) override {
    if (!left_) {
      KITH_TRY(left_, evaluate_row_count(runtime_, skip_.count));
    }
    while (true) {
      KITH_TRY(bool more, input_->next(out));
      if (!more) return false;
      KITH_DO(runtime_.control().check());
      if (*left_ >= out.rows) {
        *left_ -= out.rows;
        continue;
      }
      if (*left_ > 0) out = slice_rows(out, static_cast<std::size_t>(*left_), out.rows);
      *left_ = 0;
      return true;
    }
  }

  void reset() override {
    InputOperator::reset();
    left_.reset();
  }

 private:
  const plan::Skip& skip_;
  std::optional<std::uint64_t> left_;
};

class LimitOperator : public InputOperator {
 public:
  LimitOperator(Runtime& runtime, const plan::Limit& limit, OperatorPtr input, bool drains)
      : InputOperator(runtime, std::move(input)), limit_(limit), drains_(drains) {}

  Result<bool> next(Batch& out) override {
    if (!left_) {
      KITH_TRY(left_, evaluate_row_count(runtime_, limit_.count));
    }
    if (*left_ == 0) {
      KITH_DO(drain_rest());
      return false;
    }
    KITH_TRY(bool more, input_->next(out));
    if (!more) {
      drained_ = true;
      return false;
    }
    if (out.rows > *left_) out = slice_rows(out, 0, static_cast<std::size_t>(*left_));
    *left_ -= out.rows;
    if (*left_ == 0) KITH_DO(drain_rest());
    return true;
  }

  void reset() override {
    InputOperator::reset();
    left_.reset();
    drained_ = false;
  }

 private:
  Status drain_rest() {
    Batch ignored;
    while (drains_ && !drained_) {
      KITH_TRY(bool more, input_->next(ignored));
      drained_ = !more;
    }
    return ok();
  }

  const plan::Limit& limit_;
  bool drains_;
  bool drained_ = false;
  std::optional<std::uint64_t> left_;
};

class EmptyResultOperator : public InputOperator {
 public:
  using InputOperator::InputOperator;

  Result<bool> next(Batch& out) override {
    while (true) {
      KITH_TRY(bool more, input_->next(out));
      if (!more) return false;
      KITH_DO(runtime_.control().check());
    }
  }
};

}  // namespace

OperatorPtr make_filter(Runtime& runtime, const plan::Filter& filter, OperatorPtr input) {
  return std::make_unique<FilterOperator>(runtime, filter, std::move(input));
}

OperatorPtr make_project(Runtime& runtime, const plan::Project& project, OperatorPtr input) {
  return std::make_unique<ProjectOperator>(runtime, project, std::move(input));
}

OperatorPtr make_unwind(Runtime& runtime, const plan::Unwind& unwind, OperatorPtr input) {
  return std::make_unique<UnwindOperator>(runtime, unwind, std::move(input));
}

OperatorPtr make_skip(Runtime& runtime, const plan::Skip& skip, OperatorPtr input) {
  return std::make_unique<SkipOperator>(runtime, skip, std::move(input));
}

OperatorPtr make_limit(Runtime& runtime, const plan::Limit& limit, OperatorPtr input, bool drains) {
  return std::make_unique<LimitOperator>(runtime, limit, std::move(input), drains);
}

OperatorPtr make_empty_result(Runtime& runtime, OperatorPtr input) {
  return std::make_unique<EmptyResultOperator>(runtime, std::move(input));
}

}  // namespace kith::exec
