// What the procedures share: reading their arguments, and the parts that builtin_procedures() puts together.
//
//     Options options("algo.pagerank", arguments[0]);
//     KITH_TRY(double damping, options.number("damping", 0.85));
//     KITH_DO(options.finish());   // ArgumentError: `algo.pagerank` has no option `dampng`; did you mean `damping`?
//
// Every key that a procedure knows is asked for once before finish(), which refuses the others.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "function/function.h"
#include "kith/status.h"
#include "kith/value.h"

namespace kith::function {

/// The options map of one call. A null map has no options; a null option counts as not given.
class Options {
 public:
  Options(std::string_view procedure, const Value& map) : procedure_(procedure), map_(map) {}

  /// A list of strings; one string stands for a list of it.
  Result<std::vector<std::string>> texts(std::string_view key);
  Result<std::string> text(std::string_view key);
  Result<bool> boolean(std::string_view key, bool otherwise);
  Result<double> number(std::string_view key, double otherwise);
  Result<std::optional<double>> number(std::string_view key);
  Result<std::int64_t> integer(std::string_view key, std::int64_t otherwise);

  /// kArgument, detail "UnknownOption", for a key that nobody asked for.
  Status finish() const;

  /// kArgument, detail "InvalidOption": "the option `damping` of `algo.pagerank` must be at least 0 …, not -7".
  Error wrong(std::string_view key, std::string_view wanted) const;

 private:
  const Value& take(std::string_view key);

  std::string procedure_;
  Value map_;
  std::vector<std::string> known_;
};

/// kType (detail "InvalidArgumentType") unless each argument is of its parameter's type or a null that it may be.
Status check_arguments(const Procedure& procedure, std::span<const Value> arguments);

/// Whether a value is of the type; null is of every type, an integer also a float and a number.
bool is_of_type(const Value& value, Type type);

void add_catalog_procedures(ProcedureTable& table);  ///< db.*
void add_full_text_procedures(ProcedureTable& table);  ///< db.index.fulltext.*
void add_algorithm_procedures(ProcedureTable& table);  ///< algo.*

}  // namespace kith::function
