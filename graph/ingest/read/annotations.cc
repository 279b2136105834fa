#include "ingest/read/annotations.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <charconv>
#include <optional>

#include "base/utf8.h"
#include "ingest/json_record.h"
#include "ingest/read/feed.h"

namespace kith::ingest {

namespace {

Error wrong(std::string message) {
  return {.code = ErrorCode::kArgument, .message = std::move(message), .detail = "InvalidAnnotation"};
}

EntityType type_of_label(std::string_view label) {
  if (label == "PERSON" || label == "PER") return EntityType::kPerson;
  if (label == "ORG") return EntityType::kOrganization;
  if (label == "GPE" || label == "LOC" || label == "FAC") return EntityType::kPlace;
  return label == "EVENT" ? EntityType::kEvent : EntityType::kOther;
}

// ---- CoNLL-U ----

// The value of a key in the last column: "NER=B-PER|SpaceAfter=No".
std::string_view value_of(std::string_view column, std::string_view key) {
  while (!column.empty()) {
    const std::size_t bar = std::min(column.find('|'), column.size());
    const std::string_view pair = column.substr(0, bar);
    if (pair.size() > key.size() && pair.starts_with(key) && pair[key.size()] == '=')
      return pair.substr(key.size() + 1);
    column.remove_prefix(std::min(bar + 1, column.size()));
  }
  return {};
}

class ConlluReader {
 public:
  using Take = std::function<Status(Result<Article>&&, std::uint64_t)>;

  explicit ConlluReader(const Take& take) : take_(take) {}

  Status read(std::string_view content) {
    for (std::string_view rest = content; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      std::string_view line = rest.substr(0, end);
      if (line.ends_with('\r')) line.remove_suffix(1);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      ++line_;
      if (line.starts_with("# newdoc")) KITH_DO(end_document());
      if (line.empty())
        end_sentence();
      else if (line.front() == '#')
        read_comment(line);
      else
        read_token(line);
    }
    return end_document();
  }

 private:
  void fail(std::string message) {
    if (!fault_) fault_.emplace(wrong(std::move(message)), line_);
  }

  void read_comment(std::string_view line);
  void read_token(std::string_view line);
  void mark(std::string_view tag, std::uint32_t begin, std::uint32_t end);

  void end_sentence() {
    after_space_ = true;
    in_sentence_ = false;
    open_ = false;
  }

  Status end_document() {
    end_sentence();
    const bool any = !article_.text.empty() || fault_;
    Article article = std::move(article_);
    article_ = {};
    const std::optional<std::pair<Error, std::uint64_t>> fault = std::move(fault_);
    fault_.reset();
    const std::uint64_t start = start_;
    start_ = line_;
    if (!any) return ok();
    if (fault) return take_(Result<Article>(fault->first), fault->second);
    article.key = article.url.empty() ? article.id : canonical_url(article.url);
    article.published = parse_feed_date(article.published_at);
    article.is_made = true;
    return take_(std::move(article), start);
  }

