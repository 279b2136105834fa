// Graphs for algorithms: chosen labels and edge types of one view, packed into arrays.
//
//     KITH_TRY(kith::Transaction tx, store.begin({.read_only = true}));
//     KITH_TRY(kith::GraphView people, kith::GraphView::of(tx, {.labels = {"Person"}, .types = {"MET_WITH"}}));
//     for (kith::GraphView::Vertex v = 0; v < people.vertex_count(); ++v)
//       std::printf("%s met %zu\n", kith::element_id(people.node(v)).c_str(), people.targets(v).size());
//
// Nodes become vertices 0, 1, 2 … in the order of their ids, edges become arcs 0, 1, 2 … in the order of
// their sources; parallel edges and loops are kept. kith/boost.h makes it a graph of Boost.Graph, so that
// all its algorithms run on a store.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kith/status.h"
#include "kith/value.h"

namespace kith {

class Transaction;

/// How edges become arcs.
enum class Orientation : std::uint8_t {
  kForward,   ///< an arc from the edge's start to its end
  kReversed,  ///< an arc from its end to its start
  kBoth,      ///< two arcs, for what has no direction; a loop is one
};

/// Which part of the graph. Names that the store does not know match nothing.
struct GraphViewOptions {
  std::vector<std::string> labels = {};  ///< nodes with at least one of them; empty: every node
  std::vector<std::string> types = {};   ///< edges of these types between such nodes; empty: every type
  Orientation orientation = Orientation::kForward;
  std::string weight_key = {};                  ///< property with the weight of an edge; empty: none
  std::optional<double> default_weight = {};    ///< of edges without it; none: such an edge is an error
};

/// A compact directed multigraph. Immutable: copies share its arrays and stay valid after the transaction
/// and the store have ended; safe from any thread. Memory: 8 bytes a vertex and 24 an arc, plus 8 an arc with weights,
/// plus 16 a vertex for the two indexes.
class [[gnu::visibility("default")]] GraphView {
 public:
  using Vertex = std::uint32_t;
  static constexpr Vertex kNoVertex = ~Vertex{0};

  /// One arc; `index` numbers the arcs of a view from 0 in the order of their sources.
  struct Arc {
    Vertex source = kNoVertex;
    Vertex target = kNoVertex;
    std::uint64_t index = 0;
    friend bool operator==(const Arc& a, const Arc& b) noexcept { return a.index == b.index; }
    friend auto operator<=>(const Arc& a, const Arc& b) noexcept { return a.index <=> b.index; }
  };

  /// What a view is made of: compressed rows. Arcs of vertex v are first[v] .. first[v + 1].
  struct Arrays {
    std::vector<NodeId> nodes = {};           ///< by vertex, ascending
    std::vector<std::uint64_t> first = {0};   ///< one more than vertices, ascending from 0
    std::vector<Vertex> targets = {};         ///< by arc
    std::vector<EdgeId> edges = {};           ///< by arc
    std::vector<double> weights = {};         ///< by arc; empty: every arc weighs 1
  };

  /// The graph of a transaction as it is now, its own changes included. One pass over the nodes and their edges.
  ///
  /// Errors: kArgument (detail "InvalidWeight": an edge without the weight, or whose weight is no number or NaN),
  /// kLimit (over 2^32 - 2 nodes), kClosed.
  static Result<GraphView> of(Transaction& transaction, const GraphViewOptions& options = {});

  /// The empty graph.
  GraphView();

  /// A graph of one's own. Requires arrays as described above.
  explicit GraphView(Arrays arrays);

  std::size_t vertex_count() const noexcept { return vertex_count_; }

  std::size_t arc_count() const noexcept { return first_[vertex_count_]; }

  NodeId node(Vertex vertex) const noexcept { return nodes_[vertex]; }

  std::span<const NodeId> nodes() const noexcept { return {nodes_, vertex_count_}; }

  /// The vertex of a node, if it is in the graph. O(log n).
  std::optional<Vertex> vertex(NodeId node) const noexcept;

  /// The edge behind an arc.
  EdgeId edge(const Arc& arc) const noexcept { return edges_[arc.index]; }

  /// 1 without weights.
  double weight(const Arc& arc) const noexcept { return weights_[arc.index & weight_mask_]; }

  bool is_weighted() const noexcept { return weight_mask_ != 0; }

  /// The ends of the arcs that leave a vertex, in the order of the arcs: by edge type, target and edge id
  /// (with kBoth the edges that start here come first); parallel arcs each have one.
  std::span<const Vertex> targets(Vertex vertex) const noexcept {
    return {targets_ + first_[vertex], targets_ + first_[vertex + 1]};
  }

  /// The ends of all arcs, by arc.
  std::span<const Vertex> targets() const noexcept { return {targets_, arc_count()}; }

  /// The number of the first arc that leaves a vertex; arcs of all vertices follow each other.
  std::uint64_t first_arc(Vertex vertex) const noexcept { return first_[vertex]; }

  /// The starts of the arcs that enter a vertex, and their numbers, in ascending order of both.
  std::span<const Vertex> sources(Vertex vertex) const noexcept {
    return {sources_ + first_in_[vertex], sources_ + first_in_[vertex + 1]};
  }

  std::span<const std::uint64_t> arcs_in(Vertex vertex) const noexcept {
    return {arcs_in_ + first_in_[vertex], arcs_in_ + first_in_[vertex + 1]};
  }

 private:
  struct Owned;

  std::shared_ptr<const Owned> owned_;
  // Copies of the arrays' addresses: what a loop reads is one step away.
  std::size_t vertex_count_ = 0;
  const NodeId* nodes_ = nullptr;
  const std::uint64_t* first_ = nullptr;
  const Vertex* targets_ = nullptr;
  const EdgeId* edges_ = nullptr;
  const double* weights_ = nullptr;
  std::uint64_t weight_mask_ = 0;  // all ones with weights, else 0: then weights_ is a single 1.0
  const std::uint64_t* first_in_ = nullptr;
  const Vertex* sources_ = nullptr;
  const std::uint64_t* arcs_in_ = nullptr;
};

}  // namespace kith
