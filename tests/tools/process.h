// Running the program `kith` as its users do: as a process.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// A folder that is not there yet, in one that goes away with this object.
class ScratchFolder {
 public:
  ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();

  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

struct Outcome {
  int status = -1;  ///< of exit(); 128 + signal if one ended it
  std::string out;
  std::string error;
};

/// Runs kith with `arguments` and `input` on standard input, to its end; Ctrl-C comes after `interrupt_after`.
Outcome run_kith(const std::vector<std::string>& arguments, const std::string& input = "",
                 std::optional<std::chrono::milliseconds> interrupt_after = {});

/// A `kith pipe` that runs: requests go in and answers come out one at a time. It is killed if it outlives this.
class PipeProcess {
 public:
  explicit PipeProcess(const std::string& store);
  PipeProcess(const PipeProcess&) = delete;
  PipeProcess& operator=(const PipeProcess&) = delete;
  ~PipeProcess();

  /// False if the process does not read any more.
  bool send(const std::string& line);

  /// The next answer, without its newline; empty at the end.
  std::string answer();

  std::string ask(const std::string& line);

  void interrupt();       ///< as Ctrl-C does
  void close_input();
  void stop_reading();    ///< closes the end at which its answers come out
  int wait();             ///< the exit status; 128 + signal if one ended it
  std::size_t threads() const;

  int pid() const { return child_; }

 private:
  int child_ = -1;
  int input_ = -1;
  int output_ = -1;
  std::string read_;
};

/// Runs `kith pipe STORE` over `lines`; gives the answers.
std::vector<std::string> run_pipe_lines(const std::string& store, const std::vector<std::string>& lines);
