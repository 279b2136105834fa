// GraphView::of: the one way from a public transaction to a graph for algorithms.
#include "algo/build.h"
#include "api/transaction_impl.h"
#include "kith/algorithm.h"

namespace kith {

Result<GraphView> GraphView::of(Transaction& transaction, const GraphViewOptions& options) {
  KITH_TRY(const Transaction::Impl::Use held, transaction.impl_->use());
  // The arrays are the caller's, not a statement's: interrupt() ends the call, no account bounds it.
  const RunControl control = transaction.impl_->scope->store->control_for({});
  algo::MemoryHold memory(control);
  return algo::build(held.reader(), options, control, memory);
}

}  // namespace kith
