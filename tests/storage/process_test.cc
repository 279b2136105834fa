// A store among real processes: who holds it, who is refused, and what is left when one is killed.
#include <catch2/catch.hpp>

#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

#include "common/open.h"
#include "kith/store.h"
#include "storage/descriptor.h"
#include "storage/file_system_type.h"
#include "storage/must.h"
#include "support/temporary_folder.h"
#include "tools/process.h"

using namespace kith;
using namespace kith::testing;

namespace fs = std::filesystem;

namespace {

constexpr const char* kTen = R"json({"query": "UNWIND range(1, 10) AS i CREATE (:Person {n: i})"})json";
constexpr const char* kPing = R"({"query": "RETURN 1 AS x"})";

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Every file but the lock, with what is in it.
std::map<std::string, std::string> contents(const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().filename() != "kith.lock") files[entry.path().filename().string()] = text_of(entry.path());
  return files;
}

void fill(const std::string& path) {
  const Outcome made = run_kith({"pipe", path}, std::string(kTen) + "\n");
  INFO(made.error);
  REQUIRE(made.status == 0);
}

/// A store with ten nodes whose process was killed.
void fill_and_kill(const std::string& path) {
  PipeProcess writer(path);
  writer.ask(kTen);
}  // SIGKILL

Outcome count(const std::string& path, bool read_only = false) {
  std::vector<std::string> words = {"query", path, "--format", "jsonl", "MATCH (n:Person) RETURN count(*) AS n"};
  if (read_only) words.push_back("--read-only");
  return run_kith(words);
}

/// Runs `work` in a forked child; its exit status.
int in_child(const std::function<bool()>& work) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) ::_exit(work() ? 0 : 1);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// A child that lives until this object goes. It runs `program` if there is one.
class Child {
 public:
  explicit Child(const char* program = nullptr) {
    int wait_for[2];
    REQUIRE(::pipe(wait_for) == 0);
    pid_ = ::fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
      ::dup2(wait_for[0], STDIN_FILENO);
      ::close(wait_for[1]);
      if (program != nullptr) ::execl(program, program, static_cast<char*>(nullptr));
      char byte = 0;
      (void)!::read(STDIN_FILENO, &byte, 1);
      ::_exit(program == nullptr ? 0 : 127);
    }
    ::close(wait_for[0]);
    end_ = wait_for[1];
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  ~Child() {
    ::close(end_);
    ::waitpid(pid_, nullptr, 0);
  }

 private:
  pid_t pid_ = -1;
  int end_ = -1;
};

/// A folder as it is seen where nothing can be written. Only root can make one.
class ReadOnlyMount {
 public:
  explicit ReadOnlyMount(std::string folder) : folder_(std::move(folder)) {
    is_mounted_ = ::mount(folder_.c_str(), folder_.c_str(), nullptr, MS_BIND, nullptr) == 0;
    if (is_mounted_) works_ = ::mount(nullptr, folder_.c_str(), nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr) == 0;
  }
  ReadOnlyMount(const ReadOnlyMount&) = delete;
  ReadOnlyMount& operator=(const ReadOnlyMount&) = delete;

  ~ReadOnlyMount() {
    if (is_mounted_) ::umount2(folder_.c_str(), MNT_DETACH);
  }

  /// False after a message.
  bool works() const {
    if (!works_) WARN("skipped: this process may not mount");
    return works_;
  }

 private:
  std::string folder_;
  bool is_mounted_ = false;
  bool works_ = false;
};

constexpr uid_t kNobody = 65534;

