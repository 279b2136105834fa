// kith check: is everything in the store as it should be?
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>

#include "common/io.h"
#include "common/open.h"
#include "common/program.h"
#include "common/terminal_text.h"

namespace kith::tools {

namespace {

/// "12 nodes, 30 relationships, 4 pieces of evidence, 55 index entries"
std::string counted(const CheckReport& report) {
  return std::to_string(report.nodes) + " nodes, " + std::to_string(report.edges) + " relationships, " +
         std::to_string(report.evidence) + " pieces of evidence, " + std::to_string(report.index_entries) +
         " index entries";
}

int run_check(const std::string& path) {
  int status = kExitOk;
  std::optional<Store> store = open_store(path, {.create_if_missing = false, .read_only = true}, status);
  if (!store) return status;
  const Result<CheckReport> report = store->check();
  if (!report) {
    print_error(report.error());
    return close_store(*store, exit_code(report.error()));
  }
  std::string lines;
  for (const Damage& damage : report->damage) lines += printable(damage.kind) + ": " + printable(damage.message) + "\n";
  if (!write_all(STDOUT_FILENO, lines)) status = kExitError;
  const std::size_t damages = report->damage.size();
  const std::string verdict = damages == 0 ? "no damage" : std::to_string(damages) + (damages == 1 ? " damage" : " damages");
  (void)write_all(STDERR_FILENO, counted(*report) + ": " + verdict + "\n");
  return close_store(*store, damages == 0 ? status : kExitDamaged);
}

}  // namespace

void add_check(Program& program) {
  auto path = std::make_shared<std::string>();
  CLI::App& command = program.add("check", "Verifies every record, index and count of a store; exit status 4 if damaged.",
                                  "kith check news.db", [path] { return run_check(*path); });
  command.add_option("DB", *path, "The store's folder")->required();
}

}  // namespace kith::tools
