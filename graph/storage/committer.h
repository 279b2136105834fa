// Puts commits in order: validates each against those that its transaction has not seen, numbers it, and
// writes those that wait together as one group.
//
//     committer.begin(false)        -> a view, and the promise to remember what is committed after it
//     committer.commit(commit)      -> ok once written (and synced) and published; kConflict
//     committer.end(view, false)
//
// Under one short lock a commit is validated, entered into the tables that later ones are validated by, and
// queued. The first in the queue leads: it writes all that wait as one batch, publishes one view for them
// and wakes them, while others queue up behind. So the order of validation is the order on the disk, and
// one sync serves a whole group. A leader waits for as many as the last group had, but no longer than half
// the time that the last group took.
//
// The gate is for a transaction that has lost too often: while one thread holds it, no other commits.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <thread>
#include <utility>
#include <vector>

#include "base/run_control.h"
#include "kith/options.h"
#include "kith/status.h"
#include "storage/catalog_rows.h"
#include "storage/leases.h"
#include "storage/overlay.h"
#include "storage/read_set.h"
#include "storage/recent_commits.h"
#include "storage/view.h"

namespace kith::storage {

/// A change of the schema, or of everything, that is no transaction's.
struct SchemaChange {
  std::function<void(KvBatch&)> rows = {};
  std::function<void(Catalog&)> catalog = {};
  std::vector<IndexId> emptied = {};  ///< indexes whose entries go, and with them the counts of a full-text one
  std::optional<Floors> floors = {};  ///< everything is deleted: no entity has a smaller id
  bool stops_writers = true;          ///< write transactions that began before it get a conflict
};

/// What is to be committed: the rows of a transaction, or a schema change.
struct Commit {
  Overlay* overlay = nullptr;
  ViewPtr view = nullptr;              ///< what the transaction read
  ReadSet* reads = nullptr;            ///< of a serialisable transaction
  const SchemaChange* schema = nullptr;
  Durability durability = Durability::kSync;
  std::uint64_t number = 0;            ///< given by commit()

  std::size_t bytes() const noexcept { return overlay != nullptr ? overlay->bytes() : 0; }
};

/// Any thread.
class Committer {
 public:
  /// Writes a group whose numbers rise, and publishes a view of it. Called by one thread at a time.
  using WriteGroup = std::function<Status(std::span<Commit* const>)>;
  /// The newest published view.
  using NewestView = std::function<ViewPtr()>;

  Committer(Leases& leases, WriteGroup write, NewestView view);

  /// A view for a transaction that may write. Every commit after it is remembered until end(). A
  /// serialisable one waits until what is being written is in its view.
  ViewPtr begin(bool serializable);
  void end(const View& view, bool serializable) noexcept;

  /// kConflict, kClosed, and what writing gives.
  Status commit(Commit& commit);

  /// Keeps others from committing while this thread tries again.
  class Gate {
   public:
    Gate() noexcept = default;
    Gate(Gate&& other) noexcept : committer_(std::exchange(other.committer_, nullptr)) {}

    Gate& operator=(Gate&& other) noexcept {
      std::swap(committer_, other.committer_);
      return *this;
    }

    ~Gate() {
      if (committer_ != nullptr) committer_->leave_gate();
    }

   private:
    friend class Committer;
    explicit Gate(Committer* committer) noexcept : committer_(committer) {}
    Committer* committer_ = nullptr;
  };

  /// Waits for the gate, and until everything that was committed is published. kCancelled, kTimeout, kClosed.
  Result<Gate> take_gate(const RunControl& control);

  /// Refuses further commits and waits for those that are under way.
  void close();

 private:
  struct Waiting {
    Commit* commit;
    bool is_done = false;
    Status status = {};
    std::condition_variable wake = {};
  };

  Status validate(const Commit& commit);
  /// Waits a little for the group to be as large as the last; `lock` is open meanwhile.
  void gather(std::unique_lock<std::mutex>& lock);
  /// Leads a group; `lock` is open while it writes.
  void lead(std::unique_lock<std::mutex>& lock);
  Status write(std::unique_lock<std::mutex>& lock, std::size_t count);
  void leave_gate() noexcept;
  void forget() noexcept;

  Leases& leases_;
  WriteGroup write_;
  NewestView newest_view_;

  std::mutex mutex_;
  std::condition_variable changed_;  // a group was published, the gate is free, or this is closed
  std::deque<Waiting*> queue_;       // the first leads, or is about to
  bool is_leading_ = false;
  std::condition_variable gathered_;
  bool is_gathering_ = false;
  std::size_t last_group_ = 1;       // commits in it
  std::chrono::nanoseconds last_write_{};
  bool is_closed_ = false;
  std::uint64_t entered_ = 0;        // the newest commit that was validated
  std::uint64_t last_schema_ = 0;    // the newest that stopped writers
  std::optional<std::thread::id> gate_;

  RecentCommits recent_;
  WriteLog log_;
  std::multiset<std::uint64_t> writers_;        // views of open write transactions
  std::multiset<std::uint64_t> serializables_;  // of those that are serialisable
  std::size_t recording_ = 0;                   // serialisable ones, also those that do not have their view yet
};

}  // namespace kith::storage
