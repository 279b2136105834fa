// A prepared statement: its text, and the plan of its last run, which serves the next if nothing has changed that
// plans depend on. Otherwise the store's cache is asked, and compiles.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "api/source.h"
#include "kith/query.h"

namespace kith {

/// Any thread.
struct Statement::Impl final : api::Source {
  Impl(std::shared_ptr<Store::Impl> store_impl, std::string_view statement, StatementInfo statement_info);

  Result<api::KnownPtr> plan(const Parameters& given, const RunOptions& options,
                             const storage::Reader& reader) const override;

  const std::shared_ptr<Store::Impl> store;
  const std::string text;
  const std::vector<std::string> parameters;
  const StatementInfo info;

 private:
  /// What the last plan was made for: a PlanConditions that owns the names.
  struct Made {
    api::KnownPtr known;
    std::uint64_t schema_version = 0;
    std::uint64_t procedures_version = 0;
    std::uint32_t rules_off = 0;
    std::vector<std::pair<std::string, Kind>> parameters;
  };

  mutable std::mutex mutex_;
  mutable Made last_;
};

}  // namespace kith
