// What the transactions of one open store share: the rows, the newest view, leases, counts, and the order
// of commits.
//
// The leader of a group of commits writes one batch, publishes the next view and only then lets another
// lead. Counts belong to the leader.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "kith/options.h"
#include "kith/status.h"
#include "storage/background_sync.h"
#include "storage/catalog_rows.h"
#include "storage/commit_times.h"
#include "storage/committer.h"
#include "storage/document_counts.h"
#include "storage/folder.h"
#include "storage/keys.h"
#include "storage/known_nodes.h"
#include "storage/kv.h"
#include "storage/leases.h"
#include "storage/overlay.h"
#include "storage/view.h"

namespace kith::storage {

inline constexpr std::uint32_t kFormatMajor = 1;
inline constexpr std::uint32_t kFormatMinor = 3;

/// Features of the format row: what a program must know to write the store.
inline constexpr std::uint64_t kFeatureConstraints = 1;  ///< rows of constraints
inline constexpr std::uint64_t kFeatureFullText = 2;     ///< full-text indexes
inline constexpr std::uint64_t kFeatureFolded = 4;       ///< indexes of folded texts
inline constexpr std::uint64_t kFeaturesKnown = kFeatureConstraints | kFeatureFullText | kFeatureFolded;

/// Exact numbers of entities, as of the newest commit.
struct Counts {
  std::uint64_t nodes = 0;
  std::uint64_t edges = 0;
  std::vector<std::uint64_t> labels = {};  ///< by token; missing: 0
  std::vector<std::uint64_t> types = {};
  DocumentCounts documents = {};
};

/// A name in the dictionary.
struct NewToken {
  std::uint32_t token = 0;
  CatalogPtr catalog = nullptr;  ///< one that has it
};

/// Any thread.
class Engine {
 public:
  static Result<std::shared_ptr<Engine>> open(std::string_view path, const StoreOptions& options,
                                              FileSystemPtr file_system = nullptr);
  ~Engine();

  bool is_own_process() const noexcept;
  /// kClosed after close(), kUnsupported in a forked child.
  Status check_open() const;
  ViewPtr view() const;
  CatalogPtr catalog() const;

  const StoreOptions& options() const noexcept { return options_; }

  const std::string& folder() const noexcept { return folder_; }

  Kv& kv() noexcept { return *kv_; }

  Leases& leases() noexcept { return leases_; }

  /// The view of a transaction that may write, until end_write(). kReadOnly, kClosed.
  Result<ViewPtr> begin_write(bool serializable);

  void end_write(const View& view, bool serializable) noexcept { committer_.end(view, serializable); }

  /// The token of a name, made in a write of its own if it is new. Each new token makes a new catalog.
  Result<NewToken> token(Dictionary dictionary, std::string_view name);

  /// Validates, writes and publishes. kConflict: nothing was written.
  Status commit(Commit& commit) { return committer_.commit(commit); }

  /// Writes rows and a catalog that are no transaction's, synced.
  Status commit_schema(const SchemaChange& change);

  /// See Committer::take_gate.
  Result<Committer::Gate> take_gate(const RunControl& control) { return committer_.take_gate(control); }

  /// Deletes every entity and index.
  Status clear();

  /// Held by whoever makes, drops or builds indexes, from its first commit to its last.
  std::mutex& schema_mutex() noexcept { return schema_mutex_; }

  KnownNodes& known_nodes() noexcept { return known_nodes_; }

  Status close();

 private:
  Engine();

  /// Opens the rows and reads what the engine keeps of them. kCorruption if they do not end at `clean_commit`.
  Status open_rows(bool create, FileSystemPtr file_system, std::optional<std::uint64_t> clean_commit);
  Result<bool> is_new() const;
  Status create_format();
  Status check_format(const Snapshot& at) const;
  Status load();
  void publish(std::uint64_t commit, CatalogPtr catalog);
  Status check_writable() const;
  /// What the committer writes.
  Status write_group(std::span<Commit* const> group);
  void put_rows(KvBatch& batch, const Commit& commit, Counts& after) const;
  void forget_counts(KvBatch& batch, Counts& counts) const;
  void put_commit(KvBatch& batch, std::uint64_t commit);
  /// Rows of the counts that change, and the counts as they will be.
  void put_counts(KvBatch& batch, const CountChanges& changes, Counts& after) const;

  StoreOptions options_;
  std::string folder_;
  FolderLock lock_;
  std::shared_ptr<Kv> kv_;
  Leases leases_;
  Clock clock_;
  pid_t process_ = 0;

  mutable std::mutex view_mutex_;
  ViewPtr view_;

  std::mutex write_mutex_;  // held while a batch is written and its view is published

  bool is_closed_ = false;  // guarded by view_mutex_
  std::mutex schema_mutex_;

  Counts counts_;
  KnownNodes known_nodes_;
  Floors floors_;
  CommitTimes commit_times_;
  Committer committer_;
  std::unique_ptr<BackgroundSync> background_sync_;
};

}  // namespace kith::storage
