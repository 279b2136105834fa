// Scopes: which names are visible at a place of a statement, and the slot and static type behind each.
//
//     Scope scope;
//     scope.declare("n", {slot, {TypeKind::kNode}});
//     const Variable* n = scope.find("n");
//
// A scope is a value: entering a subquery or a list comprehension copies it, leaving restores the old one.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "value/batch.h"
#include "value/type.h"

namespace kith::semantic {

struct Variable {
  Slot slot = kNoSlot;
  Type type = {};
};

class Scope {
 public:
  const Variable* find(std::string_view name) const {
    auto it = variables_.find(name);
    return it == variables_.end() ? nullptr : &it->second;
  }

  /// Later declarations shadow earlier ones of the same name.
  void declare(const std::string& name, Variable variable) { variables_[name] = variable; }

  /// In alphabetical order, which is the order of RETURN *.
  const std::map<std::string, Variable, std::less<>>& variables() const noexcept { return variables_; }

  bool empty() const noexcept { return variables_.empty(); }

  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& [name, variable] : variables_) all.push_back(name);
    return all;
  }

 private:
  std::map<std::string, Variable, std::less<>> variables_;
};

}  // namespace kith::semantic
