// Values as JSON, in the two forms that users see.
//
//     std::string text;
//     KITH_DO(kith::append_plain_json(text, cursor.row()[0]));
//
//     plain   {"n": {"_id": "n:0", "_labels": ["A"], "x": 1}, "t": "2015-03-26", "f": 1.5}
//     typed   {"$type": "Integer", "_value": "1"}      (Neo4j's Query API, typed JSON v1.1)
//
// What is written is always valid UTF-8 and holds no newline: bytes of a text that are no UTF-8 become U+FFFD.
// Any thread.
#pragma once

#include <string>
#include <string_view>

#include "kith/status.h"
#include "kith/value.h"

namespace kith {

/// How deep values may nest; deeper ones give kLimit with detail "NestingLimit". More than a statement can build,
/// so that what it gives can be written.
inline constexpr int kJsonDepthMax = 1100;

/// Appends `text` in quotes.
[[gnu::visibility("default")]] void append_json_string(std::string& out, std::string_view text);

/// Appends `value` as plain JSON: what a script would expect. Integers and floats are numbers, NaN and the
/// infinities strings; temporal values their text; bytes base64; nodes and relationships objects whose own
/// fields begin with `_` (a property that is called like one of them gets a further `_` in front); paths arrays.
[[gnu::visibility("default")]] Status append_plain_json(std::string& out, const Value& value);

/// Appends `value` in typed form, which loses nothing.
[[gnu::visibility("default")]] Status append_typed_json(std::string& out, const Value& value);

/// RFC 4648, with padding.
[[gnu::visibility("default")]] std::string base64(std::string_view bytes);

}  // namespace kith
