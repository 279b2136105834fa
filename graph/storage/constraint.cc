#include "storage/constraint.h"

#include "value/text.h"

namespace kith::storage {

namespace {

const std::string& owner_name(const Catalog& catalog, const Index& index) {
  return index.on_edges ? catalog.types.name(index.type) : catalog.labels.name(index.label);
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

std::string definition_text(const Catalog& catalog, const Index& index) {
  const std::string variable = index.on_edges ? "r" : "n";
  const std::string owner = name_text(owner_name(catalog, index));
  std::string pattern = index.on_edges ? "()-[r:" + owner + "]-()" : "(n:" + owner + ")";
  std::string keys;
  for (KeyId key : index.keys) keys += (keys.empty() ? "" : ", ") + variable + "." + name_text(catalog.keys.name(key));
  const std::string name = name_text(index.name);
  if (index.is_constraint()) {
    const std::string subject = index.keys.size() == 1 ? keys : "(" + keys + ")";
    return "CREATE CONSTRAINT " + name + " FOR " + pattern + " REQUIRE " + subject + " IS UNIQUE";
  }
  const std::string each = index.kind == IndexKind::kEach ? "EACH " : "";
  return "CREATE INDEX " + name + " FOR " + pattern + " ON " + each + "(" + keys + ")";
}

}  // namespace kith::storage
