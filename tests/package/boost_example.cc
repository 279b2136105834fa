// A program that runs a Boost algorithm of its own on a store: what happened before what, by topological order.
//
//     boost_example FOLDER      # makes or opens the store FOLDER
#include <boost/graph/topological_sort.hpp>
#include <cstdio>
#include <iterator>
#include <vector>

#include "kith/boost.h"
#include "kith/kith.h"

namespace {

kith::Status run(const char* folder) {
  KITH_TRY(kith::Store store, kith::Store::open(folder));
  KITH_DO(store.run(
      "CREATE (truce:Event {name: 'truce'}), (talks:Event {name: 'talks'}), (call:Event {name: 'phone call'}),"
      "       (visit:Event {name: 'visit'}),"
      "       (call)-[:LED_TO]->(visit), (visit)-[:LED_TO]->(talks), (call)-[:LED_TO]->(talks), (talks)-[:LED_TO]->(truce)"));

  KITH_TRY(kith::Transaction tx, store.begin({.read_only = true}));
  KITH_TRY(kith::GraphView events, kith::GraphView::of(tx, {.labels = {"Event"}, .types = {"LED_TO"}}));
  std::vector<kith::GraphView::Vertex> last_first;
  boost::topological_sort(events, std::back_inserter(last_first));

  for (auto vertex = last_first.rbegin(); vertex != last_first.rend(); ++vertex) {
    KITH_TRY(std::optional<kith::Node> event, tx.find_node(events.node(*vertex)));
    std::printf("%s\n", event->properties["name"].to_text().c_str());
  }
  tx.rollback();
  return store.close();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const kith::Status status = run(argv[1]);
  if (!status) std::fprintf(stderr, "%s\n", status.error().to_text().c_str());
  return status ? 0 : 1;
}
