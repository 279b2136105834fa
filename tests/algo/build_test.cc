// Views of a store, read through a transaction with changes of its own.
#include "algo/build.h"

#include <catch2/catch.hpp>

#include "algo/algorithms.h"
#include "storage/store.h"
#include "support/temporary_folder.h"

using namespace kith;
using namespace kith::algo;

namespace {

template <class T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().to_text());
  return *std::move(result);
}

void must(const Status& status) {
  if (!status) FAIL(status.error().to_text());
}

/// A store with one open write transaction.
struct Fixture {
  TemporaryFolder folder;
  std::unique_ptr<storage::Store> store = must(storage::Store::open(folder.path() + "/graph.db", {}));
  storage::Transaction tx = must(store->begin(false));

  NodeId node(std::initializer_list<const char*> labels) {
    std::vector<LabelId> tokens;
    for (const char* label : labels) tokens.push_back(must(tx.label(label)));
    return must(tx.create_node(tokens, {}));
  }

  EdgeId edge(NodeId from, const char* type, NodeId to, const Value& km = {}) {
    storage::Transaction::Properties properties;
    if (!km.is_null()) properties.emplace_back(must(tx.key("km")), km);
    return must(tx.create_edge(from, to, must(tx.type(type)), properties));
  }

  GraphView view(const GraphViewOptions& options = {}) {
    const RunControl control;
    MemoryHold memory(control);
    return must(build(tx.reader(), options, control, memory));
  }

  Error refusal(const GraphViewOptions& options, const RunControl& control = {}) {
    MemoryHold memory(control);
    Result<GraphView> view = build(tx.reader(), options, control, memory);
    REQUIRE_FALSE(view.is_ok());
    return view.error();
  }

  void commit_and_begin() {
    must(tx.commit(Durability::kNone));
    tx = must(store->begin(false));
  }
};

using Triples = std::vector<std::tuple<NodeId, EdgeId, NodeId>>;

/// Source, edge and target of every arc, in order.
Triples arcs(const GraphView& view) {
  Triples all;
  for (GraphView::Vertex v = 0; v < view.vertex_count(); ++v)
    for (std::uint64_t arc = view.first_arc(v); arc < view.first_arc(v + 1); ++arc)
      all.emplace_back(view.node(v), view.edge({.index = arc}), view.node(view.targets()[arc]));
  return all;
}

}  // namespace

TEST_CASE("graph view: holds every node and edge unless told otherwise", "[algo][storage]") {
  Fixture f;
  const NodeId a = f.node({"P"}), b = f.node({"P"}), c = f.node({});
  const EdgeId ab = f.edge(a, "S", b), again = f.edge(a, "S", b), ba = f.edge(b, "T", a), loop = f.edge(c, "T", c);
  const auto check = [&] {
    const GraphView view = f.view();
    CHECK(std::vector<NodeId>(view.nodes().begin(), view.nodes().end()) == std::vector<NodeId>{a, b, c});
    CHECK(arcs(view) == Triples{{a, ab, b}, {a, again, b}, {b, ba, a}, {c, loop, c}});
  };
  check();  // from the overlay
  f.commit_and_begin();
  check();  // from the store
}

TEST_CASE("graph view: labels and types choose a part", "[algo][storage]") {
  Fixture f;
  const NodeId a = f.node({"P"}), b = f.node({"P", "Q"}), c = f.node({"Q"}), d = f.node({"R"});
  const EdgeId ab = f.edge(a, "S", b), bc = f.edge(b, "T", c);
  f.edge(c, "U", a);
  f.edge(d, "S", a);
  f.commit_and_begin();
  const GraphView part = f.view({.labels = {"Q", "P"}, .types = {"S", "T"}});
  CHECK(part.vertex_count() == 3);
  CHECK(arcs(part) == Triples{{a, ab, b}, {b, bc, c}});
  CHECK(f.view({.labels = {"P"}, .types = {"S", "S"}}).arc_count() == 1);
  CHECK(f.view({.labels = {"Nobody"}}).vertex_count() == 0);
  const GraphView lonely = f.view({.types = {"NOTHING"}});
  CHECK(lonely.vertex_count() == 4);
  CHECK(lonely.arc_count() == 0);
  CHECK(f.view({.types = {"NOTHING", "U"}}).arc_count() == 1);
}

TEST_CASE("graph view: edges may be reversed or go both ways", "[algo][storage]") {
  Fixture f;
  const NodeId a = f.node({}), b = f.node({});
  const EdgeId ab = f.edge(a, "S", b), loop = f.edge(a, "S", a);
  CHECK(arcs(f.view({.orientation = Orientation::kReversed})) == Triples{{a, loop, a}, {b, ab, a}});
  CHECK(arcs(f.view({.orientation = Orientation::kBoth})) == Triples{{a, loop, a}, {a, ab, b}, {b, ab, a}});
}

