// Changes of the schema in a transaction: a draft that its own statements see, and that commit makes real.
#include <mutex>
#include <utility>

#include "storage/schema.h"
#include "storage/transaction_state.h"

namespace kith::storage {

namespace {

Error mixed(std::string message) {
  return Error{.code = ErrorCode::kSchema,
               .message = std::move(message),
               .detail = "SchemaAndData",
               .hint = "change the schema in a transaction of its own"};
}

}  // namespace

Status Transaction::Impl::check_data_may_change() const {
  if (!schema) return ok();
  return mixed("a transaction that changes indexes or constraints cannot change data too");
}

Result<SchemaDraft*> Transaction::Impl::draft() {
  KITH_DO(check_readable());
  if (is_read_only)
    return Error{.code = ErrorCode::kReadOnly, .message = "the transaction is read-only", .detail = "ReadOnly"};
  if (!overlay->is_empty()) return mixed("a transaction that has changed data cannot change indexes or constraints too");
  if (!schema) schema.emplace(view->catalog);
  return &*schema;
}

void Transaction::Impl::show_draft() { catalogs.push_back(std::exchange(overlay->catalog, schema->catalog)); }

Status Transaction::Impl::commit_schema(const RunControl& control) {
  const std::uint64_t begun_with = view->catalog->schema_version;
  end();  // it is no writer of data that its own commit would have to stop
  std::lock_guard alone(engine->schema_mutex());
  if (engine->catalog()->schema_version != begun_with)
    return Error{.code = ErrorCode::kConflict,
                 .message = "another transaction changed indexes or constraints since this one began",
                 .detail = "SchemaConflict"};
  return commit_draft(*engine, *std::exchange(schema, std::nullopt), control);
}

Status Transaction::check_data_may_change() const { return impl_->check_data_may_change(); }

Result<bool> Transaction::create_index(const IndexDefinition& definition, bool if_not_exists) {
  KITH_TRY(SchemaDraft* const draft, impl_->draft());
  KITH_TRY(const bool added, draft_index(*impl_->engine, *draft, definition, if_not_exists));
  impl_->show_draft();
  return added;
}

Result<bool> Transaction::create_constraint(const ConstraintDefinition& definition, bool if_not_exists) {
  KITH_TRY(SchemaDraft* const draft, impl_->draft());
  KITH_TRY(const bool added, draft_constraint(*impl_->engine, *draft, definition, if_not_exists));
  impl_->show_draft();
  return added;
}

Result<bool> Transaction::drop_index(std::string_view name, bool constraint, bool if_exists) {
  KITH_TRY(SchemaDraft* const draft, impl_->draft());
  KITH_TRY(const bool removed, draft_drop(*impl_->engine, *draft, name, constraint, if_exists));
  impl_->show_draft();
  return removed;
}

}  // namespace kith::storage
