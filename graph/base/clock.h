// Time as an argument, so that tests can hold it still.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

namespace kith {

/// Seconds since 1970-01-01T00:00 UTC.
using Clock = std::function<std::int64_t()>;

inline Clock system_clock() {
  return [] {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::int64_t>(std::chrono::duration_cast<std::chrono::seconds>(since).count());
  };
}

}  // namespace kith
