// Statements one after the other, with BEGIN, COMMIT and ROLLBACK among them.
//
//     Session session(store);
//     KITH_TRY(auto cursor, session.run("BEGIN", {}, {}));            // no cursor
//     KITH_TRY(cursor, session.run("CREATE (n) RETURN n", {}, {}));   // a cursor of the transaction
//
// An error inside a transaction rolls it back; every statement up to COMMIT or ROLLBACK then fails with detail
// "TransactionAborted".
#pragma once

#include <optional>
#include <string_view>

#include "kith/options.h"
#include "kith/query.h"
#include "kith/status.h"
#include "kith/store.h"
#include "kith/transaction.h"

namespace kith::tools {

inline constexpr std::string_view kTransactionAborted = "TransactionAborted";

/// One thread at a time. The store outlives it; its destruction rolls back.
class Session {
 public:
  explicit Session(Store& store) : store_(store) {}

  /// No cursor for BEGIN, COMMIT and ROLLBACK. The cursor of a transaction ends with it.
  Result<std::optional<Cursor>> run(std::string_view statement, const Parameters& parameters, const RunOptions& options);

  /// Runs what was prepared, which is none of these three.
  Result<Cursor> run(const Statement& statement, const Parameters& parameters, const RunOptions& options);

  /// Says that a statement failed after run(), as its rows were read.
  void fail();

  /// What every request gets between an error in a transaction and its COMMIT or ROLLBACK; else nothing.
  std::optional<Error> refusal() const;

  bool in_transaction() const noexcept { return transaction_.has_value() || aborted_; }

 private:
  Status control(std::string_view word, std::string_view rest);

  Store& store_;
  std::optional<Transaction> transaction_;
  bool aborted_ = false;
};

}  // namespace kith::tools
