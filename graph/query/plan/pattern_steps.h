// Steps: how a pattern is walked, one operator at a time, whatever the order somebody chose.
//
//     Steps steps(pattern);
//     steps.scan(LabelScan{a, "Person"});
//     steps.expand(pattern.edges[0]);      // from whichever end is bound
//     match.steps = steps.take();
//
// Steps knows what is bound so far and which edges have to differ, so that no order can forget either.
#pragma once

#include <set>
#include <vector>

#include "query/plan/logical.h"

namespace kith::plan {

class Steps {
 public:
  /// Nodes and edges the pattern found bound are bound. `pattern` must outlive this.
  explicit Steps(const semantic::Pattern& pattern);

  bool is_bound(Slot slot) const { return bound_.count(slot) != 0; }

  /// Whether everything of the pattern that `expr` reads is bound. What is not of the pattern always is.
  bool can_evaluate(const Expr& expr) const;

  bool is_own(Slot slot) const { return own_.count(slot) != 0; }

  /// Edges walked so far that `edge` must not be the same as.
  std::vector<Slot> distinct_from(const semantic::PatternEdge& edge) const;

  /// An operator that binds `nodes` (and `edge`, if it is an edge's scan: then distinct_from(*edge) must be empty,
  /// as scans do not compare).
  void scan(Body access, const std::vector<Slot>& nodes, const semantic::PatternEdge* edge = nullptr);
  /// Requires that one end is bound; both, if the edge searches (see below).
  void expand(const semantic::PatternEdge& edge);
  void filter(std::vector<Expr> predicates);

  void add(Body body) { steps_.push_back(std::move(body)); }

  std::vector<Body> take() { return std::move(steps_); }

 private:
  bool begins_right(const semantic::PatternEdge& edge) const;

  const semantic::Pattern& pattern_;
  std::set<Slot> own_;  ///< what this pattern binds
  std::set<Slot> bound_;
  std::vector<Slot> scanned_;  ///< nodes, in the order they were bound without an edge
  std::vector<const semantic::PatternEdge*> walked_;
  std::vector<Body> steps_;
};

/// Whether the edge chooses among the paths between its ends: then both have to be bound.
bool searches(const semantic::PatternEdge& edge);

/// The label that a predicate asks of `node`, if one does: the first written.
const std::string* label_of(const semantic::Pattern& pattern, Slot node);

/// All nodes, or those of a label that has to be there anyway.
Body plain_scan(const semantic::Pattern& pattern, Slot node);

/// The pattern in the order written, predicates at the end.
std::vector<Body> written_steps(const semantic::Pattern& pattern);

}  // namespace kith::plan
