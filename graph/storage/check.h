// Verifies a view: every row decodes, and whatever is said twice is said alike.
//
//     KITH_TRY(CheckReport report, check(*view));
//     for (const Damage& d : report.damage) ...   // "missing index entry": "the node 7 ... "
//
// Each row is read once in key order, and what it claims is looked up in the other families, so memory
// does not grow with the store. The kinds of damage are the constants below.
#pragma once

#include "kith/options.h"
#include "kith/status.h"
#include "storage/view.h"

namespace kith::storage {

inline constexpr std::size_t kDamageMax = 1000;  ///< more is not listed

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
inline constexpr const char* kStrayEvidence = "stray evidence";
inline constexpr const char* kMissingSupport = "missing article index";
inline constexpr const char* kStraySupport = "stray article index";
inline constexpr const char* kMissingBig = "missing long value";
inline constexpr const char* kStrayBig = "stray long value";
inline constexpr const char* kWrongCount = "wrong count";
inline constexpr const char* kWrongCommit = "wrong commit";
inline constexpr const char* kWrongLease = "wrong lease";

/// Errors: kClosed. Damage is in the report and no error.
Result<CheckReport> check(const View& view);

}  // namespace kith::storage
