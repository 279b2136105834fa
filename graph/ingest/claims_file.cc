#include "ingest/claims_file.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>

#include "base/fold.h"
#include "base/utf8.h"
#include "ingest/appearances.h"
#include "ingest/extract.h"
#include "ingest/facts.h"
#include "ingest/json_record.h"
#include "ingest/reader.h"
#include "ingest/regroup.h"
#include "ingest/resolve.h"
#include "ingest/segment.h"
#include "ingest/times.h"
#include "ingest/write.h"

namespace kith::ingest {

namespace {

Error wrong(std::string message, std::string hint = {}) {
  return {
      .code = ErrorCode::kArgument, .message = std::move(message), .detail = "InvalidClaim", .hint = std::move(hint)};
}

// Capitals, as every type of a fact: names that differ in case alone would be two facts for one.
bool is_type_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; };
  return !name.empty() && letter(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

// Edges that are no facts.
bool is_taken_type(std::string_view name) {
  static constexpr std::array<std::string_view, 3> kTaken = {"MENTIONS", "COPY_OF", kWithheldType};
  return std::find(kTaken.begin(), kTaken.end(), name) != kTaken.end();
}

// 2025, 2025-05, 2025-05-18, 2025-05-18T10:00, and two of them with a slash between.
bool is_time(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash != std::string_view::npos) return is_time(text.substr(0, slash)) && is_time(text.substr(slash + 1));
  const std::string_view rest = std::string_view("0000-01-01").substr(std::min<std::size_t>(text.size(), 10));
  return (text.size() == 4 || text.size() == 7 || text.size() >= 10) &&
         parse_iso_date(std::string(text) + std::string(rest));
}

bool is_word_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Bytes at which a name stands in the text, as words of its own.
std::vector<std::size_t> places_of(std::string_view text, std::string_view name) {
  std::vector<std::size_t> out;
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + name.size())) {
    const bool begins = at == 0 || !is_word_byte(text[at - 1]) || !is_word_byte(name.front());
    const std::size_t end = at + name.size();
    const bool ends = end == text.size() || !is_word_byte(text[end]) || !is_word_byte(name.back());
    if (begins && ends) out.push_back(at);
  }
  return out;
}

class ClaimWriter {
 public:
  ClaimWriter(Transaction& tx, const std::vector<ClaimLine>& claims) : tx_(tx), claims_(claims) {}

  Result<ClaimsWritten> run();

 private:
  Status find_article();
  Status name_entities();
  Status add_entity(const std::string& name, EntityType type);
  Status tell_claims();
  std::string fault_of(const ClaimLine& claim);
  Result<std::optional<std::pair<std::uint32_t, std::uint32_t>>> sentence_of(const ClaimLine& claim,
                                                                             const Stored& subject,
                                                                             const Stored& object);
  const Stored* known_as(const std::string& name) const;

  bool is_refused(const ClaimLine& claim) const {
    return std::any_of(written_.refused.begin(), written_.refused.end(),
                       [&](const auto& one) { return one.first == claim.line; });
  }

  Transaction& tx_;
  const std::vector<ClaimLine>& claims_;
  ClaimsWritten written_;
  NodeId article_ = {};
  std::optional<std::string> text_;
  std::optional<Segments> segments_;
  std::vector<Stored> entities_;  // of the article
  Seeds seeds_;
};

// The article as the store has it; what a line brings along is written if there is none, or one of other words.
Status ClaimWriter::find_article() {
  const std::string& key = claims_.front().article;
  const auto read = [&]() -> Status {
    KITH_TRY(const std::vector<NodeId> found, tx_.find_nodes("Article", "key", key));
    if (found.empty()) return ok();
    KITH_TRY(const std::optional<Node> node, tx_.find_node(found.front()));
    if (!node) return ok();
    article_ = found.front();
    const Value& text = node->properties["text"];
    text_ = text.kind() == Kind::kString ? std::optional<std::string>(text.as_string()) : std::nullopt;
    return ok();
  };
  KITH_DO(read());
  for (const ClaimLine& claim : claims_) {
    if (!claim.brought || text_ == claim.brought->text) continue;
    KITH_TRY(const Written written, write_article(tx_, *claim.brought, Extraction{}, false));
    written_.is_new = written_.is_new || !text_;
    written_.nodes += written.nodes;
    written_.edges += written.edges;
    KITH_DO(read());
  }
  if (!text_)
    return Error{.code = ErrorCode::kNotFound,
                 .message = "there is no article `" + escaped(key) + "` and the line has no text"};
  KITH_TRY(entities_, appearances_in(tx_, key));
  return ok();
}

const Stored* ClaimWriter::known_as(const std::string& name) const {
  const std::string folded = fold(name);
  for (const Stored& one : entities_)
    for (const std::string& form : one.known.forms)
      if (fold(form) == folded) return &one;
  return nullptr;
}

