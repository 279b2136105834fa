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

/// Runs `kith pipe STORE` over `lines`; gives the answers.
std::vector<std::string> run_pipe_lines(const std::string& store, const std::vector<std::string>& lines);
