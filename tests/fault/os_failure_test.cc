// The operating system says no: a full file system, one that is read-only, few descriptors, small files,
// little memory. Real processes and a real, small file system.
#include <catch2/catch.hpp>

#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "fault/child.h"
#include "fault/workload.h"
#include "storage/must.h"
#include "storage/store.h"
#include "support/rounds.h"
#include "support/temporary_folder.h"

namespace kith::fault {
namespace {

namespace fs = std::filesystem;

using storage::Store;
using testing::must;

/// A file system of its own in memory; is_there() is false where this process may not mount one.
class SmallFileSystem {
 public:
  explicit SmallFileSystem(const char* size) {
    const std::string options = std::string("size=") + size;
    is_there_ = ::mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, options.c_str()) == 0;
    if (!is_there_) std::printf("skipped: a small file system cannot be mounted here: %s\n", std::strerror(errno));
  }

  ~SmallFileSystem() {
    if (is_there_) ::umount2(folder_.path().c_str(), MNT_DETACH);
  }

  SmallFileSystem(const SmallFileSystem&) = delete;
  SmallFileSystem& operator=(const SmallFileSystem&) = delete;

  bool is_there() const noexcept { return is_there_; }

  bool make_read_only() const {
    return ::mount("tmpfs", folder_.path().c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, "") == 0;
  }

  std::string operator/(const std::string& name) const { return folder_.path() + "/" + name; }

 private:
  TemporaryFolder folder_;
  bool is_there_ = false;
};

void limit(int resource, rlim_t value) {
  const struct rlimit both = {value, value};
  ::setrlimit(static_cast<__rlimit_resource>(resource), &both);
}

/// Runs one statement of the program with less of a resource.
Outcome run_limited(const std::string& store, const std::string& statement, int resource, rlim_t value) {
  return run_child({KITH_PROGRAM, "query", store, statement}, "", [=] {
    ::signal(SIGXFSZ, SIG_IGN);  // a write beyond the limit is an error then, and not the end
    limit(resource, value);
  });
}

constexpr const char* kFill = "UNWIND range(1, 3000) AS i CREATE (:P {n: i, t: 'a text of some length, a text of some length'})";

/// A store with 100 nodes.
void fill(const std::string& path) {
  must(must(Store::open(path, {}))->close());
  const Outcome outcome = run_child({KITH_PROGRAM, "query", path, "UNWIND range(1, 100) AS i CREATE (:P {n: i})"});
  INFO(outcome.error);
  REQUIRE(outcome.status == 0);
}

/// The number of nodes of a store that check finds whole.
std::size_t count_whole(const std::string& path) {
  auto store = must(Store::open(path, {}));
  CHECK(testing::damage_of(*store) == std::vector<std::string>{});
  const auto view = must(store->view());
  const std::uint64_t count = must(storage::Reader(view, nullptr).count_nodes());
  must(store->close());
  return count;
}

}  // namespace

TEST_CASE("fault: a full file system stops the writers and with space again all is there", "[fault][os]") {
  const SmallFileSystem disk("6m");
  if (!disk.is_there()) return;
  const std::string path = disk / "db";
  for (std::size_t round = 0; round < std::max<std::size_t>(rounds() / 4, 3); ++round) {
    INFO("round " << round);
    fs::remove_all(path);
    Workload work(round, 3);
    work.long_text_bytes = 20'000 + 1000 * round;
    {
      auto store = must(Store::open(path, {}));
      must(Workload::prepare(*store));
      // Space that comes back later.
      std::ofstream(disk / "ballast") << std::string((round % 3 + 1) << 20, 'x');
      work.run(*store, 400);
      REQUIRE(work.errors().size() == 3);
      for (const Error& error : work.errors()) {
        INFO(error.to_text());
        CHECK(is_disk_error(error));
        CHECK((error.message + error.cause).find("No space left") != std::string::npos);
      }
      CHECK(store->begin(false).status().error().code == ErrorCode::kReadOnly);
      work.verify(*store, Workload::Expect::kExactly);
      (void)store->close();
    }
    // Full still: it opens, or says what is missing.
    if (const auto full = Store::open(path, {}); !full.is_ok()) {
      INFO(full.error().to_text());
      CHECK(full.error().code == ErrorCode::kIo);
    }
    fs::remove(disk / "ballast");
    auto store = must(Store::open(path, {}));
    work.verify(*store, Workload::Expect::kDurable);
    work.run(*store, 1);
    CHECK(work.errors().empty());
    must(store->close());
  }
}