// Why a claim cannot be taken, or "".
std::string ClaimWriter::fault_of(const ClaimLine& claim) {
  for (const auto& [name, type, key] : {std::tuple{&claim.subject, &claim.subject_type, "subject_type"},
                                        {&claim.object, &claim.object_type, "object_type"}}) {
    if (places_of(*text_, *name).empty()) return "the name `" + *name + "` is not in the text";
    if (known_as(*name) == nullptr && !*type)
      return fmt::format("`{}` is no name that was found in the article: say its {} (PER, ORG, LOC or EVENT)", *name,
                         key);
  }
  if (!claim.place.empty() && places_of(*text_, claim.place).empty())
    return "the place `" + claim.place + "` is not in the text";
  return "";
}

Status ClaimWriter::add_entity(const std::string& name, EntityType type) {
  std::uint32_t cluster = 0;
  for (const Stored& one : entities_)
    if (one.appearance.cluster != Evidence::kNoCluster) cluster = std::max(cluster, one.appearance.cluster + 1);
  Known known{.name = name, .forms = {name}, .lookup = joining_keys(type, name)};
  KITH_TRY(const NodeId node, tx_.create_node({"Entity", std::string(label_of(type))}, entity_properties(known)));
  ++written_.nodes;
  seeds_.nodes.push_back(node);
  const CodePoints points(*text_);
  bool first = true;
  for (const std::size_t at : places_of(*text_, name)) {
    Map properties{{"start", static_cast<std::int64_t>(points.at(static_cast<std::uint32_t>(at)))},
                   {"end", static_cast<std::int64_t>(points.at(static_cast<std::uint32_t>(at + name.size())))},
                   {"text", name},
                   {"cluster", static_cast<std::int64_t>(cluster)}};
    if (first) add_contribution(properties, known, type);
    first = false;
    KITH_DO(tx_.create_edge(article_, node, "MENTIONS", properties));
    ++written_.edges;
  }
  KITH_TRY(entities_, appearances_in(tx_, claims_.front().article));
  return ok();
}

Status ClaimWriter::name_entities() {
  for (const ClaimLine& claim : claims_) {
    if (claim.subject.empty()) continue;
    if (std::string fault = fault_of(claim); !fault.empty()) {
      written_.refused.emplace_back(claim.line, std::move(fault));
      continue;
    }
    if (known_as(claim.subject) == nullptr) KITH_DO(add_entity(claim.subject, *claim.subject_type));
    if (known_as(claim.object) == nullptr) KITH_DO(add_entity(claim.object, *claim.object_type));
  }
  if (seeds_.nodes.empty()) return ok();
  KITH_TRY(const Regrouped regrouped, regroup(tx_, seeds_));
  written_.nodes += regrouped.nodes;
  written_.edges += regrouped.edges;
  KITH_TRY(entities_, appearances_in(tx_, claims_.front().article));
  return ok();
}

