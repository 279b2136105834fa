// A small store that transactions meet in, for scenarios that are told step by step.
#pragma once

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

#include "kith/kith.h"
#include "support/temporary_folder.h"

namespace kith::model {

template <class T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().to_text());
  return *std::move(result);
}

inline void must(const Status& status) {
  if (!status) FAIL(status.error().to_text());
}

/// Whether it failed with a conflict; any other failure fails the test.
inline bool is_conflict(const Status& status) {
  if (status) return false;
  if (status.error().code != ErrorCode::kConflict) FAIL(status.error().to_text());
  return true;
}

class Stage {
 public:
  explicit Stage(const std::vector<std::string>& statements = {}) {
    for (const std::string& statement : statements) run(statement);
  }

  /// What was done must have left the store whole.
  ~Stage() {
    const Result<CheckReport> report = store.check();
    if (!report) FAIL_CHECK(report.error().to_text());
    if (report)
      for (const Damage& damage : report->damage) FAIL_CHECK(damage.kind << ": " << damage.message);
  }

  Transaction begin(const TransactionOptions& options = {}) { return must(store.begin(options)); }

  Transaction begin_serializable() { return begin({.serializable = true}); }

  /// All rows of a statement of its own.
  std::vector<List> run(const std::string& statement, const Parameters& parameters = {}) {
    return must(must(store.run(statement, parameters)).rows());
  }

  /// The one value that a statement gives.
  Value value(const std::string& statement) { return only(run(statement)); }

  static std::vector<List> rows(Transaction& transaction, const std::string& statement, const Parameters& parameters = {}) {
    return must(must(transaction.run(statement, parameters)).rows());
  }

  static Value value(Transaction& transaction, const std::string& statement) { return only(rows(transaction, statement)); }

  NodeId node(const std::string& statement) { return value(statement).as_node().id; }

  EdgeId edge(const std::string& statement) { return value(statement).as_edge().id; }

 private:
  static Value only(const std::vector<List>& rows) {
    if (rows.size() != 1 || rows[0].size() != 1) FAIL("not one value but " << rows.size() << " rows");
    return rows[0][0];
  }

  TemporaryFolder folder_{TemporaryFolder::in_memory()};

 public:
  Store store = must(Store::open(folder_.path() + "/stage.db", {.durability = Durability::kNone}));
};

}  // namespace kith::model
