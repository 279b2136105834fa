// Access paths: the ways to find a first node or edge of a pattern, and what each is likely to cost.
#pragma once

#include <optional>
#include <vector>

#include "query/plan/logical.h"
#include "query/plan/pattern_steps.h"

namespace kith::plan {

/// One way in. `served` are the positions of predicates that need no test afterwards.
struct Access {
  std::vector<Body> steps;
  double rows = 0;
  std::vector<std::size_t> served = {};
};

class Counts {
 public:
  explicit Counts(const OptimiserContext& context) : context_(context) {}

  double nodes(const std::string& label = {}) const;
  double edges(const std::vector<std::string>& types = {}) const;

 private:
  const OptimiserContext& context_;
};

/// The cheapest way to bind `node`, whose comparisons may use what `steps` has bound already. `first`: the
/// pattern starts with a single row. Takes further slots from `slot_count` where it needs them.
Access best_node_access(const semantic::Pattern& pattern, Slot node, const Steps& steps, bool first,
                        const OptimiserContext& context, Slot& slot_count);

/// A way to bind `edge` and both its ends at once: an index on edges, or a scan of its types. None if it is
/// variable or bound, if an end is bound, or if it must differ from an edge walked before.
std::optional<Access> best_edge_access(const semantic::Pattern& pattern, const semantic::PatternEdge& edge,
                                       const Steps& steps, const OptimiserContext& context);

}  // namespace kith::plan
