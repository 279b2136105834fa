// Random graphs and queries for them, out of a grammar: the same seed gives the same.
//
//     Random random(7);
//     std::string graph = random_graph(random);        // statements, one a line
//     RandomQuery query = random_query(random);        // "MATCH (n1:A)-[r1:R]->(n2) WHERE n1.k < 2 RETURN …"
//
// Every query has one answer whatever the plan: rows in no order, or in an order of all columns; nothing that can
// fail; no sum of floats, no collected list.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace kith::differential {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(engine_() % bound); }

  /// True `of_ten` times of ten.
  bool often(std::size_t of_ten) { return below(10) < of_ten; }

  template <class... T>
  std::string one_of(T... texts) {
    const char* const all[] = {texts...};
    return all[below(sizeof...(texts))];
  }

 private:
  std::mt19937_64 engine_;
};

/// A walk written as a pattern: nodes.size() == edges.size() + 1.
struct PathPattern {
  enum class Direction : std::uint8_t { kRight, kLeft, kBoth };

  struct Edge {
    std::string inside;  // of the brackets
    Direction direction;
  };

  std::vector<std::string> nodes;  // insides of the parentheses
  std::vector<Edge> edges;

  std::string text() const;
  /// The same walk from its other end.
  std::string reversed() const;
};

/// One MATCH and what is returned of it, in parts, so that it can be written in other ways.
struct MatchQuery {
  std::vector<PathPattern> patterns;
  std::vector<std::string> edge_names;
  bool has_lists = false;  // an edge name may stand for a list of edges
  std::string condition;
  std::string columns;
};

struct RandomQuery {
  std::string text;
  bool is_ordered = false;
};

/// Statements that make a graph of a few nodes, with indexes on some of what queries look for.
std::vector<std::string> random_graph(Random& random);

RandomQuery random_query(Random& random);
MatchQuery random_match(Random& random);

}  // namespace kith::differential
