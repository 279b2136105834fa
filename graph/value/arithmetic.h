// The arithmetic operators of Cypher, value by value; the executor has typed loops for columns of numbers
// and comes here for the rest.
//
//     KITH_TRY(Value sum, add(1, 2.5));              // 3.5
//     KITH_TRY(Value text, add("n", 1));             // 'n1'
//     KITH_TRY(Value day, add(Date{0}, Duration{.days = 1}));
//
// null with anything is null. Integers give integers, an integer beside a float becomes a float.
// Errors: kType "InvalidArgumentType" if the operator is not defined for the kinds; kArithmetic
// "IntegerOverflow" and "DivisionByZero"; kArgument "NumberOutOfRange" for temporal values out of range.
#pragma once

#include "kith/status.h"
#include "kith/value.h"

namespace kith {

/// Numbers; strings with strings, numbers and booleans; lists with lists, and an element at either end of
/// a list; temporal values with durations, durations with durations.
Result<Value> add(const Value& a, const Value& b);

/// `a || b`: strings with strings, lists with lists, and nothing else.
Result<Value> concatenate(const Value& a, const Value& b);

/// Numbers; temporal values minus durations, durations minus durations.
Result<Value> subtract(const Value& a, const Value& b);

/// Numbers; durations by numbers.
Result<Value> multiply(const Value& a, const Value& b);

/// Numbers, integers truncating toward zero; durations by numbers. Floats divided by zero are infinite or NaN.
Result<Value> divide(const Value& a, const Value& b);

/// The remainder of divide, with the sign of `a`.
Result<Value> modulo(const Value& a, const Value& b);

/// Always a float (openCypher 9: `^`).
Result<Value> power(const Value& a, const Value& b);

/// Numbers and durations.
Result<Value> negate(const Value& a);

/// `+a`: numbers and durations as they are.
Result<Value> identity(const Value& a);

}  // namespace kith
