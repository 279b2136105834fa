// kith review, merge and split: who is one with whom.
#include <fmt/format.h>
#include <simdjson.h>
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "common/interrupt.h"
#include "common/io.h"
#include "common/open.h"
#include "common/program.h"
#include "common/terminal_text.h"
#include "kith/json.h"
#include "kith/review.h"

namespace kith::tools {

namespace {

struct ReviewArguments {
  std::string store;
  std::string answers;
  std::string format = "auto";
  bool decisions = false;
  ReviewOptions options = {};
};

struct MergeArguments {
  std::string store;
  std::string one;
  std::string other;
};

struct SplitArguments {
  std::string store;
  std::string entity;
  std::vector<std::string> articles;
};

// ---- as JSON Lines ----

void append_strings(std::string& out, std::string_view key, const std::vector<std::string>& all) {
  out += fmt::format(",\"{}\":[", key);
  for (const std::string& one : all) {
    if (&one != &all.front()) out += ',';
    append_json_string(out, one);
  }
  out += ']';
}

void append_candidate(std::string& out, const Candidate& candidate) {
  out += "{\"node\":";
  append_json_string(out, element_id(candidate.node));
  out += fmt::format(",\"type\":\"{}\",\"name\":", candidate.type);
  append_json_string(out, candidate.name);
  append_strings(out, "aliases", candidate.aliases);
  append_strings(out, "roles", candidate.roles);
  append_strings(out, "company", candidate.company);
  out += fmt::format(",\"articles\":{},\"quotes\":[", candidate.articles);
  for (const Candidate::Quote& quote : candidate.quotes) {
    if (&quote != &candidate.quotes.front()) out += ',';
    out += "{\"article\":";
    append_json_string(out, quote.article);
    out += ",\"text\":";
    append_json_string(out, quote.text);
    out += '}';
  }
  out += "]}";
}

std::string json_of(const Question& question) {
  std::string out = fmt::format("{{\"question\":\"{}\",\"score\":{:.2f}", question.id, question.score);
  append_strings(out, "reasons", question.reasons);
  out += ",\"left\":";
  append_candidate(out, question.left);
  out += ",\"right\":";
  append_candidate(out, question.right);
  return out + "}\n";
}

std::string json_of(const KeptDecision& decision) {
  std::string out = "{\"decision\":";
  append_json_string(out, decision.id);
  out += decision.same ? ",\"answer\":\"same\"" : ",\"answer\":\"different\"";
  for (const auto& [key, text] : {std::pair{"left", &decision.left_name},
                                  {"left_article", &decision.left_article},
                                  {"right", &decision.right_name},
                                  {"right_article", &decision.right_article}}) {
    out += fmt::format(",\"{}\":", key);
    append_json_string(out, *text);
  }
  return out + "}\n";
}

// ---- for people ----

std::string joined(const std::vector<std::string>& all) {
  std::string out;
  for (const std::string& one : all) out += (out.empty() ? "" : "; ") + printable(one);
  return out;
}

std::string text_of(const Candidate& candidate) {
  std::string out = fmt::format("  {} ({}, {}, {} article{})\n", printable(candidate.name), candidate.type,
                                element_id(candidate.node), candidate.articles, candidate.articles == 1 ? "" : "s");
  for (const auto& [what, all] : {std::pair{"also", &candidate.aliases}, {"is", &candidate.roles}, {"with", &candidate.company}})
    if (!all->empty()) out += fmt::format("    {:<5} {}\n", what, joined(*all));
  for (const Candidate::Quote& quote : candidate.quotes)
    out += fmt::format("    {}: {}\n", printable(quote.article), printable(quote.text));
  return out;
}

std::string text_of(const Question& question, std::size_t number, std::size_t count) {
  return fmt::format("\n{} of {}: are they one? ({:.2f}: {})\n{}{}", number, count, question.score, joined(question.reasons),
                     text_of(question.left), text_of(question.right));
}

// ---- the commands ----

int fail(const Error& error) {
  print_error(error);
  return error.code == ErrorCode::kArgument ? kExitUsage : exit_code(error);
}

// One answer: what it did, or why it did nothing.
Status answer(Store& store, const Question& question, bool same) {
  KITH_TRY(const MergeReport report, decide(store, question, same));
  return write_all(STDERR_FILENO, fmt::format("{}: {}\n", same ? "one" : "different", report.to_text()));
}

int ask(Store& store, const std::vector<Question>& all) {
  LineReader reader(STDIN_FILENO, wake_descriptor());
  for (std::size_t i = 0; i < all.size(); ++i) {
    (void)write_all(STDOUT_FILENO, text_of(all[i], i + 1, all.size()));
    while (true) {
      (void)write_all(STDOUT_FILENO, "[s]ame, [d]ifferent, s[k]ip, [q]uit? ");
      std::string_view line;
      const LineReader::Outcome outcome = reader.next(line);
      if (outcome == LineReader::Outcome::kInterrupted) return kExitInterrupted;
      if (outcome != LineReader::Outcome::kLine || line == "q" || line == "quit") return kExitOk;
      if (line == "k" || line == "skip") break;
      const bool same = line == "s" || line == "same";
      if (!same && line != "d" && line != "different") continue;
      // An answer before this one may have settled it.
      if (const Status status = answer(store, all[i], same); !status) print_error(status.error());
      break;
    }
  }
  return kExitOk;
}

struct Answer {
  std::string question;
  std::string answer;
};

std::optional<Answer> parsed(simdjson::dom::parser& parser, std::string_view line) {
  simdjson::dom::element object;
  std::string_view question;
  std::string_view answer;
  if (parser.parse(line.data(), line.size()).get(object) != simdjson::SUCCESS) return std::nullopt;
  if (object["question"].get(question) != simdjson::SUCCESS || object["answer"].get(answer) != simdjson::SUCCESS)
    return std::nullopt;
  if (answer != "same" && answer != "different" && answer != "skip") return std::nullopt;
  return Answer{std::string(question), std::string(answer)};
}

// Each line is an answer of its own: a wrong one is named and the others count.
int take_answers(Store& store, const std::string& path, const std::vector<Question>& all) {
  const Result<std::string> content = read_all(path);
  if (!content) return fail(content.error());
  std::unordered_map<std::string, const Question*> by_id;
  for (const Question& question : all) by_id.emplace(question.id, &question);
  simdjson::dom::parser parser;
  int status = kExitOk;
  std::size_t number = 0;
  for (std::string_view rest = *content; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const std::optional<Answer> one = parsed(parser, line);
    const auto at = one ? by_id.find(one->question) : by_id.end();
    Status done = ok();
    if (!one)
      done = Error{.code = ErrorCode::kArgument,
                   .message = "no answer",
                   .hint = R"(write {"question": "…", "answer": "same"}, or "different" or "skip")"};
    else if (at == by_id.end())
      done = Error{.code = ErrorCode::kNotFound, .message = "there is no such question"};
    else if (one->answer != "skip")
      done = answer(store, *at->second, one->answer == "same");
    if (done) continue;
    Error error = done.error();
    error.message = fmt::format("{}:{}: {}", path, number, error.message);
    print_error(error);
    status = kExitError;
  }
  return status;
}

int review_store(Store& store, const ReviewArguments& arguments) {
  if (arguments.decisions) {
    const Result<std::vector<KeptDecision>> all = decisions(store);
    if (!all) return fail(all.error());
    for (const KeptDecision& one : *all) (void)write_all(STDOUT_FILENO, json_of(one));
    return kExitOk;
  }
  ReviewOptions options = arguments.options;
  if (!arguments.answers.empty()) options = {.limit = static_cast<std::size_t>(-1), .score_min = 0};
  const Result<std::vector<Question>> all = questions(store, options);
  if (!all) return fail(all.error());
  if (!arguments.answers.empty()) return take_answers(store, arguments.answers, *all);
  if (arguments.format == "jsonl") {
    for (const Question& one : *all) (void)write_all(STDOUT_FILENO, json_of(one));
    return kExitOk;
  }
  if (all->empty()) {
    (void)write_all(STDOUT_FILENO, "no open questions\n");
    return kExitOk;
  }
  if (arguments.format == "auto" && is_terminal(STDIN_FILENO) && is_terminal(STDOUT_FILENO)) return ask(store, *all);
  for (std::size_t i = 0; i < all->size(); ++i) (void)write_all(STDOUT_FILENO, text_of((*all)[i], i + 1, all->size()));
  return kExitOk;
}

int with_store(const std::string& path, const std::function<int(Store&)>& work) {
  ignore_broken_pipes();
  int status = kExitOk;
  std::optional<Store> store = open_store(path, {.create_if_missing = false}, status);
  if (!store) return status;
  {
    const InterruptScope interrupts(*store);
    status = work(*store);
  }
  return close_store(*store, status);
}

// The one entity of a name; else says which there are.
std::optional<NodeId> entity_of(Store& store, const std::string& name, int& status) {
  const Result<std::vector<Candidate>> found = find_entities(store, name);
  if (!found) {
    status = fail(found.error());
    return std::nullopt;
  }
  if (found->size() == 1) return found->front().node;
  status = kExitError;
  if (found->empty()) {
    print_error("there is no entity `" + printable(name) + "`");
    return std::nullopt;
  }
  print_error(fmt::format("`{}` may be any of {}; name one by its id:", printable(name), found->size()));
  for (const Candidate& one : *found) (void)write_all(STDERR_FILENO, text_of(one));
  return std::nullopt;
}

int said(const Result<MergeReport>& report) {
  if (!report) return fail(report.error());
  (void)write_all(STDERR_FILENO, element_id(report->node) + ": " + report->to_text() + "\n");
  return kExitOk;
}

int run_merge(const MergeArguments& arguments) {
  return with_store(arguments.store, [&](Store& store) {
    int status = kExitOk;
    const std::optional<NodeId> one = entity_of(store, arguments.one, status);
    if (!one) return status;
    const std::optional<NodeId> other = entity_of(store, arguments.other, status);
    if (!other) return status;
    return said(merge(store, *one, *other));
  });
}

int run_split(const SplitArguments& arguments) {
  return with_store(arguments.store, [&](Store& store) {
    int status = kExitOk;
    const std::optional<NodeId> entity = entity_of(store, arguments.entity, status);
    return entity ? said(split(store, *entity, arguments.articles)) : status;
  });
}

}  // namespace

void add_review(Program& program) {
  auto arguments = std::make_shared<ReviewArguments>();
  CLI::App& command = program.add(
      "review", "Asks about entities that may be one, side by side with what articles say of them.", "kith review news.db",
      [arguments] {
        return with_store(arguments->store, [&](Store& store) { return review_store(store, *arguments); });
      });
  command.add_option("DB", arguments->store, "The store's folder")->required();
  command.add_option("--format", arguments->format,
                     "auto: asks on a terminal; text; jsonl: a question a line, {question, score, reasons, left, right}")
      ->check(CLI::IsMember({"auto", "text", "jsonl"}));
  command.add_option("--answers", arguments->answers,
                     R"(Takes answers from a file or -: {"question": …, "answer": "same", "different" or "skip"} a line)");
  command.add_flag("--decisions", arguments->decisions, "Lists what was decided, as JSON Lines");
  command.add_option("--limit", arguments->options.limit, "Questions at most, the likeliest first (default: 1000)");
  command.add_option("--min-score", arguments->options.score_min, "Leaves out what is less likely than this (default: 0.3)")
      ->check(CLI::Range(0.0, 1.0));
}

void add_merge(Program& program) {
  auto arguments = std::make_shared<MergeArguments>();
  CLI::App& command = program.add("merge", "Decides that two entities are one. `kith split` takes it back.",
                                  "kith merge news.db 'Volodymyr Zelenskyy' 'President Zelensky'",
                                  [arguments] { return run_merge(*arguments); });
  command.add_option("DB", arguments->store, "The store's folder")->required();
  command.add_option("ONE", arguments->one, "An entity: its name or another form of it, or its id (n:17)")->required();
  command.add_option("OTHER", arguments->other, "The other")->required();
}

void add_split(Program& program) {
  auto arguments = std::make_shared<SplitArguments>();
  CLI::App& command = program.add("split", "Takes back merges of an entity, or decides that some articles speak of another.",
                                  "kith split news.db 'Jane Roe' --article b.txt", [arguments] { return run_split(*arguments); });
  command.add_option("DB", arguments->store, "The store's folder")->required();
  command.add_option("ENTITY", arguments->entity, "Its name or another form of it, or its id (n:17)")->required();
  command.add_option("--article", arguments->articles, "Key of an article that speaks of another of the name; may be repeated")
      ->allow_extra_args(false);
}

}  // namespace kith::tools
