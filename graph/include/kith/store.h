// A store: one graph in one folder.
//
//     KITH_TRY(kith::Store store, kith::Store::open("news.db"));
//     KITH_DO(store.run("CREATE (:Person {name: 'Marie Curie'})"));
//     KITH_DO(store.close());
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kith/query.h"
#include "kith/transaction.h"

namespace kith {

struct StoreOptions {
  bool create_if_missing = true;
  bool read_only = false;          ///< several processes may hold a store read-only at once
  std::uint64_t memory_bytes = 0;  ///< one budget for all; 0: the smaller of 1 GiB and a quarter of the machine's
  Durability durability = Durability::kSync;
};

/// Sizes and counts, exact.
struct StoreInfo {
  std::uint32_t format_major = 0;
  std::uint32_t format_minor = 0;
  std::uint64_t last_commit = 0;
  std::uint64_t nodes = 0;
  std::uint64_t edges = 0;
  std::uint64_t size_bytes = 0;  ///< on disk
  std::vector<std::pair<std::string, std::uint64_t>> labels = {};      ///< with the number of nodes, by name
  std::vector<std::pair<std::string, std::uint64_t>> edge_types = {};  ///< with the number of edges, by name
  std::vector<std::string> property_keys = {};
  std::vector<std::string> indexes = {};      ///< as the statements that would create them
  std::vector<std::string> constraints = {};  ///< likewise
};

/// One thing that is wrong, by name of the entity or key.
struct Damage {
  std::string kind;     ///< "dangling edge", "missing index entry", "wrong count", ...
  std::string message;  ///< one line for people
};

struct CheckReport {
  std::uint64_t nodes = 0;
  std::uint64_t edges = 0;
  std::uint64_t evidence = 0;
  std::uint64_t index_entries = 0;
  std::vector<Damage> damage = {};  ///< empty: the store is whole
};

/// A procedure that is a table: called with arguments it yields the outputs of the rows whose inputs
/// equal them, in the order of the rows.
struct TableProcedure {
  std::string signature;              ///< "my.proc(name :: STRING?) :: (city :: STRING?)"
  std::vector<std::string> columns;   ///< inputs, then outputs
  std::vector<List> rows;
};

/// Move-only handle; all calls but the move and the destructor are safe from any thread. At most one
/// process writes a store; kLocked names the holder. Destruction closes.
class [[gnu::visibility("default")]] Store {
 public:
  /// Opens `path`, a folder. Errors: kLocked, kNotFound (create_if_missing is false), kCorruption (nothing
  /// was touched), kIo, kUnsupported (a newer format).
  static Result<Store> open(std::string_view path, const StoreOptions& options = {});

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  /// Runs one statement in a transaction of its own. A reading cursor streams; a writing statement is
  /// committed when run() returns, and conflicts are retried inside.
  Result<Cursor> run(std::string_view statement, const Parameters& parameters = {}, const RunOptions& options = {});

  Result<Transaction> begin(const TransactionOptions& options = {});

  /// Runs `work` in a write transaction and commits, again from the start after a conflict. `work` may
  /// run several times; an error it returns rolls back and is returned.
  Status update(const std::function<Status(Transaction&)>& work);

  /// Makes a table callable by CALL until close() or clear().
  Status declare(TableProcedure procedure);

  /// Deletes everything: nodes, edges, indexes, constraints, declared procedures. Ids are not given out again.
  Status clear();

  Result<StoreInfo> info();

  /// Verifies every record, both directions of each edge, evidence, memberships, indexes and counts.
  Result<CheckReport> check();

  /// Stops every running statement with kCancelled. From any thread, and from a signal handler.
  void interrupt() noexcept;

  /// Ends all cursors and transactions, then closes; later calls give kClosed.
  Status close();

  struct Impl;
  explicit Store(std::shared_ptr<Impl> impl) noexcept;

 private:
  std::shared_ptr<Impl> impl_;
};

}  // namespace kith
