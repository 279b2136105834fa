// A plan that is run again and again for rows of an outer one: the right side of Apply, the match of
// MERGE, the body of FOREACH, a subquery in an expression.
//
//     KITH_DO(subplan->start(arguments));
//     while (true) {
//       KITH_TRY(bool more, subplan->next(rows));
//       if (!more) break;
//       // rows[subplan->row_slot()] names the argument row that each row belongs to, in ascending order
//     }
//
// Where every operator of the subplan works row by row, all arguments go through it at once and carry
// their numbers along in a hidden slot. Otherwise (an aggregation counts for each argument row apart, LIMIT
// too) it is run for one argument row after the other.
#pragma once

#include <memory>

#include "query/exec/operator.h"

namespace kith::exec {

class Subplan {
 public:
  static Result<std::unique_ptr<Subplan>> open(Runtime& runtime, const plan::Operator& op);

  /// Begins with the rows of `arguments`, which must be flat.
  Status start(const Batch& arguments);

  /// Rows of the subplan, with the number of their argument row (integers) in row_slot().
  Result<bool> next(Batch& out);

  /// The caller has seen enough of the argument row that the last batch belongs to. A hint: rows of it may still come.
  void skip_row() noexcept { skip_row_ = true; }

  Slot row_slot() const noexcept { return row_slot_; }

  const Batch& arguments() const noexcept { return arguments_; }

 private:
  Subplan(Runtime& runtime, bool row_by_row) : runtime_(runtime), row_by_row_(row_by_row) {}

  Runtime& runtime_;
  bool row_by_row_;
  Slot row_slot_ = kNoSlot;
  Batch arguments_;
  std::size_t row_ = 0;  // the argument row being run, if row by row
  bool running_ = false;
  bool skip_row_ = false;
  Batch leaf_;  // what Argument operators give
  OperatorPtr root_;
};

/// `arguments` beside `rows`: for row i the argument row arguments_of[i] and the subplan's row rows_of[i]
/// (kNoRow: nulls). Slots that both have are the same and taken from the arguments.
Batch combine(const Runtime& runtime, const Batch& arguments, std::span<const std::uint32_t> arguments_of,
              const Batch& rows, std::span<const std::uint32_t> rows_of);

}  // namespace kith::exec
