// What the transactions of one open store share: the rows, the newest view, leases, counts, and the turn
// of writers.
//
// The one that has the turn is the commit leader: it numbers its commit, writes one batch, publishes the
// next view and only then gives the turn on. Counts and what is known of nodes belong to the turn.
#pragma once

#include <sys/types.h>

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "kith/options.h"
#include "kith/status.h"
#include "storage/catalog_rows.h"
#include "storage/folder.h"
#include "storage/keys.h"
#include "storage/kv.h"
#include "storage/leases.h"
#include "storage/overlay.h"
#include "storage/view.h"

namespace kith::storage {

inline constexpr std::uint32_t kFormatMajor = 1;
inline constexpr std::uint32_t kFormatMinor = 0;

/// Exact numbers of entities, as of the newest commit.
struct Counts {
  std::uint64_t nodes = 0;
  std::uint64_t edges = 0;
  std::vector<std::uint64_t> labels = {};  ///< by token; missing: 0
  std::vector<std::uint64_t> types = {};
};

/// A bit for each node that is known to exist in the newest view, so that an edge's ends need not be read.
class KnownNodes {
 public:
  bool contains(NodeId node) const noexcept {
    const std::uint64_t word = raw(node) / 64;
    return word < words_.size() && (words_[word] >> (raw(node) % 64) & 1) != 0;
  }

  void insert(NodeId node);

  void erase(NodeId node) noexcept {
    const std::uint64_t word = raw(node) / 64;
    if (word < words_.size()) words_[word] &= ~(std::uint64_t{1} << (raw(node) % 64));
  }

  void clear() noexcept { words_.clear(); }

 private:
  std::vector<std::uint64_t> words_;
};

/// Any thread, except what belongs to the turn.
class Engine {
 public:
  static Result<std::shared_ptr<Engine>> open(std::string_view path, const StoreOptions& options);
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

  /// Waits until no one else writes. kConflict after a minute, kReadOnly, kClosed.
  Status take_turn();
  void leave_turn() noexcept;

  /// The token of a name, made in a write of its own if it is new. Needs the turn. Each new token makes a
  /// new catalog.
  Result<std::uint32_t> token(Dictionary dictionary, std::string_view name);

  // ---- with the turn ----
  /// Writes the overlay and publishes the next view.
  Status commit(Overlay& overlay, Durability durability);
  /// Writes rows that are no transaction's, with the next commit number, and publishes a view with `catalog`.
  Status commit_schema(const Catalog& catalog, FunctionRef<void(KvBatch&)> fill);
  /// Deletes every entity and index.
  Status clear();

  Counts& counts() noexcept { return counts_; }

  KnownNodes& known_nodes() noexcept { return known_nodes_; }

  Status close();

 private:
  Engine() = default;

  Result<bool> is_new() const;
  Status create_format();
  Status check_format(const Snapshot& at) const;
  Status load();
  void publish(std::uint64_t commit, CatalogPtr catalog);
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

  std::mutex turn_mutex_;
  std::condition_variable turn_free_;
  bool turn_taken_ = false;
  bool is_closed_ = false;  // guarded by view_mutex_

  Counts counts_;
  KnownNodes known_nodes_;
  Floors floors_;
  std::int64_t last_second_ = 0;
};

/// The turn, given back at the end of a scope.
class Turn {
 public:
  explicit Turn(Engine& engine) noexcept : engine_(&engine) {}
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() { engine_->leave_turn(); }

 private:
  Engine* engine_;
};

}  // namespace kith::storage
