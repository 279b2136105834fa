// Verifies a view: every row decodes, and whatever is said twice is said alike.
//
//     KITH_TRY(CheckReport report, check(*view));
//     for (const Damage& d : report.damage) ...   // "missing index entry": "the node 7 ... "
//
// Each row is read once in key order, and what it claims is looked up in the other families, so memory
// does not grow with the store. The kinds of damage are the constants below. Where a damage can be made
// good from what is left (a derived row), the row that does so is known here as well; repair.h writes it.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/function_ref.h"
#include "base/run_control.h"
#include "kith/options.h"
#include "kith/status.h"
#include "storage/view.h"

namespace kith::storage {

inline constexpr std::size_t kDamageMax = 1000;  ///< more is counted and not listed

inline constexpr const char* kUnreadable = "unreadable rows";
inline constexpr const char* kBadRecord = "damaged record";
inline constexpr const char* kBadKey = "damaged key";
inline constexpr const char* kUnknownName = "unknown name";
inline constexpr const char* kDanglingEdge = "dangling edge";
inline constexpr const char* kMissingAdjacency = "missing adjacency";
inline constexpr const char* kStrayAdjacency = "stray adjacency";
inline constexpr const char* kMissingMembership = "missing membership";
inline constexpr const char* kStrayMembership = "stray membership";
inline constexpr const char* kMissingEntry = "missing index entry";
inline constexpr const char* kStrayEntry = "stray index entry";
inline constexpr const char* kViolated = "violated constraint";
inline constexpr const char* kStrayEvidence = "stray evidence";
inline constexpr const char* kMissingSupport = "missing article index";
inline constexpr const char* kStraySupport = "stray article index";
inline constexpr const char* kMissingBig = "missing long value";
inline constexpr const char* kStrayBig = "stray long value";
inline constexpr const char* kWrongCount = "wrong count";
inline constexpr const char* kWrongCommit = "wrong commit";
inline constexpr const char* kWrongLease = "wrong lease";
inline constexpr const char* kWrongFloor = "wrong floor";

/// A row that makes a damage good.
struct Fix {
  Family family = Family::kMeta;
  std::string key;
  std::optional<std::string> value = {};  ///< nothing: the row is deleted
  Damage damage = {};
};

/// Takes the fixes found since the last call, a bounded number. An error ends the check.
using FixSink = FunctionRef<Status(std::span<const Fix>)>;

/// Errors: kClosed, kCancelled, kTimeout. Damage is in the report and no error.
Result<CheckReport> check(const View& view, const RunControl& control = {});

/// The same, giving away each fix; none depends on another one being written.
Result<CheckReport> check_with_fixes(const View& view, const RunControl& control, FixSink sink);

}  // namespace kith::storage
