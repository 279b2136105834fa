// Values as text; Value::to_text() is the main entry.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kith/value.h"

namespace kith {

/// What Cypher's toString() gives: strings as they are, numbers, booleans and temporal values as
/// to_text() writes them. Other kinds, which toString() refuses, also as to_text() writes them.
std::string to_string_value(const Value& value);

/// The shortest decimal that reads back as the same double, in the form of Neo4j (and Java): "1.0",
/// "4.56", "3.2E9", "1.0E-4", "-0.0", "NaN", "Infinity".
std::string float_text(double value);
std::string float_text(float value);

/// 'it\'s': a string literal of Cypher.
std::string quoted(std::string_view text);

/// A name as Cypher text, in backquotes where it needs them.
std::string name_text(std::string_view name);

std::string to_text(const Date& value);           ///< "2015-03-26"; years beyond 0000..9999 signed
std::string to_text(const LocalTime& value);      ///< "12:50:35.556", "12:00"
std::string to_text(const Time& value);           ///< "12:50:35.556+01:00", "12:00Z"
std::string to_text(const LocalDateTime& value);  ///< "2015-07-04T19:32:24"
std::string to_text(const DateTime& value);       ///< "2015-11-21T21:40:32.142+01:00[Europe/Stockholm]"
std::string to_text(const Duration& value);       ///< "P14DT16H12M", "PT0S"
std::string to_text(const Point& value);          ///< "point({x: 1.0, y: 2.0, srid: 7203})"

/// "Z", "+01:00", "-00:53:28".
std::string offset_text(std::int32_t offset_s);

}  // namespace kith
