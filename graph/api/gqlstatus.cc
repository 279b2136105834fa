#include "kith/gqlstatus.h"

#include <string_view>

namespace kith {

namespace {

/// What one word of detail says more than the code.
struct Special {
  ErrorCode code;
  std::string_view detail;
  const char* status;
};

constexpr Special kSpecials[] = {
    {ErrorCode::kSyntax, "UndefinedVariable", "42002"},
    {ErrorCode::kSyntax, "UnknownFunction", "42002"},
    {ErrorCode::kSyntax, "IntegerOverflow", "22003"},
    {ErrorCode::kSyntax, "FloatingPointOverflow", "22003"},
    {ErrorCode::kSyntax, "InvalidArgumentType", "22G03"},
    {ErrorCode::kArithmetic, "DivisionByZero", "22012"},
    {ErrorCode::kArgument, "NumberOutOfRange", "22003"},
    {ErrorCode::kSchema, "SchemaAndData", "25G02"},
    {ErrorCode::kConstraintVerification, "DeleteConnectedNode", "G1001"},
};

const char* of_code(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::kSyntax: return "42001";
    case ErrorCode::kParameterMissing:
    case ErrorCode::kProcedure: return "42002";
    case ErrorCode::kSemantic:
    case ErrorCode::kSchema: return "42000";
    case ErrorCode::kType: return "22G03";
    case ErrorCode::kArithmetic: return "22003";
    case ErrorCode::kArgument:
    case ErrorCode::kNotFound:
    case ErrorCode::kAlreadyExists:
    case ErrorCode::kConstraint:
    case ErrorCode::kConstraintVerification: return "22000";
    case ErrorCode::kReadOnly: return "25G03";
    case ErrorCode::kConflict: return "40000";
    case ErrorCode::kCommitUnknown: return "40003";
    case ErrorCode::kLocked:
    case ErrorCode::kClosed: return "08000";
    case ErrorCode::kLimit: return "5K001";
    case ErrorCode::kTimeout: return "5K002";
    case ErrorCode::kCancelled: return "5K003";
    case ErrorCode::kUnsupported: return "5K004";
    case ErrorCode::kIo: return "5K005";
    case ErrorCode::kCorruption: return "5K006";
    case ErrorCode::kProtocol:
    case ErrorCode::kInternal: break;
  }
  return "5K000";
}

}  // namespace

const char* gqlstatus(const Error& error) noexcept {
  for (const Special& special : kSpecials)
    if (special.code == error.code && special.detail == error.detail) return special.status;
  return of_code(error.code);
}

}  // namespace kith
