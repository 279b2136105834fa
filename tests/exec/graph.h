// A small store of its own for tests of the executor: statements in, rows as text out.
//
//     Graph graph;
//     graph.run("CREATE (:A {x: 1})");
//     CHECK(graph.run("MATCH (n:A) RETURN n.x, n.y") == "1 | null\n");
//     CHECK(graph.run("RETURN 1 / 0") == "ArithmeticError DivisionByZero 1:8");
#pragma once

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "function/function.h"
#include "kith/options.h"
#include "query/exec/execution.h"
#include "query/plan/compile.h"
#include "storage/store.h"

namespace kith::tests {

struct Ways {
  std::size_t batch_rows = kBatchRows;
  std::uint32_t rules_off = 0;
  bool sorted = false;  ///< rows in the order of their text: for statements that ask for none
  std::uint64_t memory_bytes = ~std::uint64_t{0};
  bool roll_back = false;  ///< the graph is afterwards as before
};

class Graph {
 public:
  Graph();
  ~Graph();
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;

  /// One statement in a transaction of its own: a line a row with " | " between columns, or the error as
  /// "Code Detail line:column".
  std::string run(const std::string& statement, const Ways& ways = {}, const Parameters& parameters = {});

  /// The same rows with batches of one, two and the usual number of rows, optimised and plain; else what differs.
  std::string run_all_ways(const std::string& statement, bool sorted = false);

  /// What the last statement changed.
  const Changes& changes() const { return changes_; }

 private:
  Result<std::string> try_run(const std::string& statement, const Ways& ways, const Parameters& parameters);

  std::filesystem::path folder_;
  function::FunctionTable functions_;
  function::ProcedureTable procedures_;
  std::unique_ptr<storage::Store> store_;
  Changes changes_;
};

namespace graph_detail {

inline std::filesystem::path new_folder() {
  static int count = 0;
  return std::filesystem::temp_directory_path() /
         ("kith_exec_" + std::to_string(::getpid()) + "_" + std::to_string(++count));
}

inline std::string error_text(const Error& error) {
  std::string text = std::string(error_code_name(error.code)) + " " + error.detail;
  if (error.span) text += " " + std::to_string(error.span->line) + ":" + std::to_string(error.span->column);
  if (error.code == ErrorCode::kInternal) text += " " + error.message;
  return text;
}

}  // namespace graph_detail

inline Graph::Graph()
    : folder_(graph_detail::new_folder()),
      functions_(function::builtin_functions()),
      procedures_(function::builtin_procedures()) {
  auto store =
      storage::Store::open(folder_.string(), StoreOptions{.memory_bytes = 64 << 20, .durability = Durability::kNone});
  if (!store.is_ok()) throw std::runtime_error(store.error().to_text());
  store_ = *std::move(store);
}

inline Graph::~Graph() {
  store_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

inline std::string Graph::run(const std::string& statement, const Ways& ways, const Parameters& parameters) {
  changes_ = {};
  Result<std::string> rows = try_run(statement, ways, parameters);
  return rows.is_ok() ? *rows : graph_detail::error_text(rows.error());
}

inline Result<std::string> Graph::try_run(const std::string& statement, const Ways& ways,
                                          const Parameters& parameters) {
  storage::CatalogPtr catalog = store_->catalog();
  plan::CompileContext compile_context{*catalog, functions_, procedures_, &parameters, ways.rules_off};
  KITH_TRY(std::shared_ptr<const plan::PhysicalPlan> plan, plan::compile(statement, compile_context));
  KITH_TRY(storage::Transaction transaction, store_->begin(!plan->writes));
  MemoryAccount memory(ways.memory_bytes);
  exec::ExecContext context{.reader = &transaction.reader(),
                            .transaction = plan->writes ? &transaction : nullptr,
                            .parameters = &parameters,
                            .control = {.memory = &memory},
                            .batch_rows = ways.batch_rows,
                            .changes = &changes_};
  std::vector<std::string> lines;
  {
    KITH_TRY(std::unique_ptr<exec::Execution> execution, exec::open(plan, context));
    Batch batch;
    while (true) {
      KITH_TRY(bool more, execution->next(batch));
      if (!more) break;
      for (std::size_t row = 0; row < batch.rows; ++row) {
        std::string line;
        for (const plan::OutputColumn& column : plan->columns) {
          KITH_TRY(Value value, exec::materialise(batch[column.slot].value(row), transaction.reader()));
          line += (line.empty() ? "" : " | ") + value.to_text();
        }
        lines.push_back(line + "\n");
      }
    }
  }
  if (plan->writes && !ways.roll_back) {
    KITH_DO(transaction.verify_deletions());
    KITH_DO(transaction.commit(Durability::kNone));
  }
  if (memory.used_bytes() != 0) return Error{.code = ErrorCode::kInternal, .message = "memory was not given back"};
  if (ways.sorted) std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

inline std::string Graph::run_all_ways(const std::string& statement, bool sorted) {
  std::string expected = run(statement, {.sorted = sorted, .roll_back = true});
  for (std::size_t batch_rows : {std::size_t{1}, std::size_t{2}, std::size_t{3}, kBatchRows}) {
    for (bool optimise : {true, false}) {
      std::string found =
          run(statement, {.batch_rows = batch_rows, .rules_off = optimise ? 0 : kAllRules, .sorted = sorted, .roll_back = true});
      if (found != expected)
        return "with batches of " + std::to_string(batch_rows) + (optimise ? "" : ", not optimised") + ": " + found +
               "but usually: " + expected;
    }
  }
  return expected;
}

}  // namespace kith::tests
