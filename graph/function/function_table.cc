#include <algorithm>
#include <cctype>

#include "function/builtin.h"
#include "function/function.h"

namespace kith::function {

void FunctionTable::add(Function function) {
  std::string lower = function.name;
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  functions_.emplace(std::move(lower), std::make_unique<Function>(std::move(function)));
}

const Function* FunctionTable::find(std::string_view name_lower) const {
  auto it = functions_.find(std::string(name_lower));
  return it == functions_.end() ? nullptr : it->second.get();
}

std::vector<std::string> FunctionTable::names() const {
  std::vector<std::string> all;
  for (const Function* function : named()) all.push_back(function->name);
  return all;
}

std::vector<const Function*> FunctionTable::named() const {
  std::vector<const Function*> all;
  all.reserve(functions_.size());
  for (const auto& [lower, function] : functions_)
    if (lower.find(' ') == std::string::npos) all.push_back(function.get());
  std::sort(all.begin(), all.end(), [](const Function* a, const Function* b) { return a->name < b->name; });
  return all;
}

FunctionTable builtin_functions() {
  FunctionTable functions;
  add_aggregates(functions);
  add_graph_functions(functions);
  add_list_functions(functions);
  add_text_functions(functions);
  add_conversion_functions(functions);
  add_math_functions(functions);
  add_value_functions(functions);
  add_temporal_functions(functions);
  add_spatial_functions(functions);
  add_standard_names(functions);
  return functions;
}

}  // namespace kith::function
