#include "storage/document_counts.h"

#include <string>

#include "base/coding.h"
#include "storage/full_text_entries.h"
#include "storage/rows.h"

namespace kith::storage {

namespace {

Error damaged() {
  return Error{.code = ErrorCode::kCorruption, .message = "a row of the counts of documents is damaged", .detail = "Meta"};
}

}  // namespace

void count_document(IndexId index, std::span<const std::uint64_t> lengths, std::int64_t sign, DocumentChanges& changes) {
  const auto add = [&](std::uint32_t field, std::uint64_t words) {
    DocumentChange& change = changes[{index, field}];
    change.documents += sign;
    change.words += sign * static_cast<std::int64_t>(words);
  };
  std::uint64_t all = 0;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    if (lengths[i] == 0) continue;
    add(static_cast<std::uint32_t>(i) + 1, lengths[i]);
    all += lengths[i];
  }
  add(0, all);
}

Result<DocumentCounts> read_document_counts(const Kv& kv, const Snapshot& at) {
  DocumentCounts counts;
  bool is_damaged = false;
  const Key low = document_counts_prefix();
  KITH_DO(kv.scan(at, Family::kMeta, low, low.end(), [&](std::string_view key, std::string_view value) {
    is_damaged = key.size() != 9 || value.size() != 16;
    if (is_damaged) return false;
    counts[{IndexId{load_u32(key.data() + 1)}, load_u32(key.data() + 5)}] = {load_u64(value.data()), load_u64(value.data() + 8)};
    return true;
  }));
  if (is_damaged) return damaged();
  return counts;
}

void put_document_counts(KvBatch& batch, const DocumentChanges& changes, DocumentCounts& counts) {
  for (const auto& [of, change] : changes) {
    if (change.documents == 0 && change.words == 0) continue;
    DocumentCount& count = counts[of];
    count.documents += static_cast<std::uint64_t>(change.documents);
    count.words += static_cast<std::uint64_t>(change.words);
    batch.put(Family::kMeta, document_count_key(of), Key().u64(count.documents).u64(count.words));
  }
}

void forget_document_counts(KvBatch& batch, IndexId index, DocumentCounts& counts) {
  for (auto at = counts.lower_bound({index, 0}); at != counts.end() && at->first.index == index; at = counts.erase(at))
    batch.erase(Family::kMeta, document_count_key(at->first));
}

Result<DocumentCount> document_count(const Rows& rows, const DocumentField& of) {
  const Key documents = document_prefix(of.index);
  rows.note(Family::kIndex, documents, documents.end());  // the number depends on every one
  std::string bytes;
  KITH_TRY(const bool found, Rows(rows.view(), nullptr).get(Family::kMeta, document_count_key(of), bytes));
  if (found && bytes.size() != 16) return damaged();
  DocumentCount count;
  if (found) count = {load_u64(bytes.data()), load_u64(bytes.data() + 8)};
  if (rows.overlay() == nullptr) return count;
  const DocumentChanges& changes = rows.overlay()->counts.documents;
  if (const auto at = changes.find(of); at != changes.end()) {
    count.documents += static_cast<std::uint64_t>(at->second.documents);
    count.words += static_cast<std::uint64_t>(at->second.words);
  }
  return count;
}

}  // namespace kith::storage
