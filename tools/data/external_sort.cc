#include "data/external_sort.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <queue>

namespace kith::tools {

namespace {

constexpr std::size_t kRunsMax = 64;  // open files; more are merged into one first
constexpr std::size_t kRecordOverhead = 96;

Error file_error() {
  return Error{.code = ErrorCode::kIo,
               .message = std::string("a temporary file cannot be used: ") + std::strerror(errno),
               .hint = "TMPDIR names the folder for such files"};
}

}  // namespace

/// A file of sorted records: written once, then read once.
class ExternalSort::Run {
 public:
  static Result<std::unique_ptr<Run>> make() {
    std::error_code error;
    const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
    std::string name = (error ? std::filesystem::path("/tmp") : folder) / "kith-sort-XXXXXX";
    const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor < 0) return file_error();
    ::unlink(name.c_str());
    std::FILE* file = ::fdopen(descriptor, "w+b");
    if (file == nullptr) return file_error();
    return std::unique_ptr<Run>(new Run(file));
  }

  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  ~Run() { std::fclose(file_); }

  Status write(const Record& record) {
    for (const std::string* part : {&record.first, &record.second}) {
      const std::uint64_t size = part->size();
      if (std::fwrite(&size, sizeof size, 1, file_) != 1 || std::fwrite(part->data(), 1, size, file_) != size)
        return file_error();
    }
    return ok();
  }

  Status rewind() {
    if (std::fflush(file_) != 0 || std::fseek(file_, 0, SEEK_SET) != 0) return file_error();
    return ok();
  }

  /// Moves to the next record; false at the end.
  Result<bool> next() {
    for (std::string* part : {&record_.first, &record_.second}) {
      std::uint64_t size = 0;
      if (std::fread(&size, sizeof size, 1, file_) != 1) {
        if (std::ferror(file_) != 0) return file_error();
        return false;
      }
      part->resize(size);
      if (std::fread(part->data(), 1, size, file_) != size) return file_error();
    }
    return true;
  }

  /// The record that next() moved to.
  Record& record() noexcept { return record_; }

 private:
  explicit Run(std::FILE* file) : file_(file) {}

  std::FILE* file_;
  Record record_;
};

ExternalSort::ExternalSort(std::size_t memory_bytes) : memory_bytes_(memory_bytes) {}

ExternalSort::~ExternalSort() = default;

Status ExternalSort::add(std::string key, std::string payload) {
  held_bytes_ += key.size() + payload.size() + kRecordOverhead;
  records_.emplace_back(std::move(key), std::move(payload));
  return held_bytes_ < memory_bytes_ ? ok() : spill();
}

Status ExternalSort::spill() {
  std::sort(records_.begin(), records_.end());
  KITH_TRY(std::unique_ptr<Run> run, Run::make());
  for (const Record& record : records_) KITH_DO(run->write(record));
  records_.clear();
  held_bytes_ = 0;
  runs_.push_back(std::move(run));
  if (runs_.size() < kRunsMax) return ok();
  KITH_TRY(std::unique_ptr<Run> all, Run::make());
  KITH_DO(merge([&](Record&& record) { return all->write(record); }));
  runs_.clear();
  runs_.push_back(std::move(all));
  return ok();
}

Status ExternalSort::merge(const std::function<Status(Record&&)>& take) {
  const auto later = [](Run* a, Run* b) { return b->record() < a->record(); };
  std::priority_queue<Run*, std::vector<Run*>, decltype(later)> heads(later);
  for (const std::unique_ptr<Run>& run : runs_) {
    KITH_DO(run->rewind());
    KITH_TRY(const bool any, run->next());
    if (any) heads.push(run.get());
  }
  while (!heads.empty()) {
    Run* run = heads.top();
    heads.pop();
    KITH_DO(take(std::move(run->record())));
    KITH_TRY(const bool more, run->next());
    if (more) heads.push(run);
  }
  return ok();
}

Status ExternalSort::each(const std::function<Status(std::string_view payload)>& take) {
  if (!runs_.empty() && !records_.empty()) KITH_DO(spill());
  std::sort(records_.begin(), records_.end());
  for (const Record& record : records_) KITH_DO(take(record.second));
  return merge([&](Record&& record) { return take(record.second); });
}

}  // namespace kith::tools
