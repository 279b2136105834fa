// Store: opens a store and runs statements that are transactions of their own.
#include "kith/store.h"

#include <utility>

#include "api/cursor_impl.h"
#include "api/engine.h"
#include "api/scope.h"
#include "api/source.h"
#include "api/statement.h"

namespace kith {

namespace {

/// How often a write is tried before a conflict is the caller's to handle. From the fourth time on nobody else
/// commits meanwhile, so that one always ends.
constexpr int kTriesMax = 10;
constexpr int kFreeTries = 3;

/// A statement that only reads: its cursor holds the view.
Result<Cursor> run_reading(const std::shared_ptr<Store::Impl>& store, std::unique_ptr<api::Scope::Body> body,
                           const api::KnownPtr& known, const Parameters& parameters, const RunOptions& options,
                           const RunControl& control) {
  auto scope = std::make_shared<api::Scope>(store, std::move(body));
  return api::streaming_cursor(scope, known, parameters, options, control);
}

/// A statement that writes, in a transaction of its own, as often as conflicts make it necessary.
Result<Cursor> run_autocommit(const std::shared_ptr<Store::Impl>& store, const api::Source& source,
                              const Parameters& parameters, const RunOptions& options, const RunControl& control) {
  for (int tries = 1;; ++tries) {
    storage::CommitGate gate;
    if (tries > kFreeTries) {
      KITH_TRY(gate, store->storage->take_gate(control));
    }
    KITH_TRY(storage::Transaction transaction, store->storage->begin(false));
    // Planned again: the schema may have changed since.
    KITH_TRY(const api::KnownPtr known, source.plan(parameters, options, transaction.reader()));
    KITH_TRY(api::Finished finished,
             api::run_writing(known, parameters, options, store->statement_memory_bytes, control, transaction));
    Status committed = transaction.commit(store->options.durability);
    if (committed) return api::finished_cursor(store, api::column_names(*known->plan), std::move(finished));
    if (committed.error().code != ErrorCode::kConflict || tries == kTriesMax) return std::move(committed).error();
    KITH_DO(control.check());
  }
}

Error read_only_error() {
  return Error{.code = ErrorCode::kReadOnly, .message = "the store was opened read-only", .detail = "ReadOnlyStore"};
}

}  // namespace

namespace api {

Result<Cursor> run(const std::shared_ptr<Store::Impl>& store, const Source& source, const Parameters& parameters,
                   const RunOptions& options) {
  KITH_TRY(const auto call, store->enter());
  const RunControl control = store->control_for(options);
  auto body = std::make_unique<Scope::Body>();
  KITH_TRY(storage::ViewPtr view, store->storage->view());
  body->view.emplace(std::move(view), nullptr);
  KITH_TRY(const KnownPtr known, source.plan(parameters, options, body->reader()));
  const PlanPtr& plan = known->plan;
  if (plan->explain) return finished_cursor(store, column_names(*plan), explained(known, body->reader().catalog()));
  const bool writes = plan->writes || plan->schema.has_value();
  if (writes && store->options.read_only) return read_only_error();
  if (plan->schema) {
    KITH_TRY(Finished finished, run_schema(*plan->schema, parameters, *store->storage, control));
    finished.plan = plan_source(plan);
    return finished_cursor(store, {}, std::move(finished));
  }
  if (plan->in_transactions) {
    KITH_TRY(Finished finished, run_in_transactions(known, parameters, options, store->statement_memory_bytes, control,
                                                    body->reader(), *store->storage, store->options.durability));
    return finished_cursor(store, column_names(*plan), std::move(finished));
  }
  if (!writes) return run_reading(store, std::move(body), known, parameters, options, control);
  body.reset();
  return run_autocommit(store, source, parameters, options, control);
}

}  // namespace api

Result<Store> Store::open(std::string_view path, const StoreOptions& options) {
  auto impl = std::make_shared<Impl>(options);
  KITH_TRY(impl->storage, storage::Store::open(path, options));
  let_forked_children_exit();
  return Store(std::move(impl));
}

Store::Store(std::shared_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}

Store::Store(Store&&) noexcept = default;

Store& Store::operator=(Store&& other) noexcept {
  if (this != &other) {
    if (impl_ != nullptr) (void)impl_->close();
    impl_ = std::move(other.impl_);
  }
  return *this;
}

Store::~Store() {
  if (impl_ != nullptr) (void)impl_->close();
}

Result<Cursor> Store::run(std::string_view statement, const Parameters& parameters, const RunOptions& options) {
  return api::run(impl_, api::TextSource(*impl_, statement), parameters, options);
}

Status Store::update(const std::function<Status(Transaction&)>& work, const TransactionOptions& options) {
  for (int tries = 1;; ++tries) {
    storage::CommitGate gate;
    if (tries > kFreeTries) {
      KITH_TRY(const auto call, impl_->enter());
      KITH_TRY(gate, impl_->storage->take_gate(impl_->control_for({})));
    }
    KITH_TRY(Transaction transaction, begin(options));
    KITH_DO(work(transaction));
    if (!transaction.is_open()) return ok();  // `work` ended it as it saw fit
    Status committed = transaction.commit();
    if (committed || committed.error().code != ErrorCode::kConflict || tries == kTriesMax) return committed;
  }
}

Status Store::declare(TableProcedure procedure) {
  KITH_TRY(const auto call, impl_->enter());
  KITH_TRY(function::Procedure made, function::table_procedure(procedure.signature, procedure.columns, procedure.rows));
  std::lock_guard lock(impl_->procedures_mutex);
  auto table = std::make_shared<function::ProcedureTable>(*impl_->callable.table);
  table->add(std::move(made));
  impl_->callable = {std::move(table), impl_->callable.version + 1};
  return ok();
}

Status Store::clear() {
  KITH_TRY(const auto call, impl_->enter());
  if (impl_->options.read_only) return read_only_error();
  KITH_DO(impl_->storage->clear());
  std::lock_guard lock(impl_->procedures_mutex);
  impl_->callable = {std::make_shared<const function::ProcedureTable>(function::builtin_procedures()),
                     impl_->callable.version + 1};
  return ok();
}

Result<StoreInfo> Store::info() {
  KITH_TRY(const auto call, impl_->enter());
  return impl_->storage->info();
}

Result<CheckReport> Store::check() {
  KITH_TRY(const auto call, impl_->enter());
  return impl_->storage->check(impl_->control_for({}));
}

void Store::interrupt() noexcept { impl_->stop.stop_all(); }

Status Store::close() { return impl_->close(); }

}  // namespace kith
