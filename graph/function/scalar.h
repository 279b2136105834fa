// What the groups of scalar functions share: making a Function, and running it row by row.
#pragma once

#include <string>
#include <vector>

#include "function/function.h"

namespace kith::function {

/// The value of one row. Arguments are as many as the call has.
using RowFunction = Result<Value> (*)(CallContext&, std::span<const Value> arguments);

/// A kernel that calls `function` for each row; a row with a null among its arguments is null without a call.
ScalarKernel by_row(RowFunction function);

/// As by_row, but nulls are the function's own business.
ScalarKernel by_row_with_nulls(RowFunction function);

/// A function that takes all its parameters; set arguments_min or variadic afterwards for others.
Function scalar(const char* name, std::vector<Parameter> parameters, Type result, ScalarKernel kernel);

/// A value whose type the function does not take, found while running: TypeError, InvalidArgumentValue.
Error wrong_argument(const char* function, const Value& value);

/// kArgument with detail NumberOutOfRange.
Error out_of_range(std::string message);

}  // namespace kith::function
