#include <algorithm>
#include <utility>

#include "api/cursor_impl.h"
#include "api/warnings.h"

namespace kith {

Cursor::Impl::~Impl() {
  if (store->is_forked_child()) {
    // The execution points into the parent's store: leave it alone.
    (void)running.release();
    return;
  }
  if (scope == nullptr) return;
  std::lock_guard lock(scope->mutex);
  running.reset();
  std::erase(scope->cursors, this);
}

void Cursor::Impl::join(std::shared_ptr<api::Scope> reads_from) {
  scope = std::move(reads_from);
  scope->cursors.push_back(this);
}

Result<bool> Cursor::Impl::next() {
  if (store->is_forked_child_quick()) return api::forked_child_error();
  if (scope == nullptr) return next_locked();
  std::lock_guard lock(scope->mutex);
  return next_locked();
}

Result<bool> Cursor::Impl::next_locked() {
  row.clear();
  if (store->closed.load(std::memory_order_relaxed)) return api::closed_error("the store");
  if (at < buffered.size()) {
    row = std::move(buffered[at++]);
    return true;
  }
  if (failure) return *failure;
  if (running == nullptr) return false;
  Result<bool> more = running->next(row);
  if (more && *more) return true;
  row.clear();
  changes = running->changes();
  running.reset();
  if (!more) failure = more.error();
  return more;
}

void Cursor::Impl::buffer() {
  if (running == nullptr) return;
  buffered.erase(buffered.begin(), buffered.begin() + static_cast<std::ptrdiff_t>(at));
  at = 0;
  List current = row;
  while (true) {
    List taken;
    Result<bool> more = running->next(taken);
    if (!more) failure = more.error();
    if (!more || !*more) break;
    buffered.push_back(std::move(taken));
  }
  changes = running->changes();
  running.reset();
  row = std::move(current);
}

void Cursor::Impl::close() noexcept {
  running.reset();
  buffered.clear();
  at = 0;
  failure = api::closed_error("the transaction of this cursor");
}

namespace api {

Cursor finished_cursor(std::shared_ptr<Store::Impl> store, std::vector<std::string> columns, Finished finished) {
  auto impl = std::make_unique<Cursor::Impl>(std::move(store));
  impl->columns = std::move(columns);
  impl->buffered = std::move(finished.rows);
  impl->changes = finished.changes;
  impl->plan = std::move(finished.plan);
  impl->warnings = std::move(finished.warnings);
  return Cursor(std::move(impl));
}

Result<Cursor> streaming_cursor(const std::shared_ptr<Scope>& scope, const KnownPtr& statement,
                                const Parameters& parameters,
                                const RunOptions& options, const RunControl& control) {
  auto running = std::make_unique<Running>(statement, parameters, options, scope->store->statement_memory_bytes, control,
                                           scope->body->reader(), nullptr);
  KITH_DO(running->open());
  auto impl = std::make_unique<Cursor::Impl>(scope->store);
  impl->columns = column_names(*statement->plan);
  impl->plan = running->plan();
  impl->warnings = warnings_of(*statement, scope->body->reader().catalog());
  impl->running = std::move(running);
  impl->join(scope);
  return Cursor(std::move(impl));
}

}  // namespace api

Cursor::Cursor(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}

Cursor::Cursor(Cursor&&) noexcept = default;

Cursor& Cursor::operator=(Cursor&&) noexcept = default;

Cursor::~Cursor() = default;

const std::vector<std::string>& Cursor::columns() const noexcept { return impl_->columns; }

Result<bool> Cursor::next() { return impl_->next(); }

std::span<const Value> Cursor::row() const noexcept { return impl_->row; }

Result<std::vector<List>> Cursor::rows() {
  std::vector<List> all;
  while (true) {
    KITH_TRY(const bool more, next());
    if (!more) return all;
    all.push_back(std::move(impl_->row));
  }
}

const Changes& Cursor::changes() const noexcept { return impl_->changes; }

const std::vector<Warning>& Cursor::warnings() const noexcept { return impl_->warnings; }

std::optional<Plan> Cursor::plan() const {
  if (impl_->scope == nullptr || impl_->store->is_forked_child()) return api::plan_of(impl_->plan);
  std::lock_guard lock(impl_->scope->mutex);  // whoever ends the scope may be taking the rows that are left
  return api::plan_of(impl_->plan);
}

}  // namespace kith
