// Walks along routes against a plain enumeration of every walk, on small random graphs.
//
//     graph of 5 nodes (x: 0..3) and 8 edges (w: its number)
//     MATCH (u {i: 0}) ((a)-[r]->(b) WHERE a.x <= b.x){1,3} (v)    =   every walk that no edge is in twice, by hand
#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <tuple>

#include <catch2/catch.hpp>

#include "exec/graph.h"
#include "support/rounds.h"

namespace kith::tests {
namespace {

struct PlainEdge {
  int from, to;
};

struct PlainGraph {
  std::vector<int> x;  ///< by node
  std::vector<PlainEdge> edges;

  std::string to_text() const {
    std::string text = "nodes";
    for (int value : x) text += " " + std::to_string(value);
    for (const PlainEdge& edge : edges) text += " " + std::to_string(edge.from) + "->" + std::to_string(edge.to);
    return text;
  }
};

enum class Way { kOut, kIn, kBoth };
enum class Mode { kTrail, kAcyclic, kSimple, kWalk };

/// What an iteration is: its steps, and whether its nodes fit each other.
struct PlainRoute {
  std::vector<Way> steps;
  bool (*fits)(const std::vector<int>& x);
  int min, max;
  Mode mode = Mode::kTrail;
};

using Walk = std::vector<int>;                                     ///< edges
using Walks = std::map<std::pair<int, int>, std::multiset<Walk>>;  ///< by ends

class Enumeration {
 public:
  Enumeration(const PlainGraph& graph, const PlainRoute& route) : graph_(graph), route_(route) {}

  Walks run() {
    for (int node = 0; node < static_cast<int>(graph_.x.size()); ++node) {
      nodes_ = {node};
      arrive();
    }
    return std::move(walks_);
  }

 private:
  void arrive() {
    const std::size_t steps = route_.steps.size();
    const bool whole = edges_.size() % steps == 0;
    const int iterations = static_cast<int>(edges_.size() / steps);
    if (whole && iterations > 0) {
      std::vector<int> last;
      for (std::size_t i = nodes_.size() - steps - 1; i < nodes_.size(); ++i)
        last.push_back(graph_.x[static_cast<std::size_t>(nodes_[i])]);
      if (!route_.fits(last)) return;
    }
    if (whole && iterations >= route_.min) walks_[{nodes_.front(), nodes_.back()}].insert(edges_);
    if (whole && iterations >= route_.max) return;
    if (route_.mode == Mode::kSimple && edges_.size() > 0 && nodes_.front() == nodes_.back()) return;
    const Way way = route_.steps[edges_.size() % steps];
    for (int edge = 0; edge < static_cast<int>(graph_.edges.size()); ++edge) {
      const auto [from, to] = graph_.edges[static_cast<std::size_t>(edge)];
      if (way != Way::kIn && from == nodes_.back()) walk(edge, to);
      if (way != Way::kOut && to == nodes_.back() && (way == Way::kIn || from != to)) walk(edge, from);
    }
  }

  void walk(int edge, int node) {
    const bool edge_again = std::find(edges_.begin(), edges_.end(), edge) != edges_.end();
    const bool node_again = std::find(nodes_.begin(), nodes_.end(), node) != nodes_.end();
    if (route_.mode != Mode::kWalk && edge_again) return;
    if (route_.mode == Mode::kAcyclic && node_again) return;
    if (route_.mode == Mode::kSimple && node_again && node != nodes_.front()) return;
    edges_.push_back(edge);
    nodes_.push_back(node);
    arrive();
    edges_.pop_back();
    nodes_.pop_back();
  }

