#include "model/dependency_graph.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace kith::model {
namespace {

using Values = std::vector<std::int64_t>;
using Kind = Dependency::Kind;

/// A register or a set, and a value in it.
using Place = std::pair<std::string, std::int64_t>;

std::string text_of(const Values& values) {
  std::string text = "[";
  for (std::size_t i = 0; i < values.size(); ++i) text += (i == 0 ? "" : ", ") + std::to_string(values[i]);
  return text + "]";
}

/// What one transaction did to one object, and what it saw there of others.
struct Footprint {
  std::optional<Values> seen;  ///< without its own writes: a list in order, or a sorted set
  Values added;                ///< appended, or put in; what it put in and took out again is in neither
  Values removed;              ///< what others had put in
  Values passing;              ///< values it wrote and went on to change: nobody may see them
};

class Inference {
 public:
  explicit Inference(const History& history) : history_(history), footprints_(history.size()) {
    for (std::size_t i = 0; i < history.size(); ++i) trace(i);
    settle_outcomes();
    collect_writers();
    for (std::size_t i = 0; i < history.size(); ++i)
      for (const auto& [object, footprint] : footprints_[i])
        if (footprint.seen) check_values(i, object, *footprint.seen);
    for (const std::string& object : registers_) order_register(object);
    for (const std::string& object : sets_) order_set(object);
    order_real_time();
  }

  DependencyGraph take() { return std::move(graph_); }

 private:
  // ---- one transaction at a time ----

  /// Follows one transaction through its own writes; what does not fit is an anomaly of its own.
  void trace(std::size_t transaction) {
    for (const Operation& operation : history_[transaction].operations) {
      Footprint& footprint = footprints_[transaction][operation.object];
      switch (operation.kind) {
        case Operation::Kind::kAppend:
          registers_.insert(operation.object);
          // Others may see all of a transaction's appends to a list, never the first few.
          footprint.passing.insert(footprint.passing.end(), footprint.added.begin(), footprint.added.end());
          footprint.added = {operation.value};
          break;
        case Operation::Kind::kRead:
          registers_.insert(operation.object);
          trace_read(transaction, operation, footprint);
          break;
        case Operation::Kind::kAdd:
          sets_.insert(operation.object);
          footprint.added.push_back(operation.value);
          break;
        case Operation::Kind::kRemove:
          sets_.insert(operation.object);
          trace_remove(operation, footprint);
          break;
        case Operation::Kind::kSee:
          sets_.insert(operation.object);
          trace_see(transaction, operation, footprint);
          break;
      }
    }
  }

  void trace_read(std::size_t transaction, const Operation& operation, Footprint& footprint) {
    Values own = footprint.passing;
    own.insert(own.end(), footprint.added.begin(), footprint.added.end());
    const Values& seen = operation.seen;
    const bool own_at_end = seen.size() >= own.size() && std::equal(own.rbegin(), own.rend(), seen.rbegin());
    if (!own_at_end) return report_internal(transaction, operation, "does not end with its own appends " + text_of(own));
    Values others(seen.begin(), seen.end() - static_cast<std::ptrdiff_t>(own.size()));
    if (footprint.seen && *footprint.seen != others)
      return report_internal(transaction, operation, "was " + text_of(*footprint.seen) + " before");
    footprint.seen = std::move(others);
  }

  static void trace_remove(const Operation& operation, Footprint& footprint) {
    if (std::erase(footprint.added, operation.value) != 0)
      footprint.passing.push_back(operation.value);
    else
      footprint.removed.push_back(operation.value);
  }

  void trace_see(std::size_t transaction, const Operation& operation, Footprint& footprint) {
    Values others = operation.seen;
    std::sort(others.begin(), others.end());
    for (std::int64_t own : footprint.added)
      if (std::erase(others, own) == 0)
        return report_internal(transaction, operation, "lacks " + std::to_string(own) + " that it put in");
    for (std::int64_t gone : footprint.removed) {
      if (std::binary_search(others.begin(), others.end(), gone))
        return report_internal(transaction, operation, "has " + std::to_string(gone) + " that it took out");
      others.insert(std::upper_bound(others.begin(), others.end(), gone), gone);
    }
    // What it took out since the last look was there then, or should have been.
    if (footprint.seen && *footprint.seen != others)
      return report_internal(transaction, operation, "was " + text_of(*footprint.seen) + " before");
    footprint.seen = std::move(others);
  }

