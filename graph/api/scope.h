// What cursors read from: the view of one autocommit statement, or an explicit transaction.
//
// A Scope ends by commit, rollback, the end of its last handle, or Store::close(); its cursors end with it.
// While it is open, a cursor of a writing transaction streams until the transaction writes again, and is
// then read to its end first, so that it never sees what came after it.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "api/engine.h"
#include "kith/query.h"
#include "storage/reader.h"
#include "storage/transaction.h"

namespace kith::api {

/// Members are guarded by `mutex`, but for `store`.
class Scope {
 public:
  /// One of the two.
  struct Body {
    std::optional<storage::Transaction> transaction = {};
    std::optional<storage::Reader> view = {};

    const storage::Reader& reader() const { return transaction ? transaction->reader() : *view; }
  };

  /// Registers with the store, so that close() finds it.
  Scope(std::shared_ptr<Store::Impl> store_impl, std::unique_ptr<Body> contents);
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  ~Scope();

  /// Ends the cursors and rolls back what was not committed. Requires `mutex`.
  void end() noexcept;

  /// Reads every streaming cursor to its end. Requires `mutex`.
  void buffer_cursors();

  const std::shared_ptr<Store::Impl> store;
  std::mutex mutex;
  std::unique_ptr<Body> body;  ///< null once ended
  std::vector<Cursor::Impl*> cursors;
};

}  // namespace kith::api
