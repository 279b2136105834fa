// The statements that `kith pipe` has prepared, by name; all sessions see them.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "kith/query.h"
#include "kith/status.h"

namespace kith::tools {

using PreparedPtr = std::shared_ptr<const Statement>;

/// Any thread.
class PreparedStatements {
 public:
  /// A name that is there already means the new statement from now on. kLimit if there are too many names.
  Status put(const std::string& name, PreparedPtr statement);

  /// kNotFound.
  Result<PreparedPtr> find(const std::string& name) const;

  /// What is not there need not be forgotten.
  void forget(const std::string& name);
  void clear();

 private:
  static constexpr std::size_t kNamesMax = 10'000;

  mutable std::mutex mutex_;
  std::unordered_map<std::string, PreparedPtr> statements_;
};

}  // namespace kith::tools
