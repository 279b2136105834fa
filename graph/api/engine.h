// What the public handles share: the store below, and everything a statement needs to run in it.
//
//     Store ──┐
//             ├── Store::Impl ── storage::Store, functions, procedures, plans
//     Cursor ─┴── Scope ──┘
//
// Handles hold counted references, so that one that outlives Store::close() finds a closed store and not
// freed memory. Locks, in the order they are taken: `calls` (shared by every call of Store, alone by
// close()), `scopes_mutex`, Scope::mutex. No lock is held while a callback of the user runs.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_set>

#include "api/plan_cache.h"
#include "api/stop_signal.h"
#include "base/fork.h"
#include "base/run_control.h"
#include "function/function.h"
#include "kith/options.h"
#include "kith/status.h"
#include "kith/store.h"
#include "storage/store.h"

namespace kith {

namespace api {

class Scope;

/// The procedures that can be called, with a number that rises with each change.
struct Procedures {
  std::shared_ptr<const function::ProcedureTable> table;
  std::uint64_t version = 0;
};

/// A quarter of the store's memory: what a statement may hold if its options do not say.
std::uint64_t query_memory_bytes(std::uint64_t memory_bytes);

Error closed_error(const char* what);

Error forked_child_error();

}  // namespace api

struct Store::Impl {
  explicit Impl(const StoreOptions& store_options);
  ~Impl();

  /// Holds off close() while a call runs. kClosed, or kUnsupported in a forked child.
  Result<std::shared_lock<std::shared_mutex>> enter();

  /// True in a child that fork() made: threads and locks of the parent are not there, so nothing of the
  /// store may be touched, not even to free it.
  bool is_forked_child() const noexcept;

  /// The same for a call that is made for every row; a child made without fork() is left to the others.
  bool is_forked_child_quick() const noexcept { return process_generation() != generation; }

  RunControl control_for(const RunOptions& run_options);

  api::Procedures procedures();

  /// The plan of `text` with its literals, from the cache if it is there. `parameters` may be null: not known yet.
  Result<api::KnownPtr> prepare(std::string_view text, const Parameters* parameters, const RunOptions& run_options,
                                const storage::Reader& reader);

  Status close();

  const StoreOptions options;
  const pid_t owner;
  const std::uint64_t generation;
  const std::uint64_t statement_memory_bytes;
  const function::FunctionTable functions;
  std::unique_ptr<storage::Store> storage;
  std::atomic<bool> closed = false;
  std::shared_mutex calls;
  api::StopSignal stop;
  api::PlanCache plans;

  std::mutex procedures_mutex;
  api::Procedures callable;

  std::mutex scopes_mutex;
  std::unordered_set<api::Scope*> scopes;
};

}  // namespace kith
