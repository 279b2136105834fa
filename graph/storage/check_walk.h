// The walk behind check(): its state, its steps and what they share.
//
//     Checker(view, control, sink).run()
//
// Invariant: a fix is only made from rows that were read. Where a record cannot be read or decoded, the
// rows that are derived from it are left alone, and what is counted from it is counted from them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "record/record.h"
#include "storage/check.h"
#include "storage/constraint_check.h"
#include "storage/index_entries.h"
#include "storage/keys.h"
#include "storage/rows.h"

namespace kith::storage {

inline std::string name_of(NodeId node) { return "the node " + std::to_string(raw(node)); }

inline std::string name_of(EdgeId edge) { return "the edge " + std::to_string(raw(edge)); }

struct RowCopy {
  std::string key;
  std::string value;
};

/// Keys that must or may exist, looked up together.
class Lookup {
 public:
  /// Remembers that `key` is to be looked up on behalf of `subject`.
  void add(std::string key, std::size_t subject) { wanted_.emplace_back(std::move(key), subject); }

  std::size_t size() const noexcept { return wanted_.size(); }

  /// Calls `found(subject, key, value)` or `missing(subject, key)` for each.
  template <class Found, class Missing>
  Status run(const Rows& rows, Family family, Found found, Missing missing) {
    std::sort(wanted_.begin(), wanted_.end());
    const auto wanted = std::exchange(wanted_, {});
    std::vector<std::string_view> keys;
    for (const auto& [key, subject] : wanted)
      if (keys.empty() || keys.back() != key) keys.push_back(key);
    std::vector<std::pair<bool, std::string>> values(keys.size());
    KITH_DO(rows.get_many(family, keys,
                          [&](std::size_t i, std::string_view value) { values[i] = {true, std::string(value)}; }));
    std::size_t at = 0;
    for (const auto& [key, subject] : wanted) {
      while (keys[at] != key) ++at;
      if (values[at].first)
        found(subject, std::string_view(key), std::string_view(values[at].second));
      else
        missing(subject, std::string_view(key));
    }
    return ok();
  }

 private:
  std::vector<std::pair<std::string, std::size_t>> wanted_;
};

/// One thread, once.
class Checker {
 public:
  /// `view` and what `sink` refers to outlive this. `sink` may be null.
  Checker(const View& view, const RunControl& control, const FixSink* sink)
      : rows_(view, nullptr), catalog_(*view.catalog), commit_(view.commit), control_(control), sink_(sink) {}

  Result<CheckReport> run();

 private:
  using Page = std::vector<RowCopy>;

  static constexpr std::size_t kPageRows = 1024;
  static constexpr std::size_t kLookupMax = 64 * 1024;  ///< a document may want thousands of entries

  // ---- steps, in this order ----
  Status check_nodes();
  Status check_edges();
  Status check_adjacency();
  Status check_index();
  Status check_big();
  Status check_counts();
  Status check_leases();
  Status check_floors();

  // ---- what they share ----
  /// Something is wrong and cannot be made good.
  void damage(const char* kind, std::string message);
  /// Something is wrong; the row as given makes it good, or its absence.
  void damage(const char* kind, std::string message, Family family, std::string_view key, std::optional<std::string> value);
  void stray(const char* kind, std::string message, Family family, std::string_view key) {
    damage(kind, std::move(message), family, key, std::nullopt);
  }
  Status give_fixes();

  /// All rows of a family, page by page; the fixes of a page are given away after it.
  template <class Use>
  Status pages(Family family, Use use) {
    std::string low;
    const std::string high(40, '\xFF');
    Page page;
    do {
      KITH_DO(control_.check());
      page.clear();
      KITH_DO(rows_.scan(family, low, high, [&](std::string_view key, std::string_view value) {
        page.push_back({std::string(key), std::string(value)});
        return page.size() < kPageRows;
      }));
      if (page.empty()) break;
      low = page.back().key + '\0';
      KITH_DO(use(page));
      KITH_DO(give_fixes());
    } while (page.size() == kPageRows);
    return ok();
  }