  const PlainGraph& graph_;
  const PlainRoute& route_;
  std::vector<int> nodes_;
  std::vector<int> edges_;
  Walks walks_;
};

PlainGraph random_graph(std::mt19937_64& random) {
  const auto below = [&](int count) { return static_cast<int>(random() % static_cast<std::uint64_t>(count)); };
  PlainGraph graph;
  for (int i = 0; i < 5; ++i) graph.x.push_back(below(4));
  for (int i = 0; i < 7; ++i) graph.edges.push_back({below(5), below(5)});
  return graph;
}

void create(Graph& store, const PlainGraph& graph) {
  std::string statement = "CREATE ";
  for (std::size_t i = 0; i < graph.x.size(); ++i)
    statement +=
        "(n" + std::to_string(i) + ":N {i: " + std::to_string(i) + ", x: " + std::to_string(graph.x[i]) + "}), ";
  for (std::size_t i = 0; i < graph.edges.size(); ++i)
    statement += (i > 0 ? ", (n" : "(n") + std::to_string(graph.edges[i].from) + ")-[:T {w: " + std::to_string(i) +
                 "}]->(n" + std::to_string(graph.edges[i].to) + ")";
  REQUIRE(store.run(statement) == "");
}

std::string list_text(const Walk& walk) {
  std::string text = "[";
  for (int edge : walk) text += (text.size() > 1 ? ", " : "") + std::to_string(edge);
  return text + "]";
}

/// Rows "u | v | edges", sorted as text.
std::string rows_of(const Walks& walks) {
  std::vector<std::string> lines;
  for (const auto& [ends, all] : walks)
    for (const Walk& walk : all)
      lines.push_back(std::to_string(ends.first) + " | " + std::to_string(ends.second) + " | " + list_text(walk) +
                      "\n");
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

/// All walks of the least `groups` lengths, by ends.
Walks shortest_groups(const Walks& walks, std::size_t groups) {
  Walks out;
  for (const auto& [ends, all] : walks) {
    std::set<std::size_t> lengths;
    for (const Walk& walk : all) lengths.insert(walk.size());
    for (const Walk& walk : all) {
      const auto rank = static_cast<std::size_t>(std::distance(lengths.begin(), lengths.find(walk.size())));
      if (rank < groups) out[ends].insert(walk);
    }
  }
  return out;
}

/// Rows "u | v | lengths" of the `count` shortest, sorted as text.
std::string lengths_of(const Walks& walks, std::size_t count) {
  std::vector<std::string> lines;
  for (const auto& [ends, all] : walks) {
    Walk lengths;
    for (const Walk& walk : all) lengths.push_back(static_cast<int>(walk.size()));
    std::sort(lengths.begin(), lengths.end());
    lengths.resize(std::min(count, lengths.size()));
    lines.push_back(std::to_string(ends.first) + " | " + std::to_string(ends.second) + " | " + list_text(lengths) +
                    "\n");
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

bool anything(const std::vector<int>&) { return true; }

bool rises(const std::vector<int>& x) { return x.front() <= x.back(); }

bool ends_differ(const std::vector<int>& x) { return x.front() != x.back(); }

struct Case {
  const char* leg;  ///< in brackets, with its quantifier
  PlainRoute route;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {"((a)-[r]->(b)){0,3}", {{Way::kOut}, anything, 0, 3}},
      {"((a)-[r]->(b))+", {{Way::kOut}, anything, 1, 99}},
      {"((a)-[r]-(b)){1,4}", {{Way::kBoth}, anything, 1, 4}},
      {"((a)<-[r]-(b) WHERE a.x <= b.x)*", {{Way::kIn}, rises, 0, 99}},
      {"((a)-[r]->(c)<-[s]-(b) WHERE a.x <> b.x){1,2}", {{Way::kOut, Way::kIn}, ends_differ, 1, 2}},
      {"((a)-[r]-(c)-[s]->(b WHERE a.x <= b.x)){2,3}", {{Way::kBoth, Way::kOut}, rises, 2, 3}},
  };
  return all;
}

constexpr const char* kRows = " RETURN u.i AS u, v.i AS v, [e IN relationships(p) | e.w] AS edges";

}  // namespace

TEST_CASE("routes: repeated paths give every walk of a plain enumeration", "[exec][routes]") {
  std::mt19937_64 random(seed_or(11));
  for (std::size_t round = 0; round < rounds(); ++round) {
    const PlainGraph graph = random_graph(random);
    INFO(graph.to_text());
    Graph store;
    create(store, graph);
    const Case& one = cases()[round % cases().size()];
    INFO(one.leg);
    const std::string leg = one.leg;
    const Walks trails = Enumeration(graph, one.route).run();
    CHECK(store.run_all_ways("MATCH p = (u) " + leg + " (v)" + kRows, true) == rows_of(trails));
    // From the other end, and between two ends that are known.
    CHECK(store.run("MATCH (v:N) MATCH p = (u) " + leg + " (v)" + kRows, {.sorted = true}) == rows_of(trails));
    CHECK(store.run("MATCH (u:N), (v:N) MATCH p = (u) " + leg + " (v)" + kRows, {.sorted = true}) == rows_of(trails));
    // Lists are in the order written, whichever end the walk began at.
    CHECK(store.run("MATCH (v:N) MATCH p = (u) " + leg +
                        " (v) WITH p, [e IN relationships(p) WHERE e IN r] AS met, r WHERE met <> r RETURN p",
                    {.sorted = true}) == "");
    for (const auto& [word, mode] : {std::pair{"ACYCLIC ", Mode::kAcyclic}, std::pair{"SIMPLE ", Mode::kSimple}}) {
      PlainRoute route = one.route;
      route.mode = mode;
      INFO(word);
      CHECK(store.run_all_ways(std::string("MATCH p = ") + word + "(u) " + leg + " (v)" + kRows, true) ==
            rows_of(Enumeration(graph, route).run()));
    }
    if (one.route.max == 99) continue;
    PlainRoute walks = one.route;
    walks.mode = Mode::kWalk;
    CHECK(store.run("MATCH REPEATABLE ELEMENTS p = (u) " + leg + " (v)" + kRows, {.sorted = true}) ==
          rows_of(Enumeration(graph, walks).run()));
  }
}

TEST_CASE("routes: the shortest paths are those of a plain enumeration", "[exec][routes]") {
  std::mt19937_64 random(seed_or(12));
  for (std::size_t round = 0; round < rounds(); ++round) {
    const PlainGraph graph = random_graph(random);
    INFO(graph.to_text());
    Graph store;
    create(store, graph);
    const Case& one = cases()[round % cases().size()];
    INFO(one.leg);
    const std::string leg = one.leg;
    for (const auto& [word, mode] :
         {std::pair{"", Mode::kTrail}, std::pair{"ACYCLIC ", Mode::kAcyclic}, std::pair{"SIMPLE ", Mode::kSimple}}) {
      PlainRoute route = one.route;
      route.mode = mode;
      const Walks all = Enumeration(graph, route).run();
      INFO(word);
      const std::string pattern = std::string(word) + "(u) " + leg + " (v)";
      CHECK(store.run_all_ways("MATCH p = ALL SHORTEST " + pattern + kRows, true) == rows_of(shortest_groups(all, 1)));
      for (std::size_t count : {std::size_t{2}, std::size_t{3}, std::size_t{99}}) {
        INFO(count);
        const std::string groups = "SHORTEST " + std::to_string(count) + " " + word + "GROUPS (u) " + leg + " (v)";
        CHECK(store.run("MATCH p = " + groups + kRows, {.sorted = true}) == rows_of(shortest_groups(all, count)));
      }
      for (std::size_t count : {std::size_t{1}, std::size_t{2}, std::size_t{5}}) {
        INFO(count);
        CHECK(store.run("MATCH p = SHORTEST " + std::to_string(count) + " " + pattern +
                            " WITH u.i AS u, v.i AS v, length(p) AS n ORDER BY u, v, n RETURN u, v, collect(n)",
                        {.sorted = true}) == lengths_of(all, count));
        // Paths that were chosen are different ones.
        CHECK(store.run("MATCH p = ANY " + std::to_string(count) + " " + pattern +
                        " WITH u, v, count(p) AS all, count(DISTINCT [e IN relationships(p) | e.w]) AS different "
                        "WHERE all <> different RETURN u.i, v.i") == "");
      }
    }
  }
}

TEST_CASE("routes: a condition in the brackets chooses among the paths it holds for", "[exec][routes]") {
  std::mt19937_64 random(seed_or(13));
  for (std::size_t round = 0; round < rounds(); ++round) {
    const PlainGraph graph = random_graph(random);
    INFO(graph.to_text());
    Graph store;
    create(store, graph);
    const PlainRoute route{{Way::kBoth}, anything, 1, 99};
    Walks odd;
    for (const auto& [ends, all] : Enumeration(graph, route).run())
      for (const Walk& walk : all)
        if (std::find(walk.begin(), walk.end(), 3) == walk.end() && walk.size() % 2 == 1) odd[ends].insert(walk);
    const std::string inside = "(p = (u) ((a)-[r]-(b))+ (v) WHERE size(r) % 2 = 1 AND none(e IN r WHERE e.w = 3))";
    CHECK(store.run_all_ways("MATCH " + inside + kRows, true) == rows_of(odd));
    CHECK(store.run_all_ways("MATCH ALL SHORTEST " + inside + kRows, true) == rows_of(shortest_groups(odd, 1)));
    CHECK(store.run("MATCH SHORTEST 2 GROUPS " + inside + kRows, {.sorted = true}) == rows_of(shortest_groups(odd, 2)));
  }
}

TEST_CASE("routes: fixed and repeated parts share the relationships of the match", "[exec][routes]") {
  std::mt19937_64 random(seed_or(14));
  for (std::size_t round = 0; round < rounds(); ++round) {
    const PlainGraph graph = random_graph(random);
    INFO(graph.to_text());
    Graph store;
    create(store, graph);
    const std::string rows = " RETURN u.i, m.i, v.i, q.w, [e IN r | e.w]";
    // The same pattern as a plain join whose relationships are compared by hand.
    const std::string by_hand =
        store.run("MATCH (u) ((a)-[r]->(b)){0,2} (m) MATCH (m)-[q]->(v) WHERE NOT q IN r" + rows, {.sorted = true});
    CHECK(store.run_all_ways("MATCH (u) ((a)-[r]->(b)){0,2} (m)-[q]->(v)" + rows, true) == by_hand);
    CHECK(store.run_all_ways("MATCH (u) ((a)-[r]->(b)){0,2} (m), (m)-[q]->(v)" + rows, true) == by_hand);
    // Every length, so that all routes of the selector are those of the match.
    CHECK(store.run_all_ways("MATCH SHORTEST 99 GROUPS (u) ((a)-[r]->(b)){0,2} (m)-[q]->(v)" + rows, true) == by_hand);
  }
}

TEST_CASE("routes: searches for the shortest do not list the paths there are", "[exec][routes]") {
  Graph graph;
  // Twenty rings of two parallel edges: a million walks from the first node to the last, all of one length.
  REQUIRE(graph.run("UNWIND range(0, 20) AS i CREATE (:N {i: i})") == "");
  REQUIRE(graph.run("MATCH (a:N), (b:N) WHERE b.i = a.i + 1 CREATE (a)-[:T {w: 0}]->(b), (a)-[:T {w: 1}]->(b)") == "");
  const std::string ends = "MATCH (a:N {i: 0}), (b:N {i: 20}) ";
  const Ways little{.memory_bytes = 4 << 20};
  CHECK(graph.run(ends + "MATCH p = SHORTEST 3 (a)-[:T]->+(b) RETURN length(p)", little) == "20\n20\n20\n");
  CHECK(graph.run(ends + "MATCH p = ANY SHORTEST (a) ((x)-[r:T]->(y) WHERE x.i < y.i)+ (b) RETURN length(p)", little) ==
        "20\n");
  CHECK(graph.run(ends + "MATCH p = SHORTEST 2 (b)-[:T]->+(a) RETURN length(p)", little) == "");
  // All of them do not fit, which is said and not suffered.
  CHECK(graph.run(ends + "MATCH p = ALL SHORTEST (a) ((x)-[r:T]->(y))+ (b) RETURN count(p)", little) ==
        "LimitExceeded MemoryLimit");
}

}  // namespace kith::tests
