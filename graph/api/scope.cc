#include "api/scope.h"

#include <utility>

#include "api/cursor_impl.h"

namespace kith::api {

Scope::Scope(std::shared_ptr<Store::Impl> store_impl, std::unique_ptr<Body> contents)
    : store(std::move(store_impl)), body(std::move(contents)) {
  std::lock_guard lock(store->scopes_mutex);
  store->scopes.insert(this);
}

Scope::~Scope() {
  if (store->is_forked_child()) {
    (void)body.release();
    return;
  }
  {
    std::lock_guard lock(store->scopes_mutex);
    store->scopes.erase(this);
  }
  std::lock_guard lock(mutex);
  end();
}

void Scope::end() noexcept {
  for (Cursor::Impl* cursor : cursors) cursor->close();
  body.reset();
}

void Scope::buffer_cursors() {
  for (Cursor::Impl* cursor : cursors) cursor->buffer();
}

}  // namespace kith::api
