// Failed checks show values as Cypher text.
#pragma once

#include <catch2/catch.hpp>
#include <string>

#include "kith/status.h"
#include "kith/value.h"

namespace Catch {

template <>
struct StringMaker<kith::Value> {
  static std::string convert(const kith::Value& value) { return value.to_text(); }
};

}  // namespace Catch

namespace kith::test {

/// The value, or the error's code and detail: "TypeError InvalidArgumentType".
inline std::string text_of(const Result<Value>& result) {
  if (result.is_ok()) return result->to_text();
  return std::string(error_code_name(result.error().code)) + " " + result.error().detail;
}

}  // namespace kith::test