Result<std::optional<std::pair<std::uint32_t, std::uint32_t>>> ClaimWriter::sentence_of(const ClaimLine& claim,
                                                                                        const Stored& subject,
                                                                                        const Stored& object) {
  using Range = std::optional<std::pair<std::uint32_t, std::uint32_t>>;
  if (claim.span) {
    const auto [from, to] = *claim.span;
    std::int64_t point = 0;
    std::size_t begin = text_->size() + 1;
    std::size_t end = text_->size() + 1;
    for (std::size_t at = 0; at <= text_->size(); ++point) {
      if (point == from) begin = at;
      if (point == to) end = at;
      if (at == text_->size()) break;
      at += utf8::decode(*text_, at).length;
    }
    if (begin >= end || end > text_->size()) return Range();
    return Range({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }
  if (!segments_) {
    KITH_TRY(Segmenter segmenter, Segmenter::make());
    segments_ = segmenter.segment(*text_, 0);
  }
  const auto places = [&](const Stored& entity) {
    std::vector<std::size_t> out;
    for (const std::string& form : entity.known.forms)
      for (const std::size_t at : places_of(*text_, form)) out.push_back(at);
    return out;
  };
  const std::vector<std::size_t> subjects = places(subject);
  const std::vector<std::size_t> objects = places(object);
  for (const Sentence& sentence : segments_->sentences) {
    const auto within = [&](std::size_t at) { return at >= sentence.begin && at < sentence.end; };
    if (std::any_of(subjects.begin(), subjects.end(), within) && std::any_of(objects.begin(), objects.end(), within))
      return Range({sentence.begin, sentence.end});
  }
  return Range();
}

Status ClaimWriter::tell_claims() {
  for (const ClaimLine& claim : claims_) {
    if (claim.subject.empty() || is_refused(claim)) continue;
    const Stored* subject = known_as(claim.subject);
    const Stored* object = known_as(claim.object);
    if (subject == nullptr || object == nullptr)
      return Error{.code = ErrorCode::kInternal, .message = "an entity of a claim is gone"};
    KITH_TRY(const auto range, sentence_of(claim, *subject, *object));
    if (!range) {
      written_.refused.emplace_back(claim.line, claim.span ? "the span is not in the text"
                                                           : "no sentence has both names: give the span that says so");
      continue;
    }
    if (subject->appearance.cluster == object->appearance.cluster) {
      written_.refused.emplace_back(claim.line, "both names are the same in this article");
      continue;
    }
    KITH_TRY(const std::int64_t edges, tell(tx_, {.fact = {.type = claim.type,
                                                           .role = claim.role,
                                                           .status = claim.status,
                                                           .day = parse_iso_date(claim.valid)},
                                                  .from = subject->node,
                                                  .to = object->node,
                                                  .evidence = {.article = article_,
                                                               .start_byte = range->first,
                                                               .end_byte = range->second,
                                                               .extractor = claim.extractor,
                                                               .confidence = claim.confidence,
                                                               .status = claim.status,
                                                               .stated_by = claim.stated_by,
                                                               .time = claim.valid,
                                                               .place = claim.place,
                                                               .from_cluster = subject->appearance.cluster,
                                                               .to_cluster = object->appearance.cluster}}));
    written_.edges += edges;
    written_.facts.push_back({.kind = edges > 0 ? FactChange::Kind::kAdded : FactChange::Kind::kSupported,
                              .fact = FactWords{.from = subject->known.name,
                                                .type = claim.type,
                                                .to = object->known.name,
                                                .date = claim.valid,
                                                .place = claim.place,
                                                .role = claim.role,
                                                .status = claim.status}
                                          .to_text(),
                              .quote = text_->substr(range->first, range->second - range->first),
                              .rule = claim.extractor,
                              .confidence = claim.confidence});
  }
  return ok();
}

Result<ClaimsWritten> ClaimWriter::run() {
  KITH_DO(find_article());
  KITH_DO(name_entities());
  KITH_DO(tell_claims());
  return std::move(written_);
}

}  // namespace

Result<ClaimLine> parse_claim(std::string_view line, std::uint32_t& column) {
  column = 1;
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (parser.parse(line.data(), line.size()).get(root) != simdjson::SUCCESS || !root.is_object()) {
    column = json_fault(line).column;
    return Error{.code = ErrorCode::kSyntax, .message = "the line is not a JSON object"};
  }
  const auto text_of = [&](const char* key) {
    std::string_view text;
    return root[key].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
  };
  ClaimLine claim;
  claim.article = text_of("article");
  if (claim.article.empty()) return wrong("the claim does not say of which `article` it is");
  if (std::string text = text_of("text"); !text.empty()) {
    const std::string day = text_of("date");
    KITH_TRY(claim.brought, article_from({.key = claim.article,
                                          .text = std::move(text),
                                          .title = text_of("title"),
                                          .url = text_of("url"),
                                          .publisher = text_of("publisher"),
                                          .published = parse_iso_date(day)},
                                         std::nullopt));
  }
  claim.subject = text_of("subject");
  claim.object = text_of("object");
  claim.type = text_of("type");
  if (claim.subject.empty() && claim.object.empty() && claim.type.empty() && claim.brought) return claim;
  if (claim.subject.empty() || claim.object.empty() || claim.type.empty())
    return wrong("a claim has a subject, a type and an object");
  if (!is_type_name(claim.type))
    return wrong("`" + escaped(claim.type) + "` is no name of a type", "types are capitals, digits and _: MET_WITH");
  if (is_taken_type(claim.type)) return wrong("`" + claim.type + "` is no fact but the loader's own");
  for (const auto& [key, type] :
       {std::pair{"subject_type", &claim.subject_type}, {"object_type", &claim.object_type}}) {
    const std::string code = text_of(key);
    if (code.empty()) continue;
    *type = type_of_code(code);
    if (!*type) return wrong(fmt::format("`{}` is none of PER, ORG, LOC and EVENT", escaped(code)));
  }
  if (simdjson::dom::element value; root["span"].get(value) == simdjson::SUCCESS && !value.is_null()) {
    simdjson::dom::array span;
    std::int64_t from = 0;
    std::int64_t to = 0;
    if (value.get(span) != simdjson::SUCCESS || span.size() != 2 || span.at(0).get(from) != simdjson::SUCCESS ||
        span.at(1).get(to) != simdjson::SUCCESS)
      return wrong("`span` is two numbers, [start, end]");
    claim.span = {from, to};
  }
  if (simdjson::dom::element value; root["confidence"].get(value) == simdjson::SUCCESS && !value.is_null()) {
    double confidence = -1;
    if (value.get(confidence) != simdjson::SUCCESS || !(confidence >= 0 && confidence <= 1))
      return wrong("`confidence` is between 0 and 1");
    claim.confidence = confidence;
  }
  claim.valid = text_of("valid");
  if (!claim.valid.empty() && !is_time(claim.valid))
    return wrong("`valid` is no date: 2025, 2025-05, 2025-05-18, or two with / between");
  claim.place = text_of("place");
  claim.role = text_of("role");
  claim.stated_by = text_of("stated_by");
  if (std::string status = text_of("status"); !status.empty()) claim.status = std::move(status);
  if (std::string extractor = text_of("extractor"); !extractor.empty()) claim.extractor = std::move(extractor);
  return claim;
}

Result<ClaimsWritten> write_claims(Transaction& tx, const std::vector<ClaimLine>& claims) {
  return ClaimWriter(tx, claims).run();
}

}  // namespace kith::ingest
