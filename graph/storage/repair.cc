#include "storage/repair.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/coding.h"
#include "record/record.h"
#include "storage/catalog_rows.h"
#include "storage/check.h"
#include "storage/engine.h"
#include "storage/folder.h"
#include "storage/keys.h"
#include "storage/kv.h"

namespace kith::storage {

namespace {

constexpr int kRoundsMax = 8;  // damage that hides other damage is a few layers deep at most

std::string eight(std::uint64_t n) { return std::string(std::string_view(Key().u64(n))); }

/// kUnsupported or kCorruption if this version cannot know what the rows mean.
Status check_format(const Kv& kv, const Snapshot& at, const std::string& folder) {
  std::string bytes;
  KITH_TRY(const bool found, kv.get(at, Family::kMeta, format_key(), bytes));
  if (!found || bytes.size() != 16)
    return Error{.code = ErrorCode::kCorruption,
                 .message = "the folder " + folder + " holds no kith store of a known format, and nothing was repaired",
                 .detail = "Meta"};
  if (load_u32(bytes.data()) != kFormatMajor || (load_u64(bytes.data() + 8) & ~kFeaturesKnown) != 0)
    return Error{.code = ErrorCode::kUnsupported,
                 .message = "the store has format " + std::to_string(load_u32(bytes.data())) + "." +
                            std::to_string(load_u32(bytes.data() + 4)) + ", which this version cannot repair",
                 .detail = "Format"};
  return ok();
}

/// The greatest commit of a record that can have been: smaller than what the lease gave out.
Result<std::uint64_t> greatest_commit(const Kv& kv, const Snapshot& at, const RunControl& control) {
  std::string bytes;
  KITH_TRY(const bool found, kv.get(at, Family::kMeta, lease_key(Lease::kCommit), bytes));
  const std::uint64_t limit = found && bytes.size() == 8 ? load_u64(bytes.data()) : ~std::uint64_t{0};
  std::uint64_t greatest = 0;
  Status stopped;
  std::uint64_t rows = 0;
  for (Family family : {Family::kNode, Family::kEdge}) {
    KITH_DO(kv.scan(at, family, {}, std::string(40, '\xFF'), [&](std::string_view, std::string_view value) {
      if (value.size() > record::kHeaderBytes && record::commit_of(value) < limit)
        greatest = std::max(greatest, record::commit_of(value));
      if (++rows % 1024 == 0) stopped = control.check();
      return stopped.is_ok();
    }));
    KITH_DO(std::move(stopped));
  }
  return greatest;
}

/// One open store being repaired.
class Repair {
 public:
  Repair(std::shared_ptr<Kv> kv, const RunControl& control, bool may_write)
      : kv_(std::move(kv)), control_(control), may_write_(may_write) {}

  /// True if there is something to write that was not written.
  Result<bool> round(RepairReport& report) {
    fixes_ = 0;
    KITH_TRY(const std::optional<View> view, view_of_now(report));
    if (!view) return fixes_ != 0;
    const auto sink = [&](std::span<const Fix> fixes) { return write(fixes, report); };
    KITH_TRY(report.after, check_with_fixes(*view, control_, sink));
    return fixes_ != 0;
  }

 private:
  /// Nothing if what every row is read by cannot be read; that is in the report then.
  Result<std::optional<View>> view_of_now(RepairReport& report) {
    View view;
    view.kv = kv_;
    view.rows = kv_->snapshot();
    std::string bytes;
    KITH_TRY(const bool found, kv_->get(*view.rows, Family::kMeta, last_commit_key(), bytes));
    if (found && bytes.size() == 8) {
      view.commit = load_u64(bytes.data());
    } else {
      KITH_TRY(view.commit, greatest_commit(*kv_, *view.rows, control_));
      const Fix fix{.family = Family::kMeta,
                    .key = std::string(last_commit_key()),
                    .value = eight(view.commit),
                    .damage = {kWrongCommit, "the row of the last commit is missing or damaged, and the newest record is of commit " +
                                                 std::to_string(view.commit)}};
      KITH_DO(write({&fix, 1}, report));
    }
    Result<Catalog> catalog = read_catalog(*kv_, *view.rows);
    if (!catalog) {
      if (catalog.error().code != ErrorCode::kCorruption) return std::move(catalog).error();
      report.after = {.damage = {{kBadRecord, catalog.error().message + ", and nothing is left to make it again from"}},
                      .damages = 1};
      return std::optional<View>();
    }
    view.catalog = std::make_shared<const Catalog>(*std::move(catalog));
    return std::optional<View>(std::move(view));
  }

