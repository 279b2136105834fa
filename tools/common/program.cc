#include "common/program.h"

#include <cstdio>
#include <exception>
#include <new>

#include "common/exit_code.h"
#include "common/terminal_text.h"

namespace kith::tools {

Program::Program() : app_("An embeddable knowledge-graph store: loads news articles, keeps the graph, answers Cypher.", "kith") {
  app_.require_subcommand(1);
  app_.set_version_flag("--version", "kith " KITH_VERSION);
  app_.get_formatter()->column_width(34);
}

CLI::App& Program::add(const std::string& name, const std::string& purpose, const std::string& example,
                       std::function<int()> run) {
  CLI::App* command = app_.add_subcommand(name, purpose);
  command->footer("\nExample:\n  " + example);
  commands_.emplace_back(command, std::move(run));
  return *command;
}

int Program::main(int argc, const char* const* argv) {
  try {
    app_.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return app_.exit(help);
  } catch (const CLI::CallForVersion& version) {
    return app_.exit(version);
  } catch (const CLI::ParseError& error) {
    std::fprintf(stderr, "kith: %s\nTry 'kith --help', or 'kith COMMAND --help'.\n", printable(error.what()).c_str());
    return kExitUsage;
  }
  for (const auto& [command, run] : commands_) {
    if (!command->parsed()) continue;
    try {
      return run();
    } catch (const std::bad_alloc&) {
      std::fputs("kith: out of memory\n", stderr);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "kith: %s\n", printable(error.what()).c_str());
    }
    return kExitError;
  }
  return kExitUsage;
}

}  // namespace kith::tools
