// Results that are known by hand, on small graphs.
#include <catch2/catch.hpp>

#include "algo/algorithms.h"
#include "algo/graphs.h"

using namespace kith;
using namespace kith::algo;
using namespace kith::testing;

namespace {

const RunControl kFree;

using Components = std::vector<std::uint32_t>;

void check_close(const std::vector<double>& got, const std::vector<double>& wanted) {
  REQUIRE(got.size() == wanted.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    INFO("vertex " << i);
    CHECK(got[i] == Approx(wanted[i]).margin(1e-8));
  }
}

std::vector<double> ranks(const GraphView& graph, const PageRankOptions& options = {}) {
  Result<std::vector<double>> result = page_rank(graph, options, kFree);
  REQUIRE(result.is_ok());
  return *std::move(result);
}

std::vector<double> between(const GraphView& graph) {
  Result<std::vector<double>> result = betweenness(graph, kFree);
  REQUIRE(result.is_ok());
  return *std::move(result);
}

/// Cost and the vertices passed.
std::pair<double, std::vector<unsigned>> path(const GraphView& graph, unsigned from, unsigned to) {
  auto result = shortest_path(graph, from, to, kFree);
  REQUIRE(result.is_ok());
  REQUIRE(result->has_value());
  std::vector<unsigned> passed{from};
  for (const auto& arc : (*result)->arcs) {
    CHECK(arc.source == passed.back());
    passed.push_back(arc.target);
  }
  return {(*result)->cost, passed};
}

using CostAndPath = std::pair<double, std::vector<unsigned>>;

}  // namespace

TEST_CASE("components: directions do not matter and numbers follow the first vertex", "[algo]") {
  CHECK(*weak_components(graph_of(6, {{5, 0}, {2, 1}, {2, 4}}), kFree) == Components{0, 1, 1, 2, 1, 0});
}

TEST_CASE("components: loops and parallel edges join nothing new", "[algo]") {
  CHECK(*weak_components(graph_of(3, {{0, 0}, {1, 2}, {1, 2}, {2, 1}}), kFree) == Components{0, 1, 1});
  CHECK(*weak_components(graph_of(3, {}), kFree) == Components{0, 1, 2});
  CHECK(*weak_components(GraphView(), kFree) == Components{});
}

TEST_CASE("components: a long chain is one", "[algo]") {
  std::vector<ArcSpec> chain;
  for (unsigned v = 0; v + 1 < 3000; ++v) chain.push_back(v % 2 == 0 ? ArcSpec{v, v + 1} : ArcSpec{v + 1, v});
  CHECK(*weak_components(graph_of(3000, chain), kFree) == Components(3000, 0));
}

TEST_CASE("page rank: a cycle shares all rank alike", "[algo]") {
  check_close(ranks(graph_of(4, {{0, 1}, {1, 2}, {2, 3}, {3, 0}})), {0.25, 0.25, 0.25, 0.25});
}

TEST_CASE("page rank: what ends nowhere jumps everywhere", "[algo]") {
  // 0 → 1, and 1 jumps: x0 = c, x1 = c + d x0, so 1 : 1.85 of 2.85.
  check_close(ranks(graph_of(2, {{0, 1}})), {1 / 2.85, 1.85 / 2.85});
  check_close(ranks(graph_of(3, {})), {1.0 / 3, 1.0 / 3, 1.0 / 3});
}

TEST_CASE("page rank: a star's centre has what its leaves give", "[algo]") {
  // Leaves have c each; the centre c + 3 d c, nothing leaves it. c : c (1 + 2.55), sum c (4 + 2.55).
  check_close(ranks(graph_of(4, {{1, 0}, {2, 0}, {3, 0}})), {3.55 / 6.55, 1 / 6.55, 1 / 6.55, 1 / 6.55});
}

TEST_CASE("page rank: parallel edges carry a share each", "[algo]") {
  // 0 gives two thirds to 1 and one third to 2, both give all back: x1 = c + d x0 2/3, x2 = c + d x0 / 3,
  // x0 = c + d (x1 + x2).
  const double d = 0.85;
  const double x0 = (1 + 2 * d) / (1 - d * d);
  const double x1 = 1 + d * x0 * 2 / 3;
  const double x2 = 1 + d * x0 / 3;
  const double all = x0 + x1 + x2;
  check_close(ranks(graph_of(3, {{0, 1}, {0, 1}, {0, 2}, {1, 0}, {2, 0}})), {x0 / all, x1 / all, x2 / all});
}

TEST_CASE("page rank: a loop keeps rank where it is", "[algo]") {
  // x0 = c + d x0 = c / (1 - d), x1 = c.
  check_close(ranks(graph_of(2, {{0, 0}})), {1 / 0.15 / (1 / 0.15 + 1), 1 / (1 / 0.15 + 1)});
}

TEST_CASE("page rank: damping and iterations are heeded", "[algo]") {
  const GraphView graph = graph_of(2, {{0, 1}});
  check_close(ranks(graph, {.damping = 0}), {0.5, 0.5});
  check_close(ranks(graph, {.damping = 0.5}), {1 / 2.5, 1.5 / 2.5});
  check_close(ranks(graph, {.iterations = 0}), {0.5, 0.5});
  CHECK(ranks(GraphView()).empty());
}

TEST_CASE("betweenness: the middle of a path lies between its ends", "[algo]") {
  check_close(between(graph_of(3, {{0, 1}, {1, 2}})), {0, 1, 0});
  check_close(between(undirected_graph_of(3, {{0, 1}, {1, 2}})), {0, 2, 0});
  check_close(between(graph_of(5, {{0, 1}, {1, 2}, {2, 3}, {3, 4}})), {0, 3, 4, 3, 0});
}

