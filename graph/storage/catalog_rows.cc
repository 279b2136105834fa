#include "storage/catalog_rows.h"

#include <algorithm>
#include <utility>

#include "record/record.h"

namespace kith::storage {

namespace {

Error damaged(std::string message) {
  return Error{.code = ErrorCode::kCorruption, .message = std::move(message), .detail = "Meta"};
}

template <class Id>
Status read_dictionary(const Kv& kv, const Snapshot& at, Dictionary dictionary, Tokens<Id>& out) {
  const Key low = token_key(dictionary, 0);
  const Key high = Key().u8(3).u8(static_cast<std::uint8_t>(dictionary)).end();
  bool is_damaged = false;
  KITH_DO(kv.scan(at, Family::kMeta, low, high, [&](std::string_view key, std::string_view name) {
    is_damaged = key.size() != 6 || load_u32(key.data() + 2) != out.size() || out.find(name).has_value();
    if (!is_damaged) out.add(name);
    return !is_damaged;
  }));
  if (is_damaged) return damaged("the dictionary has a gap or a name twice");
  return ok();
}

Status read_indexes(const Kv& kv, const Snapshot& at, std::vector<Index>& out) {
  Status status;
  KITH_DO(kv.scan(at, Family::kMeta, index_row_key(IndexId{0}), Key().u8(4).end(),
                  [&](std::string_view key, std::string_view value) {
                    auto image = record::decode_index(value);
                    if (!image.is_ok()) {
                      status = std::move(image).error();
                      return false;
                    }
                    if (key.size() != 5 || image->kind > static_cast<std::uint8_t>(IndexKind::kFolded) || image->state > 1) {
                      status = damaged("an index row is damaged");
                      return false;
                    }
                    Index index{.id = IndexId{load_u32(key.data() + 1)},
                                .name = std::move(image->name),
                                .kind = static_cast<IndexKind>(image->kind),
                                .on_edges = image->on_edges,
                                .label = LabelId{image->on_edges ? 0 : image->label_or_type},
                                .type = TypeId{image->on_edges ? image->label_or_type : 0},
                                .keys = std::move(image->keys),
                                .state = static_cast<IndexState>(image->state)};
                    if (index.is_full_text()) {
                      index.label = LabelId{Index::kNoToken};
                      index.type = TypeId{Index::kNoToken};
                      index.owners = std::move(image->owners);
                      index.analysis = {std::move(image->language), image->fold};
                    }
                    out.push_back(std::move(index));
                    return true;
                  }));
  return status;
}

Status read_constraints(const Kv& kv, const Snapshot& at, std::vector<Constraint>& out) {
  Status status;
  KITH_DO(kv.scan(at, Family::kMeta, constraint_row_key(IndexId{0}), Key().u8(9).end(),
                  [&](std::string_view key, std::string_view value) {
                    auto image = record::decode_constraint(value);
                    if (!image.is_ok()) {
                      status = std::move(image).error();
                      return false;
                    }
                    if (key.size() != 5 || image->kind < 1 || image->kind > static_cast<std::uint8_t>(IndexKind::kFolded) || image->state > 1) {
                      status = damaged("a constraint row is damaged");
                      return false;
                    }
                    out.push_back({.id = IndexId{load_u32(key.data() + 1)},
                                   .name = std::move(image->name),
                                   .kind = static_cast<ConstraintKind>(image->kind),
                                   .on_edges = image->on_edges,
                                   .label = LabelId{image->on_edges ? 0 : image->label_or_type},
                                   .type = TypeId{image->on_edges ? image->label_or_type : 0},
                                   .keys = std::move(image->keys),
                                   .types = {.kinds = image->kinds, .lists = std::move(image->lists)},
                                   .state = static_cast<IndexState>(image->state)});
                    return true;
                  }));
  return status;
}

bool knows_owners(const Catalog& catalog, const Constraint& constraint) {
  return constraint.on_edges ? raw(constraint.type) < catalog.types.size() : raw(constraint.label) < catalog.labels.size();
}

bool knows_owners(const Catalog& catalog, const Index& index) {
  const std::vector<std::uint32_t> owners = index.owner_tokens();
  const std::size_t known = index.on_edges ? catalog.types.size() : catalog.labels.size();
  return !owners.empty() && std::all_of(owners.begin(), owners.end(), [&](std::uint32_t owner) { return owner < known; });
}

/// Whether the names that an index or constraint is on are in the dictionary.
template <class Rule>
bool knows_names(const Catalog& catalog, const Rule& rule) {
  return knows_owners(catalog, rule) && !rule.keys.empty() && std::all_of(rule.keys.begin(), rule.keys.end(), [&](KeyId key) {
    return raw(key) < catalog.keys.size();
  });
}

}  // namespace

Result<Catalog> read_catalog(const Kv& kv, const Snapshot& at) {
  Catalog catalog;
  KITH_DO(read_dictionary(kv, at, Dictionary::kLabels, catalog.labels));
  KITH_DO(read_dictionary(kv, at, Dictionary::kTypes, catalog.types));
  KITH_DO(read_dictionary(kv, at, Dictionary::kKeys, catalog.keys));
  KITH_DO(read_dictionary(kv, at, Dictionary::kExtractors, catalog.extractors));
  KITH_DO(read_indexes(kv, at, catalog.indexes));
  KITH_DO(read_constraints(kv, at, catalog.constraints));
  for (const Index& index : catalog.indexes)
    if (!knows_names(catalog, index)) return damaged("the index `" + index.name + "` is on names that are not known");
  for (const Constraint& constraint : catalog.constraints)
    if (!knows_names(catalog, constraint))
      return damaged("the constraint `" + constraint.name + "` is on names that are not known");
  return catalog;
}

std::string index_row(const Index& index) {
  std::string row;
  record::encode(record::IndexImage{.name = index.name,
                                    .kind = static_cast<std::uint8_t>(index.kind),
                                    .state = static_cast<std::uint8_t>(index.state),
                                    .on_edges = index.on_edges,
                                    .label_or_type = index.is_full_text() ? 0
                                                     : index.on_edges    ? raw(index.type)
                                                                         : raw(index.label),
                                    .keys = index.keys,
                                    .owners = index.owners,
                                    .language = index.is_full_text() ? index.analysis.language : "",
                                    .fold = index.is_full_text() && index.analysis.fold},
                 row);
  return row;
}

std::string constraint_row(const Constraint& constraint) {
  std::string row;
  record::encode(
      record::ConstraintImage{.name = constraint.name,
                              .kind = static_cast<std::uint8_t>(constraint.kind),
                              .state = static_cast<std::uint8_t>(constraint.state),
                              .on_edges = constraint.on_edges,
                              .label_or_type = constraint.on_edges ? raw(constraint.type) : raw(constraint.label),
                              .keys = constraint.keys,
                              .kinds = constraint.types.kinds,
                              .lists = constraint.types.lists},
      row);
  return row;
}

Result<Floors> read_floors(const Kv& kv, const Snapshot& at) {
  std::string bytes;
  KITH_TRY(const bool found, kv.get(at, Family::kMeta, floors_key(), bytes));
  if (!found) return Floors{};
  if (bytes.size() != 16) return damaged("the row of the id floors is not 16 bytes long");
  return Floors{NodeId{load_u64(bytes.data())}, EdgeId{load_u64(bytes.data() + 8)}};
}

}  // namespace kith::storage