  void report_internal(std::size_t transaction, const Operation& operation, const std::string& what) {
    report(AnomalyKind::kInternal, {transaction}, operation.object + " read as " + text_of(operation.seen) + " " + what);
  }

  // ---- who wrote what ----

  /// A commit that was not answered counts as done if another has seen some of it.
  void settle_outcomes() {
    std::set<Place> seen;
    for (std::size_t i = 0; i < history_.size(); ++i)
      for (const auto& [object, footprint] : footprints_[i])
        for (std::int64_t value : footprint.seen.value_or(Values{})) seen.emplace(object, value);
    committed_.resize(history_.size());
    for (std::size_t i = 0; i < history_.size(); ++i) {
      committed_[i] = history_[i].outcome == Outcome::kCommitted;
      if (history_[i].outcome != Outcome::kUnknown) continue;
      for (const auto& [object, footprint] : footprints_[i])
        for (std::int64_t value : footprint.added) committed_[i] = committed_[i] || seen.count({object, value}) != 0;
    }
  }

  void collect_writers() {
    for (std::size_t i = 0; i < history_.size(); ++i) {
      for (const auto& [object, footprint] : footprints_[i]) {
        for (std::int64_t value : footprint.added) writer_[{object, value}] = i;
        for (std::int64_t value : footprint.passing) writer_[{object, value}] = i;
        for (std::int64_t value : footprint.removed) {
          if (history_[i].outcome == Outcome::kUnknown && !committed_[i]) perhaps_removed_.insert({object, value});
          if (!committed_[i]) continue;
          const auto [former, first] = remover_.try_emplace({object, value}, i);
          if (!first)
            report(AnomalyKind::kLostUpdate, {former->second, i}, "both took " + std::to_string(value) + " out of " + object);
        }
      }
    }
  }

  /// Each value that a transaction saw of others must be one that somebody committed.
  void check_values(std::size_t reader, const std::string& object, const Values& seen) {
    const bool is_list = registers_.count(object) != 0;
    std::set<std::int64_t> met;
    for (std::size_t i = 0; i < seen.size(); ++i) {
      const std::string what = object + " read as " + text_of(seen) + ": " + std::to_string(seen[i]);
      if (!met.insert(seen[i]).second) report(AnomalyKind::kDuplicate, {reader}, what + " is there twice");
      const auto writer = writer_.find({object, seen[i]});
      if (writer == writer_.end()) {
        report(AnomalyKind::kGarbageRead, {reader}, what + " was never written");
        continue;
      }
      const std::size_t by = writer->second;
      if (by != reader && !committed_[by] && history_[by].outcome == Outcome::kAborted)
        report(AnomalyKind::kAbortedRead, {reader, by}, what + " was rolled back");
      if (by == reader) continue;
      const Values& passing = footprints_[by][object].passing;
      const bool passing_value = std::find(passing.begin(), passing.end(), seen[i]) != passing.end();
      if (passing_value && (!is_list || i + 1 == seen.size()))
        report(AnomalyKind::kIntermediateRead, {reader, by}, what + " was not the last of its writer");
    }
  }

  // ---- order of versions ----

  /// Lists tell their order themselves: the longest that was read, of which all others must be the beginning.
  void order_register(const std::string& object) {
    std::vector<std::size_t> readers;
    std::size_t longest = history_.size();
    for (std::size_t i = 0; i < history_.size(); ++i) {
      const Values* seen = seen_by(i, object);
      if (seen == nullptr) continue;
      readers.push_back(i);
      if (longest == history_.size() || seen->size() > seen_by(longest, object)->size()) longest = i;
    }
    Values order = readers.empty() ? Values{} : *seen_by(longest, object);
    for (std::size_t reader : readers) {
      const Values& seen = *seen_by(reader, object);
      if (!std::equal(seen.begin(), seen.end(), order.begin()))
        report(AnomalyKind::kIncompatibleOrder, {reader, longest},
               object + " read as " + text_of(seen) + " and as " + text_of(order));
    }
    for (std::size_t i = 1; i < order.size(); ++i) add(order[i - 1], order[i], Kind::kWriteWrite, object);
    // What no read has shown came after all that one has.
    std::vector<std::size_t> unseen;
    for (std::size_t i = 0; i < history_.size(); ++i) {
      const Values* added = added_by(i, object);
      if (committed_[i] && added != nullptr && std::find(order.begin(), order.end(), added->back()) == order.end())
        unseen.push_back(i);
    }
    if (!order.empty())
      for (std::size_t writer : unseen) add_between(writer_of(object, order.back()), writer, Kind::kWriteWrite, false, object);
    for (std::size_t reader : readers) {
      const Values& seen = *seen_by(reader, object);
      if (!seen.empty()) add_between(writer_of(object, seen.back()), reader, Kind::kWriteRead, false, object);
      if (seen.size() < order.size())
        add_between(reader, writer_of(object, order[seen.size()]), Kind::kReadWrite, false, object);
      else
        for (std::size_t writer : unseen) add_between(reader, writer, Kind::kReadWrite, false, object);
    }
    report_lost_updates(object, readers);
  }

