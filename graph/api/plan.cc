// Plans for users: names in place of slots, and the tree as text and as JSON.
#include "kith/plan.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdio>
#include <map>
#include <string_view>
#include <utility>

#include "api/plan_source.h"
#include "kith/json.h"
#include "query/plan/estimate.h"

namespace kith {

namespace {

using SlotNames = std::map<Slot, std::string>;

std::string spelled(const std::string& name) {
  const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return c >= 0x80 || c == '_' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
  });
  return plain && (name[0] < '0' || name[0] > '9') ? name : "`" + name + "`";
}

/// `text` with the names of slots that have one in place of #0, #1, …; what stands between quotes stays.
std::string with_names(std::string_view text, const SlotNames& names) {
  std::string out;
  char quote = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (quote != 0) {
      if (c == '\\' && at + 1 < text.size()) out += text[at++];
      if (c == quote) quote = 0;
      out += text[at++];
      continue;
    }
    if (c == '\'' || c == '"' || c == '`') quote = c;
    Slot slot = kNoSlot;
    const char* const end = text.data() + text.size();
    const auto number = c == '#' ? std::from_chars(text.data() + at + 1, end, slot) : std::from_chars_result{};
    const auto name = c == '#' && number.ec == std::errc() ? names.find(slot) : names.end();
    if (name == names.end()) {
      out += c;
      ++at;
    } else {
      out += spelled(name->second);
      at = static_cast<std::size_t>(number.ptr - text.data());
    }
  }
  return out;
}

class TreeMaker {
 public:
  TreeMaker(const plan::PhysicalPlan& plan, const exec::Profile* profile) : plan_(plan), profile_(profile) {}

  Plan make(const plan::Operator& op) const {
    Plan made;
    plan::OperatorText text = plan::describe(op);
    made.operation = std::move(text.name);
    made.details = with_names(text.details, plan_.slot_names);
    made.estimated_rows = op.rows_estimated;
    for (const plan::Operator& input : op.inputs) made.children.push_back(make(input));
    for (const std::uint32_t subplan : plan::subplans_of(op)) made.children.push_back(make(plan_.subplans[subplan]));
    if (profile_ == nullptr) return made;
    const exec::Profile::Measure& measure = profile_->of(op);
    made.measured = {measure.rows, measure.batches, measure.own_time, measure.own_time};
    for (const Plan& child : made.children) made.measured->time += child.measured->time;
    return made;
  }

 private:
  const plan::PhysicalPlan& plan_;
  const exec::Profile* profile_;
};

// ---- text ----

constexpr std::size_t kColumns = 6;
using Line = std::array<std::string, kColumns>;

std::string milliseconds(std::chrono::nanoseconds time) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.3f", static_cast<double>(time.count()) / 1e6);
  return text.data();
}

/// Whole where it is large, else with what tells it from 0.
std::string estimate_text(double rows) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), rows > 0 && rows < 10 && rows != static_cast<int>(rows) ? "%.2g" : "%.0f",
                rows);
  return text.data();
}

void add_lines(const Plan& plan, std::size_t depth, std::vector<Line>& lines) {
  Line line;
  line[0] = std::string(2 * depth, ' ') + plan.operation;
  line[1] = estimate_text(plan.estimated_rows);
  if (plan.measured) {
    line[2] = std::to_string(plan.measured->rows);
    line[3] = milliseconds(plan.measured->time);
    line[4] = milliseconds(plan.measured->own_time);
  }
  line[5] = plan.details;
  for (char& c : line[5])
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';  // a line an operator, whatever it is about
  lines.push_back(std::move(line));
  for (const Plan& child : plan.children) add_lines(child, depth + 1, lines);
}

// ---- JSON ----

void append_number(std::string& out, const char* name, double number) {
  std::array<char, 64> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  out += std::string(",\"") + name + "\":" + std::string(text.data(), end);
}

void append_json(std::string& out, const Plan& plan) {
  out += "{\"operator\":";
  append_json_string(out, plan.operation);
  out += ",\"details\":";
  append_json_string(out, plan.details);
  append_number(out, "estimatedRows", plan.estimated_rows);
  if (plan.measured) {
    out += ",\"rows\":" + std::to_string(plan.measured->rows);
    out += ",\"batches\":" + std::to_string(plan.measured->batches);
    append_number(out, "timeMs", static_cast<double>(plan.measured->time.count()) / 1e6);
    append_number(out, "ownTimeMs", static_cast<double>(plan.measured->own_time.count()) / 1e6);
  }
  out += ",\"children\":[";
  for (std::size_t i = 0; i < plan.children.size(); ++i) {
    if (i > 0) out += ',';
    append_json(out, plan.children[i]);
  }
  out += "]}";
}

}  // namespace

std::string Plan::to_text() const {
  std::vector<Line> lines{{"operator", "estimated rows", "rows", "time (ms)", "own (ms)", "details"}};
  add_lines(*this, 0, lines);
  std::array<std::size_t, kColumns> widths{};
  for (const Line& line : lines)
    for (std::size_t i = 0; i < kColumns; ++i) widths[i] = std::max(widths[i], line[i].size());
  std::string text;
  for (const Line& line : lines) {
    std::string one = line[0] + std::string(widths[0] - line[0].size(), ' ');
    for (std::size_t i = 1; i + 1 < kColumns; ++i)
      if (i == 1 || measured) one += "  " + std::string(widths[i] - line[i].size(), ' ') + line[i];
    if (!line[5].empty()) one += "  " + line[5];
    text += one + "\n";
  }
  return text;
}

std::string Plan::to_json() const {
  std::string out;
  append_json(out, *this);
  return out;
}

namespace api {

PlanSource plan_source(const PlanPtr& plan) {
  if (!plan->explain && !plan->profile) return {};
  return {plan, plan->profile ? std::make_shared<exec::Profile>(*plan) : nullptr};
}

std::optional<Plan> plan_of(const PlanSource& source) {
  if (source.plan == nullptr) return std::nullopt;
  const plan::PhysicalPlan& plan = *source.plan;
  if (!plan.schema) return TreeMaker(plan, source.profile.get()).make(plan.root);
  Plan command;
  command.operation = "schema command";
  command.details = semantic::to_text(*plan.schema);
  if (source.profile != nullptr) command.measured = Plan::Measured{};
  return command;
}

}  // namespace api

}  // namespace kith
