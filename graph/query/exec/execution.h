// Runs a physical plan: operators pull batches from their inputs, the caller pulls from the root.
//
//     KITH_TRY(auto execution, exec::open(plan, context));
//     Batch batch;
//     while (true) {
//       KITH_TRY(bool more, execution->next(batch));
//       if (!more) break;
//       use(batch[plan->columns[0].slot]);
//     }
#pragma once

#include <memory>
#include <string>

#include "base/run_control.h"
#include "function/function.h"
#include "kith/options.h"
#include "kith/status.h"
#include "query/plan/physical.h"
#include "storage/reader.h"
#include "storage/store.h"
#include "storage/transaction.h"
#include "value/batch.h"

namespace kith::exec {

class Profile;

/// What CALL { … } IN TRANSACTIONS runs with.
struct TransactionsContext {
  storage::Store* store = nullptr;  ///< where its transactions begin; null: it cannot be run
  Durability durability = Durability::kSync;
};

/// What a statement runs with; everything pointed to outlives the execution.
struct ExecContext {
  const storage::Reader* reader = nullptr;
  storage::Transaction* transaction = nullptr;  ///< null for a reading statement
  const Parameters* parameters = nullptr;
  const List* literals = nullptr;  ///< values of the lifted literals; null where none was lifted
  RunControl control = {};
  std::size_t batch_rows = kBatchRows;
  DateTime now = {};
  std::uint64_t random_seed = 0;
  Changes* changes = nullptr;
  Profile* profile = nullptr;  ///< if what the operators do is to be written down: made of the plan that is opened
  TransactionsContext transactions = {};
};

/// One run of a plan. One thread at a time. Batches it gives are dense and flat, with a column for each
/// output of the plan. A writing plan makes all its writes at the first next() at the latest.
class Execution {
 public:
  virtual ~Execution() = default;
  /// False at the end. Errors end the execution.
  virtual Result<bool> next(Batch& out) = 0;

  /// Where the entities of the last batch are to be read. Behind CALL { … } IN TRANSACTIONS not the reader of the
  /// context, but one of what was committed.
  virtual const storage::Reader& reader() const noexcept = 0;

  /// Commits what clauses behind CALL { … } IN TRANSACTIONS have written; after the last batch.
  virtual Status commit() = 0;
};

Result<std::unique_ptr<Execution>> open(std::shared_ptr<const plan::PhysicalPlan> plan, const ExecContext& context);

/// A value as users get it: node and edge references, also those inside lists, maps and paths, read in
/// full. An entity deleted by this transaction keeps its id (and an edge its ends and type).
Result<Value> materialise(const Value& value, const storage::Reader& reader);

}  // namespace kith::exec
