#include "kith/status.h"

namespace kith {

const char* error_code_name(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::kSyntax: return "SyntaxError";
    case ErrorCode::kSemantic: return "SemanticError";
    case ErrorCode::kParameterMissing: return "ParameterMissing";
    case ErrorCode::kType: return "TypeError";
    case ErrorCode::kArgument: return "ArgumentError";
    case ErrorCode::kArithmetic: return "ArithmeticError";
    case ErrorCode::kNotFound: return "EntityNotFound";
    case ErrorCode::kAlreadyExists: return "AlreadyExists";
    case ErrorCode::kConstraint: return "ConstraintValidationFailed";
    case ErrorCode::kConstraintVerification: return "ConstraintVerificationFailed";
    case ErrorCode::kProcedure: return "ProcedureError";
    case ErrorCode::kSchema: return "SchemaError";
    case ErrorCode::kConflict: return "Conflict";
    case ErrorCode::kCancelled: return "Cancelled";
    case ErrorCode::kTimeout: return "Timeout";
    case ErrorCode::kLimit: return "LimitExceeded";
    case ErrorCode::kReadOnly: return "ReadOnly";
    case ErrorCode::kLocked: return "Locked";
    case ErrorCode::kCorruption: return "StorageError";
    case ErrorCode::kIo: return "StorageError";
    case ErrorCode::kCommitUnknown: return "CommitUnknown";
    case ErrorCode::kClosed: return "Closed";
    case ErrorCode::kUnsupported: return "Unsupported";
    case ErrorCode::kProtocol: return "ProtocolError";
    case ErrorCode::kInternal: return "InternalError";
  }
  return "InternalError";
}

std::string Error::to_text() const {
  std::string text = std::string(error_code_name(code)) + ": " + message;
  if (span) text += " at " + std::to_string(span->line) + ":" + std::to_string(span->column);
  if (!hint.empty()) text += "; " + hint;
  if (!cause.empty()) text += " (" + cause + ")";
  return text;
}

}  // namespace kith
