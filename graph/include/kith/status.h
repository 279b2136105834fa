// Errors as values: what every layer of kith returns.
//
//     kith::Result<int> half(int n) {
//       if (n % 2 != 0) return kith::Error{kith::ErrorCode::kArgument, "the number is odd"};
//       return n / 2;
//     }
//     kith::Status print_half(int n) {
//       KITH_TRY(int h, half(n));
//       std::printf("%d\n", h);
//       return kith::ok();
//     }
//
// No exception leaves a kith function except std::bad_alloc and what a user's own callback throws.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace kith {

/// What went wrong, in terms of what the caller can do about it. Only kConflict is worth a retry.
enum class ErrorCode : std::uint8_t {
  kSyntax,                  ///< the statement is wrong whatever the graph holds
  kSemantic,                ///< the statement contradicts itself while it runs
  kParameterMissing,        ///< a parameter of the statement was not given
  kType,                    ///< a value has the wrong type
  kArgument,                ///< the type is right, the value is not
  kArithmetic,              ///< overflow, division by zero
  kNotFound,                ///< the entity does not exist or was deleted
  kAlreadyExists,           ///< something of this name or place is there already
  kConstraint,              ///< a constraint would be violated
  kConstraintVerification,  ///< a rule of the graph would be violated (a node with edges deleted)
  kProcedure,               ///< unknown procedure, or one called wrongly
  kSchema,                  ///< an index or constraint exists already, or does not
  kConflict,                ///< another transaction was first: try again
  kCancelled,               ///< stopped by the caller
  kTimeout,                 ///< stopped by the clock
  kLimit,                   ///< a limit by name: nesting, statement size, memory, overlay
  kReadOnly,                ///< a write where only reads are allowed
  kLocked,                  ///< the store is open elsewhere; the message names the holder
  kCorruption,              ///< what lies on disk is not what was written
  kIo,                      ///< the operating system said no
  kCommitUnknown,           ///< the commit may or may not be durable
  kClosed,                  ///< the handle was closed
  kUnsupported,             ///< not in this version
  kProtocol,                ///< a request of the line protocol is malformed
  kInternal,                ///< a fault of ours
};

/// The code as openCypher's conformance kit spells it ("SyntaxError", "TypeError", ...), and
/// "StorageError", "Conflict", "Cancelled" ... for what lies outside it. Never null; static storage.
const char* error_code_name(ErrorCode code) noexcept;

/// When an error was found: before the first row was worked on, or after.
enum class Phase : std::uint8_t { kCompileTime, kRuntime };

/// A place in a statement. `offset` and `length` are bytes of the text; `line` and `column` count
/// from 1, the column in Unicode code points.
struct SourceSpan {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  friend bool operator==(const SourceSpan&, const SourceSpan&) = default;
};

/// A failure. `message` is one sentence for people, in lower case, naming the offending text;
/// `detail` one word for programs ("UndefinedVariable"); `hint` what to do ("did you mean `n`?").
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
  std::string detail = {};
  Phase phase = Phase::kRuntime;
  std::optional<SourceSpan> span = {};
  std::string hint = {};
  std::string cause = {};

  /// "SyntaxError: the variable `x` is not defined at 1:8; did you mean `y`?"
  std::string to_text() const;
};

/// Success or an Error. Eight bytes; success allocates nothing.
class [[nodiscard]] Status {
 public:
  Status() noexcept = default;

  Status(Error error) : error_(std::make_unique<Error>(std::move(error))) {}  // NOLINT: implicit by design

  bool is_ok() const noexcept { return error_ == nullptr; }

  explicit operator bool() const noexcept { return is_ok(); }

  const Error& error() const& { return *error_; }

  Error&& error() && { return std::move(*error_); }

 private:
  std::unique_ptr<Error> error_;
};

inline Status ok() noexcept { return {}; }

/// A T or an Error. Move-only where T is; `*result` is undefined unless is_ok().
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit by design

  Result(Error error)  // NOLINT: implicit by design
      : state_(std::in_place_index<1>, std::make_unique<Error>(std::move(error))) {}

  bool is_ok() const noexcept { return state_.index() == 0; }

  explicit operator bool() const noexcept { return is_ok(); }

  T& operator*() & { return *std::get_if<0>(&state_); }

  const T& operator*() const& { return *std::get_if<0>(&state_); }

  T&& operator*() && { return std::move(*std::get_if<0>(&state_)); }

  T* operator->() { return std::get_if<0>(&state_); }

  const T* operator->() const { return std::get_if<0>(&state_); }

  const Error& error() const& { return **std::get_if<1>(&state_); }

  Error&& error() && { return std::move(**std::get_if<1>(&state_)); }

  /// The success or failure without the value.
  Status status() const {
    if (is_ok()) return {};
    return error();
  }

 private:
  std::variant<T, std::unique_ptr<Error>> state_;
};

}  // namespace kith

#define KITH_CONCAT_INNER(a, b) a##b
#define KITH_CONCAT(a, b) KITH_CONCAT_INNER(a, b)
#define KITH_TRY_INNER(tmp, declaration, ...)             \
  auto tmp = (__VA_ARGS__);                               \
  if (!tmp.is_ok()) return std::move(tmp).error();        \
  declaration = *std::move(tmp)

/// KITH_TRY(auto x, f()): declares x as the value of f(), or returns its error from this function.
#define KITH_TRY(declaration, ...) KITH_TRY_INNER(KITH_CONCAT(kith_try_, __COUNTER__), declaration, __VA_ARGS__)

/// KITH_DO(f()): runs f(), which gives a Status (or a Result not wanted), or returns its error.
#define KITH_DO(...)                                                             \
  do {                                                                           \
    if (auto kith_do_ = (__VA_ARGS__); !kith_do_.is_ok()) return std::move(kith_do_).error(); \
  } while (false)