  void report_lost_updates(const std::string& object, const std::vector<std::size_t>& readers) {
    std::map<std::size_t, std::size_t> first;  // length of the version read -> who replaced it
    for (std::size_t reader : readers) {
      if (!committed_[reader] || added_by(reader, object) == nullptr) continue;
      const auto [former, is_first] = first.try_emplace(seen_by(reader, object)->size(), reader);
      if (!is_first)
        report(AnomalyKind::kLostUpdate, {former->second, reader},
               "both read " + object + " as " + text_of(*seen_by(reader, object)) + " and appended to it");
    }
  }

  /// An element of a set is first not there, then there, then gone.
  void order_set(const std::string& object) {
    for (const auto& [place, remover] : remover_)
      if (place.first == object) add_between(writer_of(object, place.second), remover, Kind::kWriteWrite, true, object);
    std::vector<std::pair<std::size_t, std::int64_t>> added;
    for (std::size_t writer = 0; writer < history_.size(); ++writer)
      if (const Values* values = added_by(writer, object); committed_[writer] && values != nullptr)
        for (std::int64_t value : *values)
          if (perhaps_removed_.count({object, value}) == 0) added.emplace_back(writer, value);
    for (std::size_t reader = 0; reader < history_.size(); ++reader) {
      const Values* seen = seen_by(reader, object);
      if (seen == nullptr) continue;
      for (std::int64_t value : *seen) {
        add_between(writer_of(object, value), reader, Kind::kWriteRead, true, object);
        if (const auto gone = remover_.find({object, value}); gone != remover_.end())
          add_between(reader, gone->second, Kind::kReadWrite, true, object);
      }
      for (const auto& [writer, value] : added)
        if (writer != reader && !std::binary_search(seen->begin(), seen->end(), value))
          order_unseen(object, value, reader, writer);
    }
  }

  /// `reader` did not see what `writer` put in: it read before, or after another took it out.
  void order_unseen(const std::string& object, std::int64_t value, std::size_t reader, std::size_t writer) {
    const auto gone = remover_.find({object, value});
    if (gone == remover_.end()) return add_between(reader, writer, Kind::kReadWrite, true, object);
    const std::size_t remover = gone->second;
    if (history_[writer].end_returned < history_[reader].begin_called)
      add_between(remover, reader, Kind::kWriteRead, true, object);
    else if (history_[reader].begin_returned < history_[remover].end_called)
      add_between(reader, writer, Kind::kReadWrite, true, object);
    // Else either may be, and nothing follows.
  }

  /// Whoever was answered before another was asked to begin comes before it. What follows from two others is left out.
  void order_real_time() {
    for (std::size_t later = 0; later < history_.size(); ++later) {
      const std::uint64_t begin = history_[later].begin_called;
      std::uint64_t newest_begin = 0;
      for (const RecordedTransaction& other : history_)
        if (other.end_returned < begin && other.outcome != Outcome::kUnknown) newest_begin = std::max(newest_begin, other.begin_called);
      for (std::size_t earlier = 0; earlier < history_.size(); ++earlier) {
        const RecordedTransaction& other = history_[earlier];
        if (other.outcome != Outcome::kUnknown && other.end_returned < begin && other.end_returned >= newest_begin)
          add_between(earlier, later, Kind::kRealTime, false, "");
      }
    }
  }

  // ---- help ----

  const Values* seen_by(std::size_t transaction, const std::string& object) const {
    const auto found = footprints_[transaction].find(object);
    return found != footprints_[transaction].end() && found->second.seen ? &*found->second.seen : nullptr;
  }

