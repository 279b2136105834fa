// Store::describe: a statement compiled and not run.
#include <utility>

#include "api/engine.h"
#include "api/statement.h"
#include "kith/store.h"

namespace kith {

Result<StatementInfo> Store::describe(std::string_view statement) {
  KITH_TRY(const auto call, impl_->enter());
  KITH_TRY(storage::ViewPtr view, impl_->storage->view());
  const storage::Reader reader(std::move(view), nullptr);
  KITH_TRY(const api::KnownPtr known, impl_->prepare(statement, nullptr, {}, reader));
  const plan::PhysicalPlan& plan = *known->plan;
  return StatementInfo{.columns = api::column_names(plan),
                       .writes = !plan.explain && (plan.writes || plan.schema.has_value())};
}

}  // namespace kith
