// Routes: path patterns that are walked as a whole, because something in them is repeated under conditions, or
// because the walk is chosen among others (SHORTEST …) or must not meet a node twice (ACYCLIC, SIMPLE).
//
//     (x) ((a)-[r]->(b) WHERE a.size < b.size){1,3} (m:City)-[q]->(y)        is
//     legs [from #a: -[#r]-> #b, 1..3, where #a.size < #b.size, lists #a as #5, #r as #6, #b as #7]
//          [from #m: -[#q]-> #y, once]                     stops [#m where #m:City]
//
// A leg is walked min to max times, each time over all of its steps; a stop is the node between two legs. Inside a
// leg its variables are single elements, outside the same names are lists and have slots of their own. Predicates
// stand as near to the walk as they can be tested: those of a leg read one iteration, those of a stop its node, and
// `accept` the whole. All may read what earlier clauses bound, nothing else.
//
// Invariant: stops.size() + 1 == legs.size(); a leg has at least one step; one that is not `repeated` has exactly one
// and is walked once.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/ids.h"
#include "query/semantic/expression.h"

namespace kith::semantic {

/// One edge of an iteration, and the node it leads to.
struct RouteStep {
  Slot edge = kNoSlot;
  Slot to = kNoSlot;
  Direction direction = Direction::kOut;
  std::vector<std::string> types = {};  ///< empty: all
};

/// What an element of each iteration is gathered into.
struct RouteList {
  Slot element = kNoSlot;
  Slot list = kNoSlot;
};

struct RouteLeg {
  Slot from = kNoSlot;  ///< the node an iteration begins at
  std::vector<RouteStep> steps = {};
  std::uint64_t min = 1;
  std::uint64_t max = 1;
  bool repeated = false;  ///< its elements are known outside as lists, if at all
  std::vector<Expr> predicates = {};
  std::vector<RouteList> lists = {};
};

struct RouteStop {
  Slot node = kNoSlot;
  std::vector<Expr> predicates = {};
};

/// What must not occur twice on the way.
enum class RouteMode : std::uint8_t {
  kWalk,     ///< anything may
  kTrail,    ///< an edge
  kSimple,   ///< a node, but the last may be the first
  kAcyclic,  ///< a node
};

/// Which of the routes between the same two nodes are wanted.
enum class RouteChoice : std::uint8_t {
  kAll,
  kPaths,   ///< `count` of them, the shortest first
  kGroups,  ///< all those of the `count` least lengths
};

struct Route {
  std::vector<RouteLeg> legs = {};
  std::vector<RouteStop> stops = {};
  RouteMode mode = RouteMode::kTrail;
  RouteChoice choice = RouteChoice::kAll;
  std::optional<Expr> count = {};  ///< missing: 1
  std::vector<Expr> accept = {};   ///< of a whole route, before one is chosen
};

/// What a walk binds beside its ends and the list of all its edges.
std::vector<Slot> outputs_of(const Route& route);

/// Slots that mean something only while an iteration is walked.
std::set<Slot> inner_slots(const RouteLeg& leg);

/// The same walks from the other end.
Route reversed(const Route& route);

/// "(#1 -[#2 :LEG]-> #3 where #1.size < #3.size){1,3} #4 …".
std::string to_text(const Route& route);

}  // namespace kith::semantic
