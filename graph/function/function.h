// Functions, aggregates and procedures: a signature that the binder reads, and a kernel over columns
// that the executor calls once a batch. Both live here, below binder and executor, so that neither of
// those knows the other.
//
//     FunctionTable functions = builtin_functions();
//     const Function* size = functions.find("size");
//     Column out;
//     KITH_DO(size->scalar(context, {{&texts}}, rows, out));
//
// A kernel is called with dense columns: the executor leaves out rows that CASE, AND or coalesce do not
// reach before it calls. Null handling is the kernel's own, but nearly all give null for a null argument.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/run_control.h"
#include "kith/status.h"
#include "kith/value.h"
#include "storage/reader.h"
#include "value/column.h"
#include "value/type.h"

namespace kith::function {

/// What a kernel may look at beside its arguments. `now` is fixed for a statement: UTC, as a DateTime.
struct CallContext {
  const storage::Reader* reader = nullptr;
  const RunControl* control = nullptr;
  DateTime now = {};
  std::uint64_t random_seed = 0;
};

using ScalarKernel = std::function<Status(CallContext&, std::span<const Column* const> arguments, std::size_t rows, Column& out)>;

/// State of one aggregate for all groups of one operator. Groups are numbered from 0 without gaps.
class Aggregator {
 public:
  virtual ~Aggregator() = default;
  /// Row i belongs to group_of_row[i] < groups. count(*) has no arguments.
  virtual Status update(CallContext& context, std::span<const std::uint32_t> group_of_row, std::size_t groups,
                        std::span<const Column* const> arguments) = 0;
  /// One element a group. `groups` may be larger than any seen: those groups are empty.
  virtual Status finish(CallContext& context, std::size_t groups, Column& out) = 0;
};

struct Parameter {
  std::string name;
  Type type;
};

/// A scalar or aggregate function. The number of arguments is in [arguments_min, parameters.size()],
/// or unbounded if variadic (the last parameter's type repeats).
struct Function {
  std::string name;  ///< as it is spelt in messages: "toInteger"
  std::vector<Parameter> parameters;
  std::size_t arguments_min = 0;
  bool variadic = false;
  Type result;
  bool deterministic = true;                                     ///< false: rand(); never folded
  ScalarKernel scalar = {};                                      ///< one of the two
  std::function<std::unique_ptr<Aggregator>()> aggregate = {};
  /// Adds lengths instead of enumerating: only count(*) and count of the expanded edge or node.
  bool is_count = false;
  bool is_aggregate() const { return static_cast<bool>(aggregate); }
};

/// By lower-case name. Built by functions, no registration at start-up.
class FunctionTable {
 public:
  void add(Function function);  ///< a second one of the same name is a fault of ours
  const Function* find(std::string_view name_lower) const;
  std::vector<std::string> names() const;     ///< for "did you mean"
  std::vector<const Function*> named() const;  ///< those that can be called by name, in its order

 private:
  std::unordered_map<std::string, std::unique_ptr<Function>> functions_;
};

/// The rows of one call of a procedure that makes them as they are asked for.
class RowSource {
 public:
  virtual ~RowSource() = default;
  /// About `rows_max` more rows, a column an output; no columns after the last.
  virtual Status next(CallContext& context, std::size_t rows_max, std::vector<Column>& outputs) = 0;
};

/// A procedure: `run` gives its rows, a column an output, all of one length; or `open` what gives them part by part.
struct Procedure {
  std::string name;
  std::vector<Parameter> inputs;
  std::vector<Parameter> outputs;
  std::vector<bool> input_nullable;   ///< empty: all may be null
  std::vector<Value> defaults = {};   ///< for the last inputs.size() - required ones
  std::function<Status(CallContext&, std::span<const Value> arguments, std::vector<Column>& outputs)> run = {};
  std::function<Result<std::unique_ptr<RowSource>>(CallContext&, std::span<const Value> arguments)> open = {};
};

/// By name; names of procedures are case-sensitive. Immutable once shared.
class ProcedureTable {
 public:
  void add(Procedure procedure) {
    std::string name = procedure.name;  // an assignment would evaluate its right side, and the move, first
    procedures_[std::move(name)] = std::make_shared<const Procedure>(std::move(procedure));
  }

  std::shared_ptr<const Procedure> find(std::string_view name) const {
    auto it = procedures_.find(std::string(name));
    return it == procedures_.end() ? nullptr : it->second;
  }

  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& [name, procedure] : procedures_) all.push_back(name);
    return all;
  }

 private:
  std::map<std::string, std::shared_ptr<const Procedure>> procedures_;
};

/// Every scalar and aggregate function of the language.
FunctionTable builtin_functions();

/// db.labels and its like, and algo.*.
ProcedureTable builtin_procedures();

/// A procedure that is a table. Errors: kProtocol if the signature does not parse or a row has the wrong width.
Result<Procedure> table_procedure(std::string_view signature, const std::vector<std::string>& columns,
                                  const std::vector<List>& rows);

}  // namespace kith::function
