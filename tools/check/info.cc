// kith info: how big a store is and what is in it.
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>

#include "common/io.h"
#include "kith/json.h"
#include "common/open.h"
#include "common/program.h"
#include "common/terminal_text.h"

namespace kith::tools {

namespace {

struct InfoOptions {
  std::string path;
  std::string format;
};

std::string as_text(const StoreInfo& info) {
  std::string text;
  const auto line = [&](const std::string& name, const std::string& value) {
    text += name + std::string(name.size() < 16 ? 16 - name.size() : 1, ' ') + value + "\n";
  };
  line("program", KITH_VERSION);
  line("format", std::to_string(info.format_major) + "." + std::to_string(info.format_minor));
  line("size", std::to_string(info.size_bytes) + " bytes");
  line("last commit", std::to_string(info.last_commit));
  line("nodes", std::to_string(info.nodes));
  for (const auto& [name, count] : info.labels) line("  :" + printable(name), std::to_string(count));
  line("relationships", std::to_string(info.edges));
  for (const auto& [name, count] : info.edge_types) line("  :" + printable(name), std::to_string(count));
  line("property keys", std::to_string(info.property_keys.size()));
  for (const std::string& index : info.indexes) line("index", printable(index));
  for (const std::string& constraint : info.constraints) line("constraint", printable(constraint));
  return text;
}

Value names(const std::vector<std::string>& all) { return Value(List(all.begin(), all.end())); }

Value counts(const std::vector<std::pair<std::string, std::uint64_t>>& all) {
  Map map;
  for (const auto& [name, count] : all) map.set(name, static_cast<std::int64_t>(count));
  return Value(std::move(map));
}

Result<std::string> as_json(const StoreInfo& info) {
  const auto number = [](std::uint64_t n) { return Value(static_cast<std::int64_t>(n)); };
  const Map all = {{"program", KITH_VERSION},
                   {"format", std::to_string(info.format_major) + "." + std::to_string(info.format_minor)},
                   {"sizeBytes", number(info.size_bytes)},
                   {"lastCommit", number(info.last_commit)},
                   {"nodes", number(info.nodes)},
                   {"relationships", number(info.edges)},
                   {"labels", counts(info.labels)},
                   {"relationshipTypes", counts(info.edge_types)},
                   {"propertyKeys", names(info.property_keys)},
                   {"indexes", names(info.indexes)},
                   {"constraints", names(info.constraints)}};
  std::string json;
  KITH_DO(append_plain_json(json, Value(all)));
  return json + "\n";
}

int run_info(const InfoOptions& options) {
  int status = kExitOk;
  std::optional<Store> store = open_store(options.path, {.create_if_missing = false, .read_only = true}, status);
  if (!store) return status;
  const Result<StoreInfo> info = store->info();
  if (!info) {
    print_error(info.error());
    return close_store(*store, exit_code(info.error()));
  }
  const bool text = options.format == "text" || (options.format.empty() && is_terminal(STDOUT_FILENO));
  const Result<std::string> shown = text ? Result<std::string>(as_text(*info)) : as_json(*info);
  if (!shown || !write_all(STDOUT_FILENO, *shown)) status = kExitError;
  return close_store(*store, status);
}

}  // namespace

void add_info(Program& program) {
  auto options = std::make_shared<InfoOptions>();
  CLI::App& command = program.add("info", "Shows sizes, counts and versions of a store.", "kith info news.db",
                                  [options] { return run_info(*options); });
  command.add_option("DB", options->path, "The store's folder")->required();
  command.add_option("--format", options->format, "text or json (default: text on a terminal, else json)")
      ->check(CLI::IsMember({"text", "json"}));
}

}  // namespace kith::tools
