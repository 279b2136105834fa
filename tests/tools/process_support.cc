#include "tools/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>

namespace {

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Not fork(): threads of a store that is open here may hold locks that a copy of the process would wait for.
struct Spawn {
  Spawn() { posix_spawn_file_actions_init(&actions); }
  ~Spawn() { posix_spawn_file_actions_destroy(&actions); }
  Spawn(const Spawn&) = delete;
  Spawn& operator=(const Spawn&) = delete;

  pid_t run(char** argv) {
    pid_t child = -1;
    REQUIRE(posix_spawn(&child, argv[0], &actions, nullptr, argv, environ) == 0);
    return child;
  }

  posix_spawn_file_actions_t actions;
};

}  // namespace

ScratchFolder::ScratchFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "kith-test-XXXXXX").string();
  REQUIRE(mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

// Input and output go through files: no pipe can fill up and block either side.
Outcome run_kith(const std::vector<std::string>& arguments, const std::string& input,
                 std::optional<std::chrono::milliseconds> interrupt_after) {
  const ScratchFolder folder;
  std::ofstream(folder / "in", std::ios::binary) << input;
  std::vector<std::string> words = {KITH_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const std::string paths[] = {folder / "in", folder / "out", folder / "error"};
  Spawn spawn;
  posix_spawn_file_actions_addopen(&spawn.actions, STDIN_FILENO, paths[0].c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&spawn.actions, STDOUT_FILENO, paths[1].c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&spawn.actions, STDERR_FILENO, paths[2].c_str(), O_WRONLY | O_CREAT, 0600);
  const pid_t child = spawn.run(argv.data());
  if (interrupt_after) {
    std::this_thread::sleep_for(*interrupt_after);
    kill(child, SIGINT);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  Outcome outcome;
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  outcome.out = read_file(paths[1]);
  outcome.error = read_file(paths[2]);
  return outcome;
}

PipeProcess::PipeProcess(const std::string& store) {
  signal(SIGPIPE, SIG_IGN);
  int in[2];
  int out[2];
  REQUIRE(pipe2(in, O_CLOEXEC) == 0);
  REQUIRE(pipe2(out, O_CLOEXEC) == 0);
  std::string program = KITH_PROGRAM;
  std::string command = "pipe";
  std::string path = store;
  char* argv[] = {program.data(), command.data(), path.data(), nullptr};
  Spawn spawn;
  posix_spawn_file_actions_adddup2(&spawn.actions, in[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&spawn.actions, out[1], STDOUT_FILENO);
  child_ = spawn.run(argv);
  close(in[0]);
  close(out[1]);
  input_ = in[1];
  output_ = out[0];
}

PipeProcess::~PipeProcess() {
  close_input();
  stop_reading();
  if (child_ < 0) return;
  kill(child_, SIGKILL);
  waitpid(child_, nullptr, 0);
}

bool PipeProcess::send(const std::string& line) {
  const std::string text = line + "\n";
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t written = write(input_, text.data() + at, text.size() - at);
    if (written < 0) return false;
    at += static_cast<std::size_t>(written);
  }
  return true;
}

std::string PipeProcess::answer() {
  while (true) {
    if (const std::size_t end = read_.find('\n'); end != std::string::npos) {
      std::string line = read_.substr(0, end);
      read_.erase(0, end + 1);
      return line;
    }
    char piece[4096];
    const ssize_t got = read(output_, piece, sizeof piece);
    if (got <= 0) return {};
    read_.append(piece, static_cast<std::size_t>(got));
  }
}

std::string PipeProcess::ask(const std::string& line) {
  REQUIRE(send(line));
  return answer();
}

void PipeProcess::interrupt() { REQUIRE(kill(child_, SIGINT) == 0); }

void PipeProcess::close_input() {
  if (input_ >= 0) close(input_);
  input_ = -1;
}

void PipeProcess::stop_reading() {
  if (output_ >= 0) close(output_);
  output_ = -1;
}

int PipeProcess::wait() {
  int status = 0;
  REQUIRE(waitpid(child_, &status, 0) == child_);
  child_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::size_t PipeProcess::threads() const {
  const std::filesystem::path tasks = "/proc/" + std::to_string(child_) + "/task";
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(tasks), {}));
}

std::vector<std::string> run_pipe_lines(const std::string& store, const std::vector<std::string>& lines) {
  std::string input;
  for (const std::string& line : lines) input += line + "\n";
  const Outcome outcome = run_kith({"pipe", store}, input);
  INFO(outcome.error);
  REQUIRE(outcome.status == 0);
  std::vector<std::string> answers;
  std::istringstream text(outcome.out);
  for (std::string answer; std::getline(text, answer);) answers.push_back(answer);
  return answers;
}