  Status write(std::span<const Fix> fixes, RepairReport& report) {
    fixes_ += fixes.size();
    if (!may_write_) return ok();
    KITH_DO(kv_->write(
        [&](KvBatch& batch) {
          for (const Fix& fix : fixes) {
            if (fix.value)
              batch.put(fix.family, fix.key, *fix.value);
            else
              batch.erase(fix.family, fix.key);
          }
        },
        false));
    for (const Fix& fix : fixes) {
      ++report.repairs;
      if (report.repaired.size() < kDamageMax) report.repaired.push_back(fix.damage);
    }
    return ok();
  }

  std::shared_ptr<Kv> kv_;
  const RunControl& control_;
  bool may_write_;
  std::uint64_t fixes_ = 0;
};

Result<std::shared_ptr<Kv>> open_kv(const std::string& folder, bool read_only) {
  KITH_TRY(auto kv, Kv::open(folder, {.read_only = read_only}));
  return std::shared_ptr<Kv>(std::move(kv));
}

/// Whether a repair would write anything.
Result<bool> is_needed(const std::string& folder, const RunControl& control, RepairReport& report) {
  KITH_TRY(const std::shared_ptr<Kv> kv, open_kv(folder, true));
  KITH_DO(check_format(*kv, *kv->snapshot(), folder));
  return Repair(kv, control, false).round(report);
}

/// Writes until there is nothing more to write, then gives the last commit.
Result<std::uint64_t> write_repairs(Kv& kv, Repair& repair, RepairReport& report) {
  bool has_written = true;
  for (int rounds = 0; has_written && rounds < kRoundsMax; ++rounds) {
    KITH_TRY(has_written, repair.round(report));
    KITH_DO(kv.sync());
  }
  std::string bytes;
  KITH_TRY(const bool found, kv.get(*kv.snapshot(), Family::kMeta, last_commit_key(), bytes));
  KITH_DO(kv.flush());
  return found && bytes.size() == 8 ? load_u64(bytes.data()) : 0;
}

}  // namespace

Result<RepairReport> repair(std::string_view path, const RunControl& control) {
  KITH_TRY(const std::string folder, resolve_folder(path, false));
  KITH_TRY(const FolderState state, inspect_folder(folder));
  if (state != FolderState::kStore)
    return Error{.code = ErrorCode::kNotFound, .message = "there is no store at " + folder, .detail = "Store"};
  KITH_TRY(const FolderLock lock, FolderLock::take(folder, false));
  KITH_TRY(const std::optional<std::uint64_t> clean_commit, verify_clean_file(folder));
  RepairReport report;
  KITH_TRY(const bool needed, is_needed(folder, control, report));
  if (!needed) return report;
  report = {};
  if (clean_commit) KITH_DO(set_clean_file_aside(folder));  // from here on the files change
  Result<std::shared_ptr<Kv>> kv_opened = open_kv(folder, false);
  if (!kv_opened) {
    if (clean_commit) put_clean_file_back(folder);
    return std::move(kv_opened).error();
  }
  drop_clean_file(folder);
  const std::shared_ptr<Kv> kv = *std::move(kv_opened);
  Repair work(kv, control, true);
  KITH_TRY(const std::uint64_t last_commit, write_repairs(*kv, work, report));
  KITH_DO(kv->close());
  KITH_DO(write_clean_file(folder, last_commit));
  return report;
}

}  // namespace kith::storage
