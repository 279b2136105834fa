#include "function/scalar.h"

#include <algorithm>

namespace kith::function {
namespace {

ScalarKernel by_row(RowFunction function, bool nulls_are_null) {
  return [function, nulls_are_null](CallContext& context, std::span<const Column* const> arguments, std::size_t rows,
                                    Column& out) -> Status {
    std::vector<Value> results(rows);
    std::vector<Value> values(arguments.size());
    for (std::size_t row = 0; row < rows; ++row) {
      for (std::size_t i = 0; i < arguments.size(); ++i) values[i] = arguments[i]->value(row);
      if (nulls_are_null && std::any_of(values.begin(), values.end(), [](const Value& v) { return v.is_null(); }))
        continue;
      KITH_TRY(results[row], function(context, values));
    }
    out = Column::from_values(std::move(results));
    return ok();
  };
}

}  // namespace

ScalarKernel by_row(RowFunction function) { return by_row(function, true); }

ScalarKernel by_row_with_nulls(RowFunction function) { return by_row(function, false); }

Function scalar(const char* name, std::vector<Parameter> parameters, Type result, ScalarKernel kernel) {
  Function function;
  function.name = name;
  function.arguments_min = parameters.size();
  function.parameters = std::move(parameters);
  function.result = result;
  function.scalar = std::move(kernel);
  return function;
}

Error wrong_argument(const char* function, const Value& value) {
  return Error{.code = ErrorCode::kType,
               .message = std::string(function) + "() does not take a value of type " + kind_name(value.kind()),
               .detail = "InvalidArgumentValue"};
}

Error out_of_range(std::string message) {
  return Error{.code = ErrorCode::kArgument, .message = std::move(message), .detail = "NumberOutOfRange"};
}

}  // namespace kith::function
