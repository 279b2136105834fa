// Calling built-in functions as the executor does, for tests.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "function/function.h"
#include "value/value_printer.h"

namespace kith::test {

/// 2018-05-06T07:08:09.5Z
inline const DateTime kNow{1525590489, 500'000'000, 0, {}};

inline const function::Function& function_named(const std::string& name_lower) {
  static const function::FunctionTable functions = function::builtin_functions();
  const function::Function* function = functions.find(name_lower);
  INFO(name_lower);
  REQUIRE(function != nullptr);
  return *function;
}

/// A scalar function for one row of constants.
inline Result<Value> call(const std::string& name_lower, const std::vector<Value>& arguments) {
  const function::Function& function = function_named(name_lower);
  REQUIRE(arguments.size() >= function.arguments_min);
  REQUIRE((function.variadic || arguments.size() <= function.parameters.size()));
  function::CallContext context;
  context.now = kNow;
  std::vector<Column> columns;
  for (const Value& argument : arguments) columns.push_back(Column::constant(argument, 1));
  std::vector<const Column*> pointers;
  for (const Column& column : columns) pointers.push_back(&column);
  Column out;
  KITH_DO(function.scalar(context, pointers, 1, out));
  REQUIRE(out.size() == 1);
  return out.value(0);
}

/// An aggregate over all rows as one group, given in batches of two rows.
inline Result<Value> aggregate(const std::string& name_lower, const std::vector<Value>& values,
                               const std::vector<Value>& further_arguments = {}) {
  const auto aggregator = function_named(name_lower).aggregate();
  function::CallContext context;
  constexpr std::size_t kRows = 2;
  for (std::size_t begin = 0; begin < values.size(); begin += kRows) {
    const std::size_t rows = std::min(kRows, values.size() - begin);
    std::vector<Column> columns;
    columns.push_back(Column::from_values({values.begin() + static_cast<std::ptrdiff_t>(begin),
                                           values.begin() + static_cast<std::ptrdiff_t>(begin + rows)}));
    for (const Value& argument : further_arguments) columns.push_back(Column::constant(argument, rows));
    std::vector<const Column*> pointers;
    for (const Column& column : columns) pointers.push_back(&column);
    const std::vector<std::uint32_t> groups(rows, 0);
    KITH_DO(aggregator->update(context, groups, 1, pointers));
  }
  Column out;
  KITH_DO(aggregator->finish(context, 1, out));
  REQUIRE(out.size() == 1);
  return out.value(0);
}

struct CallCase {
  const char* name;
  std::vector<Value> arguments;
  const char* expected;
};

inline void check_calls(const std::vector<CallCase>& cases) {
  for (const CallCase& c : cases) {
    INFO(c.name << Value(List(c.arguments)).to_text());
    CHECK(text_of(call(c.name, c.arguments)) == c.expected);
  }
}

}  // namespace kith::test
