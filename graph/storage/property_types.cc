#include "storage/property_types.h"

#include <algorithm>

namespace kith::storage {

namespace {

std::string kinds_text(std::uint32_t kinds, const char* behind) {
  std::string text;
  for (const Kind kind : kScalarKinds) {
    if ((kinds & kind_bit(kind)) == 0) continue;
    if (!text.empty()) text += " | ";
    text += kind_name(kind);
    text += behind;
  }
  return text;
}

}  // namespace

void PropertyTypes::add_list(std::uint32_t elements) {
  const auto at = std::lower_bound(lists.begin(), lists.end(), elements);
  if (at == lists.end() || *at != elements) lists.insert(at, elements);
}

bool PropertyTypes::allow(const Value& value) const {
  if (value.is_null()) return true;
  if (value.kind() != Kind::kList) return (kinds & kind_bit(value.kind())) != 0;
  const List& elements = value.as_list();
  return std::any_of(lists.begin(), lists.end(), [&](std::uint32_t allowed) {
    return std::all_of(elements.begin(), elements.end(),
                       [&](const Value& element) { return (allowed & kind_bit(element.kind())) != 0; });
  });
}

std::string PropertyTypes::to_text() const {
  std::string text = kinds_text(kinds, "");
  for (const std::uint32_t elements : lists) {
    if (!text.empty()) text += " | ";
    text += "LIST<" + kinds_text(elements, " NOT NULL") + ">";
  }
  return text;
}

}  // namespace kith::storage
