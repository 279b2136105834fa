// Operators that work on rows one batch at a time: Filter, Project, Unwind, Skip, Limit, EmptyResult.
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

class UnwindOperator : public InputOperator {
 public:
  UnwindOperator(Runtime& runtime, const plan::Unwind& unwind, OperatorPtr input)
      : InputOperator(runtime, std::move(input)), unwind_(unwind) {}

  Result<bool> next(Batch& out) override {
    while (true) {
      if (!in_batch_) {
        KITH_TRY(bool more, input_->next(batch_));
        if (!more) return false;
        KITH_TRY(lists_, evaluate(runtime_, unwind_.list, batch_));
        in_batch_ = true;
        row_ = place_ = 0;
      }
      KITH_DO(runtime_.control().check());
      std::vector<std::uint32_t> rows;
      std::vector<Value> elements, positions;
      while (row_ < batch_.rows && rows.size() < runtime_.batch_rows()) take_row(rows, elements, positions);
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
  /// As many elements of the current row as fit. What is no list stands for a list of itself, null for none.
  void take_row(std::vector<std::uint32_t>& rows, std::vector<Value>& elements, std::vector<Value>& positions) {
    const auto number = [&](std::size_t count) {
      if (unwind_.position == kNoSlot) return;
      for (std::size_t i = place_; i < place_ + count; ++i)
        positions.emplace_back(unwind_.first + static_cast<std::int64_t>(i));
    };
    Value value = lists_->value(row_);
    if (value.kind() == Kind::kList) {
      const List& list = value.as_list();
      std::size_t count = std::min(list.size() - place_, runtime_.batch_rows() - rows.size());
      for (std::size_t i = place_; i < place_ + count; ++i) elements.push_back(list[i]);
      number(count);
      rows.insert(rows.end(), count, static_cast<std::uint32_t>(row_));
      place_ += count;
      if (place_ < list.size()) return;
    } else if (!value.is_null()) {
      elements.push_back(std::move(value));
      rows.push_back(static_cast<std::uint32_t>(row_));
      number(1);
    }
    ++row_;
    place_ = 0;
  }

  const plan::Unwind& unwind_;
  Batch batch_;
  ColumnPtr lists_;
  bool in_batch_ = false;
  std::size_t row_ = 0;
  std::size_t place_ = 0;
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
