#include <boost/graph/page_rank.hpp>
#include <boost/property_map/property_map.hpp>
#include <cmath>

#include "algo/algorithms.h"
#include "algo/bounds.h"
#include "kith/boost.h"

namespace kith::algo {

namespace {

/// Boost asks before each iteration whether to stop.
struct Converged {
  const PageRankOptions& options;
  Pulse pulse;
  std::vector<double> previous;  ///< ranks before the last iteration
  std::int64_t iterations = 0;

  template <class RankMap>
  bool operator()(const RankMap& ranks, const GraphView& graph) {
    pulse.check();
    double moved = 0, all = 0;
    for (GraphView::Vertex v = 0; v < graph.vertex_count(); ++v) {
      const double rank = get(ranks, v);
      moved += std::abs(rank - previous[v]);
      all += rank;
      previous[v] = rank;
    }
    const bool first = iterations == 0;
    return iterations++ >= options.iterations || (!first && moved <= options.tolerance * all);
  }
};

}  // namespace

Result<std::vector<double>> page_rank(const GraphView& graph, const PageRankOptions& options, const RunControl& control) {
  const std::size_t vertices = graph.vertex_count();
  std::vector<double> ranks;
  if (vertices == 0) return ranks;
  MemoryHold memory(control);
  KITH_DO(memory.take(vertices * 3 * sizeof(double)));
  ranks.resize(vertices);
  std::vector<double> other_ranks(vertices);
  Converged converged{.options = options, .pulse = Pulse(control), .previous = std::vector<double>(vertices)};
  const auto index = get(boost::vertex_index, graph);
  KITH_DO(interruptible([&] {
    boost::graph::page_rank(graph, boost::make_iterator_property_map(ranks.begin(), index), std::ref(converged),
                            options.damping, vertices, boost::make_iterator_property_map(other_ranks.begin(), index));
  }));

  // Boost's ranks solve x = (1 - d) + d P'x, where what enters a vertex without arcs is lost. Jumping from there
  // to all vertices alike adds the same constant to every equation, so the distribution is x, scaled.
  double all = 0;
  for (const double rank : ranks) all += rank;
  for (double& rank : ranks) rank /= all;
  return ranks;
}

}  // namespace kith::algo
