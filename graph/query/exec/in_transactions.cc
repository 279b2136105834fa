// CALL { … } IN TRANSACTIONS: the subquery is run for some rows at a time, each time in a transaction of its own.
//
//     LOAD CSV FROM 'people.csv' AS line            reads the view the statement began with
//     CALL (line) { CREATE (:Person {name: line[0]}) } IN TRANSACTIONS OF 500 ROWS
//                                                   each reads what is committed as it begins, its own and others'
//     RETURN count(*)                               reads what is committed after the last of them
//
// So there are three runtimes: one for the operators below, one for each transaction, and that of the operators above,
// which turns to the new view when the last transaction has ended. Memory of a transaction goes with it; what stays of
// its rows are the columns that are read above. A transaction that another one got ahead of is run again.
#include <utility>

#include "query/exec/evaluate.h"
#include "query/exec/open.h"
#include "query/plan/reads.h"

namespace kith::exec {
namespace {

constexpr std::uint64_t kBatchRowsDefault = 1000;

/// As for statements: a conflict is tried again, from the fourth time on with nobody else committing.
constexpr int kTriesMax = 10;
constexpr int kFreeTries = 3;

/// Whether ON ERROR may go on after it: it says something about the rows, not about the statement or the store.
bool is_of_the_rows(const Error& error) {
  switch (error.code) {
    case ErrorCode::kSyntax:
    case ErrorCode::kSemantic:
    case ErrorCode::kParameterMissing:
    case ErrorCode::kType:
    case ErrorCode::kArgument:
    case ErrorCode::kArithmetic:
    case ErrorCode::kNotFound:
    case ErrorCode::kAlreadyExists:
    case ErrorCode::kConstraint:
    case ErrorCode::kConstraintVerification:
    case ErrorCode::kProcedure:
    case ErrorCode::kConflict:
    case ErrorCode::kLimit:
    case ErrorCode::kUnsupported: return true;
    case ErrorCode::kSchema:
    case ErrorCode::kCancelled:
    case ErrorCode::kTimeout:
    case ErrorCode::kReadOnly:
    case ErrorCode::kLocked:
    case ErrorCode::kCorruption:
    case ErrorCode::kIo:
    case ErrorCode::kCommitUnknown:
    case ErrorCode::kClosed:
    case ErrorCode::kProtocol:
    case ErrorCode::kInternal: return false;
  }
  return false;
}

void add(const Changes& some, Changes& all) {
  all.nodes_created += some.nodes_created;
  all.nodes_deleted += some.nodes_deleted;
  all.edges_created += some.edges_created;
  all.edges_deleted += some.edges_deleted;
  all.properties_set += some.properties_set;
  all.labels_added += some.labels_added;
  all.labels_removed += some.labels_removed;
}

/// Gives the rows of one transaction to its subquery.
class GivenRows : public Operator {
 public:
  explicit GivenRows(const std::vector<Batch>& batches) : batches_(batches) {}

  Result<bool> next(Batch& out) override {
    if (given_ >= batches_.size()) return false;
    out = batches_[given_++];
    return true;
  }

  void reset() override { given_ = 0; }

 private:
  const std::vector<Batch>& batches_;
  std::size_t given_ = 0;
};

class CallInTransactionsOperator : public Operator {
 public:
  CallInTransactionsOperator(Runtime& runtime, const plan::CallInTransactions& call, const plan::Operator& op)
      : runtime_(runtime),
        call_(call),
        subplan_(op.inputs[1]),
        writes_(writes(subplan_)),
        schema_version_(runtime.reader().catalog().schema_version),
        below_(runtime.shared_plan(), seeded(runtime)) {}

  Status open(const plan::Operator& input) {
    KITH_TRY(input_, open_operator(below_, input, nullptr));
    const auto* expand = std::get_if<plan::Expand>(&input.body);
    if (expand != nullptr && expand->unflat) input_ = make_flatten(below_, std::move(input_));
    return ok();
  }

  Result<bool> next(Batch& out) override {
    if (!ran_) {
      ran_ = true;
      KITH_DO(run());
    }
    if (given_ >= results_.size()) return false;
    out = std::move(results_[given_++]);
    return true;
  }

  /// Never inside a subplan, so that it runs once.
  void reset() override {}

 private:
  static ExecContext seeded(Runtime& runtime) {
    ExecContext context = runtime.context();
    context.random_seed = runtime.next_seed();
    return context;
  }

  Status run() {
    KITH_TRY(rows_max_, batch_rows());
    while (true) {
      KITH_TRY(const bool more, take_rows());
      if (!more) break;
      KITH_DO(runtime_.control().check());
      KITH_DO(run_rows());
      rows_held_.release();
    }
    rows_.clear();
    input_.reset();
    return runtime_.begin_own_transaction(writes_above_transactions(runtime_.plan().root));
  }

  Result<std::uint64_t> batch_rows() {
    if (!call_.in.batch_rows) return kBatchRowsDefault;
    KITH_TRY(const std::uint64_t rows, evaluate_row_count(below_, *call_.in.batch_rows));
    if (rows == 0)
      return Error{.code = ErrorCode::kArgument,
                   .message = "a transaction of CALL { … } IN TRANSACTIONS takes at least one row, not 0",
                   .detail = "InvalidArgumentValue",
                   .span = call_.in.batch_rows->span};
    return rows;
  }

