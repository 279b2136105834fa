#include "storage/check.h"

#include <utility>

#include "storage/check_walk.h"

namespace kith::storage {

Result<CheckReport> Checker::run() {
  const auto step = [&](Status status) -> Status {
    if (status.is_ok() || has_sink_failed_) return status;
    const ErrorCode code = status.error().code;
    if (code == ErrorCode::kClosed || code == ErrorCode::kCancelled || code == ErrorCode::kTimeout) return status;
    fixes_.clear();
    is_complete_ = false;
    damage(kUnreadable, status.error().message);
    return ok();
  };
  KITH_TRY(commit_limit_, lease_limit(Lease::kCommit));
  KITH_DO(step(check_nodes()));
  KITH_DO(step(check_edges()));
  KITH_DO(step(check_adjacency()));
  KITH_DO(step(check_index()));
  KITH_DO(step(check_big()));
  KITH_DO(step(check_leases()));
  if (is_complete_) {  // numbers that are not known cannot be wrong
    KITH_DO(step(check_counts()));
    KITH_DO(step(check_floors()));
  }
  KITH_DO(give_fixes());
  return std::move(report_);
}

void Checker::damage(const char* kind, std::string message) {
  ++report_.damages;
  if (report_.damage.size() < kDamageMax) report_.damage.push_back({kind, std::move(message)});
}

void Checker::damage(const char* kind, std::string message, Family family, std::string_view key,
                     std::optional<std::string> value) {
  if (sink_ != nullptr)
    fixes_.push_back({.family = family, .key = std::string(key), .value = std::move(value), .damage = {kind, message}});
  damage(kind, std::move(message));
}

Status Checker::give_fixes() {
  if (fixes_.empty()) return ok();
  Status given = (*sink_)(fixes_);
  fixes_.clear();
  has_sink_failed_ = !given.is_ok();
  return given;
}

Result<CheckReport> check(const View& view, const RunControl& control) { return Checker(view, control, nullptr).run(); }

Result<CheckReport> check_with_fixes(const View& view, const RunControl& control, FixSink sink) {
  return Checker(view, control, &sink).run();
}

}  // namespace kith::storage
