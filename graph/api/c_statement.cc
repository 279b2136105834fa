// kith_c.h: statements, from prepare to the last row.
#include <chrono>
#include <limits>

#include "api/c_handles.h"

namespace kith::c {

namespace {

/// Makes a statement of `text`, which compiles.
Result<std::unique_ptr<kith_statement>> prepared(const std::shared_ptr<Store>& store, const char* text,
                                                 std::size_t size_bytes) {
  KITH_DO(present(text, "the text"));
  // What is no UTF-8 is for the parser to say, with its place.
  const std::string_view view =
      size_bytes == KITH_NUL_TERMINATED ? std::string_view(text) : std::string_view(text, size_bytes);
  KITH_TRY(Statement made, store->prepare(view));
  auto statement = std::make_unique<kith_statement>();
  statement->store = store;
  statement->prepared.emplace(std::move(made));
  return statement;
}

bool is_running(const kith_statement& statement) { return statement.cursor || statement.failure; }

/// Binds what `make` gives.
template <class Make>
kith_code bind(kith_statement* statement, const char* name, kith_error** error, Make make) {
  return guarded(error, [&]() -> Status {
    KITH_DO(present(statement, "the statement"));
    KITH_DO(present(name, "the name"));
    KITH_TRY(std::string_view key, text_of(name, KITH_NUL_TERMINATED, "the name"));
    if (is_running(*statement)) return misuse("the statement is running: kith_reset comes before binding");
    if (key.substr(0, 1) == "$") key.remove_prefix(1);
    KITH_TRY(Value value, make());
    statement->parameters.set(key, std::move(value));
    return ok();
  });
}

Status start(kith_statement& statement) {
  statement.changes = {};
  Result<Cursor> cursor = statement.transaction != nullptr
                              ? statement.transaction->run(*statement.prepared, statement.parameters, statement.options)
                              : statement.prepared->run(statement.parameters, statement.options);
  if (!cursor) {
    statement.failure = cursor.error();
    return std::move(cursor).error();
  }
  statement.cursor.emplace(*std::move(cursor));
  return ok();
}

/// Null: there is none.
const Warning* warning_of(const kith_statement* statement, std::size_t number) {
  if (statement == nullptr || !statement->cursor) return nullptr;
  const std::vector<Warning>& warnings = statement->cursor->warnings();
  return number < warnings.size() ? &warnings[number] : nullptr;
}

}  // namespace

}  // namespace kith::c

using namespace kith;
using namespace kith::c;

kith_code kith_prepare(kith_store* store, const char* text, size_t size_bytes, kith_statement** statement,
                       kith_error** error) {
  if (statement != nullptr) *statement = nullptr;
  return guarded(error, [&]() -> Status {
    KITH_DO(present(store, "the store"));
    KITH_DO(present(statement, "the out parameter"));
    KITH_TRY(std::unique_ptr<kith_statement> made, prepared(store->store, text, size_bytes));
    *statement = made.release();
    return ok();
  });
}

kith_code kith_prepare_in(kith_transaction* transaction, const char* text, size_t size_bytes,
                          kith_statement** statement, kith_error** error) {
  if (statement != nullptr) *statement = nullptr;
  return guarded(error, [&]() -> Status {
    KITH_DO(present(transaction, "the transaction"));
    KITH_DO(present(statement, "the out parameter"));
    KITH_TRY(std::unique_ptr<kith_statement> made, prepared(transaction->store, text, size_bytes));
    if (!transaction->transaction->is_open())
      return Error{.code = ErrorCode::kClosed, .message = "the transaction is closed", .detail = "Closed"};
    made->transaction = transaction->transaction;
    *statement = made.release();
    return ok();
  });
}

void kith_statement_free(kith_statement* statement) { delete statement; }

int kith_statement_writes(const kith_statement* statement) {
  return statement != nullptr && statement->prepared->writes() ? 1 : 0;
}

size_t kith_parameter_count(const kith_statement* statement) {
  return statement != nullptr ? statement->prepared->parameters().size() : 0;
}

const char* kith_parameter_name(const kith_statement* statement, size_t parameter) {
  if (parameter >= kith_parameter_count(statement)) return nullptr;
  return statement->prepared->parameters()[parameter].c_str();
}

kith_code kith_bind_null(kith_statement* statement, const char* name, kith_error** error) {
  return bind(statement, name, error, []() -> Result<Value> { return Value::null(); });
}

kith_code kith_bind_bool(kith_statement* statement, const char* name, int value, kith_error** error) {
  return bind(statement, name, error, [&]() -> Result<Value> { return Value(value != 0); });
}

kith_code kith_bind_int64(kith_statement* statement, const char* name, int64_t value, kith_error** error) {
  return bind(statement, name, error, [&]() -> Result<Value> { return Value(value); });
}

