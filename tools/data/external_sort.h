// Sorting more than fits in memory: runs of sorted records in files that have no name, merged at the end.
//
//     ExternalSort sort;
//     KITH_DO(sort.add("b", "second"));
//     KITH_DO(sort.add("a", "first"));
//     KITH_DO(sort.each([](std::string_view payload) { return print(payload); }));  // first, second
//
// Records go by the bytes of their key, then by those of their payload.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kith/status.h"

namespace kith::tools {

/// One thread at a time. Holds about `memory_bytes`, and one record of each run while merging.
class ExternalSort {
 public:
  explicit ExternalSort(std::size_t memory_bytes = std::size_t{64} << 20);
  ExternalSort(const ExternalSort&) = delete;
  ExternalSort& operator=(const ExternalSort&) = delete;
  ~ExternalSort();

  /// kIo if the folder for temporary files is full.
  Status add(std::string key, std::string payload);

  /// Gives every payload once, in order. The first error that `take` returns ends it. To be called once, at the end.
  Status each(const std::function<Status(std::string_view payload)>& take);

 private:
  using Record = std::pair<std::string, std::string>;
  class Run;

  Status spill();
  Status merge(const std::function<Status(Record&&)>& take);

  std::size_t memory_bytes_;
  std::size_t held_bytes_ = 0;
  std::vector<Record> records_;
  std::vector<std::unique_ptr<Run>> runs_;
};

}  // namespace kith::tools
