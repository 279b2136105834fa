// Where a cursor gets its kith::Plan from: the physical plan, and what was measured while it ran.
#pragma once

#include <memory>
#include <optional>

#include "api/plan_cache.h"
#include "kith/plan.h"
#include "query/exec/profile.h"

namespace kith::api {

/// Empty for a statement that asks for neither EXPLAIN nor PROFILE.
struct PlanSource {
  PlanPtr plan = {};
  std::shared_ptr<exec::Profile> profile = {};  ///< null: nothing was run
};

/// Empty if `plan` was not asked for; with a new profile if it is to be measured.
PlanSource plan_source(const PlanPtr& plan);

/// The tree with what is known by now.
std::optional<Plan> plan_of(const PlanSource& source);

}  // namespace kith::api
