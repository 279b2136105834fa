// The rows of a full-text index: one for each document, and one for each different term in it.
//
//     document := 04 index4 00 id8           -> length…           words of each property of the index, in its order
//     posting  := 04 index4 01 term 00 id8   -> (field count length position…)…
//
// A document is an entity under the index that has at least one word. Numbers in values are variable-length:
// seven bits a byte, the lowest first. `field` is the place of a property in the index; fields ascend, and so
// do positions, of which all but the first are told as the distance from the one before. `length` is the number of
// words of that property, so that ranking needs no row but the posting. The elements of a list of texts
// stand 100 positions apart, so that no phrase reaches from one into the next.
//
//     CREATE (:Note {text: 'to be or not to be'})        // index 7 on [n.text], node 9
//     04 00000007 00 0000000000000009            -> 06
//     04 00000007 01 'be' 00 0000000000000009    -> 00 02 06 01 04
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/index_entries.h"
#include "storage/keys.h"

namespace kith::storage {

enum class FullTextTag : std::uint8_t { kDocument = 0, kPosting = 1 };

inline Key document_prefix(IndexId index) { return entry_prefix(index).u8(static_cast<std::uint8_t>(FullTextTag::kDocument)); }

inline Key document_key(IndexId index, std::uint64_t id) { return document_prefix(index).u64(id); }

/// Whether an entry of the index is that of a document.
inline bool is_document(const Index& index, std::string_view key) {
  return index.is_full_text() && key.size() == 14 && key[5] == static_cast<char>(FullTextTag::kDocument);
}

/// Begins the postings of all terms that begin with `text`.
std::string term_prefix(IndexId index, std::string_view text);
/// Begins the postings of one term.
std::string posting_prefix(IndexId index, std::string_view term);
/// The term of a posting's key; nothing if it is not one.
std::optional<std::string_view> term_of(std::string_view key);

/// Where a term stands in one property of a document.
struct TermPlaces {
  std::uint32_t field = 0;
  std::uint64_t length = 0;  ///< words of the property
  std::vector<std::uint32_t> positions = {};
};

/// kCorruption.
Status decode_places(std::string_view value, std::vector<TermPlaces>& out);
Result<std::vector<std::uint64_t>> decode_lengths(std::string_view value);

/// The rows of an entity: none if it has no word. The document comes first, postings by term.
Status append_full_text_entries(const Index& index, const std::vector<record::Property>& properties, std::uint64_t id,
                                PropertyResolver resolve, std::vector<IndexEntry>& out);

}  // namespace kith::storage