  const Take& take_;
  std::uint64_t line_ = 0;
  std::uint64_t start_ = 1;
  Article article_;
  std::optional<std::pair<Error, std::uint64_t>> fault_;
  std::string sentence_;            // "# text"
  std::size_t at_ = 0;              // in it
  std::size_t sentence_begin_ = 0;  // in the article
  bool in_sentence_ = false;
  bool after_space_ = true;
  bool paragraph_ = false;
  bool open_ = false;          // a name that goes on
  std::uint64_t skip_to_ = 0;  // the last word of a multiword token
};

void ConlluReader::read_comment(std::string_view line) {
  const auto value = [&](std::string_view key) -> std::optional<std::string> {
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    std::string_view name = line.substr(1, equals - 1);
    while (name.starts_with(' ')) name.remove_prefix(1);
    while (name.ends_with(' ')) name.remove_suffix(1);
    std::string_view text = line.substr(equals + 1);
    while (text.starts_with(' ')) text.remove_prefix(1);
    return name == key ? std::optional<std::string>(text) : std::nullopt;
  };
  if (line.starts_with("# newpar")) paragraph_ = true;
  if (auto id = value("newdoc id")) article_.id = *std::move(id);
  for (const auto& [key, place] : {std::pair{"title", &article_.title},
                                   {"url", &article_.url},
                                   {"date", &article_.published_at},
                                   {"publisher", &article_.publisher}})
    if (auto text = value(key)) *place = *std::move(text);
  if (auto text = value("text")) {
    end_sentence();
    if (!article_.text.empty()) article_.text += paragraph_ ? "\n\n" : " ";
    paragraph_ = false;
    sentence_ = *std::move(text);
    sentence_begin_ = article_.text.size();
    article_.text += sentence_;
    at_ = 0;
    in_sentence_ = true;
    skip_to_ = 0;
  }
}

void ConlluReader::read_token(std::string_view line) {
  if (fault_) return;
  std::string_view columns[10];
  std::size_t count = 0;
  for (std::string_view rest = line; count < 10; ++count) {
    const std::size_t tab = std::min(rest.find('\t'), rest.size());
    columns[count] = rest.substr(0, tab);
    if (tab == rest.size()) {
      ++count;
      break;
    }
    rest.remove_prefix(tab + 1);
  }
  if (count != 10) return fail("the line has no ten columns");
  if (!in_sentence_) return fail("there is no `# text` before the words");
  const std::string_view id = columns[0];
  if (id.find('.') != std::string_view::npos) return;  // a word that is not written
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (error != std::errc()) return fail("the number of the word is none");
  // The words of "1-2 don't" stand in the text as one.
  if (end != id.data() + id.size()) {
    const std::string_view last = id.substr(static_cast<std::size_t>(end - id.data()) + 1);
    std::from_chars(last.data(), last.data() + last.size(), skip_to_);
  } else if (number <= skip_to_) {
    return;
  }
  const std::string_view form = columns[1];
  while (at_ < sentence_.size() && sentence_[at_] == ' ') ++at_;
  if (form.empty() || !std::string_view(sentence_).substr(at_).starts_with(form))
    return fail(fmt::format("the word `{}` is not in the text of its sentence", form));
  const auto begin = static_cast<std::uint32_t>(sentence_begin_ + at_);
  at_ += form.size();
  std::string_view tag = value_of(columns[9], "NER");
  if (tag.empty()) tag = value_of(columns[9], "ner");
  mark(tag, begin, begin + static_cast<std::uint32_t>(form.size()));
}

// B, I, L, E and U, S, as BIO, BILOU and BIOES have them.
void ConlluReader::mark(std::string_view tag, std::uint32_t begin, std::uint32_t end) {
  if (tag.size() < 3 || tag[1] != '-') {
    open_ = false;
    return;
  }
  const EntityType type = type_of_label(tag.substr(2));
  const bool goes_on = tag[0] == 'I' || tag[0] == 'L' || tag[0] == 'E';
  if (goes_on && open_ && !article_.names->empty() && article_.names->back().type == type) {
    article_.names->back().end = end;
  } else if (type != EntityType::kOther) {
    if (!article_.names) article_.names.emplace();
    article_.names->push_back({begin, end, type});
  }
  open_ = type != EntityType::kOther && (tag[0] == 'B' || tag[0] == 'I');
}

}  // namespace

Status add_spacy_names(Article& article, std::string_view line) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (parser.parse(line.data(), line.size()).get(root) != simdjson::SUCCESS) return wrong("the line is not JSON");
  simdjson::dom::array ents;
  if (root["ents"].get(ents) != simdjson::SUCCESS) return wrong("the record has no `ents`");
  std::vector<GivenName> names;
  std::int64_t last = 0;
  std::size_t byte = 0;  // of code point `last`
  const auto byte_of = [&](std::int64_t code_point) {
    if (code_point < last) last = static_cast<std::int64_t>(byte = 0);
    while (last < code_point && byte < article.text.size()) {
      byte += utf8::decode(article.text, byte).length;
      ++last;
    }
    return last == code_point ? std::optional<std::uint32_t>(static_cast<std::uint32_t>(byte)) : std::nullopt;
  };
  for (const simdjson::dom::element ent : ents) {
    std::int64_t start = -1;
    std::int64_t end = -1;
    std::string_view label;
    if (ent["start"].get(start) != simdjson::SUCCESS || ent["end"].get(end) != simdjson::SUCCESS ||
        ent["label"].get(label) != simdjson::SUCCESS)
      return wrong("a name of `ents` lacks start, end or label");
    const std::optional<std::uint32_t> begin = start < 0 ? std::nullopt : byte_of(start);
    const std::optional<std::uint32_t> stop = end <= start ? std::nullopt : byte_of(end);
    if (!begin || !stop) return wrong(fmt::format("the name at {} to {} is not in the text", start, end));
    if (std::string_view text; ent["text"].get(text) == simdjson::SUCCESS &&
                               text != std::string_view(article.text).substr(*begin, *stop - *begin))
      return wrong(fmt::format("the name `{}` is not at {} to {} of the text", text, start, end));
    if (type_of_label(label) != EntityType::kOther) names.push_back({*begin, *stop, type_of_label(label)});
  }
  std::sort(names.begin(), names.end(), [](const GivenName& a, const GivenName& b) { return a.begin < b.begin; });
  article.names = std::move(names);
  return ok();
}

Status read_conllu(std::string_view content, const std::function<Status(Result<Article>&&, std::uint64_t line)>& take) {
  return ConlluReader(take).read(content);
}

}  // namespace kith::ingest
