// Numbers in the family meta: counts, the last commit, leases, floors.
#include "storage/catalog_rows.h"
#include "storage/check_walk.h"

namespace kith::storage {

namespace {

std::string eight(std::uint64_t n) { return std::string(std::string_view(Key().u64(n))); }

}  // namespace

Status Checker::check_counts() {
  counted_.clear();
  std::vector<std::string> strays;
  KITH_DO(rows_.scan(Family::kMeta, Key().u8(5), Key().u8(5).end(), [&](std::string_view key, std::string_view value) {
    const auto what = static_cast<Counted>(key.size() == 6 ? key[1] : 4);
    const std::uint32_t token = key.size() == 6 ? load_u32(key.data() + 2) : 0;
    const bool is_known = ((what == Counted::kNodes || what == Counted::kEdges) && token == 0) ||
                          (what == Counted::kLabel && token < catalog_.labels.size()) ||
                          (what == Counted::kType && token < catalog_.types.size());
    if (!is_known)
      strays.emplace_back(key);
    else if (value.size() != 8)
      counted_[std::string(key)] = ~std::uint64_t{0};  // no count is that high
    else
      counted_[std::string(key)] = load_u64(value.data());
    return true;
  }));
  for (const std::string& key : strays)
    stray(kWrongCount, "there is a count of something that has no name", Family::kMeta, key);
  check_count(Counted::kNodes, 0, report_.nodes, "nodes");
  check_count(Counted::kEdges, 0, report_.edges, "edges");
  for (std::uint32_t i = 0; i < catalog_.labels.size(); ++i)
    check_count(Counted::kLabel, i, labels_[LabelId{i}], "nodes with the label `" + catalog_.labels.name(LabelId{i}) + "`");
  for (std::uint32_t i = 0; i < catalog_.types.size(); ++i)
    check_count(Counted::kType, i, types_[TypeId{i}], "edges of the type `" + catalog_.types.name(TypeId{i}) + "`");
  return check_document_counts();
}

void Checker::check_count(Counted what, std::uint32_t token, std::uint64_t found, const std::string& of) {
  const std::string key(count_key(what, token));
  const auto at = counted_.find(key);
  const std::uint64_t said = at == counted_.end() ? 0 : at->second;
  if (said == found) return;
  const std::string says = said == ~std::uint64_t{0} ? " is not eight bytes long" : " says " + std::to_string(said);
  damage(kWrongCount, "there are " + std::to_string(found) + " " + of + ", and the count" + says, Family::kMeta, key,
         eight(found));
}

Result<std::uint64_t> Checker::lease_limit(Lease lease) {
  std::string bytes;
  KITH_TRY(const bool found, rows_.get(Family::kMeta, lease_key(lease), bytes));
  return found && bytes.size() == 8 ? load_u64(bytes.data()) : 1;
}

Status Checker::check_lease(Lease lease, std::uint64_t greatest, const char* what) {
  KITH_TRY(const std::uint64_t limit, lease_limit(lease));
  if (greatest < limit) return ok();
  damage(kWrongLease,
         std::string("the greatest id of ") + what + " is " + std::to_string(greatest) + ", and numbers from " +
             std::to_string(limit) + " would be given out again",
         Family::kMeta, lease_key(lease), eight(greatest + 1));
  return ok();
}

Status Checker::check_leases() {
  if (commit_max_ > commit_)
    damage(kWrongCommit,
           "the newest record is of commit " + std::to_string(commit_max_) + ", and the last commit is said to be " +
               std::to_string(commit_),
           Family::kMeta, last_commit_key(), eight(commit_max_));
  std::uint64_t index_max = 0;
  for (const Index& index : catalog_.indexes) index_max = std::max<std::uint64_t>(index_max, raw(index.id));
  for (const Constraint& constraint : catalog_.constraints)
    index_max = std::max<std::uint64_t>(index_max, raw(constraint.id));
  KITH_DO(check_lease(Lease::kNode, node_max_, "a node"));
  KITH_DO(check_lease(Lease::kEdge, edge_max_, "an edge"));
  KITH_DO(check_lease(Lease::kCommit, commit_, "a commit"));
  KITH_DO(check_lease(Lease::kSerial, serial_max_, "a long value"));
  return check_lease(Lease::kIndex, index_max, "an index");
}

Status Checker::check_floors() {
  std::string bytes;
  KITH_TRY(const bool found, rows_.get(Family::kMeta, floors_key(), bytes));
  if (!found) return ok();
  // Without the row scans begin at the first id: slower after a clear(), and always right.
  if (bytes.size() != 16) {
    stray(kWrongFloor, "the row of the id floors is not 16 bytes long", Family::kMeta, floors_key());
    return ok();
  }
  const NodeId node{load_u64(bytes.data())};
  const EdgeId edge{load_u64(bytes.data() + 8)};
  if (node_first_ && *node_first_ < node)
    stray(kWrongFloor, name_of(*node_first_) + " is below the id that scans of nodes begin at", Family::kMeta, floors_key());
  else if (edge_first_ && *edge_first_ < edge)
    stray(kWrongFloor, name_of(*edge_first_) + " is below the id that scans of edges begin at", Family::kMeta, floors_key());
  return ok();
}

}  // namespace kith::storage
