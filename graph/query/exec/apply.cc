// Apply and ForEach: a subplan is run for the rows of the input.
#include "query/exec/open.h"

namespace kith::exec {
namespace {

class ApplyOperator : public InputOperator {
 public:
  ApplyOperator(Runtime& runtime, const plan::Apply& apply, OperatorPtr input, std::unique_ptr<Subplan> subplan,
                bool is_barrier)
      : InputOperator(runtime, std::move(input)),
        apply_(apply),
        subplan_(std::move(subplan)),
        is_barrier_(is_barrier) {}

  Result<bool> next(Batch& out) override {
    if (!is_barrier_) return next_row_by_row(out);
    if (!ran_) {
      ran_ = true;
      KITH_DO(run_all());
    }
    if (given_ >= results_.size()) return false;
    out = std::move(results_[given_++]);
    return true;
  }

  void reset() override {
    InputOperator::reset();
    running_ = ran_ = false;
    taken_.clear();
    results_.clear();
    given_ = 0;
    held_.release();
  }

 private:
  /// Takes all input, then makes all runs, then gives: the subplan writes.
  Status run_all() {
    KITH_TRY(taken_, drain(runtime_, *input_, held_));
    next_taken_ = 0;
    Batch batch;
    while (true) {
      KITH_TRY(bool more, next_row_by_row(batch));
      if (!more) return ok();
      KITH_DO(held_.take(size_bytes(batch)));
      results_.push_back(std::move(batch));
    }
  }

  Result<bool> next_input(Batch& batch) {
    if (!is_barrier_) return input_->next(batch);
    if (next_taken_ >= taken_.size()) return false;
    batch = std::move(taken_[next_taken_++]);
    return true;
  }

  Result<bool> next_row_by_row(Batch& out) {
    while (true) {
      if (!running_) {
        Batch arguments;
        KITH_TRY(bool more, next_input(arguments));
        if (!more) return false;
        KITH_DO(subplan_->start(arguments));
        running_ = true;
        first_unseen_ = 0;
      }
      KITH_DO(runtime_.control().check());
      Batch rows;
      KITH_TRY(bool more, subplan_->next(rows));
      std::vector<std::uint32_t> arguments_of, rows_of;
      if (more) {
        auto owners = rows[subplan_->row_slot()].integers();
        for (std::uint32_t row = 0; row < rows.rows; ++row) {
          auto owner = static_cast<std::uint32_t>(owners[row]);
          add_unmatched(owner, arguments_of, rows_of);
          first_unseen_ = std::max(first_unseen_, owner + 1);
          arguments_of.push_back(owner);
          rows_of.push_back(row);
        }
      } else {
        running_ = false;
        rows = runtime_.new_batch(0);
        add_unmatched(static_cast<std::uint32_t>(subplan_->arguments().rows), arguments_of, rows_of);
      }
      if (arguments_of.empty()) continue;
      out = combine(runtime_, subplan_->arguments(), arguments_of, rows, rows_of);
      for (Slot slot : apply_.nulls)
        if (apply_.optional && !out.has(slot)) out.set(slot, Column::constant(Value::null(), out.rows));
      out.slots[subplan_->row_slot()] = nullptr;
      return true;
    }
  }

  /// Argument rows before `owner` that had no row of the subplan, each with nulls.
  void add_unmatched(std::uint32_t owner, std::vector<std::uint32_t>& arguments_of,
                     std::vector<std::uint32_t>& rows_of) {
    if (!apply_.optional) return;
    for (; first_unseen_ < owner; ++first_unseen_) {
      arguments_of.push_back(first_unseen_);
      rows_of.push_back(kNoRow);
    }
  }

  const plan::Apply& apply_;
  std::unique_ptr<Subplan> subplan_;
  bool is_barrier_;
  bool running_ = false;
  std::uint32_t first_unseen_ = 0;

  bool ran_ = false;
  MemoryHold held_{runtime_.control()};
  std::vector<Batch> taken_, results_;
  std::size_t next_taken_ = 0;
  std::size_t given_ = 0;
};

class ForEachOperator : public MaterialisingOperator {
 public:
  ForEachOperator(Runtime& runtime, OperatorPtr input, std::unique_ptr<Subplan> body)
      : MaterialisingOperator(runtime, std::move(input)), body_(std::move(body)) {}

 protected:
  Status run() override {
    given_ = 0;
    KITH_TRY(batches_, drain(runtime_, *input_, held_));
    Batch ignored;
    for (const Batch& batch : batches_) {
      KITH_DO(body_->start(batch));
      while (true) {
        KITH_TRY(bool more, body_->next(ignored));
        if (!more) break;
      }
    }
    return ok();
  }

  Result<bool> give(Batch& out) override {
    if (given_ >= batches_.size()) return false;
    out = std::move(batches_[given_++]);
    return true;
  }

 private:
  std::unique_ptr<Subplan> body_;
  std::vector<Batch> batches_;
  std::size_t given_ = 0;
};

}  // namespace

OperatorPtr make_apply(Runtime& runtime, const plan::Apply& apply, OperatorPtr input, std::unique_ptr<Subplan> subplan,
                       bool is_barrier) {
  return std::make_unique<ApplyOperator>(runtime, apply, std::move(input), std::move(subplan), is_barrier);
}

OperatorPtr make_for_each(Runtime& runtime, OperatorPtr input, std::unique_ptr<Subplan> body) {
  return std::make_unique<ForEachOperator>(runtime, std::move(input), std::move(body));
}

}  // namespace kith::exec
