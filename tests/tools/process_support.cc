#include "tools/process.h"

#include <fcntl.h>
#include <signal.h>
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
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    dup2(open(paths[0].c_str(), O_RDONLY), STDIN_FILENO);
    dup2(open(paths[1].c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
    dup2(open(paths[2].c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
    execv(argv[0], argv.data());
    _exit(127);
  }
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
