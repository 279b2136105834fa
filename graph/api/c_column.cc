// kith_c.h: what a statement gave.
#include <cmath>
#include <limits>

#include "api/c_handles.h"
#include "kith/json.h"

namespace kith::c {

namespace {

/// The value of a column of the current row; null where there is none.
const Value* value_at(const kith_statement* statement, std::size_t column) {
  if (statement == nullptr || !statement->cursor) return nullptr;
  const std::span<const Value> row = statement->cursor->row();
  return column < row.size() ? &row[column] : nullptr;
}

/// Where the form in which a column is asked for is kept.
std::string& form_of(kith_statement& statement, std::size_t column) {
  if (statement.forms.size() <= column) statement.forms.resize(statement.prepared->columns().size());
  return statement.forms.at(column);
}

}  // namespace

}  // namespace kith::c

using namespace kith;
using namespace kith::c;

size_t kith_column_count(const kith_statement* statement) {
  return statement != nullptr ? statement->prepared->columns().size() : 0;
}

const char* kith_column_name(const kith_statement* statement, size_t column) {
  return column < kith_column_count(statement) ? statement->prepared->columns()[column].c_str() : nullptr;
}

kith_type kith_column_type(const kith_statement* statement, size_t column) {
  const Value* value = value_at(statement, column);
  return value != nullptr ? static_cast<kith_type>(value->kind()) : KITH_NULL;
}

int kith_column_bool(const kith_statement* statement, size_t column) {
  const Value* value = value_at(statement, column);
  return value != nullptr && value->kind() == Kind::kBoolean && value->as_boolean() ? 1 : 0;
}

int64_t kith_column_int64(const kith_statement* statement, size_t column) {
  const Value* value = value_at(statement, column);
  if (value == nullptr) return 0;
  if (value->kind() == Kind::kInteger) return value->as_integer();
  if (value->kind() == Kind::kBoolean) return value->as_boolean() ? 1 : 0;
  if (value->kind() != Kind::kFloat || std::isnan(value->as_float())) return 0;
  constexpr double kTwoTo63 = 9223372036854775808.0;
  if (value->as_float() >= kTwoTo63) return std::numeric_limits<int64_t>::max();
  if (value->as_float() < -kTwoTo63) return std::numeric_limits<int64_t>::min();
  return static_cast<int64_t>(value->as_float());
}

double kith_column_double(const kith_statement* statement, size_t column) {
  const Value* value = value_at(statement, column);
  return value != nullptr && value->is_number() ? value->as_number() : 0;
}

const char* kith_column_text(kith_statement* statement, size_t column, size_t* size_bytes) {
  if (size_bytes != nullptr) *size_bytes = 0;
  const char* text = nullptr;
  (void)guarded(nullptr, [&]() -> Status {
    const Value* value = value_at(statement, column);
    if (value == nullptr || value->is_null()) return ok();
    std::string& form = form_of(*statement, column);
    form = value->kind() == Kind::kString ? std::string(value->as_string()) : value->to_text();
    if (size_bytes != nullptr) *size_bytes = form.size();
    text = form.c_str();
    return ok();
  });
  return text;
}

const void* kith_column_bytes(const kith_statement* statement, size_t column, size_t* size_bytes) {
  if (size_bytes != nullptr) *size_bytes = 0;
  const Value* value = value_at(statement, column);
  if (value == nullptr || (value->kind() != Kind::kBytes && value->kind() != Kind::kString)) return nullptr;
  const std::string_view bytes = value->kind() == Kind::kBytes ? value->as_bytes() : value->as_string();
  if (size_bytes != nullptr) *size_bytes = bytes.size();
  return bytes.data();
}

kith_code kith_column_json(kith_statement* statement, size_t column, int form, const char** json,
                           size_t* size_bytes, kith_error** error) {
  if (json != nullptr) *json = nullptr;
  if (size_bytes != nullptr) *size_bytes = 0;
  return guarded(error, [&]() -> Status {
    KITH_DO(present(statement, "the statement"));
    KITH_DO(present(json, "the out parameter"));
    if (form != KITH_JSON_PLAIN && form != KITH_JSON_TYPED) return misuse("there is no such form of JSON");
    const Value* value = value_at(statement, column);
    if (value == nullptr) return misuse("there is no row, or no such column");
    std::string text;
    KITH_DO(form == KITH_JSON_PLAIN ? append_plain_json(text, *value) : append_typed_json(text, *value));
    std::string& kept = form_of(*statement, column);
    kept = std::move(text);
    *json = kept.c_str();
    if (size_bytes != nullptr) *size_bytes = kept.size();
    return ok();
  });
}

int64_t kith_changes(const kith_statement* statement, int counter) {
  if (statement == nullptr) return 0;
  const Changes& changes = statement->changes;
  switch (counter) {
    case KITH_NODES_CREATED: return changes.nodes_created;
    case KITH_NODES_DELETED: return changes.nodes_deleted;
    case KITH_EDGES_CREATED: return changes.edges_created;
    case KITH_EDGES_DELETED: return changes.edges_deleted;
    case KITH_PROPERTIES_SET: return changes.properties_set;
    case KITH_LABELS_ADDED: return changes.labels_added;
    case KITH_LABELS_REMOVED: return changes.labels_removed;
    case KITH_INDEXES_ADDED: return changes.indexes_added;
    case KITH_INDEXES_REMOVED: return changes.indexes_removed;
    case KITH_CONSTRAINTS_ADDED: return changes.constraints_added;
    case KITH_CONSTRAINTS_REMOVED: return changes.constraints_removed;
    default: return 0;
  }
}
