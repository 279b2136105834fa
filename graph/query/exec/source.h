// Leaves that read entities, and their product with the rows of an input.
//
// A scan or seek without an input gives its entities once; with one it gives, for each input row in turn,
// the row beside every entity found for it. SourceOperator does the combining; a subclass finds entities.
#pragma once

#include <vector>

#include "query/exec/operator.h"

namespace kith::exec {

/// `Element` is what is found: NodeId, or EdgeRef for scans of edges.
template <class Element>
class SourceOperator : public Operator {
 public:
  SourceOperator(Runtime& runtime, OperatorPtr input) : runtime_(runtime), input_(std::move(input)) {}

  Result<bool> next(Batch& out) final {
    while (true) {
      if (!in_batch_) {
        if (input_ != nullptr) {
          KITH_TRY(bool more, input_->next(batch_));
          if (!more) return false;
        } else {
          if (ended_) return false;
          ended_ = true;
          batch_ = runtime_.new_batch(1);
        }
        KITH_DO(start_batch(batch_));
        in_batch_ = true;
        row_ = 0;
        in_row_ = false;
      }
      KITH_DO(runtime_.control().check());
      found_.clear();
      rows_.clear();
      while (row_ < batch_.rows && found_.size() < runtime_.batch_rows()) {
        if (!in_row_) {
          KITH_DO(start_row(batch_, row_));
          in_row_ = true;
        }
        std::size_t before = found_.size();
        KITH_TRY(bool more, find_more(found_, runtime_.batch_rows() - before));
        rows_.insert(rows_.end(), found_.size() - before, static_cast<std::uint32_t>(row_));
        if (!more) {
          in_row_ = false;
          ++row_;
        }
      }
      if (row_ >= batch_.rows) in_batch_ = false;
      if (found_.empty()) continue;
      if (input_ != nullptr)
        out = batch_.gather(rows_);
      else
        out = runtime_.new_batch(found_.size());
      give(found_, out);
      return true;
    }
  }

  void reset() final {
    if (input_ != nullptr) input_->reset();
    in_batch_ = false;
    ended_ = false;
  }

 protected:
  /// Evaluates what is the same for a batch.
  virtual Status start_batch(const Batch&) { return ok(); }

  virtual Status start_row(const Batch& batch, std::size_t row) = 0;
  /// Appends up to about `count_max` elements of the row; false when it has no more.
  virtual Result<bool> find_more(std::vector<Element>& found, std::size_t count_max) = 0;
  /// Sets the columns of what was found.
  virtual void give(const std::vector<Element>& found, Batch& out) = 0;

  Runtime& runtime_;

 private:
  OperatorPtr input_;
  Batch batch_;
  bool ended_ = false;
  bool in_batch_ = false;
  bool in_row_ = false;
  std::size_t row_ = 0;
  std::vector<Element> found_;
  std::vector<std::uint32_t> rows_;
};

inline void set_nodes(Batch& out, Slot slot, const std::vector<NodeId>& nodes) {
  Column column(ColumnKind::kNode, nodes.size());
  column.mutable_nodes() = nodes;
  out.set(slot, std::move(column));
}

}  // namespace kith::exec
