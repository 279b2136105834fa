// The program's subcommands, as the groups add them.
//
//     void add_info(Program& program) {
//       auto options = std::make_shared<InfoOptions>();
//       CLI::App& command = program.add("info", "sizes, counts, versions", "kith info news.db",
//                                       [options] { return info(*options); });
//       command.add_option("DB", options->path, "the store's folder")->required();
//     }
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace kith::tools {

class Program {
 public:
  Program();

  /// A subcommand with an example for its --help. `run` gives the exit status.
  CLI::App& add(const std::string& name, const std::string& purpose, const std::string& example, std::function<int()> run);

  /// Parses the command line and runs what it names. 2 for a wrong one.
  int main(int argc, const char* const* argv);

 private:
  CLI::App app_;
  std::vector<std::pair<CLI::App*, std::function<int()>>> commands_;
};

// One for each subcommand; defined beside it.
void add_load(Program& program);
void add_extract(Program& program);
void add_export(Program& program);
void add_retract(Program& program);
void add_review(Program& program);
void add_merge(Program& program);
void add_split(Program& program);
void add_query(Program& program);
void add_shell(Program& program);
void add_pipe(Program& program);
void add_check(Program& program);
void add_info(Program& program);
void add_compact(Program& program);
void add_backup(Program& program);
void add_restore(Program& program);
void add_train(Program& program);

}  // namespace kith::tools