TEST_CASE("betweenness: a star's centre lies between all pairs of leaves", "[algo]") {
  check_close(between(undirected_graph_of(5, {{0, 1}, {0, 2}, {3, 0}, {4, 0}})), {12, 0, 0, 0, 0});
  check_close(between(graph_of(5, {{0, 1}, {0, 2}, {3, 0}, {4, 0}})), {4, 0, 0, 0, 0});
}

TEST_CASE("betweenness: equal paths share and parallel edges are paths of their own", "[algo]") {
  check_close(between(graph_of(4, {{0, 1}, {0, 2}, {1, 3}, {2, 3}})), {0, 0.5, 0.5, 0});
  check_close(between(graph_of(4, {{0, 1}, {0, 1}, {0, 2}, {1, 3}, {2, 3}})), {0, 2.0 / 3, 1.0 / 3, 0});
}

TEST_CASE("betweenness: loops and lonely vertices add nothing", "[algo]") {
  check_close(between(graph_of(4, {{0, 1}, {1, 1}, {1, 2}, {0, 0}})), {0, 1, 0, 0});
  CHECK(between(GraphView()).empty());
}

TEST_CASE("shortest path: weights decide and not the number of arcs", "[algo]") {
  const GraphView graph = graph_of(5, {{0, 1, 10}, {0, 2, 1}, {2, 3, 1}, {3, 1, 1.5}, {1, 4, 0}}, true);
  CHECK(path(graph, 0, 1) == CostAndPath{3.5, {0, 2, 3, 1}});
  CHECK(path(graph, 0, 4) == CostAndPath{3.5, {0, 2, 3, 1, 4}});
  CHECK(path(graph_of(5, {{0, 1}, {0, 2}, {2, 3}, {3, 1}}), 0, 1) == CostAndPath{1, {0, 1}});
}

TEST_CASE("shortest path: of parallel edges the lightest is taken", "[algo]") {
  const GraphView graph = graph_of(2, {{0, 1, 3}, {0, 1, 2}, {0, 1, 4}}, true);
  const auto result = *shortest_path(graph, 0, 1, kFree);
  REQUIRE(result.has_value());
  CHECK(result->cost == 2);
  REQUIRE(result->arcs.size() == 1);
  CHECK(graph.edge(result->arcs[0]) == EdgeId{101});
}

TEST_CASE("shortest path: a vertex reaches itself for nothing", "[algo]") {
  CHECK(path(graph_of(2, {{0, 0, 5}, {0, 1, 1}}, true), 0, 0) == CostAndPath{0, {0}});
}

TEST_CASE("shortest path: there is none against the arrows", "[algo]") {
  const GraphView graph = graph_of(3, {{0, 1}});
  CHECK_FALSE(shortest_path(graph, 1, 0, kFree)->has_value());
  CHECK_FALSE(shortest_path(graph, 0, 2, kFree)->has_value());
  CHECK(path(undirected_graph_of(3, {{0, 1}}), 1, 0) == CostAndPath{1, {1, 0}});
}

TEST_CASE("shortest path: a negative weight is refused wherever it is", "[algo]") {
  const GraphView graph = graph_of(4, {{0, 1, 1}, {2, 3, -0.5}}, true);
  const auto result = shortest_path(graph, 0, 1, kFree);
  REQUIRE_FALSE(result.is_ok());
  CHECK(result.error().code == ErrorCode::kArgument);
  CHECK(result.error().detail == "NegativeWeight");
  CHECK(result.error().message == "the relationship e:101 has the negative weight -0.5, which a shortest path cannot have");
}

TEST_CASE("algorithms: a stop request ends each", "[algo]") {
  std::vector<ArcSpec> ring;
  for (unsigned v = 0; v < 5000; ++v) ring.push_back({v, (v + 1) % 5000});
  const GraphView graph = graph_of(5000, ring);
  StopSource stop;
  stop.request();
  const RunControl control{.stop = &stop};
  CHECK(weak_components(graph, control).error().code == ErrorCode::kCancelled);
  CHECK(page_rank(graph, {}, control).error().code == ErrorCode::kCancelled);
  CHECK(betweenness(graph, control).error().code == ErrorCode::kCancelled);
  CHECK(shortest_path(graph, 0, 4999, control).error().code == ErrorCode::kCancelled);
}

TEST_CASE("algorithms: memory is taken from the account and given back", "[algo]") {
  std::vector<ArcSpec> ring;
  for (unsigned v = 0; v < 500; ++v) ring.push_back({v, (v + 1) % 500});
  const GraphView graph = graph_of(500, ring);
  MemoryAccount small(1000);
  const RunControl tight{.memory = &small};
  CHECK(weak_components(graph, tight).error().detail == "MemoryLimit");
  CHECK(page_rank(graph, {}, tight).error().detail == "MemoryLimit");
  CHECK(betweenness(graph, tight).error().detail == "MemoryLimit");
  CHECK(shortest_path(graph, 0, 1, tight).error().detail == "MemoryLimit");
  MemoryAccount large(std::uint64_t{1} << 30);
  const RunControl roomy{.memory = &large};
  CHECK(betweenness(graph, roomy).is_ok());
  CHECK(page_rank(graph, {}, roomy).is_ok());
  CHECK(large.used_bytes() == 0);
}
