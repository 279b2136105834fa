// A cursor: rows that are here already, and maybe an execution that gives more.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/scope.h"
#include "api/statement.h"
#include "kith/query.h"

namespace kith {

/// Guarded by scope->mutex, or by nothing where there is no scope (all rows are here, nobody else knows it).
struct Cursor::Impl {
  explicit Impl(std::shared_ptr<Store::Impl> store_impl) : store(std::move(store_impl)) {}

  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl();

  /// Makes `scope` know this cursor. Requires scope->mutex, or that nobody else has the scope yet.
  void join(std::shared_ptr<api::Scope> reads_from);

  Result<bool> next();
  Result<bool> next_locked();

  /// Takes all rows that are left from the execution. Requires scope->mutex.
  void buffer();

  /// Called by the scope as it ends. Requires scope->mutex.
  void close() noexcept;

  std::shared_ptr<Store::Impl> store;
  std::shared_ptr<api::Scope> scope;
  std::vector<std::string> columns;
  Changes changes;
  std::vector<Warning> warnings;
  api::PlanSource plan;
  std::vector<List> buffered;
  std::size_t at = 0;                      ///< of `buffered`
  std::unique_ptr<api::Running> running;   ///< gives the rows after those; null: none
  std::optional<Error> failure;            ///< what comes after `buffered`, for good
  List row;
};

namespace api {

/// A cursor over rows that are all there.
Cursor finished_cursor(std::shared_ptr<Store::Impl> store, std::vector<std::string> columns, Finished finished);

/// A cursor that streams from `scope`, whose mutex is held or which nobody else has.
Result<Cursor> streaming_cursor(const std::shared_ptr<Scope>& scope, const KnownPtr& statement,
                                const Parameters& parameters,
                                const RunOptions& options, const RunControl& control);

}  // namespace api

}  // namespace kith
