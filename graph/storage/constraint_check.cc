#include "storage/constraint_check.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "storage/constraint.h"
#include "storage/index_entries.h"
#include "storage/keys.h"
#include "storage/rows.h"

namespace kith::storage {

namespace {

constexpr std::size_t kRowsAtOnce = 1000;

/// Long values lie elsewhere; their kind is said where they are missing.
bool allows(const PropertyTypes& types, const record::Property& property) {
  if (property.big) return (types.kinds & kind_bit(property.big->is_text ? Kind::kString : Kind::kBytes)) != 0;
  return types.allow(property.value);
}

/// Checks every put row of one family.
template <class Decode>
Status verify_rows(const Catalog& catalog, const Overlay& overlay, Family family, bool on_edges, Decode decode) {
  const bool concerns = std::any_of(catalog.constraints.begin(), catalog.constraints.end(),
                                    [&](const Constraint& constraint) { return constraint.on_edges == on_edges; });
  if (!concerns) return ok();
  for (const auto& [key, row] : overlay.table(family)) {
    if (row.is_deleted() || key.size() != kEntityKeyBytes) continue;  // longer ones are evidence
    KITH_TRY(const auto image, decode(row.text()));
    for (const Constraint& constraint : catalog.constraints) {
      if (constraint.on_edges != on_edges || !is_under(constraint, image)) continue;
      if (auto error = broken(catalog, constraint, image.properties, load_u64(key.data()))) return std::move(*error);
    }
  }
  return ok();
}

template <class Image>
Status verify_stored(const Catalog& catalog, const Constraint& constraint, std::uint64_t id,
                     const Result<Image>& image) {
  if (!image.is_ok()) return image.status();
  if (auto error = broken(catalog, constraint, image->properties, id)) return std::move(*error);
  return ok();
}

}  // namespace

bool is_under(const Constraint& constraint, const record::NodeImage& node) {
  return !constraint.on_edges && std::binary_search(node.labels.begin(), node.labels.end(), constraint.label);
}

bool is_under(const Constraint& constraint, const record::EdgeImage& edge) {
  return constraint.on_edges && constraint.type == edge.type;
}

std::optional<Error> broken(const Catalog& catalog, const Constraint& constraint,
                            const std::vector<record::Property>& properties, std::uint64_t id) {
  for (const KeyId key : constraint.keys) {
    const record::Property* property = find_property(properties, key);
    if (constraint.kind == ConstraintKind::kType) {
      if (property == nullptr || allows(constraint.types, *property)) continue;
      const Kind kind = !property->big             ? property->value.kind()
                        : property->big->is_text ? Kind::kString
                                                 : Kind::kBytes;
      return constraint_broken(catalog, constraint, id,
                               "the property `" + catalog.keys.name(key) + "` of type " + constraint.types.to_text() +
                                   ", not " + kind_name(kind));
    }
    if (property == nullptr)
      return constraint_broken(catalog, constraint, id, "the property `" + catalog.keys.name(key) + "`");
  }
  return std::nullopt;
}

Status verify_constraints(const View& view, const Overlay& overlay) {
  const Catalog& catalog = overlay.catalog != nullptr ? *overlay.catalog : *view.catalog;
  KITH_DO(verify_rows(catalog, overlay, Family::kNode, false, record::decode_node));
  return verify_rows(catalog, overlay, Family::kEdge, true, record::decode_edge);
}

Status verify_constraint(const View& view, const Constraint& constraint, const RunControl& control) {
  const Rows rows(view, nullptr);
  std::string low(constraint.on_edges ? type_prefix(constraint.type) : label_prefix(constraint.label));
  const std::string high = prefix_end(low);
  const Family family = constraint.on_edges ? Family::kEdge : Family::kNode;
  std::vector<std::string> keys;
  do {
    KITH_DO(control.check());
    keys.clear();
    KITH_DO(rows.scan(Family::kIndex, low, high, [&](std::string_view key, std::string_view) {
      keys.emplace_back(Key().u64(last_id(key)));
      low.assign(key);
      return keys.size() < kRowsAtOnce;
    }));
    low.push_back('\0');
    const std::vector<std::string_view> wanted(keys.begin(), keys.end());
    Status status;
    KITH_DO(rows.get_many(family, wanted, [&](std::size_t i, std::string_view stored) {
      if (!status.is_ok()) return;
      const std::uint64_t id = load_u64(wanted[i].data());
      status = constraint.on_edges ? verify_stored(*view.catalog, constraint, id, record::decode_edge(stored))
                                   : verify_stored(*view.catalog, constraint, id, record::decode_node(stored));
    }));
    KITH_DO(std::move(status));
  } while (keys.size() == kRowsAtOnce);
  return ok();
}

}  // namespace kith::storage
