// What the program's exit status means.
#pragma once

#include "kith/status.h"

namespace kith::tools {

enum ExitCode : int {
  kExitOk = 0,
  kExitError = 1,        ///< a query or its data is wrong
  kExitUsage = 2,
  kExitCannotOpen = 3,   ///< not there, locked, or not readable
  kExitDamaged = 4,
  kExitTimeout = 5,
  kExitInterrupted = 130,
};

/// Of an error met while a store is open.
inline int exit_code(const Error& error) {
  switch (error.code) {
    case ErrorCode::kCorruption: return kExitDamaged;
    case ErrorCode::kTimeout: return kExitTimeout;
    case ErrorCode::kCancelled: return kExitInterrupted;
    default: return kExitError;
  }
}

/// Of an error met while a store is opened.
inline int exit_code_of_open(const Error& error) {
  return error.code == ErrorCode::kCorruption ? kExitDamaged : kExitCannotOpen;
}

}  // namespace kith::tools
