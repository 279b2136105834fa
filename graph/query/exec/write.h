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

/// What one element of CREATE or MERGE is made with.
struct ElementValues {
  ColumnPtr properties = {};           ///< null: none
  std::vector<ColumnPtr> names = {};   ///< of each $(…): labels of a node, the type of an edge
};

/// The values of every element, evaluated ahead of the writes; empty where they ask an element of the same clause.
Result<std::vector<ElementValues>> evaluate_elements(Runtime& runtime, const plan::Create& create, const Batch& batch);

/// The type of an edge that has it from a value.
Result<std::string> dynamic_type_of(const plan::CreateEdge& element, const ElementValues& values, std::size_t row);

/// Creates the elements for each row of the batch and sets their slots. `values` as given by evaluate_elements for
/// the same batch.
Status create_elements(Runtime& runtime, const plan::Create& create, const std::vector<ElementValues>& values,
                       Batch& batch);

/// Does the items in order for each row in turn. Later items and rows see what earlier ones did.
Status set_items(Runtime& runtime, const std::vector<plan::SetItem>& items, const Batch& batch);

}  // namespace kith::exec
