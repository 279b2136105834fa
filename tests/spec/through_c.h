// A store used through kith_c.h alone, for the runner's mode of that name.
//
//     ThroughC store(path);
//     ThroughC::Answer answer = store.run("RETURN 'a', null");   // answer.lines == {"'a' | null"}
#pragma once

#include <string>
#include <vector>

#include "kith/kith_c.h"

namespace kith::spec {

class ThroughC {
 public:
  struct Answer {
    std::vector<std::string> lines;  ///< the rows as the spec files write them
    std::vector<std::string> warnings;
    std::vector<std::string> error;  ///< code, detail and place; empty: none
    std::string text;                ///< the error in full
  };

  /// Throws if the store cannot be opened.
  explicit ThroughC(const std::string& path);
  ThroughC(const ThroughC&) = delete;
  ThroughC& operator=(const ThroughC&) = delete;
  ~ThroughC();

  /// Prepares `statement` and steps to the end; then once more if it only reads, which
  /// must give as many rows, or the same error.
  Answer run(const std::string& statement);

 private:
  Answer run_once(kith_statement* statement);

  kith_store* store_ = nullptr;
};

}  // namespace kith::spec
