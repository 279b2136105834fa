// What CALL { … } IN TRANSACTIONS does when one of its transactions fails.
#pragma once

#include <cstdint>

namespace kith {

enum class OnError : std::uint8_t {
  kFail,      ///< the statement ends with the error; what was committed stays
  kContinue,  ///< the rows of the failed transaction get nulls, the next one begins
  kBreak,     ///< the same, and no further transaction begins
};

}  // namespace kith
