// The tables behind SHOW INDEXES, SHOW CONSTRAINTS, SHOW FUNCTIONS and SHOW PROCEDURES.
//
//     ShowTable table = show_constraints("NODE KEY");
//     // a procedure without arguments; its first `default_columns` outputs are what SHOW gives without YIELD
//
// Indexes and constraints are those of the reader's catalog when the procedure runs; functions and procedures are those
// of the tables that were given. Rows are ordered by name.
#pragma once

#include <cstddef>
#include <string_view>

#include "function/function.h"

namespace kith::function {

struct ShowTable {
  Procedure procedure;
  std::size_t default_columns = 0;
};

/// `filter` as in the text, in capitals: "RANGE"; empty or "ALL": every index.
ShowTable show_indexes(std::string_view filter);

/// `filter` such as "UNIQUE", "NODE KEY", "PROPERTY EXISTENCE", "RELATIONSHIP TYPE".
ShowTable show_constraints(std::string_view filter);

/// `filter` "BUILT IN", or "USER DEFINED", of which there are none.
ShowTable show_functions(const FunctionTable& functions, std::string_view filter);

ShowTable show_procedures(const ProcedureTable& procedures);

}  // namespace kith::function
