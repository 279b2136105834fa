// Slices of adjacency: each node of a column once, in key order, with one pass over the rows.
#include <algorithm>
#include <utility>

#include "storage/keys.h"
#include "storage/reader.h"
#include "storage/rows.h"

namespace kith::storage {

namespace {

/// Where the edges of one range lie in the arrays of a batch.
struct Part {
  Direction direction;
  TypeId type;
  std::uint32_t begin;
  std::uint32_t end;
};

/// The memory behind a SliceBatch.
struct SliceMemory {
  std::vector<NodeId> nodes;
  std::vector<EdgeId> edges;
};

/// Ranges of one direction for ascending nodes: one a node, or one a node and type.
class RangeList {
 public:
  RangeList(Direction direction, const std::vector<NodeId>& nodes, const std::vector<TypeId>& types) {
    const std::size_t count = nodes.size() * std::max<std::size_t>(types.size(), 1);
    keys_.reserve(2 * count);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (types.empty()) add(i, adjacency_prefix(direction, nodes[i]));
      for (TypeId type : types) add(i, adjacency_prefix(direction, nodes[i], type));
    }
    for (std::size_t i = 0; i < keys_.size(); i += 2) ranges.push_back({keys_[i], keys_[i + 1]});
  }

  std::vector<RowRange> ranges;
  std::vector<std::uint32_t> source;  // which node each range is of

 private:
  void add(std::size_t node, const Key& prefix) {
    keys_.push_back(prefix);
    keys_.push_back(prefix.end());
    source.push_back(static_cast<std::uint32_t>(node));
  }

  std::vector<Key> keys_;  // reserved in full: ranges point into it
};

std::vector<TypeId> distinct_types(std::span<const TypeId> types) {
  std::vector<TypeId> sorted(types.begin(), types.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted;
}

Error bad_key() {
  return Error{.code = ErrorCode::kCorruption, .message = "an adjacency key is of the wrong length", .detail = "Key"};
}

}  // namespace

Status Reader::expand(const Column& nodes, Direction direction, std::span<const TypeId> types, SliceBatch& out) const {
  const std::size_t rows = nodes.size();
  std::vector<std::pair<NodeId, std::uint32_t>> order;
  order.reserve(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    if (nodes.is_null(row)) continue;
    const NodeId node = nodes.kind() == ColumnKind::kNode ? nodes.nodes()[row] : nodes.value(row).node_id();
    order.emplace_back(node, static_cast<std::uint32_t>(row));
  }
  if (!std::is_sorted(order.begin(), order.end())) std::sort(order.begin(), order.end());
  constexpr std::uint32_t kNone = ~std::uint32_t{0};
  std::vector<NodeId> sources;
  std::vector<std::uint32_t> source_of_row(rows, kNone);
  for (const auto& [node, row] : order) {
    if (sources.empty() || sources.back() != node) sources.push_back(node);
    source_of_row[row] = static_cast<std::uint32_t>(sources.size() - 1);
  }

  const std::vector<TypeId> wanted = distinct_types(types);
  auto memory = std::make_shared<SliceMemory>();
  std::vector<std::vector<Part>> parts(sources.size());
  bool is_damaged = false;
  for (const Direction way : {Direction::kOut, Direction::kIn}) {
    if (direction != Direction::kBoth && direction != way) continue;
    const RangeList list(way, sources, wanted);
    const bool skips_loops = direction == Direction::kBoth && way == Direction::kIn;
    std::size_t range_before = list.ranges.size();
    KITH_DO(Rows(*view_, overlay_)
                .scan_many(Family::kAdjacency, list.ranges, [&](std::size_t range, std::string_view key) {
                  if (key.size() != kAdjacencyKeyBytes) {
                    is_damaged = true;
                    return;
                  }
                  const AdjacencyKey edge = parse_adjacency_key(key);
                  if (skips_loops && edge.other == edge.node) return;
                  std::vector<Part>& own = parts[list.source[range]];
                  const auto at = static_cast<std::uint32_t>(memory->nodes.size());
                  if (range != range_before || own.empty() || own.back().type != edge.type ||
                      own.back().direction != way)
                    own.push_back({way, edge.type, at, at});
                  range_before = range;
                  memory->nodes.push_back(edge.other);
                  memory->edges.push_back(edge.edge);
                  own.back().end = at + 1;
                }));
  }
  if (is_damaged) return bad_key();

  out.slices.clear();
  out.first.assign(1, 0);
  for (std::size_t row = 0; row < rows; ++row) {
    if (source_of_row[row] != kNone)
      for (const Part& part : parts[source_of_row[row]])
        out.slices.push_back({.row = static_cast<std::uint32_t>(row),
                              .direction = part.direction,
                              .type = part.type,
                              .nodes = std::span(memory->nodes).subspan(part.begin, part.end - part.begin),
                              .edges = std::span(memory->edges).subspan(part.begin, part.end - part.begin)});
    out.first.push_back(static_cast<std::uint32_t>(out.slices.size()));
  }
  out.owner = std::move(memory);
  return ok();
}

Result<std::uint64_t> Reader::degree(NodeId node, Direction direction, std::span<const TypeId> types) const {
  const std::vector<TypeId> wanted = distinct_types(types);
  std::uint64_t degree = 0;
  bool is_damaged = false;
  for (const Direction way : {Direction::kOut, Direction::kIn}) {
    if (direction != Direction::kBoth && direction != way) continue;
    const RangeList list(way, {node}, wanted);
    const bool skips_loops = direction == Direction::kBoth && way == Direction::kIn;
    KITH_DO(Rows(*view_, overlay_).scan_many(Family::kAdjacency, list.ranges, [&](std::size_t, std::string_view key) {
      if (key.size() != kAdjacencyKeyBytes) {
        is_damaged = true;
        return;
      }
      if (!skips_loops || parse_adjacency_key(key).other != node) ++degree;
    }));
  }
  if (is_damaged) return bad_key();
  return degree;
}

}  // namespace kith::storage
