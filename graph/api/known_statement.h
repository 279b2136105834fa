// A statement that needs no compiling any more: a plan, and the caller's own literals to run it with.
//
//     KnownPtr known = cache.find("MATCH (p {name: 'Bo'}) RETURN 1 / p.zero", conditions);
//     known->literals           // ['Bo'], though the plan was made when it said 'Alexander'
//     known->placed(error)      // points into this text, not into Alexander's
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kith/status.h"
#include "kith/value.h"
#include "query/plan/physical.h"

namespace kith::api {

using PlanPtr = std::shared_ptr<const plan::PhysicalPlan>;

/// Where a lifted literal stands in a text: bytes.
struct LiteralPlace {
  std::uint32_t offset;
  std::uint32_t length;
};

using LiteralPlaces = std::vector<LiteralPlace>;

/// A plan, and where the literals that it leaves open stood in the text it was made from.
struct LiftedPlan {
  PlanPtr plan;
  LiteralPlaces places;
  std::size_t bytes = 0;  ///< what it weighs in the cache
};

using LiftedPlanPtr = std::shared_ptr<const LiftedPlan>;

/// Never changes; any thread.
struct KnownStatement {
  PlanPtr plan;
  List literals = {};  ///< by Expr::lifted
  /// Set if the plan was made from another text than `text`; literals of this one are at `places`.
  LiftedPlanPtr made_from = nullptr;
  std::string text = {};
  LiteralPlaces places = {};

  /// An error of the running plan, with its place in the caller's text.
  Error placed(Error error) const;

  /// A place in the text that the plan was made from, as one in the caller's.
  SourceSpan placed(const SourceSpan& span) const;
};

using KnownPtr = std::shared_ptr<const KnownStatement>;

}  // namespace kith::api
