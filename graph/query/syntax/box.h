// Box<T>: an owned value on the heap that may be absent and copies deeply; what lets the syntax tree
// be a plain value although its types contain each other.
//
//     Box<Query> body = Query{};
//     Box<Query> copy = body;  // another Query with the same content
#pragma once

#include <memory>
#include <utility>

namespace kith::syntax {

/// T may be incomplete where a Box<T> is a member; it must be complete where one is copied or destroyed.
template <class T>
class Box {
 public:
  Box() noexcept = default;

  Box(T value) : value_(std::make_unique<T>(std::move(value))) {}  // NOLINT: implicit by design

  Box(const Box& other) : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}

  Box(Box&&) noexcept = default;

  Box& operator=(const Box& other) {
    Box copy(other);
    value_.swap(copy.value_);
    return *this;
  }

  Box& operator=(Box&&) noexcept = default;

  ~Box() = default;

  explicit operator bool() const noexcept { return value_ != nullptr; }

  T& operator*() noexcept { return *value_; }

  const T& operator*() const noexcept { return *value_; }

  T* operator->() noexcept { return value_.get(); }

  const T* operator->() const noexcept { return value_.get(); }

  friend bool operator==(const Box& a, const Box& b) {
    if (!a || !b) return !a && !b;
    return *a == *b;
  }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace kith::syntax
