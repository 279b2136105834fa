// Store::describe: a statement compiled and not run.
#include <utility>

#include "api/engine.h"
#include "api/statement.h"
#include "kith/store.h"
#include "query/plan/compile.h"

namespace kith {

Result<StatementInfo> Store::describe(std::string_view statement) {
  KITH_TRY(const auto call, impl_->enter());
  KITH_TRY(storage::ViewPtr view, impl_->storage->view());
  const storage::Reader reader(std::move(view), nullptr);
  const api::Procedures procedures = impl_->procedures();
  const plan::CompileContext context{
      .catalog = reader.catalog(), .functions = impl_->functions, .procedures = *procedures.table};
  KITH_TRY(const api::PlanPtr plan, plan::compile(statement, context));
  return StatementInfo{.columns = api::column_names(*plan),
                       .writes = !plan->explain && (plan->writes || plan->schema.has_value())};
}

}  // namespace kith
