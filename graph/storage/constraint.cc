#include "storage/constraint.h"

#include "value/text.h"

namespace kith::storage {

namespace {

/// The name of the label or type of an index or constraint.
template <class Rule>
const std::string& owner_name(const Catalog& catalog, const Rule& rule) {
  return rule.on_edges ? catalog.types.name(rule.type) : catalog.labels.name(rule.label);
}

/// "(n:Person)" or "()-[r:MET]-()".
template <class Rule>
std::string pattern_text(const Catalog& catalog, const Rule& rule) {
  const std::string owner = name_text(owner_name(catalog, rule));
  return rule.on_edges ? "()-[r:" + owner + "]-()" : "(n:" + owner + ")";
}

/// "n.a, n.b"
template <class Rule>
std::string keys_text(const Catalog& catalog, const Rule& rule) {
  std::string keys;
  for (KeyId key : rule.keys)
    keys += (keys.empty() ? "" : ", ") + std::string(rule.on_edges ? "r." : "n.") + name_text(catalog.keys.name(key));
  return keys;
}

template <class Rule>
std::string require_text(const Catalog& catalog, const Rule& rule, const std::string& condition) {
  const std::string keys = keys_text(catalog, rule);
  return "CREATE CONSTRAINT " + name_text(rule.name) + " FOR " + pattern_text(catalog, rule) + " REQUIRE " +
         (rule.keys.size() == 1 ? keys : "(" + keys + ")") + " IS " + condition;
}

}  // namespace

Error constraint_violated(const Catalog& catalog, const Index& index, const std::vector<Value>& values,
                          std::uint64_t holder) {
  std::string message = index.on_edges ? "the relationship " : "the node ";
  message += std::to_string(holder) + " already has the " + (index.on_edges ? "type `" : "label `") +
             owner_name(catalog, index) + "` and ";
  for (std::size_t i = 0; i < index.keys.size(); ++i) {
    std::string value = i < values.size() ? values[i].to_text() : "null";
    constexpr std::size_t kShown = 200;
    if (value.size() > kShown) value = value.substr(0, kShown) + "…";
    message += (i == 0 ? "`" : ", `") + catalog.keys.name(index.keys[i]) + "` = " + value;
  }
  message += ", which the constraint `" + index.name + "` allows once";
  return Error{.code = ErrorCode::kConstraint, .message = std::move(message), .detail = index.name};
}

Error constraint_broken(const Catalog& catalog, const Constraint& constraint, std::uint64_t id,
                        const std::string& must_have) {
  return Error{.code = ErrorCode::kConstraint,
               .message = std::string(constraint.on_edges ? "the relationship " : "the node ") + std::to_string(id) +
                          " with the " + (constraint.on_edges ? "type `" : "label `") +
                          owner_name(catalog, constraint) + "` must have " + must_have +
                          ", as the constraint `" + constraint.name + "` requires",
               .detail = constraint.name};
}

std::vector<std::string> names_of_owners(const Catalog& catalog, const Index& index) {
  std::vector<std::string> names;
  for (const std::uint32_t owner : index.owner_tokens())
    names.push_back(index.on_edges ? catalog.types.name(TypeId{owner}) : catalog.labels.name(LabelId{owner}));
  return names;
}

namespace {

std::string full_text_definition(const Catalog& catalog, const Index& index) {
  std::string owners;
  for (const std::string& one : names_of_owners(catalog, index)) owners += (owners.empty() ? "" : "|") + name_text(one);
  const std::string pattern = index.on_edges ? "()-[r:" + owners + "]-()" : "(n:" + owners + ")";
  std::string options = "language: '" + index.analysis.language + "'";
  if (!index.analysis.fold) options += ", fold: false";
  return "CREATE FULLTEXT INDEX " + name_text(index.name) + " FOR " + pattern + " ON EACH [" + keys_text(catalog, index) +
         "] OPTIONS {" + options + "}";
}

}  // namespace

std::string definition_text(const Catalog& catalog, const Index& index) {
  if (index.is_full_text()) return full_text_definition(catalog, index);
  if (index.is_constraint()) return require_text(catalog, index, "UNIQUE");
  const std::string each = index.kind == IndexKind::kEach ? "EACH " : "";
  return "CREATE INDEX " + name_text(index.name) + " FOR " + pattern_text(catalog, index) + " ON " + each + "(" +
         keys_text(catalog, index) + ")" + (index.kind == IndexKind::kFolded ? " OPTIONS {fold: true}" : "");
}

std::string definition_text(const Catalog& catalog, const Constraint& constraint) {
  switch (constraint.kind) {
    case ConstraintKind::kUnique: break;
    case ConstraintKind::kKey:
      return require_text(catalog, constraint, constraint.on_edges ? "RELATIONSHIP KEY" : "NODE KEY");
    case ConstraintKind::kNotNull: return require_text(catalog, constraint, "NOT NULL");
    case ConstraintKind::kType: return require_text(catalog, constraint, ":: " + constraint.types.to_text());
  }
  return require_text(catalog, constraint, "UNIQUE");
}

}  // namespace kith::storage
