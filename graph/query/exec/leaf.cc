// The leaves without a graph behind them: one empty row, and the rows a subplan was started with.
#include "query/exec/open.h"

namespace kith::exec {
namespace {

class UnitOperator : public Operator {
 public:
  explicit UnitOperator(Runtime& runtime) : runtime_(runtime) {}

  Result<bool> next(Batch& out) override {
    if (given_) return false;
    given_ = true;
    out = runtime_.new_batch(1);
    return true;
  }

  void reset() override { given_ = false; }

 private:
  Runtime& runtime_;
  bool given_ = false;
};

class ArgumentOperator : public Operator {
 public:
  explicit ArgumentOperator(const Batch& rows) : rows_(rows) {}

  Result<bool> next(Batch& out) override {
    if (given_ || rows_.rows == 0) return false;
    given_ = true;
    out = rows_;
    return true;
  }

  void reset() override { given_ = false; }

 private:
  const Batch& rows_;
  bool given_ = false;
};

}  // namespace

OperatorPtr make_unit(Runtime& runtime) { return std::make_unique<UnitOperator>(runtime); }

OperatorPtr make_argument(Runtime&, const Batch& argument) { return std::make_unique<ArgumentOperator>(argument); }

}  // namespace kith::exec