TEST_CASE("fault: a file system turned read-only refuses writes and still answers", "[fault][os]") {
  const SmallFileSystem disk("16m");
  if (!disk.is_there()) return;
  const std::string path = disk / "db";
  fill(path);
  REQUIRE(disk.make_read_only());
  const Outcome written = run_child({KITH_PROGRAM, "query", path, "CREATE (:P)"});
  CHECK(written.status == 1);  // the store is read where nothing can be written
  CHECK(written.error.find("the store was opened read-only") != std::string::npos);
  const Outcome read = run_child({KITH_PROGRAM, "query", "--read-only", path, "MATCH (p:P) RETURN count(p) AS n"});
  INFO(read.error);
  CHECK(read.status == 0);
  CHECK(read.out == "{\"n\":100}\n");
  const Outcome checked = run_child({KITH_PROGRAM, "check", path});
  INFO(checked.out << checked.error);
  CHECK(checked.status == 0);
}

TEST_CASE("fault: with few descriptors a store does not open or works", "[fault][os]") {
#if defined(__SANITIZE_ADDRESS__)
  std::printf("skipped: the sanitizer of undefined behaviour needs descriptors of its own\n");
  return;
#endif
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  const std::string path = folder.path() + "/db";
  fill(path);
  std::size_t before = 100;
  std::size_t refused = 0;
  for (rlim_t descriptors = 4; descriptors < 48; descriptors += descriptors < 24 ? 1 : 6) {
    const Outcome outcome = run_limited(path, "CREATE (:P)", RLIMIT_NOFILE, descriptors);
    INFO(descriptors << " descriptors: " << outcome.status << " " << outcome.error);
    if (outcome.status != 0) {
      ++refused;
      CHECK((outcome.status == 1 || outcome.status == 3 || outcome.status == 127));  // 127: nor does the program start
      CHECK(outcome.error.find(outcome.status == 127 ? "shared" : "Too many open files") != std::string::npos);
    }
    const std::size_t count = count_whole(path);
    CHECK((count == before + 1 || (outcome.status != 0 && count == before)));  // the close may be what failed
    before = count;
  }
  CHECK(refused > 3);
  CHECK(before > 100);
}

TEST_CASE("fault: a limit on the size of files fails the write and keeps the store whole", "[fault][os]") {
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  const std::string path = folder.path() + "/db";
  fill(path);
  std::size_t failed = 0;
  std::size_t before = 100;
  for (rlim_t bytes = 1024; bytes < (1u << 22); bytes *= 2) {  // the message has to fit too
    const Outcome outcome = run_limited(path, kFill, RLIMIT_FSIZE, bytes);
    INFO(bytes << " bytes: " << outcome.status << " " << outcome.error);
    CHECK(outcome.status < 5);
    const std::size_t count = count_whole(path);
    CHECK((count == before || count == before + 3000));
    if (outcome.status == 0) CHECK(count == before + 3000);
    if (outcome.status != 0) {
      ++failed;
      CHECK(outcome.error.find("File too large") != std::string::npos);
    }
    before = count;
  }
  CHECK(failed > 3);
}

TEST_CASE("fault: with little memory a statement fails or runs and the store is whole", "[fault][os]") {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  std::printf("skipped: a sanitizer needs more address space than there would be\n");
  return;
#endif
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  const std::string path = folder.path() + "/db";
  fill(path);
  std::size_t failed = 0;
  std::size_t before = 100;
  constexpr rlim_t kMegabyte = 1u << 20;
  for (const rlim_t megabytes : {100, 110, 120, 130, 150, 200, 1000}) {
    const Outcome outcome = run_limited(path, kFill, RLIMIT_AS, megabytes * kMegabyte);
    INFO(megabytes << " MB: " << outcome.status << " " << outcome.error);
    if (outcome.status != 0) {
      ++failed;
      // RocksDB's threads have nobody to tell: where one of them gets no memory the process ends as by a kill.
      const bool is_killed = outcome.status == 128 + SIGABRT;
      CHECK(outcome.error.find(is_killed ? "bad_alloc" : "memory") != std::string::npos);
    }
    const std::size_t count = count_whole(path);
    CHECK((count == before || count == before + 3000));
    if (outcome.status == 0) CHECK(count == before + 3000);
    before = count;
  }
  INFO(failed << " failed");
  CHECK(before >= 3100);
}

}  // namespace kith::fault
