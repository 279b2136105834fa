// kith_c.h: values made for parameters.
#include <algorithm>

#include "api/c_handles.h"
#include "kith/text.h"

kith::Value kith_value::to_value() const {
  if (kind == kith::Kind::kList) return kith::Value(items);
  if (kind == kith::Kind::kMap) return kith::Value(kith::Map(entries));
  return scalar;
}

namespace kith::c {

namespace {

/// How deep lists and maps may nest.
constexpr int kDepthMax = 500;

std::unique_ptr<kith_value> made(Value value) {
  auto handle = std::make_unique<kith_value>();
  handle->kind = value.kind();
  handle->scalar = std::move(value);
  return handle;
}

/// The handle that `make` gives, or NULL if it fails.
template <class Make>
kith_value* made_or_null(Make make) {
  kith_value* value = nullptr;
  (void)guarded(nullptr, [&]() -> Status {
    KITH_TRY(std::unique_ptr<kith_value> handle, make());
    value = handle.release();
    return ok();
  });
  return value;
}

kith_value* made_empty(Kind kind) {
  return made_or_null([&]() -> Result<std::unique_ptr<kith_value>> {
    auto handle = std::make_unique<kith_value>();
    handle->kind = kind;
    handle->depth = 1;
    return handle;
  });
}

/// Whether `part` may be put into `whole`, a value of `kind`; then `whole` is as deep as that makes it.
Status take_part(kith_value* whole, const kith_value* part, Kind kind, const char* name) {
  KITH_DO(present(whole, name));
  KITH_DO(present(part, "the value"));
  if (whole->kind != kind)
    return Error{.code = ErrorCode::kType,
                 .message = std::string(name) + " is a value of type " + kind_name(whole->kind),
                 .detail = "InvalidArgumentType"};
  if (part->depth >= kDepthMax)
    return Error{.code = ErrorCode::kLimit,
                 .message = "a value nests deeper than " + std::to_string(kDepthMax) + " levels",
                 .detail = "NestingLimit"};
  whole->depth = std::max(whole->depth, part->depth + 1);
  return ok();
}

}  // namespace

}  // namespace kith::c

using namespace kith;
using namespace kith::c;

kith_value* kith_value_null(void) {
  return made_or_null([]() -> Result<std::unique_ptr<kith_value>> { return made(Value::null()); });
}

kith_value* kith_value_bool(int value) {
  return made_or_null([&]() -> Result<std::unique_ptr<kith_value>> { return made(Value(value != 0)); });
}

kith_value* kith_value_int64(int64_t value) {
  return made_or_null([&]() -> Result<std::unique_ptr<kith_value>> { return made(Value(value)); });
}

kith_value* kith_value_double(double value) {
  return made_or_null([&]() -> Result<std::unique_ptr<kith_value>> { return made(Value(value)); });
}

kith_value* kith_value_text(const char* text, size_t size_bytes) {
  return made_or_null([&]() -> Result<std::unique_ptr<kith_value>> {
    KITH_TRY(const std::string_view view, text_of(text, size_bytes, "the text"));
    return made(Value(view));
  });
}

kith_value* kith_value_bytes(const void* bytes, size_t size_bytes) {
  return made_or_null([&]() -> Result<std::unique_ptr<kith_value>> {
    if (size_bytes == 0) return made(Value::bytes({}));
    KITH_DO(present(bytes, "the bytes"));
    return made(Value::bytes(std::string(static_cast<const char*>(bytes), size_bytes)));
  });
}

kith_value* kith_value_list(void) { return made_empty(Kind::kList); }

kith_value* kith_value_map(void) { return made_empty(Kind::kMap); }

kith_code kith_value_temporal(int type, const char* text, kith_value** value, kith_error** error) {
  if (value != nullptr) *value = nullptr;
  return guarded(error, [&]() -> Status {
    KITH_DO(present(value, "the out parameter"));
    KITH_DO(present(text, "the text"));
    KITH_TRY(const std::string_view view, text_of(text, KITH_NUL_TERMINATED, "the text"));
    const bool is_kind = type >= 0 && type <= KITH_VECTOR;
    KITH_TRY(Value parsed, temporal_from_text(is_kind ? static_cast<Kind>(type) : Kind::kNull, view));
    *value = made(std::move(parsed)).release();
    return ok();
  });
}

kith_code kith_value_point(int32_t srid, double x, double y, double z, kith_value** value, kith_error** error) {
  if (value != nullptr) *value = nullptr;
  return guarded(error, [&]() -> Status {
    KITH_DO(present(value, "the out parameter"));
    Point point{.srid = srid, .x = x, .y = y};
    if (srid != 7203 && srid != 9157 && srid != 4326 && srid != 4979)
      return Error{.code = ErrorCode::kArgument,
                   .message = "there is no system of coordinates with srid " + std::to_string(srid),
                   .detail = "InvalidArgumentValue"};
    if (point.is_3d()) point.z = z;
    *value = made(Value(point)).release();
    return ok();
  });
}

kith_value* kith_value_vector(const float* coordinates, size_t count) {
  return made_or_null([&]() -> Result<std::unique_ptr<kith_value>> {
    if (count != 0) KITH_DO(present(coordinates, "the coordinates"));
    Vector vector;
    if (count != 0) vector.coordinates.assign(coordinates, coordinates + count);
    return made(Value(std::move(vector)));
  });
}

kith_code kith_list_append(kith_value* list, const kith_value* item, kith_error** error) {
  return guarded(error, [&]() -> Status {
    KITH_DO(take_part(list, item, Kind::kList, "the list"));
    list->items.push_back(item->to_value());
    return ok();
  });
}

kith_code kith_map_set(kith_value* map, const char* key, const kith_value* value, kith_error** error) {
  return guarded(error, [&]() -> Status {
    KITH_DO(present(key, "the key"));
    KITH_TRY(const std::string_view name, text_of(key, KITH_NUL_TERMINATED, "the key"));
    KITH_DO(take_part(map, value, Kind::kMap, "the map"));
    map->entries.emplace_back(std::string(name), value->to_value());
    return ok();
  });
}

kith_type kith_value_type(const kith_value* value) {
  return value != nullptr ? static_cast<kith_type>(value->kind) : KITH_NULL;
}

void kith_value_free(kith_value* value) { delete value; }
