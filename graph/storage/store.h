// The store below the language: opens the folder, makes views and transactions, changes the schema.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/run_control.h"
#include "kith/status.h"
#include "kith/options.h"
#include "storage/catalog.h"
#include "storage/kv.h"
#include "storage/reader.h"
#include "storage/transaction.h"

namespace kith::storage {

class View;
using ViewPtr = std::shared_ptr<const View>;

/// What an index is to be; `label_or_type` and `keys` are names, made tokens if new.
struct IndexDefinition {
  std::string name = {};  ///< empty: made from kind, label and keys, as "index_Person_name"
  IndexKind kind = IndexKind::kRange;
  bool on_edges = false;
  std::string label_or_type = {};
  std::vector<std::string> keys = {};
  std::vector<std::string> more_owners = {};  ///< of kFullText: further labels or types
  search::Analysis analysis = {};             ///< of kFullText
};

/// What a constraint is to be.
struct ConstraintDefinition {
  std::string name = {};  ///< empty: made from label and keys, as "constraint_Person_name"
  ConstraintKind kind = ConstraintKind::kUnique;
  bool on_edges = false;
  std::string label_or_type = {};
  std::vector<std::string> keys = {};
  PropertyTypes types = {};  ///< of kType
};

/// Given back when the last copy goes.
using CommitGate = std::shared_ptr<void>;

/// Any thread. Destruction closes.
class Store {
 public:
  /// `file_system`: another layer below the rows than the operating system's own files.
  static Result<std::unique_ptr<Store>> open(std::string_view path, const StoreOptions& options,
                                             FileSystemPtr file_system = nullptr);
  ~Store();

  /// The newest published view. Never blocks.
  Result<ViewPtr> view() const;
  CatalogPtr catalog() const;
  /// Never waits for other transactions, but that a serialisable one waits for the commits under way.
  Result<Transaction> begin(bool read_only, bool serializable = false);
  /// While it is held, only this thread commits: for a transaction that was refused again and again.
  Result<CommitGate> take_gate(const RunControl& control);

  // ---- schema: commits of their own ----
  /// False if it is there already and `if_not_exists`; else kSchema. kConstraint if the data violates it.
  Result<bool> create_index(const IndexDefinition& definition, bool if_not_exists, const RunControl& control = {});
  Result<bool> create_constraint(const ConstraintDefinition& definition, bool if_not_exists,
                                 const RunControl& control = {});
  Result<bool> drop_index(std::string_view name, bool constraint, bool if_exists);

  Status clear();
  Result<StoreInfo> info() const;
  Result<CheckReport> check(const RunControl& control = {}) const;
  /// See Kv::compact.
  Result<CompactReport> compact(const RunControl& control = {});
  /// See backup.h.
  Result<BackupReport> backup(std::string_view directory, const BackupOptions& options, const RunControl& control = {});
  Status close();

  struct Impl;

 private:
  explicit Store(std::unique_ptr<Impl> impl) noexcept;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kith::storage
