// kith backup, kith restore: generations of a store, and a store from one of them.
//
//     $ kith backup news.db backups
//     generation 2: commit 31, 1.2 MB, 64.1 kB of it new
//     $ kith restore backups again.db --generation 1
//     generation 1: commit 17, 1.1 MB
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "check/report.h"
#include "common/interrupt.h"
#include "common/open.h"
#include "common/program.h"
#include "common/size_text.h"

namespace kith::tools {

namespace {

struct BackupArguments {
  std::string path;
  std::string directory;
  std::string format;
  BackupOptions options;
  bool no_verify = false;
};

struct RestoreArguments {
  std::string directory;
  std::string path;
  std::string format;
  std::uint32_t generation = 0;
  bool list = false;
};

std::int64_t number(std::uint64_t n) { return static_cast<std::int64_t>(n); }

/// "1911-10-30T09:00:00Z"
std::string utc_text(std::int64_t seconds) {
  const std::time_t time = static_cast<std::time_t>(seconds);
  std::tm parts{};
  char text[32] = "";
  if (gmtime_r(&time, &parts) != nullptr) (void)std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::string as_text(const BackupInfo& info) {
  return "generation " + std::to_string(info.generation) + ": commit " + std::to_string(info.commit) + ", " +
         size_text(info.size_bytes);
}

Map as_map(const BackupInfo& info) {
  return {{"generation", number(info.generation)},
          {"commit", number(info.commit)},
          {"madeAt", utc_text(info.made_at)},
          {"sizeBytes", number(info.size_bytes)}};
}

int run_backup(const BackupArguments& arguments) {
  int status = kExitOk;
  std::optional<Store> store =
      open_store(arguments.path, {.create_if_missing = false, .read_only = true}, status);
  if (!store) return status;
  const InterruptScope interrupts(*store);
  BackupOptions options = arguments.options;
  options.verify = !arguments.no_verify;
  const Result<BackupReport> report = store->backup(arguments.directory, options);
  if (!report) return close_store(*store, fail(report.error()));
  Map object = as_map(report->made);
  object.set("newBytes", number(report->new_bytes));
  object.set("removed", number(report->removed));
  status = print_report(arguments.format, as_text(report->made) + ", " + size_text(report->new_bytes) + " of it new",
                        object);
  return close_store(*store, status);
}

int run_list(const RestoreArguments& arguments) {
  const Result<std::vector<BackupInfo>> all = Store::backups(arguments.directory);
  if (!all) return fail(all.error());
  std::string lines;
  List objects;
  for (const BackupInfo& info : *all) {
    lines += (lines.empty() ? "" : "\n") + as_text(info) + ", made " + utc_text(info.made_at);
    objects.push_back(Value(as_map(info)));
  }
  return print_report(arguments.format, lines, {{"generations", Value(std::move(objects))}});
}

int run_restore(const RestoreArguments& arguments) {
  if (arguments.list) return run_list(arguments);
  if (arguments.path.empty()) {
    print_error("DB is required (or --list)");
    return kExitUsage;
  }
  const InterruptScope interrupts;
  const Result<BackupInfo> restored =
      Store::restore(arguments.directory, arguments.path, arguments.generation, interrupted);
  if (!restored) return fail(restored.error());
  return print_report(arguments.format, as_text(*restored), as_map(*restored));
}

}  // namespace

void add_backup(Program& program) {
  auto arguments = std::make_shared<BackupArguments>();
  CLI::App& command = program.add(
      "backup", "Adds a checked copy of a store to a folder of backups; what is there already is shared.",
      "kith backup news.db backups", [arguments] { return run_backup(*arguments); });
  command.add_option("DB", arguments->path, "The store's folder")->required();
  command.add_option("DIR", arguments->directory, "The folder of backups; made if it is missing")->required();
  command.add_option("--keep", arguments->options.keep, "How many generations stay (default 7; 0: all)");
  command.add_flag("--no-verify", arguments->no_verify, "Do not open and check the copy");
  command.add_flag("--link", arguments->options.link, "Share tables with the store by hard links instead of copying them");
  command.add_option("--format", arguments->format, kFormatHelp)->check(CLI::IsMember({"text", "json"}));
}

void add_restore(Program& program) {
  auto arguments = std::make_shared<RestoreArguments>();
  CLI::App& command = program.add("restore", "Makes a store from a backup, after comparing and checking it.",
                                  "kith restore backups again.db", [arguments] { return run_restore(*arguments); });
  command.add_option("DIR", arguments->directory, "The folder of backups")->required();
  command.add_option("DB", arguments->path, "Where the store is to be; nothing or an empty folder is there");
  command.add_option("--generation", arguments->generation, "Which one (default: the newest)")->check(CLI::PositiveNumber);
  command.add_flag("--list", arguments->list, "Show the generations and restore none");
  command.add_option("--format", arguments->format, kFormatHelp)->check(CLI::IsMember({"text", "json"}));
}

}  // namespace kith::tools