kith_code kith_bind_double(kith_statement* statement, const char* name, double value, kith_error** error) {
  return bind(statement, name, error, [&]() -> Result<Value> { return Value(value); });
}

kith_code kith_bind_text(kith_statement* statement, const char* name, const char* text, size_t size_bytes,
                         kith_error** error) {
  return bind(statement, name, error, [&]() -> Result<Value> {
    KITH_TRY(const std::string_view view, text_of(text, size_bytes, "the text"));
    return Value(view);
  });
}

kith_code kith_bind_bytes(kith_statement* statement, const char* name, const void* bytes, size_t size_bytes,
                          kith_error** error) {
  return bind(statement, name, error, [&]() -> Result<Value> {
    if (size_bytes == 0) return Value::bytes({});
    KITH_DO(present(bytes, "the bytes"));
    return Value::bytes(std::string(static_cast<const char*>(bytes), size_bytes));
  });
}

kith_code kith_bind_value(kith_statement* statement, const char* name, const kith_value* value, kith_error** error) {
  return bind(statement, name, error, [&]() -> Result<Value> {
    KITH_DO(present(value, "the value"));
    return value->to_value();
  });
}

kith_code kith_clear_bindings(kith_statement* statement, kith_error** error) {
  return guarded(error, [&]() -> Status {
    KITH_DO(present(statement, "the statement"));
    if (is_running(*statement)) return misuse("the statement is running: kith_reset comes before binding");
    statement->parameters = {};
    return ok();
  });
}

kith_code kith_set_timeout_ms(kith_statement* statement, uint64_t timeout_ms, kith_error** error) {
  return guarded(error, [&]() -> Status {
    KITH_DO(present(statement, "the statement"));
    // A century is as good as none, and no clock overflows with it.
    constexpr std::uint64_t kCenturyMs = 100ULL * 366 * 86'400'000;
    statement->options.timeout.reset();
    if (timeout_ms != 0 && timeout_ms < kCenturyMs) statement->options.timeout = std::chrono::milliseconds(timeout_ms);
    return ok();
  });
}

kith_code kith_set_memory_bytes(kith_statement* statement, uint64_t memory_bytes, kith_error** error) {
  return guarded(error, [&]() -> Status {
    KITH_DO(present(statement, "the statement"));
    statement->options.memory_bytes = memory_bytes;
    return ok();
  });
}

kith_code kith_step(kith_statement* statement, kith_error** error) {
  return guarded(error, [&]() -> Result<kith_code> {
    KITH_DO(present(statement, "the statement"));
    statement->forms.clear();
    if (statement->failure) return *statement->failure;
    if (!statement->cursor) KITH_DO(start(*statement));
    Result<bool> more = statement->cursor->next();
    statement->changes = statement->cursor->changes();
    if (!more) return std::move(more).error();
    return *more ? KITH_ROW : KITH_DONE;
  });
}

kith_code kith_plan_json(kith_statement* statement, const char** json, size_t* size_bytes, kith_error** error) {
  if (json != nullptr) *json = nullptr;
  if (size_bytes != nullptr) *size_bytes = 0;
  return guarded(error, [&]() -> Status {
    KITH_DO(present(statement, "the statement"));
    KITH_DO(present(json, "the out parameter"));
    const std::optional<Plan> plan = statement->cursor ? statement->cursor->plan() : std::nullopt;
    if (!plan) return ok();
    statement->plan_json = plan->to_json();
    *json = statement->plan_json.c_str();
    if (size_bytes != nullptr) *size_bytes = statement->plan_json.size();
    return ok();
  });
}

size_t kith_warning_count(const kith_statement* statement) {
  return statement != nullptr && statement->cursor ? statement->cursor->warnings().size() : 0;
}

const char* kith_warning_message(const kith_statement* statement, size_t warning) {
  const Warning* found = warning_of(statement, warning);
  return found != nullptr ? found->message.c_str() : "";
}

const char* kith_warning_hint(const kith_statement* statement, size_t warning) {
  const Warning* found = warning_of(statement, warning);
  return found != nullptr ? found->hint.c_str() : "";
}

const char* kith_warning_gqlstatus(const kith_statement* statement, size_t warning) {
  const Warning* found = warning_of(statement, warning);
  return found != nullptr ? found->gqlstatus.c_str() : "";
}

uint32_t kith_warning_line(const kith_statement* statement, size_t warning) {
  const Warning* found = warning_of(statement, warning);
  return found != nullptr && found->span ? found->span->line : 0;
}

uint32_t kith_warning_column(const kith_statement* statement, size_t warning) {
  const Warning* found = warning_of(statement, warning);
  return found != nullptr && found->span ? found->span->column : 0;
}

kith_code kith_reset(kith_statement* statement, kith_error** error) {
  return guarded(error, [&]() -> Status {
    KITH_DO(present(statement, "the statement"));
    statement->forms.clear();
    statement->cursor.reset();
    statement->failure.reset();
    return ok();
  });
}