/// Runs kith as a user who owns nothing; the exit status, and its standard error.
Outcome run_as_nobody(std::vector<std::string> arguments) {
  const TemporaryFolder folder;
  const std::string out = folder.path() + "/out";
  const std::string error = folder.path() + "/error";
  std::string program = KITH_PROGRAM;
  std::vector<char*> words = {program.data()};
  for (std::string& argument : arguments) words.push_back(argument.data());
  words.push_back(nullptr);
  Outcome outcome;
  outcome.status = in_child([&] {
    ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
    ::dup2(::open(error.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
    if (::setgid(kNobody) == 0 && ::setuid(kNobody) == 0) ::execv(words[0], words.data());
    return false;
  });
  outcome.out = text_of(out);
  outcome.error = text_of(error);
  return outcome;
}

bool can_be_nobody() {
  const bool can = ::geteuid() == 0 && run_as_nobody({"--help"}).status == 0;
  if (!can) WARN("skipped: this process cannot run the program as another user");
  return can;
}

}  // namespace

TEST_CASE("process: a second process is refused by every spelling of the path and told the holder", "[storage][process]") {
  const ScratchFolder folder;
  fs::create_directories(folder / "x");
  const std::string path = folder / "ab";
  fs::create_directory_symlink("ab", folder / "link");
  fs::create_directory_symlink("link", folder / "link2");
  PipeProcess holder(path);
  holder.ask(kPing);
  const std::string name = "the process " + std::to_string(holder.pid());
  const std::string spellings[] = {path, folder / "./ab", folder / "ab/", folder / "ab/.", folder / "x/../ab", folder / "ab//",
                                   folder / "link", folder / "link2/"};
  for (const std::string& spelling : spellings) {
    INFO(spelling);
    const Outcome refused = count(spelling);
    CHECK(refused.status == 3);
    CHECK(refused.out.empty());
    CHECK(refused.error.find(name) != std::string::npos);
  }
  for (const std::string command : {"check", "info", "load", "pipe", "shell"}) {
    INFO(command);
    std::vector<std::string> words = {command, path};
    if (command == "load") words.push_back(folder / "none.txt");
    const Outcome refused = run_kith(words);
    CHECK(refused.status == 3);
    CHECK(refused.error.find(name) != std::string::npos);
  }
  CHECK(holder.ask(kPing).find("\"x\"") != std::string::npos);
  holder.close_input();
  CHECK(holder.wait() == 0);
  CHECK(count(path).out == "{\"n\":0}\n");
}

TEST_CASE("process: the pid of a dead process never blocks", "[storage][process]") {
  const ScratchFolder folder;
  const std::string path = folder / "db";
  fill_and_kill(path);
  CHECK_FALSE(text_of(path + "/kith.lock").empty());
  SECTION("as it was left") {}
  SECTION("one that lives again in another process") { std::ofstream(path + "/kith.lock") << ::getppid() << "\n"; }
  SECTION("no number at all") { std::ofstream(path + "/kith.lock") << "left by nobody\n"; }
  CHECK(count(path).out == "{\"n\":10}\n");
  CHECK(run_kith({"check", path}).status == 0);
}

TEST_CASE("process: several processes read at once and a writer waits outside", "[storage][process]") {
  const ScratchFolder folder;
  const std::string path = folder / "db";
  fill(path);
  {
    const Result<Store> here = Store::open(path, {.read_only = true});
    REQUIRE(here.is_ok());
    CHECK(count(path, true).out == "{\"n\":10}\n");
    CHECK(run_kith({"check", path}).status == 0);
    CHECK(run_kith({"info", path}).status == 0);
    const Outcome writer = count(path);
    CHECK(writer.status == 3);
    CHECK(writer.error.find("the process " + std::to_string(::getpid())) != std::string::npos);
  }
  PipeProcess writer(path);
  writer.ask(kPing);
  const Outcome reader = count(path, true);
  CHECK(reader.status == 3);
  CHECK(reader.error.find("the process " + std::to_string(writer.pid())) != std::string::npos);
  const Result<Store> here = Store::open(path, {.read_only = true});
  REQUIRE_FALSE(here.is_ok());
  CHECK(here.error().code == ErrorCode::kLocked);
}

TEST_CASE("process: the holder is told though kith.lock was deleted as left over", "[storage][process]") {
  const ScratchFolder folder;
  const std::string path = folder / "db";
  PipeProcess holder(path);
  holder.ask(kPing);
  fs::remove(path + "/kith.lock");
  for (const bool read_only : {false, true}) {
    const Outcome refused = count(path, read_only);
    CHECK(refused.status == 3);
    CHECK(refused.error.find("the process " + std::to_string(holder.pid())) != std::string::npos);
  }
  CHECK_FALSE(fs::exists(path + "/kith.lock"));
}

TEST_CASE("process: a lock that another program holds on kith.lock counts", "[storage][process]") {
  const ScratchFolder folder;
  const std::string path = folder / "db";
  fill(path);
  std::ofstream(path + "/kith.lock") << "4194399\n";
  const int file = ::open((path + "/kith.lock").c_str(), O_RDWR | O_CLOEXEC);
  struct flock lock = {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  REQUIRE(::fcntl(file, F_OFD_SETLK, &lock) == 0);
  const Result<Store> refused = Store::open(path);
  ::close(file);
  REQUIRE_FALSE(refused.is_ok());
  CHECK(refused.error().code == ErrorCode::kLocked);
  CHECK(refused.error().message.find("the process 4194399") != std::string::npos);
  CHECK(Store::open(path).is_ok());
}

TEST_CASE("process: a forked child is refused and leaves the parent its lock", "[storage][process]") {
  const ScratchFolder folder;
  const std::string path = folder / "db";
  Store store = must(Store::open(path));
  must(must(store.run("CREATE (:Person)")).rows());
  CHECK(in_child([&] {
    return store.run("RETURN 1").error().code == ErrorCode::kUnsupported &&
           store.begin().error().code == ErrorCode::kUnsupported &&
           store.info().error().code == ErrorCode::kUnsupported;
  }) == 0);
  CHECK(in_child([&] {
    const Result<Store> again = Store::open(path);
    return again.error().code == ErrorCode::kLocked &&
           again.error().message.find("the process " + std::to_string(::getppid())) != std::string::npos;
  }) == 0);
  CHECK(in_child([&] {
    { const Store mine = std::move(store); }  // destroyed in the child
    return Store::open(path).error().code == ErrorCode::kLocked;
  }) == 0);
  CHECK(count(path).status == 3);
  must(store.close());
  CHECK(count(path).out == "{\"n\":1}\n");
}

TEST_CASE("process: a forked child opens another store", "[storage][process]") {
#if defined(__SANITIZE_THREAD__)
  WARN("the thread sanitizer knows no threads that a forked child starts: skipped");
  return;
#endif
  const ScratchFolder folder;
  const std::string path = folder / "db";
  const std::string other = folder / "other";
  Store store = must(Store::open(path));
  must(must(store.run("CREATE (:Person)")).rows());
  CHECK(in_child([&] {
    Result<Store> mine = Store::open(other);
    return mine.is_ok() && mine->run("UNWIND range(1, 100) AS i CREATE (:Person)").is_ok() && mine->close().is_ok();
  }) == 0);
  CHECK(count(other).out == "{\"n\":100}\n");
  must(store.close());
}

TEST_CASE("process: children that live on hold no lock", "[storage][process]") {
  const ScratchFolder folder;
  const std::string path = folder / "db";
  SECTION("a fork of a process that closes") {
    Store store = must(Store::open(path));
    const Child child;
    must(store.close());
    CHECK(count(path).status == 0);
    store = must(Store::open(path));
  }
#if !defined(__SANITIZE_THREAD__)  // it knows no threads that a forked child starts
  SECTION("a fork of a process that is killed") {
    int ready[2];
    int end[2];
    REQUIRE(::pipe(ready) == 0);
    REQUIRE(::pipe(end) == 0);
    const pid_t opener = ::fork();
    REQUIRE(opener >= 0);
    if (opener == 0) {
      const Result<Store> store = Store::open(path);
      if (::fork() != 0) {
        (void)!::write(ready[1], store.is_ok() ? "+" : "-", 1);
        ::pause();
      }
      // The grandchild ends when the test closes its end of the pipe, or is gone.
      ::close(end[1]);
      char byte = 0;
      (void)!::read(end[0], &byte, 1);
      ::_exit(0);
    }
    ::close(ready[1]);
    char byte = 0;
    CHECK(::read(ready[0], &byte, 1) == 1);
    CHECK(byte == '+');
    ::kill(opener, SIGKILL);
    ::waitpid(opener, nullptr, 0);
    CHECK(count(path).status == 0);
    for (const int file : {ready[0], end[0], end[1]}) ::close(file);
  }
#endif
  SECTION("another program") {
    std::optional<Store> store = must(Store::open(path));
    const Child child("/bin/cat");
    store.reset();
    CHECK(count(path).status == 0);
  }
}

TEST_CASE("process: many processes that make the same store at once get one store", "[storage][process]") {
  const ScratchFolder folder;
  const std::string path = folder / "db";
  int start[2];
  REQUIRE(::pipe(start) == 0);
  std::vector<pid_t> children;
  for (int i = 0; i < 6; ++i) {
    children.push_back(::fork());
    REQUIRE(children.back() >= 0);
    if (children.back() != 0) continue;
    ::close(start[1]);
    char byte = 0;
    (void)!::read(start[0], &byte, 1);
    std::string program = KITH_PROGRAM, query = "load", name = path, text = std::string(KITH_SOURCE_DIR) + "/tests/articles/rome-meeting.txt";
    char* words[] = {program.data(), query.data(), name.data(), text.data(), nullptr};
    const int nothing = ::open("/dev/null", O_WRONLY);
    ::dup2(nothing, STDOUT_FILENO);
    ::dup2(nothing, STDERR_FILENO);
    ::execv(words[0], words);
    ::_exit(127);
  }
  ::close(start[0]);
  ::close(start[1]);  // all go
  int loaded = 0;
  for (const pid_t child : children) {
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    CHECK((WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 3));  // there, or locked; never damage
    loaded += WEXITSTATUS(status) == 0;
  }
  CHECK(loaded >= 1);
  CHECK(run_kith({"check", path}).status == 0);
}

TEST_CASE("process: on read-only media a store is read and nothing is written", "[storage][process]") {
  const ScratchFolder folder;
  const std::string path = folder / "db";
  bool is_clean = true;
  SECTION("closed") { fill(path); }
  SECTION("closed and without a lock file") {
    fill(path);
    fs::remove(path + "/kith.lock");
  }
  SECTION("left by a killed process") {
    fill_and_kill(path);
    is_clean = false;
  }
  const auto before = contents(path);
  CHECK((before.count("clean") == 1) == is_clean);
  const ReadOnlyMount mount(path);
  if (!mount.works()) return;
  CHECK(count(path, true).out == "{\"n\":10}\n");
  CHECK(count(path).out == "{\"n\":10}\n");
  CHECK(run_kith({"check", path}).status == 0);
  const Outcome info = run_kith({"info", path});
  CHECK(info.status == 0);
  CHECK(info.out.find("10") != std::string::npos);
  const Outcome writing = run_kith({"query", path, "CREATE (:Person)"});
  CHECK(writing.status == 1);
  CHECK(writing.error.find("read-only") != std::string::npos);
  const Result<Store> for_writing = Store::open(path);
  REQUIRE_FALSE(for_writing.is_ok());
  CHECK(for_writing.error().code == ErrorCode::kIo);
  CHECK(for_writing.error().detail == "ReadOnlyFolder");
  CHECK(for_writing.error().message.find("Read-only file system") != std::string::npos);
  CHECK(run_kith({"load", path, std::string(KITH_SOURCE_DIR) + "/tests/articles/rome-meeting.txt"}).status == 3);
  const Result<Store> one = Store::open(path, {.read_only = true});
  const Result<Store> two = Store::open(path, {.read_only = true});
  CHECK(one.is_ok());
  CHECK(two.is_ok());
  CHECK(contents(path) == before);
}

TEST_CASE("process: readers on read-only media keep a writer out who reaches the store elsewhere", "[storage][process]") {
  const ScratchFolder folder;
  const std::string path = folder / "db";
  const std::string seen = folder / "seen";
  fill(path);
  fs::remove(path + "/kith.lock");
  fs::create_directory(seen);
  if (::mount(path.c_str(), seen.c_str(), nullptr, MS_BIND, nullptr) != 0) {
    WARN("skipped: this process may not mount");
    return;
  }
  {
    const ReadOnlyMount mount(seen);
    const Result<Store> reader = Store::open(seen, {.read_only = true});
    CHECK(reader.is_ok());
    const Outcome writer = count(path);
    CHECK(writer.status == 3);
    CHECK(writer.error.find("the process " + std::to_string(::getpid())) != std::string::npos);
  }
  ::umount2(seen.c_str(), MNT_DETACH);
  CHECK(count(path).out == "{\"n\":10}\n");
}

TEST_CASE("process: a user without permission gets an error that says so", "[storage][process]") {
  const ScratchFolder folder;
  fs::permissions(fs::path(folder / ".").parent_path(), fs::perms::owner_all | fs::perms::others_read | fs::perms::others_exec |
                                                            fs::perms::group_read | fs::perms::group_exec);
  const std::string path = folder / "db";
  fill(path);
  if (!can_be_nobody()) return;
  const auto before = contents(path);
  CHECK(run_as_nobody({"check", path}).status == 0);
  const Outcome reading = run_as_nobody({"query", path, "--format", "jsonl", "MATCH (n:Person) RETURN count(*) AS n"});
  CHECK(reading.status == 0);
  CHECK(reading.out == "{\"n\":10}\n");
  const Outcome writing = run_as_nobody({"query", path, "CREATE (:Person)"});
  CHECK(writing.status == 1);
  const Outcome loading = run_as_nobody({"load", path, std::string(KITH_SOURCE_DIR) + "/tests/articles/rome-meeting.txt"});
  CHECK(loading.status == 3);
  CHECK(loading.error.find("Permission denied") != std::string::npos);
  const Outcome making = run_as_nobody({"pipe", folder / "new"});
  CHECK(making.status == 3);
  CHECK(making.error.find("Permission denied") != std::string::npos);
  CHECK_FALSE(fs::exists(folder / "new"));
  {
    PipeProcess holder(path);
    holder.ask(kPing);
    const Outcome locked = run_as_nobody({"check", path});
    CHECK(locked.status == 3);
    CHECK(locked.error.find("the process " + std::to_string(holder.pid())) != std::string::npos);
    holder.close_input();
    CHECK(holder.wait() == 0);
  }
  fs::permissions(path, fs::perms::owner_all);
  const Outcome hidden = run_as_nobody({"check", path});
  CHECK(hidden.status == 3);
  CHECK(hidden.error.find("Permission denied") != std::string::npos);
}

TEST_CASE("process: the program warns of a network file system and goes on", "[storage][process]") {
  const ScratchFolder folder;
  const std::string path = folder / "db";
  const std::string messages = folder / "messages";
  fill(path);
  const storage::FileSystemTypeOverride nfs(0x6969);
  const storage::Descriptor own(::dup(STDERR_FILENO));
  {
    const storage::Descriptor file(::open(messages.c_str(), O_WRONLY | O_CREAT, 0600));
    ::dup2(file.get(), STDERR_FILENO);
  }
  int status = 0;
  auto store = tools::open_store(path, {.read_only = true}, status);
  ::dup2(own.get(), STDERR_FILENO);
  REQUIRE(store);
  CHECK(status == 0);
  CHECK(must(store->info()).nodes == 10);
  std::ifstream text(messages);
  const std::string said(std::istreambuf_iterator<char>(text), {});
  CHECK(said.starts_with("kith: warning: the folder " + path + " is on a network file system"));
  CHECK(std::count(said.begin(), said.end(), '\n') == 1);
}