  /// Null if it added nothing that lasted.
  const Values* added_by(std::size_t transaction, const std::string& object) const {
    const auto found = footprints_[transaction].find(object);
    return found != footprints_[transaction].end() && !found->second.added.empty() ? &found->second.added : nullptr;
  }

  std::size_t writer_of(const std::string& object, std::int64_t value) const {
    const auto writer = writer_.find({object, value});
    return writer == writer_.end() ? history_.size() : writer->second;
  }

  void add(std::int64_t from, std::int64_t to, Kind kind, const std::string& object) {
    add_between(writer_of(object, from), writer_of(object, to), kind, false, object);
  }

  void add_between(std::size_t from, std::size_t to, Kind kind, bool predicate, const std::string& object) {
    if (from == to || from == history_.size() || to == history_.size()) return;
    if (!known_.insert({from, to, kind, object}).second) return;
    graph_.edges.push_back({from, to, kind, predicate, object});
    if (kind == Kind::kRealTime || kind == Kind::kReadWrite || !committed_[from]) return;
    if (history_[to].begin_returned >= history_[from].end_called) return;
    if (kind == Kind::kWriteRead)
      report(AnomalyKind::kFutureRead, {to, from}, object + " was written after the view had been taken");
    else if (committed_[to])
      report(AnomalyKind::kConcurrentWrites, {from, to}, object + " was written by two that were open at once");
  }

  void report(AnomalyKind kind, std::vector<std::size_t> transactions, const std::string& what) {
    std::string text = std::string(name_of(kind)) + ": " + what + "\n" + lines_of(history_, transactions);
    graph_.anomalies.push_back({kind, false, std::move(transactions), std::move(text)});
  }

  struct Known {
    std::size_t from, to;
    Kind kind;
    std::string object;
    auto operator<=>(const Known&) const = default;
  };

  const History& history_;
  std::vector<std::map<std::string, Footprint>> footprints_;  ///< by object
  std::vector<bool> committed_;
  std::set<std::string> registers_, sets_;
  std::map<Place, std::size_t> writer_;
  std::map<Place, std::size_t> remover_;  ///< committed
  std::set<Place> perhaps_removed_;       ///< by a commit that was not answered
  std::set<Known> known_;
  DependencyGraph graph_;
};

}  // namespace

DependencyGraph infer(const History& history) { return Inference(history).take(); }

const char* name_of(AnomalyKind kind) {
  switch (kind) {
    case AnomalyKind::kGarbageRead:
      return "garbage read";
    case AnomalyKind::kDuplicate:
      return "duplicate";
    case AnomalyKind::kAbortedRead:
      return "aborted read (G1a)";
    case AnomalyKind::kIntermediateRead:
      return "intermediate read (G1b)";
    case AnomalyKind::kIncompatibleOrder:
      return "incompatible order";
    case AnomalyKind::kInternal:
      return "internal inconsistency";
    case AnomalyKind::kFutureRead:
      return "future read";
    case AnomalyKind::kConcurrentWrites:
      return "concurrent writes";
    case AnomalyKind::kLostUpdate:
      return "lost update";
    case AnomalyKind::kDirtyWrite:
      return "dirty write (G0)";
    case AnomalyKind::kCircularFlow:
      return "circular information flow (G1c)";
    case AnomalyKind::kFracturedRead:
      return "fractured read";
    case AnomalyKind::kStaleRead:
      return "stale read";
    case AnomalyKind::kReadSkew:
      return "read skew (G-single)";
    case AnomalyKind::kLongFork:
      return "long fork (G-nonadjacent)";
    case AnomalyKind::kWriteSkew:
      return "write skew (G2-item)";
    case AnomalyKind::kPhantom:
      return "phantom (G2)";
  }
  return "";
}

std::string to_text(const Dependency& dependency) {
  static constexpr const char* kNames[] = {"ww", "wr", "rw", "rt"};
  return "T" + std::to_string(dependency.from) + " -" + kNames[static_cast<std::size_t>(dependency.kind)] +
         (dependency.object.empty() ? "" : " ") + dependency.object + "-> T" + std::to_string(dependency.to);
}

std::string lines_of(const History& history, const std::vector<std::size_t>& transactions) {
  std::string text;
  for (std::size_t transaction : std::set<std::size_t>(transactions.begin(), transactions.end()))
    text += "  T" + std::to_string(transaction) + ": " + to_text(history[transaction]) + "\n";
  return text;
}

}  // namespace kith::model
