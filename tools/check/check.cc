// kith check: is everything in the store as it should be, and can it be mended?
//
//     $ kith check news.db --repair
//     repaired: missing index entry: the node 7 is missing in the index `index_Person_name`
//     34 nodes, 98 relationships, 37 pieces of evidence, 374 index entries: 1 repaired, no damage
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/interrupt.h"
#include "common/io.h"
#include "common/open.h"
#include "common/program.h"
#include "common/terminal_text.h"

namespace kith::tools {

namespace {

struct CheckOptions {
  std::string path;
  bool repair = false;
};

/// "12 nodes, 30 relationships, 4 pieces of evidence, 55 index entries"
std::string counted(const CheckReport& report) {
  return std::to_string(report.nodes) + " nodes, " + std::to_string(report.edges) + " relationships, " +
         std::to_string(report.evidence) + " pieces of evidence, " + std::to_string(report.index_entries) +
         " index entries";
}

/// A line for each that is listed, and one for those that are not.
std::string lines_of(std::string_view prefix, const std::vector<Damage>& all, std::uint64_t number) {
  std::string lines;
  for (const Damage& damage : all) {
    lines += prefix;
    lines += printable(damage.kind) + ": " + printable(damage.message) + "\n";
  }
  if (number > all.size()) lines += std::string(prefix) + "and " + std::to_string(number - all.size()) + " more\n";
  return lines;
}

std::string verdict(const CheckReport& report) {
  if (report.damages == 0) return "no damage";
  return std::to_string(report.damages) + (report.damages == 1 ? " damage" : " damages");
}

int finish(const CheckReport& report, const std::string& lines, const std::string& done) {
  const bool written = write_all(STDOUT_FILENO, lines).is_ok();
  (void)write_all(STDERR_FILENO, counted(report) + ": " + done + verdict(report) + "\n");
  if (report.damages != 0) return kExitDamaged;
  return written ? kExitOk : kExitError;
}

int run_check(const std::string& path) {
  int status = kExitOk;
  std::optional<Store> store = open_store(path, {.create_if_missing = false, .read_only = true}, status);
  if (!store) return status;
  const InterruptScope interrupts(*store);
  const Result<CheckReport> report = store->check();
  if (!report) {
    print_error(report.error());
    return close_store(*store, exit_code(report.error()));
  }
  return close_store(*store, finish(*report, lines_of("", report->damage, report->damages), ""));
}

int run_repair(const std::string& path) {
  const InterruptScope interrupts;
  const Result<RepairReport> report = Store::repair(path, interrupted);
  if (!report) {
    print_error(report.error());
    const ErrorCode code = report.error().code;
    const bool was_open = code == ErrorCode::kCancelled || code == ErrorCode::kCommitUnknown;
    return was_open ? exit_code(report.error()) : exit_code_of_open(report.error());
  }
  const std::string lines = lines_of("repaired: ", report->repaired, report->repairs) +
                            lines_of("", report->after.damage, report->after.damages);
  return finish(report->after, lines, report->repairs == 0 ? "" : std::to_string(report->repairs) + " repaired, ");
}

}  // namespace

void add_check(Program& program) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App& command = program.add(
      "check", "Verifies every record, index and count of a store; exit status 4 if damaged.", "kith check news.db",
      [options] { return options->repair ? run_repair(options->path) : run_check(options->path); });
  command.add_option("DB", options->path, "The store's folder")->required();
  command.add_flag("--repair", options->repair,
                   "Rebuild what is derived from the records; what is lost stays reported, with exit status 4");
}

}  // namespace kith::tools
