#include "query/plan/compile.h"

#include "query/plan/estimate.h"
#include "query/plan/rules.h"
#include "query/semantic/binder.h"
#include "query/syntax/parser.h"

namespace kith::plan {

Result<std::shared_ptr<const PhysicalPlan>> compile(std::string_view text, const CompileContext& context) {
  KITH_TRY(const syntax::Statement statement, syntax::parse(text));
  return compile(statement, context);
}

Result<std::shared_ptr<const PhysicalPlan>> compile(const syntax::Statement& statement, const CompileContext& context) {
  KITH_TRY(semantic::BoundStatement bound,
           semantic::bind(statement, {context.catalog, context.functions, context.procedures, context.parameters,
                                      context.allow_files}));
  auto physical = std::make_shared<PhysicalPlan>();
  if (auto* command = std::get_if<SchemaCommand>(&bound.body)) {
    physical->schema = std::move(*command);
  } else {
    LogicalPlan logical = build(std::get<semantic::Query>(bound.body), bound.slot_count);
    const OptimiserContext optimiser{.catalog = context.catalog,
                                     .functions = context.functions,
                                     .count_nodes = context.count_nodes,
                                     .count_edges = context.count_edges,
                                     .rules_off = context.rules_off};
    *physical = lower(optimise(std::move(logical), optimiser));
    if ((context.rules_off & rule_bit(Rule::kJoinByHash)) == 0) join_by_hash(*physical, optimiser);
    if (bound.explain || bound.profile) estimate(*physical, optimiser);
  }
  physical->slot_names = std::move(bound.slot_names);
  physical->notices = std::move(bound.notices);
  physical->explain = bound.explain;
  physical->profile = bound.profile;
  return std::shared_ptr<const PhysicalPlan>(std::move(physical));
}

}  // namespace kith::plan
