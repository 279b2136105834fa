#include "value/arithmetic.h"

#include <cmath>
#include <limits>

#include "value/duration.h"
#include "value/temporal.h"
#include "value/text.h"

namespace kith {

namespace {

constexpr std::int64_t kIntegerMin = std::numeric_limits<std::int64_t>::min();

Error overflow(const Value& a, const char* symbol, const Value& b) {
  return {.code = ErrorCode::kArithmetic,
          .message = a.to_text() + " " + symbol + " " + b.to_text() + " does not fit in 64 bits",
          .detail = "IntegerOverflow"};
}

Error division_by_zero(const Value& a, const char* symbol) {
  return {.code = ErrorCode::kArithmetic,
          .message = a.to_text() + " " + symbol + " 0: division by zero",
          .detail = "DivisionByZero"};
}

Error undefined(const Value& a, const char* symbol, const Value& b) {
  return {.code = ErrorCode::kType,
          .message = std::string("`") + symbol + "` is not defined for " + kind_name(a.kind()) + " and " +
                     kind_name(b.kind()),
          .detail = "InvalidArgumentType"};
}

bool both_integers(const Value& a, const Value& b) noexcept {
  return a.kind() == Kind::kInteger && b.kind() == Kind::kInteger;
}

bool both_numbers(const Value& a, const Value& b) noexcept { return a.is_number() && b.is_number(); }

bool either_null(const Value& a, const Value& b) noexcept { return a.is_null() || b.is_null(); }

bool concatenates(const Value& value) noexcept {
  return value.kind() == Kind::kString || value.is_number() || value.kind() == Kind::kBoolean;
}

Result<Value> concatenated(const Value& a, const Value& b) {
  List all;
  const auto take = [&all](const Value& part) {
    if (part.kind() == Kind::kList)
      all.insert(all.end(), part.as_list().begin(), part.as_list().end());
    else
      all.push_back(part);
  };
  all.reserve((a.kind() == Kind::kList ? a.as_list().size() : 1) + (b.kind() == Kind::kList ? b.as_list().size() : 1));
  take(a);
  take(b);
  return Value(std::move(all));
}

Result<Value> wrapped(Result<Duration> duration) {
  KITH_TRY(Duration d, std::move(duration));
  return Value(d);
}

}  // namespace

Result<Value> add(const Value& a, const Value& b) {
  if (either_null(a, b)) return Value();
  if (both_integers(a, b)) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a.as_integer(), b.as_integer(), &sum)) return overflow(a, "+", b);
    return Value(sum);
  }
  if (both_numbers(a, b)) return Value(a.as_number() + b.as_number());
  if (a.kind() == Kind::kList || b.kind() == Kind::kList) return concatenated(a, b);
  if ((a.kind() == Kind::kString && concatenates(b)) || (b.kind() == Kind::kString && concatenates(a)))
    return Value(to_string_value(a) + to_string_value(b));
  if (b.kind() == Kind::kDuration) {
    if (a.kind() == Kind::kDuration) return wrapped(add(a.as_duration(), b.as_duration()));
    if (is_instant(a.kind())) return add_duration(a, b.as_duration());
  }
  if (a.kind() == Kind::kDuration && is_instant(b.kind())) return add_duration(b, a.as_duration());
  return undefined(a, "+", b);
}

Result<Value> concatenate(const Value& a, const Value& b) {
  if (either_null(a, b)) return Value();
  if (a.kind() == b.kind() && (a.kind() == Kind::kString || a.kind() == Kind::kList)) return add(a, b);
  return undefined(a, "||", b);
}

Result<Value> subtract(const Value& a, const Value& b) {
  if (either_null(a, b)) return Value();
  if (both_integers(a, b)) {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(a.as_integer(), b.as_integer(), &difference)) return overflow(a, "-", b);
    return Value(difference);
  }
  if (both_numbers(a, b)) return Value(a.as_number() - b.as_number());
  if (b.kind() == Kind::kDuration && (a.kind() == Kind::kDuration || is_instant(a.kind()))) {
    KITH_TRY(const Duration negative, negate(b.as_duration()));
    if (a.kind() == Kind::kDuration) return wrapped(add(a.as_duration(), negative));
    return add_duration(a, negative);
  }
  return undefined(a, "-", b);
}

Result<Value> multiply(const Value& a, const Value& b) {
  if (either_null(a, b)) return Value();
  if (both_integers(a, b)) {
    std::int64_t product = 0;
    if (__builtin_mul_overflow(a.as_integer(), b.as_integer(), &product)) return overflow(a, "*", b);
    return Value(product);
  }
  if (both_numbers(a, b)) return Value(a.as_number() * b.as_number());
  if (a.is_number() && b.kind() == Kind::kDuration) return multiply(b, a);
  if (a.kind() == Kind::kDuration && b.kind() == Kind::kInteger)
    return wrapped(multiply(a.as_duration(), b.as_integer()));
  if (a.kind() == Kind::kDuration && b.kind() == Kind::kFloat)
    return wrapped(multiply(a.as_duration(), static_cast<long double>(b.as_float())));
  return undefined(a, "*", b);
}

Result<Value> divide(const Value& a, const Value& b) {
  if (either_null(a, b)) return Value();
  if (both_integers(a, b)) {
    if (b.as_integer() == 0) return division_by_zero(a, "/");
    if (a.as_integer() == kIntegerMin && b.as_integer() == -1) return overflow(a, "/", b);
    return Value(a.as_integer() / b.as_integer());
  }
  if (both_numbers(a, b)) return Value(a.as_number() / b.as_number());
  if (a.kind() == Kind::kDuration && b.is_number()) {
    if (b.as_number() == 0) return division_by_zero(a, "/");
    const long double divisor = b.kind() == Kind::kInteger ? static_cast<long double>(b.as_integer())
                                                            : static_cast<long double>(b.as_float());
    return wrapped(divide(a.as_duration(), divisor));
  }
  return undefined(a, "/", b);
}

Result<Value> modulo(const Value& a, const Value& b) {
  if (either_null(a, b)) return Value();
  if (both_integers(a, b)) {
    if (b.as_integer() == 0) return division_by_zero(a, "%");
    if (b.as_integer() == -1) return Value(0);  // the processor traps on the smallest integer
    return Value(a.as_integer() % b.as_integer());
  }
  if (both_numbers(a, b)) return Value(std::fmod(a.as_number(), b.as_number()));
  return undefined(a, "%", b);
}

Result<Value> power(const Value& a, const Value& b) {
  if (either_null(a, b)) return Value();
  if (both_numbers(a, b)) return Value(std::pow(a.as_number(), b.as_number()));
  return undefined(a, "^", b);
}

Result<Value> negate(const Value& a) {
  if (a.is_null()) return Value();
  if (a.kind() == Kind::kInteger) return subtract(Value(0), a);
  if (a.kind() == Kind::kFloat) return Value(-a.as_float());
  if (a.kind() == Kind::kDuration) return wrapped(negate(a.as_duration()));
  return Error{.code = ErrorCode::kType,
               .message = std::string("`-` is not defined for ") + kind_name(a.kind()),
               .detail = "InvalidArgumentType"};
}

Result<Value> identity(const Value& a) {
  if (a.is_null() || a.is_number() || a.kind() == Kind::kDuration) return a;
  return Error{.code = ErrorCode::kType,
               .message = std::string("`+` is not defined for ") + kind_name(a.kind()),
               .detail = "InvalidArgumentType"};
}

}  // namespace kith
