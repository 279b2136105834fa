#include "model/isolation_checker.h"

#include <algorithm>
#include <functional>
#include <set>

#include "model/cycles.h"

namespace kith::model {
namespace {

using Kind = Dependency::Kind;

bool is_read_write(const Dependency& edge) { return edge.kind == Kind::kReadWrite; }

/// The name of a cycle that snapshot isolation forbids by its edges.
AnomalyKind kind_of_forbidden(const std::vector<Dependency>& cycle) {
  const auto count = [&](Kind kind) {
    return std::count_if(cycle.begin(), cycle.end(), [&](const Dependency& edge) { return edge.kind == kind; });
  };
  if (count(Kind::kReadWrite) == 0) return count(Kind::kWriteRead) == 0 ? AnomalyKind::kDirtyWrite : AnomalyKind::kCircularFlow;
  if (count(Kind::kReadWrite) > 1) return AnomalyKind::kLongFork;
  if (cycle.size() == 2 && count(Kind::kWriteRead) == 1) return AnomalyKind::kFracturedRead;
  if (cycle.size() == 2 && count(Kind::kWriteWrite) == 1) return AnomalyKind::kLostUpdate;
  if (count(Kind::kRealTime) + 1 == static_cast<std::ptrdiff_t>(cycle.size())) return AnomalyKind::kStaleRead;
  return AnomalyKind::kReadSkew;
}

/// The name of one that only serialisability forbids.
AnomalyKind kind_of_skew(const std::vector<Dependency>& cycle) {
  const bool phantom = std::any_of(cycle.begin(), cycle.end(),
                                   [](const Dependency& edge) { return is_read_write(edge) && edge.predicate; });
  return phantom ? AnomalyKind::kPhantom : AnomalyKind::kWriteSkew;
}

class Checker {
 public:
  explicit Checker(const History& history) : history_(history), graph_(infer(history)) {}

  std::vector<Anomaly> check(Isolation isolation) {
    // From the narrowest kind of cycle to the widest, so that each is called by the worst of its names.
    find([](const Dependency& edge) { return edge.kind == Kind::kWriteWrite; });
    find([](const Dependency& edge) { return edge.kind == Kind::kWriteWrite || edge.kind == Kind::kWriteRead; });
    find_without_skew([](const Dependency& edge) { return edge.kind != Kind::kRealTime; });
    find_without_skew([](const Dependency&) { return true; });
    if (isolation == Isolation::kSerialisable) {
      find([](const Dependency& edge) { return edge.kind != Kind::kRealTime; });
      find([](const Dependency&) { return true; });
    }
    return std::move(graph_.anomalies);
  }

 private:
  using Filter = std::function<bool(const Dependency&)>;

  /// Cycles of the edges that pass.
  void find(const Filter& passes) {
    Arcs arcs(history_.size());
    for (std::size_t i = 0; i < graph_.edges.size(); ++i)
      if (passes(graph_.edges[i])) arcs[graph_.edges[i].from].push_back({graph_.edges[i].to, i});
    for (const auto& cycle : shortest_cycles(arcs)) report(cycle);
  }

  /// Cycles in which no rw follows upon rw: those that snapshot isolation forbids (A. Cerone and A. Gotsman,
  /// "Analysing snapshot isolation", JACM 2018). Each transaction is two nodes: come to by rw (odd) or not (even).
  void find_without_skew(const Filter& passes) {
    Arcs arcs(2 * history_.size());
    for (std::size_t i = 0; i < graph_.edges.size(); ++i) {
      const Dependency& edge = graph_.edges[i];
      if (!passes(edge)) continue;
      arcs[2 * edge.from].push_back({2 * edge.to + (is_read_write(edge) ? 1 : 0), i});
      if (!is_read_write(edge)) arcs[2 * edge.from + 1].push_back({2 * edge.to, i});
    }
    for (const auto& cycle : shortest_cycles(arcs)) report(cycle);
  }

  void report(const std::vector<std::size_t>& edges) {
    std::vector<Dependency> cycle;
    std::vector<std::size_t> transactions;
    for (std::size_t edge : edges) {
      cycle.push_back(graph_.edges[edge]);
      transactions.push_back(cycle.back().from);
    }
    if (!reported_.insert(std::set<std::size_t>(transactions.begin(), transactions.end())).second) return;
    bool skew = false;
    for (std::size_t i = 0; i < cycle.size(); ++i)
      skew = skew || (is_read_write(cycle[i]) && is_read_write(cycle[(i + 1) % cycle.size()]) && cycle.size() > 1);
    Anomaly anomaly{skew ? kind_of_skew(cycle) : kind_of_forbidden(cycle), false, transactions, {}};
    for (const Dependency& edge : cycle) anomaly.realtime = anomaly.realtime || edge.kind == Kind::kRealTime;
    anomaly.text = std::string(name_of(anomaly.kind)) + (anomaly.realtime ? " in real time" : "") + ":\n";
    for (const Dependency& edge : cycle) anomaly.text += "  " + to_text(edge) + "\n";
    anomaly.text += lines_of(history_, transactions);
    graph_.anomalies.push_back(std::move(anomaly));
  }

  const History& history_;
  DependencyGraph graph_;
  std::set<std::set<std::size_t>> reported_;
};

}  // namespace

std::vector<Anomaly> check_isolation(const History& history, Isolation isolation) { return Checker(history).check(isolation); }

std::string to_text(const std::vector<Anomaly>& anomalies) {
  std::string text;
  for (const Anomaly& anomaly : anomalies) text += anomaly.text + "\n";
  return text;
}

}  // namespace kith::model
