// Projection pruning: columns nobody reads above are not carried, and not computed unless computing may fail.
#include "query/plan/reads.h"
#include "query/plan/rules.h"
#include "query/semantic/walk.h"

namespace kith::plan {

namespace {

using Needed = std::set<Slot>;

// Columns of a Union are moved by position, and what a subplan gives is asked for by whoever runs it: inside
// those everything is kept.
bool keeps_everything_below(const Body& body) { return std::holds_alternative<Union>(body); }

bool starts_afresh(const Body& body) { return std::holds_alternative<Aggregate>(body); }

// `needed`: what is read above `op`; none if that is not known.
void prune(LogicalOperator& op, std::optional<Needed> needed) {
  if (auto* match = std::get_if<PatternMatch>(&op.body)) {
    if (needed)
      for (const Body& step : match->steps) add_reads(step, *needed);
    prune(op.inputs[0], std::move(needed));
    return;
  }
  Body& body = std::get<Body>(op.body);
  if (auto* project = std::get_if<Project>(&body); project != nullptr && needed) {
    std::erase_if(project->projections, [&](const Projection& projection) {
      return needed->count(projection.slot) == 0 && !semantic::can_fail(projection.expr);
    });
    std::erase_if(project->keep, [&](Slot slot) { return needed->count(slot) == 0; });
  }
  if (starts_afresh(body)) needed = Needed{};
  if (keeps_everything_below(body)) needed.reset();
  if (needed) add_reads(body, *needed);
  for (std::size_t i = 1; i < op.inputs.size(); ++i) {
    if (needed) add_reads_below(op.inputs[i], *needed);
    prune(op.inputs[i], std::nullopt);
  }
  if (!op.inputs.empty()) prune(op.inputs[0], std::move(needed));
}

}  // namespace

void prune_projections(LogicalPlan& plan) {
  Needed needed;
  for (const OutputColumn& column : plan.columns) needed.insert(column.slot);
  prune(plan.root, std::move(needed));
}

}  // namespace kith::plan
