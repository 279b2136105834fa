// From the text of a statement to the plan that runs: the first half of the query road in one call.
//
//     KITH_TRY(auto plan, plan::compile("MATCH (p:Person) RETURN p.name", {catalog, functions, procedures}));
//     KITH_TRY(auto rows, exec::open(plan, context));
#pragma once

#include <memory>
#include <string_view>

#include "function/function.h"
#include "kith/status.h"
#include "query/plan/logical.h"
#include "query/plan/physical.h"
#include "query/syntax/ast.h"
#include "storage/catalog.h"

namespace kith::plan {

struct CompileContext {
  const storage::Catalog& catalog;
  const function::FunctionTable& functions;
  const function::ProcedureTable& procedures;
  const Map* parameters = nullptr;  ///< to say early that one is missing; never part of the plan
  std::uint32_t rules_off = 0;      ///< rule_bit()s
  bool allow_files = true;          ///< StoreOptions::allow_files
  /// See OptimiserContext; without them the optimiser guesses.
  std::function<double(std::string_view label)> count_nodes = {};
  std::function<double(std::string_view type)> count_edges = {};
};

/// Binds, builds, optimises and lowers a statement, of which literals may be lifted: the plan is then the same whatever
/// they say. The plan points to functions of context.functions, which must outlive it. Errors: those of
/// semantic::bind.
Result<std::shared_ptr<const PhysicalPlan>> compile(const syntax::Statement& statement, const CompileContext& context);

/// Parses, binds, builds, optimises and lowers. The plan points to functions of context.functions, which must
/// outlive it. Errors: those of syntax::parse and semantic::bind.
Result<std::shared_ptr<const PhysicalPlan>> compile(std::string_view text, const CompileContext& context);

}  // namespace kith::plan
