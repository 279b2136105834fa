// One statement on its way through exec: opening a plan, taking its rows, running the writing ones.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "api/engine.h"
#include "api/plan_cache.h"
#include "api/plan_source.h"
#include "base/run_control.h"
#include "kith/options.h"
#include "kith/query.h"
#include "kith/status.h"
#include "query/exec/execution.h"
#include "storage/reader.h"
#include "storage/transaction.h"
#include "value/batch.h"

namespace kith::api {

/// An open execution with all that it points to. Pinned; must not outlive the reader and transaction.
class Running {
 public:
  Running(KnownPtr statement, const Parameters& parameters, const RunOptions& options, std::uint64_t memory_bytes,
          const RunControl& control, const storage::Reader& reader, storage::Transaction* transaction,
          const exec::TransactionsContext& transactions = {});
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  Status open();

  /// The next row, nodes and edges in full; false after the last.
  Result<bool> next(List& row);

  /// Commits what is not the transaction's of the constructor; after the last row.
  Status commit() { return execution_->commit(); }

  const Changes& changes() const noexcept { return changes_; }

  const PlanSource& plan() const noexcept { return plan_source_; }

 private:
  KnownPtr statement_;
  PlanSource plan_source_;
  Parameters parameters_;
  MemoryAccount memory_;
  Changes changes_;
  exec::ExecContext context_;
  std::unique_ptr<exec::Execution> execution_;
  Batch batch_;
  std::size_t at_ = 0;
};

/// The rows of a statement that has run to its end.
struct Finished {
  std::vector<List> rows = {};
  Changes changes = {};
  PlanSource plan = {};
  std::vector<Warning> warnings = {};
};

/// Runs a writing statement in `transaction`. After an error nothing of it remains there.
Result<Finished> run_writing(const KnownPtr& statement, const Parameters& parameters, const RunOptions& options,
                             std::uint64_t memory_bytes, const RunControl& control, storage::Transaction& transaction);

/// Runs a plan that holds CALL { … } IN TRANSACTIONS, whose transactions begin in `store`. After an error those that
/// were committed remain.
Result<Finished> run_in_transactions(const KnownPtr& statement, const Parameters& parameters, const RunOptions& options,
                                     std::uint64_t memory_bytes, const RunControl& control,
                                     const storage::Reader& reader, storage::Store& store, Durability durability);

/// Runs CREATE/DROP INDEX/CONSTRAINT.
Result<Finished> run_schema(const semantic::SchemaCommand& command, const Parameters& parameters, storage::Store& store,
                            const RunControl& control);
/// The same in an open transaction, which makes it real when it commits.
Result<Finished> run_schema(const semantic::SchemaCommand& command, const Parameters& parameters,
                            storage::Transaction& transaction);

std::vector<std::string> column_names(const plan::PhysicalPlan& plan);

/// EXPLAIN: a row for each line of the plan's text.
Finished explained(const KnownPtr& statement, const storage::Catalog& catalog);

}  // namespace kith::api
