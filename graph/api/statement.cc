#include "api/statement.h"

#include <chrono>
#include <random>
#include <utility>

#include "api/warnings.h"
#include "query/semantic/index_options.h"
#include "value/shape.h"

namespace kith::api {

namespace {

DateTime now_utc() {
  using namespace std::chrono;
  const auto since_epoch = system_clock::now().time_since_epoch();
  const auto whole = floor<seconds>(since_epoch);
  return {.seconds = whole.count(), .nanos = static_cast<std::int32_t>(nanoseconds(since_epoch - whole).count())};
}

/// A seed for rand() that differs from statement to statement.
std::uint64_t next_seed() {
  thread_local std::mt19937_64 seeds{std::random_device{}()};
  return seeds();
}

bool may_hold_references(Kind kind) {
  return kind == Kind::kNode || kind == Kind::kEdge || kind == Kind::kPath || kind == Kind::kList || kind == Kind::kMap;
}

/// All rows of what is not open yet.
Result<Finished> run_to_end(Running& running, const plan::PhysicalPlan& plan) {
  Finished finished;
  KITH_DO(running.open());
  List row;
  while (true) {
    KITH_TRY(const bool more, running.next(row));
    if (!more) break;
    if (!plan.columns.empty()) finished.rows.push_back(std::move(row));
  }
  finished.changes = running.changes();
  finished.plan = running.plan();
  return finished;
}

/// The command with the options that had to wait for parameters.
Result<semantic::SchemaCommand> whole(const semantic::SchemaCommand& command, const Parameters& parameters) {
  semantic::SchemaCommand whole = command;
  if (command.late_options == nullptr) return whole;
  whole.late_options = nullptr;
  for (const auto& [name, value] : parameters) KITH_DO(ShapeCheck().value(value));
  KITH_DO(semantic::apply_index_options(*command.late_options, parameters, whole));
  return whole;
}

/// `Target`: a store or transaction; `control` goes to what builds at once.
template <class Target, class... Control>
Result<Finished> run_schema_in(const semantic::SchemaCommand& command, Target& target, const Control&... control) {
  using Kind = semantic::SchemaCommand::Kind;
  Finished finished;
  const bool constraint = command.kind == Kind::kCreateConstraint || command.kind == Kind::kDropConstraint;
  if (command.kind == Kind::kCreateIndex) {
    const storage::IndexDefinition definition{
        .name = command.name,
        .kind = command.full_text ? storage::IndexKind::kFullText
                : command.each    ? storage::IndexKind::kEach
                : command.fold    ? storage::IndexKind::kFolded
                                  : storage::IndexKind::kRange,
        .on_edges = command.on_edges,
        .label_or_type = command.label_or_type,
        .keys = command.keys,
        .more_owners = command.more_owners,
        .analysis = {command.language, command.fold}};
    KITH_TRY(const bool added, target.create_index(definition, command.if_exists_or_not, control...));
    finished.changes.indexes_added += added ? 1 : 0;
  } else if (command.kind == Kind::kCreateConstraint) {
    const storage::ConstraintDefinition definition{.name = command.name,
                                                   .kind = command.constraint,
                                                   .on_edges = command.on_edges,
                                                   .label_or_type = command.label_or_type,
                                                   .keys = command.keys,
                                                   .types = command.types};
    KITH_TRY(const bool added, target.create_constraint(definition, command.if_exists_or_not, control...));
    finished.changes.constraints_added += added ? 1 : 0;
  } else {
    KITH_TRY(const bool removed, target.drop_index(command.name, constraint, command.if_exists_or_not));
    (constraint ? finished.changes.constraints_removed : finished.changes.indexes_removed) += removed ? 1 : 0;
  }
  return finished;
}

}  // namespace

Running::Running(KnownPtr statement, const Parameters& parameters, const RunOptions& options,
                 std::uint64_t memory_bytes, const RunControl& control, const storage::Reader& reader,
                 storage::Transaction* transaction, const exec::TransactionsContext& transactions)
    : statement_(std::move(statement)),
      plan_source_(plan_source(statement_->plan)),
      parameters_(parameters),
      memory_(options.memory_bytes != 0 ? options.memory_bytes : memory_bytes),
      batch_(statement_->plan->slot_count) {
  context_.reader = &reader;
  context_.transaction = transaction;
  context_.parameters = &parameters_;
  context_.literals = &statement_->literals;
  context_.control = control;
  context_.control.memory = &memory_;
  context_.batch_rows = options.batch_rows != 0 ? options.batch_rows : kBatchRows;
  context_.now = now_utc();
  context_.random_seed = next_seed();
  context_.changes = &changes_;
  context_.profile = plan_source_.profile.get();
  context_.transactions = transactions;
}

Status Running::open() {
  for (const auto& [name, value] : parameters_) KITH_DO(ShapeCheck().value(value));
  auto execution = exec::open(statement_->plan, context_);
  if (!execution) return statement_->placed(std::move(execution).error());
  execution_ = *std::move(execution);
  return ok();
}

Result<bool> Running::next(List& row) {
  while (at_ >= batch_.rows) {
    KITH_DO(context_.control.check());
    at_ = 0;
    batch_.rows = 0;
    const Result<bool> more = execution_->next(batch_);
    if (!more) return statement_->placed(more.error());
    if (!*more) return false;
  }
  row.clear();
  for (const semantic::OutputColumn& column : statement_->plan->columns) {
    Value value = batch_[column.slot].value(at_);
    if (may_hold_references(value.kind())) {
      KITH_TRY(value, exec::materialise(value, execution_->reader()));
    }
    row.push_back(std::move(value));
  }
  ++at_;
  return true;
}

Result<Finished> run_writing(const KnownPtr& statement, const Parameters& parameters, const RunOptions& options,
                             std::uint64_t memory_bytes, const RunControl& control, storage::Transaction& transaction) {
  // Takes back on every way out but the last, also when a callback or an allocation throws.
  struct TakeBack {
    storage::Transaction* transaction;
    std::size_t savepoint;

    ~TakeBack() {
      if (transaction != nullptr) transaction->roll_back_to(savepoint);
    }
  } take_back{&transaction, transaction.savepoint()};

  // Before it runs: other statements of the transaction may have made names, this one has not yet.
  std::vector<Warning> warnings = warnings_of(*statement, transaction.reader().catalog());
  Finished finished;
  {
    Running running(statement, parameters, options, memory_bytes, control, transaction.reader(), &transaction);
    KITH_TRY(finished, run_to_end(running, *statement->plan));
  }
  KITH_DO(transaction.verify_deletions());
  take_back.transaction = nullptr;
  finished.warnings = std::move(warnings);
  return finished;
}

Result<Finished> run_in_transactions(const KnownPtr& statement, const Parameters& parameters, const RunOptions& options,
                                     std::uint64_t memory_bytes, const RunControl& control,
                                     const storage::Reader& reader, storage::Store& store, Durability durability) {
  Running running(statement, parameters, options, memory_bytes, control, reader, nullptr, {&store, durability});
  KITH_TRY(Finished finished, run_to_end(running, *statement->plan));
  KITH_DO(running.commit());
  finished.warnings = warnings_of(*statement, reader.catalog());
  return finished;
}

Result<Finished> run_schema(const semantic::SchemaCommand& command, const Parameters& parameters, storage::Store& store,
                            const RunControl& control) {
  KITH_TRY(const semantic::SchemaCommand known, whole(command, parameters));
  return run_schema_in(known, store, control);
}

Result<Finished> run_schema(const semantic::SchemaCommand& command, const Parameters& parameters,
                            storage::Transaction& transaction) {
  KITH_TRY(const semantic::SchemaCommand known, whole(command, parameters));
  return run_schema_in(known, transaction);
}

std::vector<std::string> column_names(const plan::PhysicalPlan& plan) {
  if (plan.explain) return {"plan"};
  std::vector<std::string> names;
  names.reserve(plan.columns.size());
  for (const semantic::OutputColumn& column : plan.columns) names.push_back(column.name);
  return names;
}

Finished explained(const KnownPtr& statement, const storage::Catalog& catalog) {
  Finished finished;
  finished.plan = plan_source(statement->plan);
  finished.warnings = warnings_of(*statement, catalog);
  const std::string text = plan::to_text(*statement->plan);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    finished.rows.push_back({Value(std::string_view(text).substr(begin, end - begin))});
    begin = end + 1;
  }
  return finished;
}

}  // namespace kith::api
