#include <kith/kith.h>

#include <cstdio>

kith::Status who_met_marie() {
  KITH_TRY(kith::Store store, kith::Store::open("people.db"));
  KITH_TRY(kith::Transaction tx, store.begin());
  KITH_TRY(kith::NodeId marie, tx.create_node({"Person"}, {{"name", "Marie Curie"}}));
  KITH_TRY(kith::NodeId albert, tx.create_node({"Person"}, {{"name", "Albert Einstein"}}));
  KITH_DO(tx.create_edge(marie, albert, "MET_WITH", {{"place", "Brussels"}, {"year", 1911}}));
  KITH_DO(tx.commit());
  KITH_TRY(kith::Cursor rows, store.run("MATCH (:Person {name: $name})-[r:MET_WITH]-(p) RETURN p.name, r.place, r.year",
                                        {{"name", "Marie Curie"}}));
  KITH_TRY(std::vector<kith::List> all, rows.rows());
  for (const kith::List& row : all) std::printf("%s\n", kith::Value(row).to_text().c_str());
  return store.close();
}

int main() {
  kith::Status status = who_met_marie();
  if (!status) std::fprintf(stderr, "%s\n", status.error().to_text().c_str());
  return status ? 0 : 1;
}