  /// The rows of the next transaction; false after the last.
  Result<bool> take_rows() {
    rows_.clear();
    std::uint64_t count = 0;
    while (count < rows_max_) {
      if (rest_at_ >= rest_.rows) {
        if (input_ended_) break;
        KITH_TRY(const bool more, input_->next(rest_));
        rest_at_ = 0;
        if (!more) {
          input_ended_ = true;
          rest_.rows = 0;
          break;
        }
      }
      const std::size_t taken = static_cast<std::size_t>(std::min<std::uint64_t>(rows_max_ - count, rest_.rows - rest_at_));
      rows_.push_back(slice_rows(rest_, rest_at_, rest_at_ + taken));
      KITH_DO(rows_held_.take(size_bytes(rows_.back())));
      rest_at_ += taken;
      count += taken;
    }
    return count > 0;
  }

  Status run_rows() {
    if (is_broken_) return keep(std::move(rows_), true, status_of(false, false, Value::null()));
    ++number_;
    std::vector<Batch> results;
    Status status = run_until_committed(results);
    if (status) return keep(std::move(results), false, status_of(true, true, Value::null()));
    if (call_.in.on_error == OnError::kFail || !is_of_the_rows(status.error())) return status;
    is_broken_ = call_.in.on_error == OnError::kBreak;
    return keep(std::move(rows_), true, status_of(true, false, Value(status.error().to_text())));
  }

  Status run_until_committed(std::vector<Batch>& results) {
    for (int tries = 1;; ++tries) {
      storage::CommitGate gate;
      if (tries > kFreeTries) {
        KITH_TRY(gate, store().take_gate(runtime_.control()));
      }
      Status status = run_once(results);
      if (status || status.error().code != ErrorCode::kConflict || tries == kTriesMax) return status;
      KITH_DO(runtime_.control().check());
    }
  }

  Status run_once(std::vector<Batch>& results) {
    results.clear();
    KITH_TRY(storage::Transaction transaction, store().begin(!writes_));
    if (transaction.reader().catalog().schema_version != schema_version_)
      return Error{.code = ErrorCode::kSchema,
                   .message = "indexes or constraints were changed while CALL { … } IN TRANSACTIONS ran",
                   .detail = "SchemaChanged",
                   .hint = "run the statement again for the rows that are left"};
    Changes changes;
    KITH_DO(run_in(transaction, changes, results));
    if (writes_) {
      KITH_DO(transaction.verify_deletions());
      KITH_DO(transaction.commit(runtime_.context().transactions.durability));
    }
    add(changes, runtime_.changes());
    return ok();
  }

  Status run_in(storage::Transaction& transaction, Changes& changes, std::vector<Batch>& results) {
    ExecContext context = seeded(runtime_);
    context.reader = &transaction.reader();
    context.transaction = &transaction;
    context.changes = &changes;
    Runtime inside(runtime_.shared_plan(), context);
    KITH_TRY(std::unique_ptr<Subplan> subplan, Subplan::open(inside, subplan_));
    const plan::Apply apply{call_.optional, call_.optional ? call_.columns : std::vector<Slot>{}};
    auto given = std::make_unique<GivenRows>(rows_);
    OperatorPtr root = call_.unit ? make_for_each(inside, std::move(given), std::move(subplan))
                                  : make_apply(inside, apply, std::move(given), std::move(subplan), writes_);
    MemoryHold held(inside.control());
    KITH_TRY(results, drain(inside, *root, held));
    return ok();
  }

  /// Keeps what is read above of rows that a transaction gave, or (`failed`) was begun with.
  Status keep(std::vector<Batch> batches, bool failed, const Value& status) {
    for (Batch& batch : batches) {
      Batch kept = runtime_.new_batch(batch.rows);
      for (const Slot slot : call_.keep)
        if (batch.has(slot)) kept.slots[slot] = std::move(batch.slots[slot]);
      if (failed)
        for (const Slot slot : call_.columns) kept.set(slot, Column::constant(Value::null(), kept.rows));
      if (call_.in.status != kNoSlot) kept.set(call_.in.status, Column::constant(status, kept.rows));
      KITH_DO(results_held_.take(size_bytes(kept)));
      results_.push_back(std::move(kept));
    }
    return ok();
  }

  Value status_of(bool started, bool committed, Value message) const {
    if (call_.in.status == kNoSlot) return Value::null();
    std::vector<Map::Entry> entries;
    entries.emplace_back("started", Value(started));
    entries.emplace_back("committed", Value(committed));
    entries.emplace_back("transactionId", started ? Value("transaction-" + std::to_string(number_)) : Value::null());
    entries.emplace_back("errorMessage", std::move(message));
    return Value(Map(std::move(entries)));
  }

  storage::Store& store() const noexcept { return *runtime_.context().transactions.store; }

  Runtime& runtime_;
  const plan::CallInTransactions& call_;
  const plan::Operator& subplan_;
  const bool writes_;
  const std::uint64_t schema_version_;
  Runtime below_;
  OperatorPtr input_;

  std::uint64_t rows_max_ = 0;
  bool input_ended_ = false;
  Batch rest_;  // of the input, from row rest_at_ on
  std::size_t rest_at_ = 0;
  std::vector<Batch> rows_;  // of the transaction under way
  MemoryHold rows_held_{runtime_.control()};

  std::uint64_t number_ = 0;
  bool is_broken_ = false;
  bool ran_ = false;
  std::vector<Batch> results_;
  MemoryHold results_held_{runtime_.control()};
  std::size_t given_ = 0;
};

}  // namespace

Result<OperatorPtr> open_call_in_transactions(Runtime& runtime, const plan::CallInTransactions& call,
                                              const plan::Operator& op) {
  auto opened = std::make_unique<CallInTransactionsOperator>(runtime, call, op);
  KITH_DO(opened->open(op.inputs[0]));
  return OperatorPtr(std::move(opened));
}

}  // namespace kith::exec
