#include "api/engine.h"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "api/scope.h"
#include "query/plan/compile.h"
#include "query/syntax/lift.h"
#include "query/syntax/parser.h"

namespace kith {

namespace {

/// An estimate for the optimiser, so an error counts as none.
double or_none(const Result<std::uint64_t>& count) { return count ? static_cast<double>(*count) : 0; }

/// How many nodes have the label; all of them for "".
double nodes_of(const storage::Reader& reader, const storage::Catalog& catalog, std::string_view label) {
  if (label.empty()) return or_none(reader.count_nodes());
  const std::optional<LabelId> id = catalog.labels.find(label);
  return id ? or_none(reader.count_nodes(*id)) : 0;
}

/// How many edges have the type; all of them for "".
double edges_of(const storage::Reader& reader, const storage::Catalog& catalog, std::string_view type) {
  if (type.empty()) return or_none(reader.count_edges());
  const std::optional<TypeId> id = catalog.types.find(type);
  return id ? or_none(reader.count_edges(*id)) : 0;
}

}  // namespace

namespace api {

std::uint64_t query_memory_bytes(std::uint64_t memory_bytes) {
  if (memory_bytes == 0) {
    constexpr std::uint64_t kMost = std::uint64_t{1} << 30;
    const long pages = sysconf(_SC_PHYS_PAGES);
    const long page_bytes = sysconf(_SC_PAGESIZE);
    const std::uint64_t machine = pages > 0 && page_bytes > 0
                                      ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page_bytes)
                                      : 4 * kMost;
    memory_bytes = std::min(kMost, machine / 4);
  }
  return std::max<std::uint64_t>(memory_bytes / 4, std::uint64_t{1} << 20);
}

Error closed_error(const char* what) {
  return Error{.code = ErrorCode::kClosed, .message = std::string(what) + " is closed", .detail = "Closed"};
}

Error forked_child_error() {
  return Error{.code = ErrorCode::kUnsupported,
               .message = "a store cannot be used in a forked child of the process that opened it",
               .detail = "ForkedChild"};
}

}  // namespace api

Store::Impl::Impl(const StoreOptions& store_options)
    : options(store_options),
      owner(getpid()),
      generation(process_generation()),
      statement_memory_bytes(api::query_memory_bytes(store_options.memory_bytes)),
      functions(function::builtin_functions()) {
  callable.table = std::make_shared<const function::ProcedureTable>(function::builtin_procedures());
}

Store::Impl::~Impl() {
  if (is_forked_child()) (void)storage.release();
}

bool Store::Impl::is_forked_child() const noexcept { return getpid() != owner; }

Result<std::shared_lock<std::shared_mutex>> Store::Impl::enter() {
  if (is_forked_child()) return api::forked_child_error();
  std::shared_lock lock(calls);
  if (closed) return api::closed_error("the store");
  return lock;
}

RunControl Store::Impl::control_for(const RunOptions& run_options) {
  RunControl control;
  control.stop = stop.for_statement();
  if (run_options.timeout) control.deadline = std::chrono::steady_clock::now() + *run_options.timeout;
  return control;
}

api::Procedures Store::Impl::procedures() {
  std::lock_guard lock(procedures_mutex);
  return callable;
}

Result<api::KnownPtr> Store::Impl::prepare(std::string_view text, const Parameters* parameters,
                                           const RunOptions& run_options, const storage::Reader& reader) {
  const storage::Catalog& catalog = reader.catalog();
  const api::Procedures procedure_table = procedures();
  const api::PlanConditions conditions{.parameters = parameters,
                                       .schema_version = catalog.schema_version,
                                       .procedures_version = procedure_table.version,
                                       .rules_off = run_options.rules_off};
  if (api::KnownPtr known = plans.find(text, conditions)) return known;
  KITH_TRY(syntax::Statement statement, syntax::parse(text));
  std::vector<syntax::LiteralToken> tokens;
  if (text.size() <= api::PlanCache::kLiftedTextMaxBytes) tokens = syntax::literal_tokens(text).value_or(tokens);
  const auto lifted = syntax::lift_literals(statement, tokens);
  plan::CompileContext context{.catalog = catalog, .functions = functions, .procedures = *procedure_table.table};
  context.parameters = parameters;
  context.rules_off = run_options.rules_off;
  context.allow_files = options.allow_files;
  const storage::Reader estimates = reader.of_view();
  context.count_nodes = [&](std::string_view label) { return nodes_of(estimates, catalog, label); };
  context.count_edges = [&](std::string_view type) { return edges_of(estimates, catalog, type); };
  KITH_TRY(api::PlanPtr made, plan::compile(statement, context));
  return plans.add(text, conditions, tokens, lifted, std::move(made));
}

Status Store::Impl::close() {
  if (is_forked_child()) return ok();
  if (closed.exchange(true)) return ok();
  stop.stop_for_good();
  std::unique_lock alone(calls);
  {
    std::lock_guard lock(scopes_mutex);
    for (api::Scope* scope : scopes) {
      std::lock_guard scope_lock(scope->mutex);
      scope->end();
    }
  }
  Status status = storage->close();
  storage.reset();
  return status;
}

}  // namespace kith
