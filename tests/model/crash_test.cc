// A writer is killed at random points, again and again on one store: what was acknowledged is there, what
// was not is there whole or not at all, and check finds nothing wrong.
#include <catch2/catch.hpp>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>

#include "model/crash_writer.h"
#include "storage/store.h"
#include "support/rounds.h"
#include "support/temporary_folder.h"

namespace kith::model {
namespace {

template <class T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().to_text());
  return *std::move(result);
}

/// This program again, as the writer; reads its acknowledgements.
class Writer {
 public:
  explicit Writer(const std::string& path) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    reading_ = ends[0];
    process_ = ::fork();
    REQUIRE(process_ >= 0);
    if (process_ == 0) {
      ::close(ends[0]);
      const std::string descriptor = std::to_string(ends[1]);
      ::execl("/proc/self/exe", "kith_tests", "--write-steps", path.c_str(), descriptor.c_str(), nullptr);
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

  /// Waits for `lines` more acknowledgements, kills, and reads what was still written: the last step
  /// acknowledged, or -1.
  std::int64_t kill_after(std::size_t lines) {
    std::string text;
    char byte = 0;
    while (lines > 0 && ::read(reading_, &byte, 1) == 1) {
      text += byte;
      if (byte == '\n') --lines;
    }
    ::kill(process_, SIGKILL);
    while (::read(reading_, &byte, 1) == 1) text += byte;
    const std::size_t end = text.rfind('\n');
    if (end == std::string::npos) return -1;
    const std::size_t before = text.rfind('\n', end - 1);
    return std::stoll(text.substr(before == std::string::npos ? 0 : before + 1));
  }

 private:
  pid_t process_ = -1;
  int reading_ = -1;
};

}  // namespace

TEST_CASE("crash: acknowledged commits outlive a kill and the last is whole or absent", "[model][crash]") {
  const std::uint64_t seed = seed_or(42);
  INFO("KITH_SEED=" << seed);
  std::mt19937_64 random(seed);
  TemporaryFolder folder;
  const std::string path = folder.path() + "/crash.db";
  std::int64_t acknowledged = -1;
  for (std::size_t round = 0; round < rounds(); ++round) {
    INFO("round " << round);
    {
      Writer writer(path);
      // The kill falls anywhere: while the store opens or recovers (0), or in the middle of a commit.
      acknowledged = std::max(acknowledged, writer.kill_after(random() % 40));
    }
    std::unique_ptr<storage::Store> store = must(storage::Store::open(path, {}));
    const CheckReport report = must(store->check());
    for (const Damage& damage : report.damage) FAIL_CHECK(damage.kind << ": " << damage.message);
    storage::Transaction reading = must(store->begin(true));
    const storage::Reader& reader = reading.reader();
    const auto steps = static_cast<std::int64_t>(must(reader.count_nodes()));
    CHECK(steps >= acknowledged + 1);
    CHECK(steps <= acknowledged + 2);
    CHECK(must(reader.count_edges()) == static_cast<std::uint64_t>(std::max<std::int64_t>(0, steps - 1)));
    storage::NodeScan scan = reader.scan_nodes();
    std::vector<NodeId> page;
    for (std::int64_t n = 0; n < steps; ++n) {
      if (!must(scan.next(page, 1))) FAIL("step " << n << " is missing");
      const Node node = must(reader.node(page.front()));
      CHECK(node.properties["n"] == Value(n));
      CHECK(node.properties["text"] == Value(step_text(n)));
    }
    acknowledged = steps - 1;
  }
}

}  // namespace kith::model