TEST_CASE("graph view: what the transaction has deleted is not there", "[algo][storage]") {
  Fixture f;
  const NodeId a = f.node({"P"}), b = f.node({"P"}), c = f.node({"P"});
  const EdgeId ab = f.edge(a, "S", b), bc = f.edge(b, "S", c);
  f.commit_and_begin();
  must(f.tx.delete_edge(ab).status());
  const EdgeId ca = f.edge(c, "S", a);
  CHECK(arcs(f.view()) == Triples{{b, bc, c}, {c, ca, a}});
  must(f.tx.delete_edge(ca).status());
  must(f.tx.delete_node(a).status());
  must(f.tx.remove_label(c, must(f.tx.label("P"))).status());
  CHECK(f.view().vertex_count() == 2);
  CHECK(f.view({.labels = {"P"}}).vertex_count() == 1);
}

TEST_CASE("graph view: a property is the weight of edges", "[algo][storage]") {
  Fixture f;
  const NodeId a = f.node({}), b = f.node({});
  f.edge(a, "S", b, 2);
  f.edge(a, "S", b, 0.5);
  const GraphView view = f.view({.weight_key = "km"});
  CHECK(view.is_weighted());
  CHECK(view.weight({.index = 0}) == 2.0);
  CHECK(view.weight({.index = 1}) == 0.5);
  CHECK_FALSE(f.view().is_weighted());

  const EdgeId without = f.edge(b, "S", a);
  const Error missing = f.refusal({.weight_key = "km"});
  CHECK(missing.code == ErrorCode::kArgument);
  CHECK(missing.detail == "InvalidWeight");
  CHECK(missing.message == "the relationship " + element_id(without) + " has no number as `km` but null");
  CHECK(f.view({.weight_key = "km", .default_weight = 7}).weight({.index = 2}) == 7.0);
  CHECK(f.view({.weight_key = "unheard of", .default_weight = 3}).weight({.index = 0}) == 3.0);

  must(f.tx.set_property(without, must(f.tx.key("km")), Value("far")).status());
  CHECK(f.refusal({.weight_key = "km", .default_weight = 7}).detail == "InvalidWeight");
  must(f.tx.set_property(without, must(f.tx.key("km")), Value(std::numeric_limits<double>::quiet_NaN())).status());
  CHECK(f.refusal({.weight_key = "km"}).detail == "InvalidWeight");
}

TEST_CASE("graph view: many pages of nodes and edges keep their order and weights", "[algo][storage]") {
  Fixture f;
  std::vector<NodeId> nodes;
  for (int i = 0; i < 2500; ++i) nodes.push_back(f.node({"P"}));
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    f.edge(nodes[i], "S", nodes[(i + 1) % nodes.size()], static_cast<int>(i));
    f.edge(nodes[0], "S", nodes[i], -1);
  }
  f.commit_and_begin();
  const GraphView view = f.view({.labels = {"P"}, .weight_key = "km"});
  REQUIRE(view.vertex_count() == 2500);
  REQUIRE(view.arc_count() == 5000);
  REQUIRE(view.targets(0).size() == 2501);
  CHECK(std::is_sorted(view.targets(0).begin(), view.targets(0).end()));
  bool right = true;
  for (GraphView::Vertex v = 1; v < 2500; ++v)
    right = right && view.targets(v).size() == 1 && view.targets(v)[0] == (v + 1) % 2500 &&
            view.weight({.index = view.first_arc(v)}) == static_cast<double>(v);
  CHECK(right);
}

TEST_CASE("graph view: a small part of a large store is found by search", "[algo][storage]") {
  Fixture f;
  const NodeId first = f.node({"Rare"});
  for (int i = 0; i < 200; ++i) f.node({"Common"});
  const NodeId last = f.node({"Rare"});
  const EdgeId edge = f.edge(first, "S", last);
  f.edge(last, "S", f.node({"Common"}));
  CHECK(arcs(f.view({.labels = {"Rare"}})) == Triples{{first, edge, last}});
}

TEST_CASE("graph view: its making is bounded", "[algo][storage]") {
  Fixture f;
  for (int i = 0; i < 100; ++i) f.node({});
  StopSource stop;
  stop.request();
  CHECK(f.refusal({}, {.stop = &stop}).code == ErrorCode::kCancelled);
  MemoryAccount account(500);
  CHECK(f.refusal({}, {.memory = &account}).detail == "MemoryLimit");
  CHECK(account.used_bytes() == 0);
}
