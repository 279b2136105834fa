#include "shell/show.h"

#include <unistd.h>

#include "common/io.h"

namespace kith::tools {

Status StandardOutput::write(std::string_view text) {
  constexpr std::size_t kPieceBytes = std::size_t{1} << 16;
  buffer_ += text;
  return buffer_.size() < kPieceBytes ? ok() : flush();
}

Status StandardOutput::flush() {
  Status status = write_all(STDOUT_FILENO, buffer_);
  buffer_.clear();
  failed_ = failed_ || !status;
  return status;
}

Result<std::uint64_t> show_rows(Cursor& cursor, RowFormat& format) {
  const bool has_columns = !cursor.columns().empty();
  std::uint64_t rows = 0;
  bool begun = false;
  while (true) {
    KITH_TRY(const bool more, cursor.next());
    // The header comes with the first row or the end: of a statement that fails at once there is none.
    if (has_columns && !begun) KITH_DO(format.begin(cursor.columns()));
    begun = true;
    if (!more) break;
    ++rows;
    if (has_columns) KITH_DO(format.row(cursor.row()));
  }
  if (has_columns) KITH_DO(format.end());
  return rows;
}

namespace {

std::string plan_text(const Plan& plan, bool json) { return json ? plan.to_json() + "\n" : plan.to_text(); }

}  // namespace

Result<std::uint64_t> show_answer(Cursor& cursor, RowFormat& format, StandardOutput& output, bool json) {
  const std::optional<Plan> plan = cursor.plan();
  if (!plan || plan->measured) return show_rows(cursor, format);
  KITH_DO(output.write(plan_text(*plan, json)));
  return std::uint64_t{0};
}

void show_profile(const Cursor& cursor, bool json) {
  const std::optional<Plan> plan = cursor.plan();
  if (plan && plan->measured) (void)write_all(STDERR_FILENO, plan_text(*plan, json));
}

std::string describe(const Changes& changes) {
  std::string text;
  const auto add = [&](std::int64_t count, const char* one, const char* many, const char* what) {
    if (count == 0) return;
    if (!text.empty()) text += ", ";
    text += std::to_string(count) + " " + (count == 1 ? one : many) + " " + what;
  };
  add(changes.nodes_created, "node", "nodes", "created");
  add(changes.nodes_deleted, "node", "nodes", "deleted");
  add(changes.edges_created, "relationship", "relationships", "created");
  add(changes.edges_deleted, "relationship", "relationships", "deleted");
  add(changes.properties_set, "property", "properties", "set");
  add(changes.labels_added, "label", "labels", "added");
  add(changes.labels_removed, "label", "labels", "removed");
  add(changes.indexes_added, "index", "indexes", "added");
  add(changes.indexes_removed, "index", "indexes", "removed");
  add(changes.constraints_added, "constraint", "constraints", "added");
  add(changes.constraints_removed, "constraint", "constraints", "removed");
  return text;
}

}  // namespace kith::tools