  // ---- records ----
  bool has_header(const std::string& name, const RowCopy& row);
  void check_commit(const std::string& name, Family family, const RowCopy& row);
  void check_properties(std::uint64_t owner, const std::string& name, const std::vector<record::Property>& properties);
  /// The entries an entity must have under one index; nothing if that cannot be known, as a long value is missing.
  std::optional<std::vector<IndexEntry>> entries_of(const Index& index, std::uint64_t owner, std::uint64_t id,
                                                    const std::vector<record::Property>& properties);
  template <class Image, class Id>
  void check_constraints(const Image& image, Id id) {
    for (const Constraint& constraint : catalog_.constraints) {
      if (constraint.state != IndexState::kReady || !is_under(constraint, image)) continue;
      if (const auto error = broken(catalog_, constraint, image.properties, raw(id))) damage(kViolated, error->message);
    }
  }

  void want_entries(const Index& index, std::uint64_t owner, std::uint64_t id,
                    const std::vector<record::Property>& properties, std::size_t subject);
  // ---- full-text indexes: see check_full_text.cc ----
  void want_document(const Index& index, std::vector<IndexEntry> entries, std::size_t subject);
  void compare_text_entry(const Index& index, const std::string& name, std::string_view key, std::string_view value,
                          const std::string& wanted);
  Status count_text_rows();
  /// Whether no row with this key's hash can be a stray one.
  bool is_settled(const Index& index, std::string_view key) const;
  Status check_document_counts();

  void check_evidence(const RowCopy& row, std::size_t i, Lookup& articles);
  /// Memberships, entries and article rows that were wanted by the entities of a page. `ids` and `names` by subject.
  Status look_up_index(const std::vector<std::uint64_t>& ids, const std::vector<std::string>& names);
  /// Whether the entity has the values of the unique entry `key`.
  Result<bool> holds(const Index& index, std::uint64_t id, std::string_view key);

  // ---- rows of the family index ----
  void place_index_row(const RowCopy& row, std::size_t i, Lookup& nodes, Lookup& edges);
  void stray_index_row(const RowCopy& row);
  void compare_with_node(const RowCopy& row, std::string_view stored);
  void compare_with_edge(const RowCopy& row, std::string_view stored);
  /// Whether the entity has the entry; true if that cannot be known.
  bool may_have_entry(const Index& index, std::uint64_t owner, std::uint64_t id,
                      const std::vector<record::Property>& properties, const RowCopy& row);
  const Index* index_of(std::string_view key) const;
  std::string index_name(std::string_view key) const;

  // ---- numbers ----
  void check_count(Counted what, std::uint32_t token, std::uint64_t found, const std::string& of);
  Result<std::uint64_t> lease_limit(Lease lease);
  Status check_lease(Lease lease, std::uint64_t greatest, const char* what);

  Rows rows_;
  const Catalog& catalog_;
  std::uint64_t commit_;
  const RunControl& control_;
  const FixSink* sink_;
  std::vector<Fix> fixes_;
  bool has_sink_failed_ = false;

  CheckReport report_;
  bool is_complete_ = true;  ///< every row could be read so far
  Lookup lookup_;
  std::map<std::string, std::uint64_t> counted_;  ///< rows of the counts by key
  std::map<std::string, std::string> texts_;  ///< values of the full-text entries that are wanted
  std::map<IndexId, std::vector<std::int64_t>> text_rows_;  ///< wanted and there, without those there, by hash
  DocumentChanges documents_;               ///< of full-text indexes, as the documents say
  std::set<IndexId> unknown_texts_;         ///< where a document's long value is missing
  std::map<LabelId, std::uint64_t> labels_;
  std::map<TypeId, std::uint64_t> types_;
  std::uint64_t commit_limit_ = 0;  ///< smaller commits may have been
  std::uint64_t commit_max_ = 0;    ///< of those
  std::uint64_t node_max_ = 0;
  std::uint64_t edge_max_ = 0;
  std::uint64_t serial_max_ = 0;
  std::optional<NodeId> node_first_;
  std::optional<EdgeId> edge_first_;
  std::optional<EdgeId> edge_before_;
};

}  // namespace kith::storage
