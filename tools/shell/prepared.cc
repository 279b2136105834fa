#include "shell/prepared.h"

#include <utility>

namespace kith::tools {

Status PreparedStatements::put(const std::string& name, PreparedPtr statement) {
  std::lock_guard lock(mutex_);
  if (const auto place = statements_.find(name); place != statements_.end()) {
    place->second = std::move(statement);
    return ok();
  }
  if (statements_.size() >= kNamesMax)
    return Error{.code = ErrorCode::kLimit,
                 .message = "more than " + std::to_string(kNamesMax) + " statements would be prepared",
                 .detail = "PreparedStatementsLimit",
                 .hint = "forget those that are not needed any more"};
  statements_.emplace(name, std::move(statement));
  return ok();
}

Result<PreparedPtr> PreparedStatements::find(const std::string& name) const {
  std::lock_guard lock(mutex_);
  const auto place = statements_.find(name);
  if (place != statements_.end()) return place->second;
  return Error{.code = ErrorCode::kNotFound,
               .message = "no statement was prepared as `" + name + "`",
               .detail = "NotPrepared",
               .phase = Phase::kCompileTime};
}

void PreparedStatements::forget(const std::string& name) {
  std::lock_guard lock(mutex_);
  statements_.erase(name);
}

void PreparedStatements::clear() {
  std::lock_guard lock(mutex_);
  statements_.clear();
}

}  // namespace kith::tools
