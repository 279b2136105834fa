// What the writing operators share: making nodes and edges, and setting properties and labels.
//
// Each writing operator takes all of its input, makes all of its writes, and only then gives its rows, so
// that no read of the statement meets a write of the same clause.
#pragma once

#include <vector>

#include "query/exec/evaluate.h"
#include "query/exec/operator.h"

namespace kith::exec {

using Properties = storage::Transaction::Properties;

/// The base of writing operators: a subclass changes the graph, and each batch where that binds new slots.
class WriteOperator : public MaterialisingOperator {
 public:
  using MaterialisingOperator::MaterialisingOperator;

 protected:
  Status run() final {
    given_ = 0;
    KITH_TRY(batches_, drain(runtime_, *input_, held_));
    return write(batches_);
  }

  Result<bool> give(Batch& out) final {
    if (given_ >= batches_.size()) return false;
    out = std::move(batches_[given_++]);
    return true;
  }

  virtual Status write(std::vector<Batch>& batches) = 0;

 private:
  std::vector<Batch> batches_;
  std::size_t given_ = 0;
};

/// A map as properties, with tokens for its keys; nulls are left out.
Result<Properties> properties_of(Runtime& runtime, const Map& map);

/// The columns of a node's or edge's properties, evaluated ahead of the writes.
Result<std::vector<ColumnPtr>> evaluate_element_properties(Runtime& runtime, const plan::Create& create,
                                                           const Batch& batch);

/// Creates the elements for each row of the batch and sets their slots. `properties` as given by
/// evaluate_element_properties for the same batch.
Status create_elements(Runtime& runtime, const plan::Create& create, const std::vector<ColumnPtr>& properties,
                       Batch& batch);

/// Does the items in order for each row in turn. Later items and rows see what earlier ones did.
Status set_items(Runtime& runtime, const std::vector<plan::SetItem>& items, const Batch& batch);

}  // namespace kith::exec
