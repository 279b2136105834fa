// The status of an error as GQL numbers it: five characters, the class and the subclass (ISO/IEC 39075:2024, 23).
//
//     const auto cursor = store.run("RETURN 1 / 0");
//     if (!cursor) std::fputs(kith::gqlstatus(cursor.error()), stderr);      // 22012
#pragma once

#include "kith/status.h"

namespace kith {

/// Of the classes and subclasses of the standard, the one that fits best:
///   22000 data exception, 22003 a number out of range, 22012 division by zero, 22G03 a value of the wrong type,
///   25G02 schema and data changed in one transaction, 25G03 a write where only reads are allowed,
///   40000 the transaction was rolled back, 40003 nobody knows whether it was, 42000 and 42001 the statement is wrong,
///   42002 it names what there is not, G1001 a node still has edges, 08000 the store cannot be reached.
/// Where the standard has none, of the class 5K, which it leaves to products:
///   5K001 a limit, 5K002 out of time, 5K003 stopped, 5K004 not in this version, 5K005 input or output, 5K006 damage,
///   5K000 the rest.
/// Never null; static storage; any thread.
[[gnu::visibility("default")]] const char* gqlstatus(const Error& error) noexcept;

}  // namespace kith
