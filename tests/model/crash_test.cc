// A process with several writers is killed at random points, again and again on one store: what was
// acknowledged is there, what was not is there whole or not at all, and check finds nothing wrong.
#include <catch2/catch.hpp>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <random>
#include <sstream>

#include "fault/child.h"
#include "fault/workload.h"
#include "model/crash_writer.h"
#include "storage/must.h"
#include "storage/store.h"
#include "support/rounds.h"
#include "support/temporary_folder.h"

namespace kith::model {
namespace {

using testing::must;

/// This program again, as the writer; reads its acknowledgements.
class Writer {
 public:
  explicit Writer(const std::string& path) {
    const std::string program = fault::own_program();
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    reading_ = ends[0];
    process_ = ::fork();
    REQUIRE(process_ >= 0);
    if (process_ == 0) {
      ::close(ends[0]);
      const std::string descriptor = std::to_string(ends[1]);
      ::execl(program.c_str(), "kith_tests", "--write-steps", path.c_str(), descriptor.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
  }

  ~Writer() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    ::close(reading_);
  }

  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Waits for `lines` acknowledgements, kills, reads what was still written, and tells `work`; how many.
  std::size_t kill_after(std::size_t lines, fault::Workload& work) {
    std::string text;
    std::size_t count = 0;
    char bytes[4096];
    while (count < lines) {
      const ssize_t size = ::read(reading_, bytes, sizeof bytes);
      if (size <= 0) FAIL("the writer ended by itself after " << count << " commits");
      text.append(bytes, static_cast<std::size_t>(size));
      count = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    }
    ::kill(process_, SIGKILL);
    for (ssize_t size = 0; (size = ::read(reading_, bytes, sizeof bytes)) > 0;)
      text.append(bytes, static_cast<std::size_t>(size));
    text.resize(text.rfind('\n') + 1);  // the last line may be cut
    std::istringstream in(text);
    count = 0;
    std::size_t writer = 0;
    for (std::int64_t steps = 0; in >> writer >> steps; ++count) work.acknowledge(writer, steps);
    return count;
  }

 private:
  pid_t process_ = -1;
  int reading_ = -1;
};

}  // namespace

TEST_CASE("crash: acknowledged commits outlive a kill and the last of each writer is whole or absent",
          "[fault][model][crash]") {
  const std::uint64_t seed = seed_or(42);
  INFO("KITH_SEED=" << seed);
  std::mt19937_64 random(seed);
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  std::string path;
  std::unique_ptr<fault::Workload> work;
  std::size_t acknowledged = 0;
  for (std::size_t round = 0; round < rounds(); ++round) {
    INFO("round " << round);
    if (round % 20 == 0) {
      path = folder.path() + "/" + std::to_string(round);
      work = std::make_unique<fault::Workload>(seed, kCrashWriters);
    }
    {
      Writer writer(path);
      // Early ones fall into the opening and the recovery of the last kill.
      acknowledged += writer.kill_after(round % 10 == 9 ? random() % 4 : 60 + random() % 60, *work);
    }
    auto store = must(storage::Store::open(path, {}));
    must(fault::Workload::prepare(*store));
    work->verify(*store, fault::Workload::Expect::kDurable);
    if (random() % 2 == 0) must(store->close());
  }
  std::printf("%zu kills, %zu acknowledged commits\n", rounds(), acknowledged);
  CHECK(acknowledged >= rounds() / 10 * 9 * 60);
}

}  // namespace kith::model
