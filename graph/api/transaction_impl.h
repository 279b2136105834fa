// A transaction's handle: the scope it shares with its cursors.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "api/scope.h"
#include "api/source.h"
#include "kith/transaction.h"

namespace kith {

struct Transaction::Impl {
  Impl(std::shared_ptr<api::Scope> shared, const TransactionOptions& transaction_options)
      : scope(std::move(shared)), options(transaction_options) {}

  /// The transaction below, held for one call. For a call that writes, cursors are read to their end first.
  struct Use {
    std::unique_lock<std::mutex> lock;
    storage::Transaction* transaction;

    storage::Transaction* operator->() const { return transaction; }

    const storage::Reader& reader() const { return transaction->reader(); }
  };

  Result<Cursor> run(const api::Source& source, const Parameters& parameters, const RunOptions& run_options);

  /// kClosed after the end, kUnsupported in a forked child.
  Result<Use> use();
  /// The same, and kReadOnly.
  Result<Use> use_for_writing();

  std::shared_ptr<api::Scope> scope;
  TransactionOptions options;
};

}  // namespace kith
