#include "shell/answer.h"

#include <cstdint>
#include <vector>

#include "kith/gqlstatus.h"
#include "kith/json.h"
#include "shell/session.h"

namespace kith::tools {

namespace {

void append_session(std::string& out, const std::optional<std::string>& session) {
  if (!session) return;
  out += ",\"session\":";
  append_json_string(out, *session);
}

void append_plan(std::string& out, const std::optional<Plan>& plan) {
  if (plan) out += ",\"plan\":" + plan->to_json();
}

void append_field(std::string& out, const char* name, std::string_view text) {
  out += ",\"";
  out += name;
  out += "\":";
  append_json_string(out, text);
}

void append_place(std::string& out, const std::optional<SourceSpan>& span) {
  if (!span) return;
  out += ",\"line\":" + std::to_string(span->line);
  out += ",\"column\":" + std::to_string(span->column);
}

void append_warnings(std::string& out, const std::vector<Warning>& warnings) {
  if (warnings.empty()) return;
  const char* separator = ",\"warnings\":[";
  for (const Warning& warning : warnings) {
    out += separator;
    separator = ",";
    out += "{\"gqlstatus\":";
    append_json_string(out, warning.gqlstatus);
    append_field(out, "message", warning.message);
    append_place(out, warning.span);
    if (!warning.hint.empty()) append_field(out, "hint", warning.hint);
    out += '}';
  }
  out += ']';
}

void append_names(std::string& out, const std::vector<std::string>& names) {
  out += '[';
  const char* separator = "";
  for (const std::string& name : names) {
    out += separator;
    separator = ",";
    append_json_string(out, name);
  }
  out += ']';
}

class Counters {
 public:
  explicit Counters(std::string& out) : out_(out) {}

  void add(const char* name, std::int64_t count) {
    if (count == 0) return;
    if (!first_) out_ += ',';
    first_ = false;
    out_ += '"';
    out_ += name;
    out_ += "\":";
    out_ += std::to_string(count);
  }

 private:
  std::string& out_;
  bool first_ = true;
};

void append_stats(std::string& out, const Changes& changes) {
  out += ",\"stats\":{";
  Counters counters(out);
  counters.add("nodesCreated", changes.nodes_created);
  counters.add("nodesDeleted", changes.nodes_deleted);
  counters.add("relationshipsCreated", changes.edges_created);
  counters.add("relationshipsDeleted", changes.edges_deleted);
  counters.add("propertiesSet", changes.properties_set);
  counters.add("labelsAdded", changes.labels_added);
  counters.add("labelsRemoved", changes.labels_removed);
  counters.add("indexesAdded", changes.indexes_added);
  counters.add("indexesRemoved", changes.indexes_removed);
  counters.add("constraintsAdded", changes.constraints_added);
  counters.add("constraintsRemoved", changes.constraints_removed);
  out += '}';
}

}  // namespace

std::string prepared_answer(const std::string& name, const Statement& statement,
                            const std::optional<std::string>& session) {
  std::string out = "{\"prepared\":";
  append_json_string(out, name);
  out += ",\"columns\":";
  append_names(out, statement.columns());
  out += ",\"parameters\":";
  append_names(out, statement.parameters());
  out += statement.writes() ? ",\"writes\":true" : ",\"writes\":false";
  append_session(out, session);
  return out + '}';
}

Result<std::string> query_answer(std::optional<Cursor>& cursor, const std::optional<std::string>& session) {
  std::string out = "{\"columns\":";
  append_names(out, cursor ? cursor->columns() : std::vector<std::string>());
  out += ",\"rows\":[";
  const char* separator = "";
  while (cursor) {
    KITH_TRY(const bool more, cursor->next());
    if (!more) break;
    out += separator;
    separator = ",";
    out += '[';
    const char* cell_separator = "";
    for (const Value& value : cursor->row()) {
      out += cell_separator;
      cell_separator = ",";
      KITH_DO(append_typed_json(out, value));
    }
    out += ']';
  }
  out += ']';
  append_stats(out, cursor ? cursor->changes() : Changes{});
  if (cursor) append_warnings(out, cursor->warnings());
  if (cursor) append_plan(out, cursor->plan());
  append_session(out, session);
  out += '}';
  return out;
}

std::string ok_answer(const std::optional<std::string>& session) {
  std::string out = "{\"ok\":true";
  append_session(out, session);
  return out + '}';
}

std::string error_answer(const Error& error, const std::optional<std::string>& session,
                         const std::optional<Plan>& plan) {
  std::string out = "{\"error\":{\"code\":";
  append_json_string(out, error.detail == kTransactionAborted ? kTransactionAborted : error_code_name(error.code));
  append_field(out, "phase", error.phase == Phase::kCompileTime ? "compile time" : "runtime");
  if (!error.detail.empty()) append_field(out, "detail", error.detail);
  append_field(out, "gqlstatus", gqlstatus(error));
  append_field(out, "message", error.message);
  append_place(out, error.span);
  if (!error.hint.empty()) append_field(out, "hint", error.hint);
  if (!error.cause.empty()) append_field(out, "cause", error.cause);
  out += '}';
  append_plan(out, plan);
  append_session(out, session);
  return out + '}';
}

}  // namespace kith::tools
