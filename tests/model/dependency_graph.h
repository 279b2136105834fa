// What must have come before what, inferred from a history, and what in it is wrong by itself.
//
// Edges between transactions, after Adya ("Weak consistency", MIT 1999):
//   ww  `from` wrote the version that `to` replaced      wr  `to` read what `from` wrote
//   rw  `from` read the version that `to` replaced       rt  `from` was answered before `to` was asked to begin
// Under snapshot isolation ww, wr and rt say that `from` committed before the view of `to` was taken; rw says that
// the view of `from` was taken before `to` committed. A transaction that was rolled back takes part as a reader: its
// view must have been a view too.
#pragma once

#include <string>
#include <vector>

#include "model/history.h"

namespace kith::model {

enum class AnomalyKind : std::uint8_t {
  kGarbageRead,        ///< a value that nobody wrote
  kDuplicate,          ///< a value twice in one list
  kAbortedRead,        ///< G1a, dirty read: a value of a transaction that was rolled back
  kIntermediateRead,   ///< G1b: a value that its writer went on to change
  kIncompatibleOrder,  ///< two reads of a list of which neither is the beginning of the other
  kInternal,           ///< a transaction that does not see its own writes, or sees others change under it
  kFutureRead,         ///< a commit seen in a view that was taken before it
  kConcurrentWrites,   ///< two open at once wrote the same object, and both committed
  kLostUpdate,         ///< both read the same version, both replaced it
  kDirtyWrite,         ///< G0: a cycle of ww
  kCircularFlow,       ///< G1c: a cycle of ww and wr
  kFracturedRead,      ///< one of another's writes seen, another not
  kStaleRead,          ///< a commit answered before the view was taken, and not in it
  kReadSkew,           ///< G-single: a cycle with one rw
  kLongFork,           ///< G-nonadjacent: a cycle with several rw, never two in a row
  kWriteSkew,          ///< G2-item: two rw in a row; legal under snapshot isolation
  kPhantom,            ///< G2: the same, over a predicate; legal under snapshot isolation
};

/// "lost update", "write skew (G2-item)", ...
const char* name_of(AnomalyKind kind);

struct Anomaly {
  AnomalyKind kind;
  bool realtime = false;                  ///< it takes the order in real time to see it
  std::vector<std::size_t> transactions;  ///< places in the history
  std::string text;                       ///< what was seen, with the lines of these transactions
};

struct Dependency {
  enum class Kind : std::uint8_t { kWriteWrite, kWriteRead, kReadWrite, kRealTime };
  std::size_t from;
  std::size_t to;
  Kind kind;
  bool predicate = false;   ///< by a set, not by a register
  std::string object = {};  ///< which register or set
};

struct DependencyGraph {
  std::vector<Dependency> edges;
  std::vector<Anomaly> anomalies;  ///< those that need no cycle
};

DependencyGraph infer(const History& history);

/// "T3 -rw x-> T5".
std::string to_text(const Dependency& dependency);

/// The lines of `transactions` out of `history`, each once and by number: "T3: 0-9 ok x<1".
std::string lines_of(const History& history, const std::vector<std::size_t>& transactions);

}  // namespace kith::model
