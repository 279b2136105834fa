// A file descriptor that closes itself.
//
//     const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
//     if (file.get() < 0) return failed(errno);
#pragma once

#include <unistd.h>

#include <utility>

namespace kith::storage {

/// Move-only; negative: none.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) noexcept : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}

  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }

  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }

  int get() const noexcept { return number_; }

  int release() noexcept { return std::exchange(number_, -1); }

 private:
  int number_ = -1;
};

}  // namespace kith::storage
