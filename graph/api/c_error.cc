// kith_c.h: codes and errors.
#include "api/c_handles.h"
#include "base/utf8.h"
#include "kith/gqlstatus.h"

namespace kith::c {

namespace {

/// What there is when there is no memory for an error: made before main(), never freed.
kith_error no_memory;

constexpr char kNoMemoryMessage[] = "there is not enough memory";

kith_code code_of_error(ErrorCode code) {
  switch (code) {
    case ErrorCode::kSyntax: return KITH_SYNTAX;
    case ErrorCode::kSemantic: return KITH_SEMANTIC;
    case ErrorCode::kParameterMissing: return KITH_PARAMETER_MISSING;
    case ErrorCode::kType: return KITH_TYPE;
    case ErrorCode::kArgument: return KITH_ARGUMENT;
    case ErrorCode::kArithmetic: return KITH_ARITHMETIC;
    case ErrorCode::kNotFound: return KITH_NOT_FOUND;
    case ErrorCode::kAlreadyExists: return KITH_ALREADY_EXISTS;
    case ErrorCode::kConstraint: return KITH_CONSTRAINT;
    case ErrorCode::kConstraintVerification: return KITH_CONSTRAINT_VERIFICATION;
    case ErrorCode::kProcedure: return KITH_PROCEDURE;
    case ErrorCode::kSchema: return KITH_SCHEMA;
    case ErrorCode::kConflict: return KITH_CONFLICT;
    case ErrorCode::kCancelled: return KITH_CANCELLED;
    case ErrorCode::kTimeout: return KITH_TIMEOUT;
    case ErrorCode::kLimit: return KITH_LIMIT;
    case ErrorCode::kReadOnly: return KITH_READ_ONLY;
    case ErrorCode::kLocked: return KITH_LOCKED;
    case ErrorCode::kCorruption: return KITH_CORRUPTION;
    case ErrorCode::kIo: return KITH_IO;
    case ErrorCode::kCommitUnknown: return KITH_COMMIT_UNKNOWN;
    case ErrorCode::kClosed: return KITH_CLOSED;
    case ErrorCode::kUnsupported: return KITH_UNSUPPORTED;
    case ErrorCode::kProtocol: return KITH_PROTOCOL;
    case ErrorCode::kInternal: return KITH_INTERNAL;
  }
  return KITH_INTERNAL;
}

}  // namespace

Error misuse(std::string message) {
  return Error{.code = ErrorCode::kArgument, .message = std::move(message), .detail = "Misuse"};
}

Status present(const void* pointer, const char* what) {
  if (pointer != nullptr) return ok();
  return misuse(std::string(what) + " is NULL");
}

Result<std::string_view> text_of(const char* text, std::size_t size_bytes, const char* what) {
  if (size_bytes == 0) return std::string_view();
  KITH_DO(present(text, what));
  const std::string_view view = size_bytes == KITH_NUL_TERMINATED ? std::string_view(text) : std::string_view(text, size_bytes);
  if (const std::optional<std::size_t> wrong = utf8::find_invalid(view))
    return Error{.code = ErrorCode::kArgument,
                 .message = std::string(what) + " is not UTF-8 at byte " + std::to_string(*wrong),
                 .detail = "InvalidUnicodeCharacter"};
  return view;
}

kith_code fail(kith_error** error, Error failure) noexcept {
  const kith_code code = code_of_error(failure.code);
  if (error == nullptr) return code;
  try {
    auto made = std::make_unique<kith_error>();
    made->text = failure.to_text();
    made->error = std::make_unique<Error>(std::move(failure));
    *error = made.release();
    return code;
  } catch (const std::bad_alloc&) {
    return fail_for_memory(error);
  }
}

kith_code fail_for_memory(kith_error** error) noexcept {
  if (error != nullptr) *error = &no_memory;
  return KITH_LIMIT;
}

kith_code fail_for_exception(kith_error** error, const char* what) noexcept {
  try {
    return fail(error, Error{.code = ErrorCode::kInternal, .message = what});
  } catch (const std::bad_alloc&) {
    return fail_for_memory(error);
  }
}

}  // namespace kith::c

using kith::c::code_of_error;

const char* kith_version(void) { return KITH_VERSION; }

const char* kith_code_name(int code) {
  if (code == KITH_OK) return "OK";
  if (code == KITH_ROW) return "ROW";
  if (code == KITH_DONE) return "DONE";
  for (int number = 0; number <= static_cast<int>(kith::ErrorCode::kInternal); ++number) {
    const auto candidate = static_cast<kith::ErrorCode>(number);
    if (code_of_error(candidate) == code) return kith::error_code_name(candidate);
  }
  return "";
}

kith_code kith_error_code(const kith_error* error) {
  if (error == nullptr) return KITH_OK;
  return error->error != nullptr ? code_of_error(error->error->code) : KITH_LIMIT;
}

const char* kith_error_message(const kith_error* error) {
  if (error == nullptr) return "";
  return error->error != nullptr ? error->error->message.c_str() : kith::c::kNoMemoryMessage;
}

const char* kith_error_detail(const kith_error* error) {
  if (error == nullptr) return "";
  return error->error != nullptr ? error->error->detail.c_str() : "MemoryLimit";
}

const char* kith_error_gqlstatus(const kith_error* error) {
  if (error == nullptr) return "";
  return error->error != nullptr ? kith::gqlstatus(*error->error) : "5K001";
}

const char* kith_error_hint(const kith_error* error) {
  return error != nullptr && error->error != nullptr ? error->error->hint.c_str() : "";
}

const char* kith_error_text(const kith_error* error) {
  if (error == nullptr) return "";
  return error->error != nullptr ? error->text.c_str() : kith::c::kNoMemoryMessage;
}

uint32_t kith_error_line(const kith_error* error) {
  return error != nullptr && error->error != nullptr && error->error->span ? error->error->span->line : 0;
}

uint32_t kith_error_column(const kith_error* error) {
  return error != nullptr && error->error != nullptr && error->error->span ? error->error->span->column : 0;
}

int kith_error_is_compile_time(const kith_error* error) {
  return error != nullptr && error->error != nullptr && error->error->phase == kith::Phase::kCompileTime ? 1 : 0;
}

void kith_error_free(kith_error* error) {
  if (error != &kith::c::no_memory) delete error;
}
