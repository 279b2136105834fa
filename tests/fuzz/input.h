// What the fuzz targets share: reading decisions out of arbitrary bytes, and saying that a promise is broken.
//
//     Input input(data, size);
//     const std::uint64_t id = input.number();
//     promise(key(id) < key(id + 1), "keys are in order");
//
// An input that has come to its end gives zeros, so every input means something. A broken promise leaves the
// target as an exception: libFuzzer takes that for a crash, the test program for a failure.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace kith::fuzz {

class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size)
      : left_(size == 0 ? std::string_view() : std::string_view(reinterpret_cast<const char*>(data), size)) {}

  bool is_at_end() const noexcept { return left_.empty(); }

  std::uint8_t byte() {
    if (left_.empty()) return 0;
    const auto first = static_cast<std::uint8_t>(left_.front());
    left_.remove_prefix(1);
    return first;
  }

  /// In [0, bound); bound is 1 to 256.
  std::uint8_t choice(unsigned bound) { return static_cast<std::uint8_t>(byte() % bound); }

  /// Of two to eight bytes.
  std::uint64_t fixed(int bytes) {
    std::uint64_t number = 0;
    for (int i = 0; i < bytes; ++i) number = number << 8 | byte();
    return number;
  }

  /// Small ones and ones near the ends are as likely as all others together.
  std::uint64_t number() {
    switch (choice(4)) {
      case 0: return byte();
      case 1: return ~std::uint64_t{byte()};
      case 2: return (std::uint64_t{1} << choice(64)) + byte() - 128;
      default: return fixed(8);
    }
  }

  double real() {
    switch (choice(3)) {
      case 0: return static_cast<double>(static_cast<std::int64_t>(number()));
      case 1: return static_cast<double>(static_cast<std::int8_t>(byte())) / 4;
      default: return std::bit_cast<double>(fixed(8));
    }
  }

  std::string_view bytes(std::size_t size) {
    const std::string_view taken = left_.substr(0, size);
    left_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view rest() { return bytes(left_.size()); }

 private:
  std::string_view left_;
};

inline void promise(bool kept, const std::string& what) {
  if (!kept) throw std::logic_error("broken: " + what);
}

}  // namespace kith::fuzz
