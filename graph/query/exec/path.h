// Paths inside the executor: ids, ends and types only; materialise() reads the rest.
#pragma once

#include <span>

#include "kith/element.h"
#include "query/exec/runtime.h"

namespace kith::exec {

/// A path that grows edge by edge from its first node.
class PathBuilder {
 public:
  PathBuilder(const Runtime& runtime, NodeId start) : runtime_(runtime), last_(start) {
    path_.nodes.push_back(Node{.id = start});
  }

  /// Walks over the edge from the last node, in whichever direction that is.
  void walk(const EdgeRef& edge) {
    last_ = edge.from == last_ ? edge.to : edge.from;
    path_.edges.push_back(Edge{
        .id = edge.id, .from = edge.from, .to = edge.to, .type = runtime_.reader().catalog().types.name(edge.type)});
    path_.nodes.push_back(Node{.id = last_});
  }

  Value take() { return Value(std::move(path_)); }

 private:
  const Runtime& runtime_;
  NodeId last_;
  Path path_;
};

}  // namespace kith::exec
