// What the binder keeps in mind while it binds one pattern. Internal to semantic/.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "query/semantic/query.h"
#include "query/semantic/scope.h"

namespace kith::semantic {

/// What one pattern has met so far.
struct Matching {
  std::vector<Slot>& introduces;
  Scope before = {};                             ///< what was visible before the pattern
  bool edges_repeat = false;                     ///< REPEATABLE ELEMENTS
  std::set<std::string> introduced = {};         ///< names declared by this very clause
  std::set<std::string> edge_names = {};         ///< of edges that stand in it
  std::set<Slot> on_routes = {};                 ///< nodes that a route binds, so that nothing can start from them
  std::vector<std::vector<Slot>> elements = {};  ///< of each path: node, edge, node, …; of a route its ends alone
  std::vector<std::size_t> route_edges = {};     ///< of each path: its place among the edges, if it is a route
};

inline constexpr std::size_t kNoRoute = ~std::size_t{0};

/// A path in brackets of its own is the path inside, with a condition: ((a)-->+(b) WHERE …).
struct WrittenPath {
  const syntax::PathPattern& outer;     ///< the selector and the mode
  const syntax::PathPattern& elements;  ///< nodes and edges
  const syntax::Expression* where;      ///< inside the brackets, or null

  /// Of the path, before or inside the brackets.
  const syntax::Name& variable() const { return outer.variable.empty() ? elements.variable : outer.variable; }
};

WrittenPath written_path(const syntax::PathPattern& path);

/// Whether the path has to be walked as one route.
bool is_route(const WrittenPath& path, bool edges_repeat);
/// Whether the edge has to be a route of its own.
bool is_route(const syntax::EdgePattern& edge);

}  // namespace kith::semantic
