#include "model/cycles.h"

#include <algorithm>
#include <deque>
#include <limits>

namespace kith::model {
namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

/// R. Tarjan, "Depth-first search and linear graph algorithms", 1972, without recursion: histories are long.
class Components {
 public:
  explicit Components(const Arcs& arcs)
      : of(arcs.size(), kNone), arcs_(arcs), order_(arcs.size(), kNone), low_(arcs.size(), 0) {
    for (std::size_t node = 0; node < arcs.size(); ++node)
      if (order_[node] == kNone) search(node);
  }

  std::vector<std::size_t> of;  ///< the component of each node
  std::size_t count = 0;

 private:
  struct Frame {
    std::size_t node;
    std::size_t next_arc;
  };

  void enter(std::size_t node) {
    order_[node] = low_[node] = clock_++;
    open_.push_back(node);
    frames_.push_back({node, 0});
  }

  void leave(std::size_t node) {
    frames_.pop_back();
    if (!frames_.empty()) low_[frames_.back().node] = std::min(low_[frames_.back().node], low_[node]);
    if (low_[node] != order_[node]) return;
    while (of[node] == kNone) {
      of[open_.back()] = count;
      open_.pop_back();
    }
    ++count;
  }

  void search(std::size_t root) {
    enter(root);
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      if (frame.next_arc == arcs_[frame.node].size()) {
        leave(frame.node);
        continue;
      }
      const std::size_t to = arcs_[frame.node][frame.next_arc++].to;
      if (order_[to] == kNone)
        enter(to);
      else if (of[to] == kNone)
        low_[frame.node] = std::min(low_[frame.node], order_[to]);
    }
  }

  const Arcs& arcs_;
  std::vector<std::size_t> order_, low_, open_;
  std::vector<Frame> frames_;
  std::size_t clock_ = 0;
};

/// The labels of a shortest way from `start` back to it inside its component; empty if there is none.
std::vector<std::size_t> shortest_from(const Arcs& arcs, const Components& components, std::size_t start) {
  struct Step {
    std::size_t from = kNone;
    std::size_t label = kNone;
  };
  std::vector<Step> came(arcs.size());
  std::deque<std::size_t> queue = {start};
  while (!queue.empty()) {
    const std::size_t node = queue.front();
    queue.pop_front();
    for (const Arc& arc : arcs[node]) {
      if (components.of[arc.to] != components.of[start] || came[arc.to].from != kNone) continue;
      came[arc.to] = {node, arc.label};
      if (arc.to != start) {
        queue.push_back(arc.to);
        continue;
      }
      std::vector<std::size_t> labels = {arc.label};
      for (std::size_t at = node; at != start; at = came[at].from) labels.push_back(came[at].label);
      std::reverse(labels.begin(), labels.end());
      return labels;
    }
  }
  return {};
}

}  // namespace

std::vector<std::vector<std::size_t>> shortest_cycles(const Arcs& arcs) {
  const Components components(arcs);
  std::vector<std::vector<std::size_t>> best(components.count);
  for (std::size_t node = 0; node < arcs.size(); ++node) {
    std::vector<std::size_t>& shortest = best[components.of[node]];
    std::vector<std::size_t> cycle = shortest_from(arcs, components, node);
    if (!cycle.empty() && (shortest.empty() || cycle.size() < shortest.size())) shortest = std::move(cycle);
  }
  std::erase_if(best, [](const auto& cycle) { return cycle.empty(); });
  return best;
}

}  // namespace kith::model
