#include "value/shape.h"

#include <algorithm>
#include <string>

namespace kith {
namespace {

const Value& element_of(const Value& element) { return element; }
const Value& element_of(const Map::Entry& entry) { return entry.second; }

bool is_plain(const Value& value) { return value.kind() != Kind::kList && value.kind() != Kind::kMap; }

Error too_many_parts() {
  return Error{.code = ErrorCode::kLimit,
               .message = "a value has more than " + std::to_string(kValuePartsMax) + " parts",
               .detail = "ValueLimit"};
}

Error too_deep() {
  return Error{.code = ErrorCode::kLimit,
               .message = "a value is nested more than " + std::to_string(kValueDepthMax) + " deep",
               .detail = "NestingLimit"};
}

}  // namespace

Status ShapeCheck::value(const Value& value) {
  if (is_plain(value)) return ok();
  KITH_TRY([[maybe_unused]] const Shape shape, shape_of(value, kValueDepthMax));
  return ok();
}

template <class Elements>
Result<ShapeCheck::Shape> ShapeCheck::sum(const Elements& elements, std::size_t depth_left) {
  Shape shape{.parts = 1 + elements.size(), .depth = 1};
  bool plain = true;
  for (const auto& each : elements) {
    const Value& element = element_of(each);
    if (is_plain(element)) continue;
    plain = false;
    KITH_TRY(const Shape inner, shape_of(element, depth_left));
    shape.parts += inner.parts - 1;
    shape.depth = std::max(shape.depth, inner.depth + 1);
  }
  if (!plain && shape.parts > kValuePartsMax) return too_many_parts();
  return shape;
}

Result<ShapeCheck::Shape> ShapeCheck::shape_of(const Value& value, std::size_t depth_left) {
  if (is_plain(value)) return Shape{};
  if (depth_left == 0) return too_deep();
  const bool list = value.kind() == Kind::kList;
  const void* contents = list ? static_cast<const void*>(&value.as_list()) : &value.as_map();
  // Boxes are at least 32 bytes apart.
  Seen& seen = seen_[(reinterpret_cast<std::uintptr_t>(contents) >> 5U) % seen_.size()];
  if (seen.contents == contents) {
    if (seen.shape.depth > depth_left) return too_deep();
    return seen.shape;
  }
  KITH_TRY(const Shape shape, list ? sum(value.as_list(), depth_left - 1) : sum(value.as_map(), depth_left - 1));
  seen = {contents, shape};
  return shape;
}

}  // namespace kith
