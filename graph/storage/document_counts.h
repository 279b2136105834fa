// How many documents each full-text index holds and how many words they have: what ranking needs beside the
// entries themselves.
//
//     meta   := 0A index4 field4 -> documents8 words8
//
// Field 0 is the whole document, field i + 1 the i-th property of the index, counted where it has a word. Kept by
// the leader of a group of commits, as the counts of entities are: transactions say what they change, so that
// two that write documents at once do not stand in each other's way, and every view has its own exact numbers.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "kith/status.h"
#include "storage/catalog.h"
#include "storage/keys.h"
#include "storage/kv.h"

namespace kith::storage {

class Rows;

struct DocumentField {
  IndexId index = {};
  std::uint32_t field = 0;
  friend auto operator<=>(const DocumentField&, const DocumentField&) = default;
};

struct DocumentCount {
  std::uint64_t documents = 0;
  std::uint64_t words = 0;
  friend bool operator==(const DocumentCount&, const DocumentCount&) = default;
};

using DocumentCounts = std::map<DocumentField, DocumentCount>;

/// Differences against a view.
struct DocumentChange {
  std::int64_t documents = 0;
  std::int64_t words = 0;
};

using DocumentChanges = std::map<DocumentField, DocumentChange>;

inline Key document_count_key(const DocumentField& of) { return Key().u8(10).u32(raw(of.index)).u32(of.field); }

inline Key document_counts_prefix() { return Key().u8(10); }

/// Adds a document (`sign` 1) or takes it away (-1). `lengths`: words by property; see full_text_entries.h.
void count_document(IndexId index, std::span<const std::uint64_t> lengths, std::int64_t sign, DocumentChanges& changes);

/// Those of a snapshot. kCorruption.
Result<DocumentCounts> read_document_counts(const Kv& kv, const Snapshot& at);

/// Puts the rows that change, and changes `counts`.
void put_document_counts(KvBatch& batch, const DocumentChanges& changes, DocumentCounts& counts);

/// Takes away the rows of one index.
void forget_document_counts(KvBatch& batch, IndexId index, DocumentCounts& counts);

/// As the transaction sees it.
Result<DocumentCount> document_count(const Rows& rows, const DocumentField& of);

}  // namespace kith::storage
