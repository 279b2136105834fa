// Random changes, made to a storage transaction and to the plain graph alike.
#pragma once

#include <random>

#include "model/plain_graph.h"
#include "storage/transaction.h"

namespace kith::model {

class RandomHistory {
 public:
  explicit RandomHistory(std::uint64_t seed) : random_(seed) {}

  /// One change, or an attempt that both must refuse. Fails the test if they disagree.
  void step(storage::Transaction& transaction, PlainGraph& graph);

  /// 0 ≤ result < end.
  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }

  Value random_value(const std::string& key);

 private:
  template <class Map>
  typename Map::key_type pick(const Map& map) {
    return std::next(map.begin(), static_cast<std::ptrdiff_t>(below(map.size())))->first;
  }

  void create_node(storage::Transaction& transaction, PlainGraph& graph);
  void create_edge(storage::Transaction& transaction, PlainGraph& graph);
  void set_property(storage::Transaction& transaction, PlainGraph& graph);
  void change_label(storage::Transaction& transaction, PlainGraph& graph);
  void delete_node(storage::Transaction& transaction, PlainGraph& graph);
  void delete_edge(storage::Transaction& transaction, PlainGraph& graph);
  void add_evidence(storage::Transaction& transaction, PlainGraph& graph);

  std::mt19937_64 random_;
};

}  // namespace kith::model
