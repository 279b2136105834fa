// Statements that are prepared, and those that are described only.
#include <algorithm>
#include <utility>

#include "api/engine.h"
#include "api/statement.h"
#include "api/statement_impl.h"
#include "kith/store.h"
#include "query/syntax/parameter_names.h"

namespace kith {

namespace {

bool are_same(const Parameters& given, const std::vector<std::pair<std::string, Kind>>& made_for) {
  return given.size() == made_for.size() &&
         std::equal(made_for.begin(), made_for.end(), given.begin(), [](const auto& made, const auto& parameter) {
           return made.second == parameter.second.kind() && made.first == parameter.first;
         });
}

}  // namespace

Statement::Impl::Impl(std::shared_ptr<Store::Impl> store_impl, std::string_view statement, StatementInfo statement_info)
    : store(std::move(store_impl)),
      text(statement),
      parameters(syntax::parameter_names(statement)),
      info(std::move(statement_info)) {}

Result<api::KnownPtr> Statement::Impl::plan(const Parameters& given, const RunOptions& options,
                                            const storage::Reader& reader) const {
  const std::uint64_t schema_version = reader.catalog().schema_version;
  const std::uint64_t procedures_version = store->procedures().version;
  {
    std::lock_guard lock(mutex_);
    if (last_.known != nullptr && last_.schema_version == schema_version &&
        last_.procedures_version == procedures_version && last_.rules_off == options.rules_off &&
        are_same(given, last_.parameters))
      return last_.known;
  }
  KITH_TRY(api::KnownPtr known, store->prepare(text, &given, options, reader));
  Made made{known, schema_version, procedures_version, options.rules_off, {}};
  for (const auto& [name, value] : given) made.parameters.emplace_back(name, value.kind());
  std::lock_guard lock(mutex_);
  last_ = std::move(made);
  return known;
}

Statement::Statement(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}

Statement::Statement(Statement&&) noexcept = default;

Statement& Statement::operator=(Statement&&) noexcept = default;

Statement::~Statement() = default;

std::string_view Statement::text() const noexcept { return impl_->text; }

const std::vector<std::string>& Statement::parameters() const noexcept { return impl_->parameters; }

const std::vector<std::string>& Statement::columns() const noexcept { return impl_->info.columns; }

bool Statement::writes() const noexcept { return impl_->info.writes; }

Result<Cursor> Statement::run(const Parameters& parameters, const RunOptions& options) const {
  return api::run(impl_->store, *impl_, parameters, options);
}

Result<Statement> Store::prepare(std::string_view statement) {
  KITH_TRY(StatementInfo info, describe(statement));
  return Statement(std::make_unique<Statement::Impl>(impl_, statement, std::move(info)));
}

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
