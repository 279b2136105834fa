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

/// Move-only handle; all calls but the move and the destructor are safe from any thread. At most one
/// process writes a store; kLocked names the holder. Destruction closes.
class [[gnu::visibility("default")]] Store {
 public:
  /// Opens `path`, a folder. Errors: kLocked, kNotFound (create_if_missing is false), kCorruption (nothing
  /// was touched), kIo, kUnsupported (a newer format; a network file system). Where nothing can be written,
  /// open it read_only.
  static Result<Store> open(std::string_view path, const StoreOptions& options = {});

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  // ---- of stores that nobody has open ----

  /// Rebuilds what is derived (memberships, index entries, adjacency, article rows, counts, leases), and deletes
  /// rows that nothing refers to. Records are never made up, so what is lost stays in the report. Writes nothing
  /// if the store is whole; one that was stopped can be run again. Errors: as of open(), and kCancelled.
  static Result<RepairReport> repair(std::string_view path, const StopQuestion& should_stop = {});

  /// The generations in a folder of backups, the newest last. kNotFound, kCorruption.
  static Result<std::vector<BackupInfo>> backups(std::string_view directory);

  /// Makes a store at `path`, where nothing is or an empty folder, from a generation (0: the newest). It is
  /// compared with its checksums and checked before it gets its name. Errors: kNotFound, kAlreadyExists,
  /// kArgument, kLocked, kCorruption, kIo, kCancelled; `path` is then as it was.
  static Result<BackupInfo> restore(std::string_view directory, std::string_view path, std::uint32_t generation = 0,
                                    const StopQuestion& should_stop = {});

  // ---- of this store ----

  /// Runs one statement in a transaction of its own. A reading cursor streams; a writing statement is
  /// committed when run() returns, and conflicts are retried inside. CALL { … } IN TRANSACTIONS commits on its
  /// way: after an error, also kCancelled and kTimeout, what was committed stays.
  Result<Cursor> run(std::string_view statement, const Parameters& parameters = {}, const RunOptions& options = {});

  /// Compiles `statement`, to be run often. Errors: as of describe().
  Result<Statement> prepare(std::string_view statement);

  /// What `statement` is, without running it. Errors: those that run() would find before the first row, but for
  /// missing parameters.
  Result<StatementInfo> describe(std::string_view statement);

  Result<Transaction> begin(const TransactionOptions& options = {});

  /// Runs `work` in a write transaction and commits, again from the start after a conflict. `work` may
  /// run several times; an error it returns rolls back and is returned. From the fourth time on other threads
  /// wait with their commits until this one has ended, so `work` should not wait for them.
  Status update(const std::function<Status(Transaction&)>& work, const TransactionOptions& options = {});

  /// Makes a table callable by CALL until close() or clear().
  Status declare(TableProcedure procedure);

  /// Deletes everything: nodes, edges, indexes, constraints, declared procedures. Ids are not given out again.
  Status clear();

  Result<StoreInfo> info();

  /// Verifies every record, both directions of each edge, evidence, memberships, indexes and counts.
  /// Beside readers and writers. interrupt() ends it.
  Result<CheckReport> check();

  /// Merges the tables on the disk, so that what was deleted or replaced takes no room any more. Beside readers
  /// and writers; interrupt() ends it with kCancelled, and what is done by then stays done.
  Result<CompactReport> compact();

  /// Adds a generation to the folder of backups at `directory`, made if it is missing: the store as of one commit,
  /// beside readers and writers. Tables that an earlier generation has are shared with it. Errors: kArgument
  /// (one folder is inside the other), kAlreadyExists (`directory` holds other files), kLocked, kIo, kCorruption (the
  /// copy is damaged), kCancelled; `directory` then has the generations it had.
  Result<BackupReport> backup(std::string_view directory, const BackupOptions& options = {});

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
