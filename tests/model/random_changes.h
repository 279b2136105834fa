// Random changes made to a transaction and to the model alike.
#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "model/value_graph.h"
#include "storage/store.h"

namespace kith::testing {

/// One thread. What the store refuses must be what the model refuses.
class RandomChanges {
 public:
  explicit RandomChanges(std::uint64_t seed) : random_(seed) {}

  /// One change, or a few that belong together.
  void change(storage::Transaction& tx, ValueGraph& graph);

  /// Creates or drops an index or constraint. `graph` is what is committed.
  void change_schema(storage::Store& store, const ValueGraph& graph);

  Random& random() { return random_; }

 private:
  template <class Entities>
  auto pick(const Entities& entities);
  const std::string& pick_name(const std::vector<std::string>& names);
  const Value& pick_value();
  std::map<std::string, Value> pick_properties();
  bool violates(const storage::Catalog& catalog, const ValueGraph& graph) const;

  /// Does `apply` to the model unless a constraint forbids it; the store must have said the same.
  template <class Id>
  bool settle(const storage::Catalog& catalog, ValueGraph& graph, const ValueGraph& changed, const Result<Id>& result);

  void create_node(storage::Transaction& tx, ValueGraph& graph);
  void create_edge(storage::Transaction& tx, ValueGraph& graph);
  void set_property(storage::Transaction& tx, ValueGraph& graph);
  void replace_properties(storage::Transaction& tx, ValueGraph& graph);
  void change_label(storage::Transaction& tx, ValueGraph& graph);
  void delete_something(storage::Transaction& tx, ValueGraph& graph);
  void add_evidence(storage::Transaction& tx, ValueGraph& graph);

  Random random_;
};

}  // namespace kith::testing
