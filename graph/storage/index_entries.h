// Which rows an entity has in an index, and which values a row found must still be compared with.
//
//     range, each:  04 index4 value… id8  -> (empty)
//     folded:       04 index4 fold(value)… id8 -> (empty)
//     unique:       04 index4 value…      -> id8
//     full text:    see full_text_entries.h
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/function_ref.h"
#include "kith/status.h"
#include "kith/value.h"
#include "record/record.h"
#include "storage/catalog.h"

namespace kith::storage {

/// One row of an index: key and value.
struct IndexEntry {
  std::string key;
  std::string value;
  friend auto operator<=>(const IndexEntry&, const IndexEntry&) = default;
};

/// Gives a property's value wherever it lies.
using PropertyResolver = FunctionRef<Result<Value>(const record::Property&)>;

/// Appends the entity's entries: none if it lacks a key or a value has no bytes. `properties` by key.
Status append_entries(const Index& index, const std::vector<record::Property>& properties, std::uint64_t id,
                      PropertyResolver resolve, std::vector<IndexEntry>& out);

/// What an index that is not kEach holds for a property: itself, or as kFolded has it. Nothing: no entry.
std::optional<Value> indexed_value(const Index& index, const Value& value);

/// The property of a key among those sorted by key; null if there is none.
const record::Property* find_property(const std::vector<record::Property>& properties, KeyId key);

/// The beginning of the entries that hold exactly `values`, which are folded already if the index is; nothing if a
/// value is in no index. `is_cut` tells that what is found must be compared.
std::optional<std::string> tuple_prefix(const Index& index, std::span<const Value> values, bool& is_cut);

}  // namespace kith::storage
