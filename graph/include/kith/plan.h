// What EXPLAIN and PROFILE tell: the operators of a statement, and what each of them did.
//
//     KITH_TRY(kith::Cursor cursor, store.run("PROFILE MATCH (p:Person)-[:MET]->(q) RETURN count(*)"));
//     KITH_TRY(auto rows, cursor.rows());
//     std::fputs(cursor.plan()->to_text().c_str(), stderr);
//
//     operator       estimated rows  rows  time (ms)  own (ms)  details
//     aggregate                   1     1      0.190     0.021  count(*) as `count(*)`
//       expand                    4     5      0.169     0.110  p -[:MET]-> q unflat
//         label scan              3     3      0.059     0.059  p :Person
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kith {

/// One operator with those that give it rows. A plain value; it stays when its cursor and store have gone.
struct [[gnu::visibility("default")]] Plan {
  /// What an operator did until now, over all its executions: a subquery is executed for many rows.
  struct Measured {
    std::uint64_t rows = 0;     ///< it gave
    std::uint64_t batches = 0;  ///< in which it gave them
    std::chrono::nanoseconds time = {};      ///< in it and in all below it
    std::chrono::nanoseconds own_time = {};  ///< in it alone
    friend bool operator==(const Measured&, const Measured&) = default;
  };

  std::string operation;    ///< "label scan", "expand", "filter", …
  std::string details;      ///< what it works on, by the names of the statement; what has none is #0, #1, …
  double estimated_rows = 0;              ///< over all executions, as Measured::rows
  std::optional<Measured> measured = {};  ///< of PROFILE alone
  std::vector<Plan> children = {};        ///< inputs in their order, then subqueries of its expressions

  /// One operator a line under a line of titles, children indented below; without the measured columns for EXPLAIN.
  std::string to_text() const;

  /// {"operator": …, "details": …, "estimatedRows": …, "rows": …, "batches": …, "timeMs": …, "ownTimeMs": …,
  /// "children": […]} on one line; the four numbers that are measured for PROFILE alone.
  std::string to_json() const;

  friend bool operator==(const Plan&, const Plan&) = default;
};

}  // namespace kith
