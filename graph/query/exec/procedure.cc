// ProcedureCall: the procedure is run for each input row, which stands beside each row it gives.
#include "query/exec/evaluate.h"
#include "query/exec/open.h"

namespace kith::exec {
namespace {

class ProcedureCallOperator : public InputOperator {
 public:
  ProcedureCallOperator(Runtime& runtime, const plan::ProcedureCall& call, OperatorPtr input)
      : InputOperator(runtime, std::move(input)), call_(call) {}

  Result<bool> next(Batch& out) override {
    while (true) {
      if (!in_batch_) {
        KITH_TRY(bool more, input_->next(batch_));
        if (!more) return false;
        KITH_DO(evaluate_arguments());
        in_batch_ = true;
        row_ = 0;
        in_row_ = false;
      }
      KITH_DO(runtime_.control().check());
      if (!in_row_) {
        KITH_DO(run_row());
        in_row_ = true;
        place_ = 0;
      } else if (place_ >= result_rows_) {
        KITH_DO(take_part());
      }
      std::size_t count = std::min(result_rows_ - place_, runtime_.batch_rows());
      if (count > 0) give(out, count);
      place_ += count;
      if (place_ >= result_rows_ && source_ == nullptr) {
        in_row_ = false;
        if (++row_ >= batch_.rows) in_batch_ = false;
      }
      if (count > 0) return true;
    }
  }

  void reset() override {
    InputOperator::reset();
    in_batch_ = false;
    source_ = nullptr;
  }

 private:
  Status evaluate_arguments() {
    arguments_.clear();
    for (const plan::Expr& expr : call_.arguments) {
      KITH_TRY(ColumnPtr column, evaluate(runtime_, expr, batch_));
      arguments_.push_back(std::move(column));
    }
    return ok();
  }

  Status run_row() {
    std::vector<Value> values;
    for (const ColumnPtr& column : arguments_) values.push_back(column->value(row_));
    outputs_.clear();
    held_.release();
    if (call_.procedure->open) {
      auto source = call_.procedure->open(runtime_.call(), values);
      if (!source.is_ok()) return failed(std::move(source).error());
      source_ = *std::move(source);
      return take_part();
    }
    std::uint64_t before = MemoryHold::used(runtime_.control());
    Status status = call_.procedure->run(runtime_.call(), values, outputs_);
    held_.adopt(before);
    if (!status.is_ok()) return failed(std::move(status).error());
    if (call_.procedure->outputs.empty())
      result_rows_ = 1;
    else
      result_rows_ = outputs_.empty() ? 0 : outputs_[0].size();
    return ok();
  }

  /// The next rows of the source, which goes after its last.
  Status take_part() {
    Status status = source_->next(runtime_.call(), runtime_.batch_rows(), outputs_);
    if (!status.is_ok()) return failed(std::move(status).error());
    place_ = 0;
    result_rows_ = outputs_.empty() ? 0 : outputs_[0].size();
    if (result_rows_ == 0) source_ = nullptr;
    return ok();
  }

  Error failed(Error error) const {
    return call_.arguments.empty() ? error : located(std::move(error), call_.arguments.front());
  }

  void give(Batch& out, std::size_t count) const {
    std::vector<std::uint32_t> input_rows(count, static_cast<std::uint32_t>(row_)), rows;
    for (std::size_t i = 0; i < count; ++i) rows.push_back(static_cast<std::uint32_t>(place_ + i));
    out = batch_.gather(input_rows);
    for (const auto& [output, slot] : call_.yields) out.set(slot, outputs_[output].gather(rows));
  }

  const plan::ProcedureCall& call_;
  Batch batch_;
  std::vector<ColumnPtr> arguments_;
  std::vector<Column> outputs_;
  std::unique_ptr<function::RowSource> source_;  // null: all rows of the call are in outputs_
  MemoryHold held_{runtime_.control()};
  std::size_t result_rows_ = 0;
  bool in_batch_ = false;
  bool in_row_ = false;
  std::size_t row_ = 0;
  std::size_t place_ = 0;
};

}  // namespace

OperatorPtr make_procedure_call(Runtime& runtime, const plan::ProcedureCall& call, OperatorPtr input) {
  return std::make_unique<ProcedureCallOperator>(runtime, call, std::move(input));
}

}  // namespace kith::exec
