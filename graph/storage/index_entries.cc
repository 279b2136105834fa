#include "storage/index_entries.h"

#include <algorithm>

#include "base/coding.h"
#include "base/fold.h"
#include "storage/full_text_entries.h"
#include "storage/index_value.h"
#include "storage/keys.h"

namespace kith::storage {

const record::Property* find_property(const std::vector<record::Property>& properties, KeyId key) {
  const auto at = std::lower_bound(properties.begin(), properties.end(), key,
                                   [](const record::Property& p, KeyId k) { return p.key < k; });
  return at != properties.end() && at->key == key ? &*at : nullptr;
}

namespace {

/// One entry for each different element of the value (itself, if it is no list).
void append_elements(const Index& index, const Value& value, std::uint64_t id, std::vector<IndexEntry>& out) {
  const std::size_t begin = out.size();
  const auto add = [&](const Value& element) {
    std::string key(entry_prefix(index.id));
    if (append_index_value(key, element) == Encoded::kNone) return;
    append_u64(key, id);
    out.push_back({std::move(key), {}});
  };
  if (value.kind() == Kind::kList) {
    for (const Value& element : value.as_list()) add(element);
  } else {
    add(value);
  }
  const auto first = out.begin() + static_cast<std::ptrdiff_t>(begin);
  std::sort(first, out.end());
  out.erase(std::unique(first, out.end()), out.end());
}

}  // namespace

std::optional<Value> indexed_value(const Index& index, const Value& value) {
  if (index.kind != IndexKind::kFolded) return value;
  if (value.kind() != Kind::kString) return std::nullopt;
  return Value(fold(value.as_string()));
}

Status append_entries(const Index& index, const std::vector<record::Property>& properties, std::uint64_t id,
                      PropertyResolver resolve, std::vector<IndexEntry>& out) {
  if (index.is_full_text()) return append_full_text_entries(index, properties, id, resolve, out);
  std::string key(entry_prefix(index.id));
  for (KeyId part : index.keys) {
    const record::Property* property = find_property(properties, part);
    if (property == nullptr) return ok();
    KITH_TRY(const Value value, resolve(*property));
    if (index.kind == IndexKind::kEach) {
      append_elements(index, value, id, out);
      return ok();
    }
    const std::optional<Value> indexed = indexed_value(index, value);
    if (!indexed || append_index_value(key, *indexed) == Encoded::kNone) return ok();
  }
  std::string id_bytes;
  append_u64(id_bytes, id);
  if (index.kind == IndexKind::kUnique)
    out.push_back({std::move(key), std::move(id_bytes)});
  else
    out.push_back({key + id_bytes, {}});
  return ok();
}

std::optional<std::string> tuple_prefix(const Index& index, std::span<const Value> values, bool& is_cut) {
  std::string prefix(entry_prefix(index.id));
  is_cut = false;
  for (const Value& value : values) {
    const Encoded encoded = append_index_value(prefix, value);
    if (encoded == Encoded::kNone) return std::nullopt;
    if (encoded == Encoded::kCut) is_cut = true;
  }
  return prefix;
}

}  // namespace kith::storage
