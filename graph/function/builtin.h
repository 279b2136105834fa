// The groups of built-in functions; builtin_functions() puts them together.
#pragma once

#include "function/function.h"

namespace kith::function {

void add_aggregates(FunctionTable& functions);  ///< count, sum, avg, min, max, collect, stDev…, percentile…

}  // namespace kith::function
