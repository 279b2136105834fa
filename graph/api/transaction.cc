// Transaction: its life, and statements in it. The calls without a query language are in graph_calls.cc.
#include "kith/transaction.h"

#include <utility>

#include "api/cursor_impl.h"
#include "api/statement.h"
#include "api/statement_impl.h"
#include "api/transaction_impl.h"

namespace kith {

namespace {

Error read_only_error() {
  return Error{.code = ErrorCode::kReadOnly, .message = "the transaction only reads", .detail = "ReadOnlyTransaction"};
}

}  // namespace

Result<Transaction::Impl::Use> Transaction::Impl::use() {
  if (scope->store->is_forked_child()) return api::forked_child_error();
  std::unique_lock lock(scope->mutex);
  if (scope->store->closed) return api::closed_error("the store");
  if (scope->body == nullptr) return api::closed_error("the transaction");
  return Use{std::move(lock), &*scope->body->transaction};
}

Result<Transaction::Impl::Use> Transaction::Impl::use_for_writing() {
  KITH_TRY(Use held, use());
  if (options.read_only) return read_only_error();
  scope->buffer_cursors();
  return held;
}

Result<Transaction> Store::begin(const TransactionOptions& options) {
  KITH_TRY(const auto call, impl_->enter());
  TransactionOptions actual = options;
  actual.read_only = options.read_only || impl_->options.read_only;
  auto body = std::make_unique<api::Scope::Body>();
  KITH_TRY(storage::Transaction transaction, impl_->storage->begin(actual.read_only, actual.serializable));
  body->transaction.emplace(std::move(transaction));
  auto scope = std::make_shared<api::Scope>(impl_, std::move(body));
  return Transaction(std::make_unique<Transaction::Impl>(std::move(scope), actual));
}

Transaction::Transaction(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}

Transaction::Transaction(Transaction&&) noexcept = default;

Transaction& Transaction::operator=(Transaction&& other) noexcept {
  if (this != &other) {
    rollback();
    impl_ = std::move(other.impl_);
  }
  return *this;
}

Transaction::~Transaction() { rollback(); }

Result<Cursor> Transaction::Impl::run(const api::Source& source, const Parameters& parameters,
                                      const RunOptions& run_options) {
  KITH_TRY(const Use transaction, use());
  Store::Impl& store = *scope->store;
  const RunControl control = store.control_for(run_options);
  KITH_TRY(const api::KnownPtr known, source.plan(parameters, run_options, transaction.reader()));
  const api::PlanPtr& plan = known->plan;
  if (plan->explain) return api::finished_cursor(scope->store, api::column_names(*plan), api::explained(known, transaction.reader().catalog()));
  if (plan->schema && options.read_only) return read_only_error();
  if (plan->schema) {
    KITH_TRY(api::Finished finished, api::run_schema(*plan->schema, parameters, *transaction.transaction));
    finished.plan = api::plan_source(plan);
    return api::finished_cursor(scope->store, {}, std::move(finished));
  }
  if (plan->in_transactions)
    return Error{.code = ErrorCode::kUnsupported,
                 .message = "CALL { … } IN TRANSACTIONS cannot be run in a transaction that is open",
                 .detail = "CallInTransactions",
                 .phase = Phase::kCompileTime,
                 .hint = "run the statement on its own"};
  if (!plan->writes) return api::streaming_cursor(scope, known, parameters, run_options, control);
  if (options.read_only) return read_only_error();
  KITH_DO(transaction.transaction->check_data_may_change());
  scope->buffer_cursors();
  KITH_TRY(api::Finished finished, api::run_writing(known, parameters, run_options, store.statement_memory_bytes,
                                                    control, *transaction.transaction));
  auto cursor = std::make_unique<Cursor::Impl>(scope->store);
  cursor->columns = api::column_names(*plan);
  cursor->buffered = std::move(finished.rows);
  cursor->changes = finished.changes;
  cursor->plan = std::move(finished.plan);
  cursor->warnings = std::move(finished.warnings);
  cursor->join(scope);
  return Cursor(std::move(cursor));
}

Result<Cursor> Transaction::run(std::string_view statement, const Parameters& parameters, const RunOptions& options) {
  return impl_->run(api::TextSource(*impl_->scope->store, statement), parameters, options);
}

Result<Cursor> Transaction::run(const Statement& statement, const Parameters& parameters, const RunOptions& options) {
  // Its plan points to functions of its own store.
  if (statement.impl_->store != impl_->scope->store)
    return Error{
        .code = ErrorCode::kArgument, .message = "the statement was prepared by another store", .detail = "OtherStore"};
  return impl_->run(*statement.impl_, parameters, options);
}

Status Transaction::commit() {
  KITH_TRY(const Impl::Use transaction, impl_->use());
  const Durability durability = impl_->options.durability.value_or(impl_->scope->store->options.durability);
  Status committed = transaction->commit(durability, impl_->scope->store->control_for({}));
  impl_->scope->end();
  return committed;
}

void Transaction::rollback() noexcept {
  if (impl_ == nullptr || impl_->scope->store->is_forked_child()) return;
  std::lock_guard lock(impl_->scope->mutex);
  impl_->scope->end();
}

bool Transaction::is_open() const noexcept {
  if (impl_ == nullptr || impl_->scope->store->is_forked_child()) return false;
  std::lock_guard lock(impl_->scope->mutex);
  return impl_->scope->body != nullptr;
}

}  // namespace kith
