// What stands behind the handles of kith/kith_c.h, and the one way out of its functions.
//
//     kith_code kith_reset(kith_statement* statement, kith_error** error) {
//       return kith::c::guarded(error, [&]() -> kith::Status {
//         KITH_DO(kith::c::present(statement, "the statement"));
//         ...
//       });
//     }
//
// A C handle holds counted references to what it needs, so that handles can be freed in any order: the C++ handles
// below know by themselves when what they belong to has been closed.
#pragma once

#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kith/kith_c.h"
#include "kith/query.h"
#include "kith/store.h"
#include "kith/transaction.h"

struct kith_error {
  std::unique_ptr<kith::Error> error;  ///< null: there is not enough memory
  std::string text;
};

struct kith_store {
  std::shared_ptr<kith::Store> store;
};

struct kith_transaction {
  std::shared_ptr<kith::Store> store;
  std::shared_ptr<kith::Transaction> transaction;
};

struct kith_statement {
  std::shared_ptr<kith::Store> store;
  std::shared_ptr<kith::Transaction> transaction;  ///< null: each run is one of its own
  std::optional<kith::Statement> prepared;         ///< always there
  kith::Parameters parameters;
  kith::RunOptions options;

  // The run; neither before the first step and after kith_reset.
  std::optional<kith::Cursor> cursor;
  std::optional<kith::Error> failure;  ///< why there is no cursor
  kith::Changes changes;
  std::string plan_json;               ///< as it was asked for last
  std::vector<std::string> forms;      ///< of the row's columns, as they were asked for last
};

struct kith_value {
  kith::Kind kind = kith::Kind::kNull;
  kith::Value scalar;                         ///< if it is neither list nor map
  kith::List items;
  std::vector<kith::Map::Entry> entries;      ///< later ones win
  int depth = 0;                              ///< of lists and maps below it, itself included

  kith::Value to_value() const;
};

namespace kith::c {

/// A call that is wrong whatever the store holds.
Error misuse(std::string message);

Status present(const void* pointer, const char* what);

/// `size_bytes` of `text`, which is UTF-8, or all of it up to its NUL.
Result<std::string_view> text_of(const char* text, std::size_t size_bytes, const char* what);

/// The code of a failure, which goes to `*error` unless `error` is null.
kith_code fail(kith_error** error, Error failure) noexcept;
kith_code fail_for_memory(kith_error** error) noexcept;
kith_code fail_for_exception(kith_error** error, const char* what) noexcept;

inline kith_code code_of(const Status&) noexcept { return KITH_OK; }

inline kith_code code_of(const Result<kith_code>& result) noexcept { return *result; }

/// Runs `body`, which gives a Status or a Result<kith_code>; whatever it throws becomes a code.
template <class Body>
kith_code guarded(kith_error** error, Body body) noexcept {
  if (error != nullptr) *error = nullptr;
  try {
    auto result = body();
    if (result.is_ok()) return code_of(result);
    return fail(error, std::move(result).error());
  } catch (const std::bad_alloc&) {
    return fail_for_memory(error);
  } catch (const std::exception& exception) {
    return fail_for_exception(error, exception.what());
  } catch (...) {
    return fail_for_exception(error, "an unknown exception");
  }
}

}  // namespace kith::c
