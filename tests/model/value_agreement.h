// Compares a reader with the model on every path there is.
#pragma once

#include "model/value_graph.h"
#include "storage/reader.h"

namespace kith::testing {

/// Fails the running test at the first difference.
void compare_graph(const storage::Reader& reader, const ValueGraph& expected);

/// Values of all kinds, chosen so that equal and nearly equal ones meet often.
const std::vector<Value>& model_values();

}  // namespace kith::testing
