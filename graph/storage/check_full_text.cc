// Full-text indexes: their entries as the documents want them, and the counts of documents.
//
// A document has as many postings as it has different words, so going back from each posting to its document would
// read every text once for each of its words. Instead entries that are there and right are counted as the documents
// are read, by the hash of their key, and so are the rows of the index. Where the two numbers agree no row is
// a stray one; only rows of the hashes where they do not are followed back.
#include <xxhash.h>

#include "storage/check_walk.h"
#include "storage/full_text_entries.h"

namespace kith::storage {

namespace {

constexpr std::size_t kBuckets = 4096;

std::size_t bucket_of(std::string_view key) { return XXH3_64bits(key.data(), key.size()) % kBuckets; }

std::string sixteen(const DocumentCount& count) {
  return std::string(std::string_view(Key().u64(count.documents).u64(count.words)));
}

}  // namespace

void Checker::want_document(const Index& index, std::vector<IndexEntry> entries, std::size_t subject) {
  if (entries.empty()) return;
  if (const auto lengths = decode_lengths(entries.front().value); lengths.is_ok())
    count_document(index.id, *lengths, 1, documents_);
  for (IndexEntry& entry : entries) {
    lookup_.add(entry.key, subject);
    texts_.emplace(std::move(entry.key), std::move(entry.value));
  }
}

void Checker::compare_text_entry(const Index& index, const std::string& name, std::string_view key, std::string_view value,
                                 const std::string& wanted) {
  const auto [at, is_new] = text_rows_.try_emplace(index.id, kBuckets);
  ++at->second[bucket_of(key)];
  if (value == wanted) return;
  damage(kMissingEntry, name + " stands otherwise in the index `" + index.name + "`", Family::kIndex, key, wanted);
}

Status Checker::count_text_rows() {
  for (const Index& index : catalog_.indexes) {
    if (!index.is_full_text()) continue;
    std::vector<std::int64_t>& buckets = text_rows_.try_emplace(index.id, kBuckets).first->second;
    Status stopped;
    std::uint64_t rows = 0;
    const Key low = entry_prefix(index.id);
    KITH_DO(rows_.scan(Family::kIndex, low, low.end(), [&](std::string_view key, std::string_view) {
      --buckets[bucket_of(key)];
      if (++rows % kPageRows == 0) stopped = control_.check();
      return stopped.is_ok();
    }));
    KITH_DO(std::move(stopped));
  }
  return ok();
}

bool Checker::is_settled(const Index& index, std::string_view key) const {
  const auto at = text_rows_.find(index.id);
  return at != text_rows_.end() && at->second[bucket_of(key)] == 0;
}

Status Checker::check_document_counts() {
  const Key low = document_counts_prefix();
  std::map<DocumentField, std::string> found;
  std::vector<std::string> strays;
  KITH_DO(rows_.scan(Family::kMeta, low, low.end(), [&](std::string_view key, std::string_view value) {
    const Index* index = key.size() == 9 ? index_of(key) : nullptr;
    if (index == nullptr || !index->is_full_text() || load_u32(key.data() + 5) > index->keys.size())
      strays.emplace_back(key);
    else
      found[{index->id, load_u32(key.data() + 5)}] = value;
    return true;
  }));
  for (const std::string& key : strays)
    stray(kWrongCount, "there are counts of documents of no full-text index", Family::kMeta, key);
  for (const Index& index : catalog_.indexes) {
    if (!index.is_full_text() || index.state != IndexState::kReady || unknown_texts_.count(index.id) != 0) continue;
    for (std::uint32_t field = 0; field <= index.keys.size(); ++field) {
      const DocumentField of{index.id, field};
      const auto change = documents_.find(of);
      DocumentCount right;
      if (change != documents_.end())
        right = {static_cast<std::uint64_t>(change->second.documents), static_cast<std::uint64_t>(change->second.words)};
      const auto row = found.find(of);
      if (row == found.end() ? right == DocumentCount{} : row->second == sixteen(right)) continue;
      damage(kWrongCount,
             "the index `" + index.name + "` holds " + std::to_string(right.documents) + " documents of " +
                 std::to_string(right.words) + " words, and its counts say otherwise",
             Family::kMeta, document_count_key(of), sixteen(right));
    }
  }
  return ok();
}

}  // namespace kith::storage
