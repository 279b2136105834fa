// kith_c.h: stores and transactions.
#include <algorithm>
#include <cstring>

#include "api/c_handles.h"

namespace kith::c {

namespace {

/// The caller's options as this version knows them; `Options` begins with struct_size. Fields of a later version must
/// be zero.
template <class Options>
Result<Options> options_of(const Options* given) {
  Options options{};
  if (given == nullptr) return options;
  if (given->struct_size < sizeof(size_t)) return misuse("the options have no struct_size: begin with their INIT");
  std::memcpy(&options, given, std::min(given->struct_size, sizeof options));
  const char* bytes = reinterpret_cast<const char*>(given);
  const bool known = given->struct_size <= sizeof options ||
                     std::all_of(bytes + sizeof options, bytes + given->struct_size, [](char c) { return c == 0; });
  if (!known)
    return Error{.code = ErrorCode::kUnsupported,
                 .message = "the options ask for something that this version does not have",
                 .detail = "UnknownOption"};
  return options;
}

Result<std::optional<Durability>> durability_of(int number) {
  switch (number) {
    case KITH_DURABILITY_DEFAULT: return std::optional<Durability>();
    case KITH_DURABILITY_SYNC: return std::optional(Durability::kSync);
    case KITH_DURABILITY_GROUP: return std::optional(Durability::kGroup);
    case KITH_DURABILITY_NONE: return std::optional(Durability::kNone);
    default: break;
  }
  return Error{.code = ErrorCode::kUnsupported,
               .message = "there is no durability " + std::to_string(number),
               .detail = "UnknownOption"};
}

}  // namespace

}  // namespace kith::c

using namespace kith;
using namespace kith::c;

kith_code kith_open(const char* path, const kith_open_options* options, kith_store** store, kith_error** error) {
  if (store != nullptr) *store = nullptr;
  return guarded(error, [&]() -> Status {
    KITH_DO(present(path, "the path"));
    KITH_DO(present(store, "the out parameter"));
    KITH_TRY(const kith_open_options asked, options_of(options));
    KITH_TRY(const std::optional<Durability> durability, durability_of(asked.durability));
    StoreOptions wanted;
    wanted.create_if_missing = asked.must_exist == 0;
    wanted.read_only = asked.read_only != 0;
    wanted.memory_bytes = asked.memory_bytes;
    wanted.allow_files = asked.no_files == 0;
    if (durability) wanted.durability = *durability;  // value_or may read what is not there, and valgrind says so
    KITH_TRY(Store opened, Store::open(path, wanted));
    auto handle = std::make_unique<kith_store>();
    handle->store = std::make_shared<Store>(std::move(opened));
    *store = handle.release();
    return ok();
  });
}

kith_code kith_close(kith_store* store, kith_error** error) {
  return guarded(error, [&]() -> Status {
    KITH_DO(present(store, "the store"));
    return store->store->close();
  });
}

void kith_store_free(kith_store* store) {
  if (store == nullptr) return;
  (void)kith_close(store, nullptr);
  delete store;
}

void kith_interrupt(kith_store* store) {
  if (store != nullptr) store->store->interrupt();
}

kith_code kith_execute(kith_store* store, const char* statement, kith_error** error) {
  return guarded(error, [&]() -> Status {
    KITH_DO(present(store, "the store"));
    KITH_DO(present(statement, "the statement"));
    KITH_TRY(Cursor cursor, store->store->run(statement));
    while (true) {
      KITH_TRY(const bool more, cursor.next());
      if (!more) return ok();
    }
  });
}

kith_code kith_begin(kith_store* store, const kith_begin_options* options, kith_transaction** transaction,
                     kith_error** error) {
  if (transaction != nullptr) *transaction = nullptr;
  return guarded(error, [&]() -> Status {
    KITH_DO(present(store, "the store"));
    KITH_DO(present(transaction, "the out parameter"));
    KITH_TRY(const kith_begin_options asked, options_of(options));
    TransactionOptions wanted;
    wanted.read_only = asked.read_only != 0;
    wanted.serializable = asked.serializable != 0;
    KITH_TRY(wanted.durability, durability_of(asked.durability));
    KITH_TRY(Transaction begun, store->store->begin(wanted));
    auto handle = std::make_unique<kith_transaction>();
    handle->store = store->store;
    handle->transaction = std::make_shared<Transaction>(std::move(begun));
    *transaction = handle.release();
    return ok();
  });
}

kith_code kith_commit(kith_transaction* transaction, kith_error** error) {
  return guarded(error, [&]() -> Status {
    KITH_DO(present(transaction, "the transaction"));
    return transaction->transaction->commit();
  });
}

kith_code kith_rollback(kith_transaction* transaction, kith_error** error) {
  return guarded(error, [&]() -> Status {
    KITH_DO(present(transaction, "the transaction"));
    transaction->transaction->rollback();
    return ok();
  });
}

int kith_transaction_is_open(const kith_transaction* transaction) {
  return transaction != nullptr && transaction->transaction->is_open() ? 1 : 0;
}

void kith_transaction_free(kith_transaction* transaction) {
  if (transaction == nullptr) return;
  (void)kith_rollback(transaction, nullptr);
  delete transaction;
}
