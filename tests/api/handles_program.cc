// A C++ program that ends its handles in every order: run under valgrind, which sees what a test cannot.
//
//     handles_program FOLDER [few]
//
// The store, a transaction, a cursor of it, a cursor of the store: closed first or not, freed in any order. With
// `few` in some that differ most.
#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>

#include "kith/kith.h"

namespace {

int failures = 0;

void check(bool truth, const char* what, const std::string& order) {
  if (truth) return;
  std::fprintf(stderr, "%s: %s\n", order.c_str(), what);
  ++failures;
}

void end_in_order(const std::string& folder, const std::string& order, bool close_first) {
  using namespace kith;
  std::optional<Store> store(*Store::open(folder + "/handles.db"));
  std::optional<Transaction> transaction(*store->begin());
  std::optional<Cursor> inside(*transaction->run("UNWIND range(1, 9000) AS x RETURN toString(x) AS t"));
  std::optional<Cursor> outside(*store->run("UNWIND range(1, 9000) AS x RETURN toString(x) AS t"));
  check(transaction->create_node({"A"}).is_ok(), "a node is made", order);
  check(inside->next().is_ok() && outside->next().is_ok(), "rows come", order);
  if (close_first) check(store->close().is_ok(), "the store closes", order);
  bool closed = close_first;
  bool ended = close_first;
  for (const char which : order) {
    if (which == 's') {
      store.reset();
      closed = ended = true;
    } else if (which == 't') {
      transaction.reset();
      ended = true;
    } else {
      (which == 'i' ? inside : outside).reset();
    }
    if (inside) check(inside->next().is_ok() != ended, "the transaction's cursor knows what ended", order);
    if (outside) check(outside->next().is_ok() != closed, "the store's cursor knows what ended", order);
    if (transaction) check(transaction->is_open() != ended, "the transaction knows that it ended", order);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  for (const bool close_first : {false, true}) {
    if (argc > 2) {
      for (const char* order : {"stio", "oits"}) end_in_order(argv[1], order, close_first);
      continue;
    }
    std::string order = "iost";
    do end_in_order(argv[1], order, close_first);
    while (std::next_permutation(order.begin(), order.end()));
  }
  return failures == 0 ? 0 : 1;
}
