// Values out of JSON, plain or typed.
//
//     {"$type": "Date", "_value": "2015-03-26"}   a date
//     [1, 2.0, "x", null, {"a": true}]            a list of what it looks like
#pragma once

#include <string_view>

#include "kith/status.h"
#include "kith/value.h"

namespace simdjson::dom {
class element;
}

namespace kith::tools {

/// How deep values may nest.
inline constexpr std::size_t kValueDepthMax = 500;

/// kProtocol for what is no value (an unknown `$type`, a text that is no number, a node), kLimit for deeper
/// nesting than kValueDepthMax.
Result<Value> value_from_json(const simdjson::dom::element& json);

}  // namespace kith::tools
