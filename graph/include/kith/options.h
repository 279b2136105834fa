// Plain structs that callers give and get: options, counters, reports. With status.h, value.h and
// element.h these are the words that every layer shares; they hold no resource.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kith/value.h"

namespace kith {

/// Values of $name by name.
using Parameters = Map;

/// When a commit is answered. Whatever it is, commits become durable in their order, each whole or not at all:
/// a crash may lose the newest, never an older one or a part of one. Every commit that was answered survives the
/// end of the process; what differs is what the end of the machine may take.
enum class Durability : std::uint8_t {
  kSync,   ///< after its bytes are on the disk; commits of several threads share a sync
  kGroup,  ///< before; all of the next 20 ms are then brought to the disk together
  kNone,   ///< before; when is left to the operating system
};

struct StoreOptions {
  bool create_if_missing = true;
  bool read_only = false;          ///< several processes may hold a store read-only at once
  std::uint64_t memory_bytes = 0;  ///< one budget for all; 0: the smaller of 1 GiB and a quarter of the machine's
  Durability durability = Durability::kSync;
  /// Opens a store on a network file system too, where neither locks nor syncs can be relied on.
  bool allow_network_folder = false;
  /// Whether statements may read files of this machine (LOAD CSV). Without, such a statement gives kUnsupported with
  /// detail "FilesNotAllowed" before anything of it runs: for stores whose statements come from others.
  bool allow_files = true;
};

/// The optimiser's rules, in the order they run. Without one a plan may be slower; its answers are the same.
enum class Rule : std::uint8_t {
  kPushFiltersDown,   ///< conditions are tested in the patterns that bind what they read
  kOrderPatterns,     ///< where patterns start, by which index, and in which order they are walked
  kKeepTopRows,       ///< ORDER BY with LIMIT keeps the first rows only
  kCountUnflat,       ///< a last expansion that is only counted is not enumerated
  kPruneProjections,  ///< nothing is projected that is not read
  kDropUnreadEdges,   ///< edges and paths that nobody reads get no column
  kTestEdgesEarly,    ///< what WHERE asks of all edges of a walk is asked of each as it is walked
  kReachEndsOnce,     ///< where only the different ends of walks count they are searched breadth first
  kJoinByHash,        ///< products whose rows have to agree in a value are joins
};

inline constexpr std::uint32_t kAllRules = 0x1FF;

constexpr std::uint32_t rule_bit(Rule rule) { return std::uint32_t{1} << static_cast<std::uint32_t>(rule); }

/// How a statement is run; the defaults are right for nearly everyone.
struct RunOptions {
  std::optional<std::chrono::milliseconds> timeout = {};  ///< none
  std::uint64_t memory_bytes = 0;                         ///< 0: the store's query budget
  std::uint32_t rules_off = 0;                            ///< rule_bit()s of what the optimiser leaves out
  std::uint32_t batch_rows = 0;                           ///< 0: the default; 1 for tests that compare
};

/// What a statement changed.
struct Changes {
  std::int64_t nodes_created = 0;
  std::int64_t nodes_deleted = 0;
  std::int64_t edges_created = 0;
  std::int64_t edges_deleted = 0;
  std::int64_t properties_set = 0;
  std::int64_t labels_added = 0;
  std::int64_t labels_removed = 0;
  std::int64_t indexes_added = 0;
  std::int64_t indexes_removed = 0;
  std::int64_t constraints_added = 0;
  std::int64_t constraints_removed = 0;
  friend bool operator==(const Changes&, const Changes&) = default;
};

/// What a statement is, as far as it can be said before it runs.
struct StatementInfo {
  std::vector<std::string> columns = {};  ///< as its cursor would have
  bool writes = false;                    ///< it may change the graph, an index or a constraint
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
  std::vector<Damage> damage = {};  ///< empty: the store is whole; the first thousand
  std::uint64_t damages = 0;        ///< all of them
};

/// Asked now and then during long work; true ends it with kCancelled. Called from the thread that works.
using StopQuestion = std::function<bool()>;

/// What Store::repair() did.
struct RepairReport {
  std::vector<Damage> repaired = {};  ///< what was wrong and is not any more; the first thousand
  std::uint64_t repairs = 0;          ///< all of them
  CheckReport after = {};             ///< what is there now; its damage could not be repaired
};

/// Bytes of all files of the store.
struct CompactReport {
  std::uint64_t bytes_before = 0;
  std::uint64_t bytes_after = 0;
};

struct BackupOptions {
  std::uint32_t keep = 7;  ///< of more generations the oldest are removed; 0: none is
  bool verify = true;      ///< open the copy and check it before it counts
  bool link = false;       ///< hard links to the store's own tables where that works: no copy, and no second disk
};

/// One generation in a folder of backups.
struct BackupInfo {
  std::uint32_t generation = 0;  ///< from 1, rising
  std::uint64_t commit = 0;      ///< the last one it holds
  std::int64_t made_at = 0;      ///< seconds since 1970 UTC
  std::uint64_t size_bytes = 0;  ///< of all its files, also of those that it shares with other generations
};

struct BackupReport {
  BackupInfo made = {};
  std::uint64_t new_bytes = 0;  ///< of files that no earlier generation had
  std::uint32_t removed = 0;    ///< generations
};

/// A procedure that is a table: called with arguments it yields the outputs of the rows whose inputs
/// equal them, in the order of the rows.
struct TableProcedure {
  std::string signature;              ///< "my.proc(name :: STRING?) :: (city :: STRING?)"
  std::vector<std::string> columns;   ///< inputs, then outputs
  std::vector<List> rows;
};

}  // namespace kith
