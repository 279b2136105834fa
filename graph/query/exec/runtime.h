// What the operators of one execution share: the plan, the context it runs with, and helpers for errors
// and memory. Made by open(), outlives every operator.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "query/exec/execution.h"

namespace kith::exec {

class Subplan;

/// One thread, as the execution it belongs to.
class Runtime {
 public:
  Runtime(std::shared_ptr<const plan::PhysicalPlan> plan, const ExecContext& context);
  ~Runtime();
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  const plan::PhysicalPlan& plan() const noexcept { return *plan_; }

  const std::shared_ptr<const plan::PhysicalPlan>& shared_plan() const noexcept { return plan_; }

  const ExecContext& context() const noexcept { return context_; }

  const storage::Reader& reader() const noexcept { return *context_.reader; }

  /// From now on reads what is committed, and writes (if `writes`) in a transaction of its own. While that is open
  /// nobody else commits, so that its commit is refused to none.
  Status begin_own_transaction(bool writes);

  /// Commits it; nothing if there is none.
  Status commit_own_transaction();

  /// A seed for another runtime of this execution.
  std::uint64_t next_seed() noexcept { return context_.random_seed += 0x9E3779B97F4A7C15; }

  /// Only in a plan that writes.
  storage::Transaction& transaction() const noexcept { return *context_.transaction; }

  const Parameters& parameters() const noexcept { return *context_.parameters; }

  /// The value of a lifted literal.
  const Value& literal(std::uint32_t number) const noexcept { return (*context_.literals)[number]; }

  const RunControl& control() const noexcept { return context_.control; }

  Changes& changes() noexcept { return *changes_; }

  function::CallContext& call() noexcept { return call_; }

  std::size_t batch_rows() const noexcept { return batch_rows_; }

  /// Slots of every batch: the statement's, then the row numbers of subplans, which no expression names.
  Slot width() const noexcept { return width_; }

  bool is_hidden(Slot slot) const noexcept { return slot >= plan_->slot_count; }

  /// The column in which one subplan numbers the rows it was opened with.
  Slot take_hidden_slot() noexcept { return next_hidden_++; }

  Batch new_batch(std::size_t rows) const {
    Batch batch(width_);
    batch.rows = rows;
    return batch;
  }

  /// The operators of a kSubquery expression, opened when first asked for.
  Result<Subplan*> subquery(std::uint32_t plan_index);

 private:
  std::shared_ptr<const plan::PhysicalPlan> plan_;
  ExecContext context_;
  Changes ignored_changes_ = {};
  Changes* changes_;
  function::CallContext call_;
  std::size_t batch_rows_;
  Slot width_;
  Slot next_hidden_;
  storage::CommitGate gate_;
  std::optional<storage::Transaction> own_;
  std::vector<std::unique_ptr<Subplan>> subqueries_;
};

/// Memory an operator holds of the statement's account; given back with it.
class MemoryHold {
 public:
  explicit MemoryHold(const RunControl& control) : control_(&control) {}

  MemoryHold(const MemoryHold&) = delete;
  MemoryHold& operator=(const MemoryHold&) = delete;

  ~MemoryHold() { release(); }

  Status take(std::size_t bytes) {
    KITH_DO(control_->take_memory(bytes));
    bytes_ += bytes;
    return ok();
  }

  void give_back(std::size_t bytes) noexcept {
    if (control_->memory != nullptr) control_->memory->give_back(bytes);
    bytes_ -= bytes;
  }

  /// Takes over what a function took since the account stood at `before` (functions only take).
  void adopt(std::uint64_t before) noexcept { bytes_ += used(*control_) - before; }

  /// Where the account stands.
  static std::uint64_t used(const RunControl& control) noexcept {
    return control.memory != nullptr ? control.memory->used_bytes() : 0;
  }

  void release() noexcept {
    if (control_->memory != nullptr) control_->memory->give_back(bytes_);
    bytes_ = 0;
  }

 private:
  const RunControl* control_;
  std::uint64_t bytes_ = 0;
};

/// Checks for a stop request every few thousand steps of a long loop.
class StopCheck {
 public:
  explicit StopCheck(const RunControl& control) : control_(control) {}

  Status step() {
    if ((++steps_ & 0xfff) != 0) return ok();
    return control_.check();
  }

 private:
  const RunControl& control_;
  std::uint32_t steps_ = 0;
};

/// `TypeError: <message>` with a detail of the language's ("InvalidArgumentType").
Error type_error(std::string message, std::string detail = "InvalidArgumentType");

/// The kind of `value` and its text, cut to a length that fits a message: "INTEGER 42".
std::string describe(const Value& value);

/// Memory of every column of a batch.
std::size_t size_bytes(const Batch& batch);

}  // namespace kith::exec
