// What every edge of a variable-length pattern must fulfil, tried on many edges at once.
//
//     EdgeTest test(runtime, expand);
//     KITH_DO(test.start(batch));                  // once a batch of start nodes
//     KITH_TRY(fits, test.fits(row, edges));       // fits[i]: whether edges[i] may be walked from that row
#pragma once

#include <vector>

#include "query/exec/evaluate.h"

namespace kith::exec {

/// `expand` and the batch outlive it.
class EdgeTest {
 public:
  EdgeTest(Runtime& runtime, const plan::ExpandVariable& expand);

  /// Whether there is anything to be tested.
  bool tests() const noexcept { return expand_.edge_properties || !expand_.edge_predicates.empty(); }

  Status start(const Batch& batch);

  Result<std::vector<bool>> fits(std::size_t row, const std::vector<EdgeRef>& edges);

 private:
  Runtime& runtime_;
  const plan::ExpandVariable& expand_;
  std::vector<UsedSlots> used_;  ///< by predicate
  const Batch* batch_ = nullptr;
  ColumnPtr properties_;
};

}  // namespace kith::exec
