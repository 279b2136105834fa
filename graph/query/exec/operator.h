// The interface of operators: each gives batches, pulled from its inputs.
//
//     Batch batch;
//     while (true) {
//       KITH_TRY(bool more, input.next(batch));
//       if (!more) break;
//       ...
//     }
//
// One virtual call a batch. An operator owns its inputs; the Runtime outlives it.
#pragma once

#include <memory>
#include <vector>

#include "kith/status.h"
#include "query/exec/runtime.h"
#include "value/batch.h"

namespace kith::exec {

class Operator {
 public:
  virtual ~Operator() = default;
  Operator() = default;
  Operator(const Operator&) = delete;
  Operator& operator=(const Operator&) = delete;

  /// The next batch, with at least one row; false at the end, and then `out` is unspecified. Not called again
  /// after the end or an error, unless reset.
  virtual Result<bool> next(Batch& out) = 0;

  /// Begins anew, as if just opened: subplans are run again and again.
  virtual void reset() = 0;
};

using OperatorPtr = std::unique_ptr<Operator>;

/// An operator over one input.
class InputOperator : public Operator {
 public:
  InputOperator(Runtime& runtime, OperatorPtr input) : runtime_(runtime), input_(std::move(input)) {}

  void reset() override { input_->reset(); }

 protected:
  Runtime& runtime_;
  OperatorPtr input_;
};

/// An operator that takes all of its input before it gives its first row.
class MaterialisingOperator : public InputOperator {
 public:
  using InputOperator::InputOperator;

  Result<bool> next(Batch& out) final {
    if (!ran_) {
      ran_ = true;
      KITH_DO(run());
    }
    return give(out);
  }

  void reset() override {
    InputOperator::reset();
    ran_ = false;
    held_.release();
  }

 protected:
  virtual Status run() = 0;
  virtual Result<bool> give(Batch& out) = 0;

  MemoryHold held_{runtime_.control()};

 private:
  bool ran_ = false;
};

/// Every batch of `input`, held in memory on the account of `held`.
Result<std::vector<Batch>> drain(Runtime& runtime, Operator& input, MemoryHold& held);

/// Rows [begin, end) of a flat batch.
Batch slice_rows(const Batch& batch, std::size_t begin, std::size_t end);

/// All rows of `batches` as one; slots alive in only some of them are null elsewhere.
Batch concatenate(const Runtime& runtime, const std::vector<Batch>& batches);

}  // namespace kith::exec
