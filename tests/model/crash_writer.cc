#include "model/crash_writer.h"

#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <thread>

#include "fault/workload.h"
#include "storage/store.h"

namespace kith::model {
namespace {

constexpr std::size_t kStepsBetweenOpens = 40;  // of each writer

/// Builds and drops an index until `is_over`.
Status build_indexes(storage::Store& store, const std::atomic<bool>& is_over) {
  while (!is_over) {
    KITH_DO(store.create_index({.name = "built", .label_or_type = "Step", .keys = {"n", "writer"}}, true));
    KITH_DO(store.drop_index("built", false, true));
  }
  return ok();
}

Status write_all(const std::string& path, int acknowledgements) {
  fault::Workload work(static_cast<std::uint64_t>(::getpid()), kCrashWriters);
  work.mixes_durability = true;
  work.on_commit = [&](std::size_t writer, std::int64_t steps) {
    const std::string line = std::to_string(writer) + " " + std::to_string(steps) + "\n";
    if (::write(acknowledgements, line.data(), line.size()) != static_cast<ssize_t>(line.size())) ::_exit(1);
  };
  while (true) {
    KITH_TRY(std::unique_ptr<storage::Store> store, storage::Store::open(path, {}));
    KITH_DO(fault::Workload::prepare(*store));
    KITH_DO(work.resume(*store));
    std::atomic<bool> is_over = false;
    Status built;
    std::thread builder([&] { built = build_indexes(*store, is_over); });
    work.run(*store, kStepsBetweenOpens);
    is_over = true;
    builder.join();
    KITH_DO(std::move(built));
    if (!work.errors().empty()) return work.errors().front();
    KITH_DO(store->close());
  }
}

}  // namespace

int write_steps(const std::string& path, int acknowledgements) {
  const Status status = write_all(path, acknowledgements);
  std::fprintf(stderr, "%s\n", status.error().to_text().c_str());
  return 1;
}

}  // namespace kith::model
