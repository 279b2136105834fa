#include "ingest/model/corpus.h"

#include <simdjson.h>
#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>

#include "ingest/file.h"

namespace kith::ingest {

namespace {

constexpr std::uint64_t kFileBytesMax = std::uint64_t{1} << 30;

Error wrong(const std::string& path, std::size_t line, const std::string& what) {
  return Error{.code = ErrorCode::kSyntax, .message = path + ":" + std::to_string(line) + ": " + what};
}

// zlib reads what is not compressed as it is.
Result<std::string> read_whole(const std::string& path) {
  struct Close {
    void operator()(gzFile_s* file) const { gzclose(file); }
  };
  KITH_TRY(const File file, File::open(path, kFileBytesMax));  // says well what is wrong with a path
  std::unique_ptr<gzFile_s, Close> gz(gzopen(path.c_str(), "rb"));
  if (gz == nullptr) return Error{.code = ErrorCode::kIo, .message = path + ": cannot be opened"};
  std::string out;
  std::string block(1 << 16, '\0');
  while (true) {
    const int got = gzread(gz.get(), block.data(), static_cast<unsigned>(block.size()));
    if (got < 0) return Error{.code = ErrorCode::kIo, .message = path + ": the compressed data is damaged"};
    if (got == 0) break;
    out.append(block, 0, static_cast<std::size_t>(got));
    if (out.size() > kFileBytesMax) return Error{.code = ErrorCode::kLimit, .message = path + ": more than 1 GiB"};
  }
  // Only closing tells that the file ends amid a stream.
  if (gzclose(gz.release()) != Z_OK)
    return Error{.code = ErrorCode::kIo, .message = path + ": the compressed data is cut short"};
  return out;
}

// Calls `use(line, number)` for each line; the first error ends it.
template <class Use>
Status each_line(std::string_view text, Use use) {
  std::size_t number = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    KITH_DO(use(line, ++number));
    at = end + 1;
  }
  return ok();
}

std::vector<std::uint32_t> code_point_starts(std::string_view text) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) out.push_back(i);
  out.push_back(static_cast<std::uint32_t>(text.size()));
  return out;
}

Result<NameDocument> read_document(const std::string& path, std::size_t number, simdjson::dom::element json) {
  NameDocument document;
  std::string_view text;
  std::string_view id;
  simdjson::dom::array mentions;
  if (json["text"].get(text) != simdjson::SUCCESS) return wrong(path, number, "no `text`");
  if (json["mentions"].get(mentions) != simdjson::SUCCESS) return wrong(path, number, "no `mentions`");
  if (json["id"].get(id) == simdjson::SUCCESS) document.id = id;
  document.text = text;
  const std::vector<std::uint32_t> starts = code_point_starts(document.text);
  const auto span = [&](std::uint64_t from, std::uint64_t to) -> std::optional<std::pair<std::uint32_t, std::uint32_t>> {
    if (from >= to || to >= starts.size()) return std::nullopt;
    return std::pair(starts[from], starts[to]);
  };
  for (const simdjson::dom::element mention : mentions) {
    std::uint64_t start = 0;
    std::uint64_t end = 0;
    std::string_view type;
    if (mention["start"].get(start) != simdjson::SUCCESS || mention["end"].get(end) != simdjson::SUCCESS ||
        mention["type"].get(type) != simdjson::SUCCESS)
      return wrong(path, number, "a mention needs `start`, `end` and `type`");
    const auto bytes = span(start, end);
    const auto kind = index_of(kNameTypes, type);
    if (!bytes) return wrong(path, number, "a mention lies outside the text");
    if (!kind) continue;
    GoldName name{.begin = bytes->first, .end = bytes->second, .type = *kind};
    bool optional = false;
    if (mention["optional"].get(optional) == simdjson::SUCCESS) name.optional = optional;
    simdjson::dom::array alternatives;
    if (mention["alt"].get(alternatives) == simdjson::SUCCESS)
      for (const simdjson::dom::element pair : alternatives) {
        std::uint64_t from = 0;
        std::uint64_t to = 0;
        if (pair.at(0).get(from) != simdjson::SUCCESS || pair.at(1).get(to) != simdjson::SUCCESS)
          return wrong(path, number, "`alt` has to be pairs of offsets");
        if (const auto other = span(from, to)) name.alternatives.push_back(*other);
      }
    document.names.push_back(std::move(name));
  }
  return document;
}

bool is_demonym(const NameDocument& document, std::size_t first, std::size_t last, const Lexicon& lexicon) {
  const auto phrase = lexicon.name_at(document.segments.tokens, first, last);
  return phrase && phrase->kind == PhraseKind::kDemonym && first + phrase->length == last;
}

constexpr std::uint8_t kEventType = 3;
constexpr std::uint8_t kMiscType = 4;

LabelSet labels_of(std::uint8_t type) { return LabelSet{0b1111} << (1 + 4 * type); }

// Fills `allowed` from the names, the longest first; what overlaps a longer one is passed over.
void allow(NameDocument& document, const Lexicon& lexicon, bool marks_events) {
  const std::vector<Token>& tokens = document.segments.tokens;
  document.allowed.assign(tokens.size(), LabelSet{1});
  std::vector<const GoldName*> order;
  for (const GoldName& name : document.names) order.push_back(&name);
  std::stable_sort(order.begin(), order.end(), [](const GoldName* a, const GoldName* b) {
    return std::pair(a->optional, b->end - b->begin) < std::pair(b->optional, a->end - a->begin);
  });
  std::vector<bool> taken(tokens.size());
  for (const GoldName* name : order) {
    auto it = std::lower_bound(tokens.begin(), tokens.end(), name->begin,
                               [](const Token& token, std::uint32_t begin) { return token.end <= begin; });
    const auto first = static_cast<std::size_t>(it - tokens.begin());
    std::size_t last = first;
    while (last < tokens.size() && tokens[last].begin < name->end) ++last;
    if (first == last || tokens[first].sentence != tokens[last - 1].sentence) continue;
    if (std::any_of(taken.begin() + static_cast<std::ptrdiff_t>(first), taken.begin() + static_cast<std::ptrdiff_t>(last),
                    [](bool is) { return is; }))
      continue;
    for (std::size_t k = first; k < last; ++k) taken[k] = true;
    if (is_demonym(document, first, last, lexicon)) continue;
    for (std::size_t k = first; k < last; ++k) {
      if (name->optional) {
        LabelSet set = kAnyLabel;
        if (name->type == kMiscType) set = 1 | labels_of(kMiscType) | (marks_events ? 0 : labels_of(kEventType));
        document.allowed[k] = set;
        continue;
      }
      const NamePart part = last - first == 1 ? NamePart::kUnit
                            : k == first      ? NamePart::kBegin
                            : k + 1 == last   ? NamePart::kLast
                                              : NamePart::kInside;
      document.allowed[k] = LabelSet{1} << NameLabel::of(part, name->type).number;
    }
  }
}

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> out;
  std::size_t at = 0;
  while (true) {
    const std::size_t tab = line.find('\t', at);
    out.push_back(line.substr(at, tab == std::string_view::npos ? tab : tab - at));
    if (tab == std::string_view::npos) return out;
    at = tab + 1;
  }
}

Relation relation_of(std::string_view name) {
  if (const auto known = index_of(kRelationNames, name)) return static_cast<Relation>(*known);
  // A subtype of another language's, or of another release.
  const auto plain = index_of(kRelationNames, name.substr(0, name.find(':')));
  return plain ? static_cast<Relation>(*plain) : Relation::kDep;
}

// Gives each token the tag and head of the words it covers: of several, those of the one that hangs outside.
void project(TreeSentence& sentence) {
  const std::vector<Token>& tokens = sentence.segments.tokens;
  const auto count = static_cast<std::uint32_t>(tokens.size());
  const auto words = static_cast<std::uint32_t>(sentence.words.size());
  std::vector<std::uint32_t> token_of(words, 0);
  std::vector<std::uint32_t> word_of(count, kRootHead);
  std::uint32_t t = 0;
  for (std::uint32_t w = 0; w < words; ++w) {
    while (t + 1 < count && tokens[t].end <= sentence.words[w].begin) ++t;
    token_of[w] = t;
    if (tokens[t].begin == sentence.words[w].begin && tokens[t].end == sentence.words[w].end) ++sentence.agreeing;
  }
  for (std::uint32_t w = 0; w < words; ++w) {
    const std::uint32_t token = token_of[w];
    const std::uint32_t head = sentence.words[w].arc.head;
    if (word_of[token] == kRootHead || head == kRootHead || token_of[head] != token) {
      const bool inside_before = word_of[token] != kRootHead && sentence.words[word_of[token]].arc.head != kRootHead &&
                                 token_of[sentence.words[word_of[token]].arc.head] == token;
      if (word_of[token] == kRootHead || inside_before) word_of[token] = w;
    }
  }
  sentence.tags.resize(count);
  sentence.arcs.resize(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    if (word_of[i] == kRootHead) {  // the rest of a word that we cut
      const bool punctuation = tokens[i].kind == TokenKind::kPunctuation;
      std::uint32_t head = i;
      while (head > 0 && word_of[head] == kRootHead) --head;
      sentence.tags[i] = punctuation ? Pos::kPunct : head < i ? sentence.tags[head] : Pos::kX;
      sentence.arcs[i] = {.head = head == i ? kRootHead : head,
                          .relation = punctuation ? Relation::kPunct : Relation::kFlat};
      continue;
    }
    const GoldWord& word = sentence.words[word_of[i]];
    sentence.tags[i] = word.tag;
    sentence.arcs[i] = word.arc;
    if (word.arc.head != kRootHead) sentence.arcs[i].head = token_of[word.arc.head];
    if (sentence.arcs[i].head == i) sentence.arcs[i] = {.head = kRootHead, .relation = Relation::kRoot};
  }
}

// Finds the words of a sentence in its text; those of "don't" share out its letters.
class TreeReader {
 public:
  TreeReader(const std::string& path, Segmenter& segmenter) : path_(path), segmenter_(segmenter) {}

  Status line(std::string_view line, std::size_t number) {
    if (line.empty()) return finish(number);
    if (line.starts_with("# text = ")) {
      sentence_.text = line.substr(9);
      return ok();
    }
    if (line[0] == '#') return ok();
    const std::vector<std::string_view> fields = fields_of(line);
    if (fields.size() != 10) return wrong(path_, number, "ten columns are needed");
    if (fields[0].find('.') != std::string_view::npos) return ok();  // a word that is not there
    if (const std::size_t dash = fields[0].find('-'); dash != std::string_view::npos) return ok();
    const auto head = number_in<std::uint32_t>(fields[6]);
    const auto tag = index_of(kPosNames, fields[3]);
    if (!head || !tag) return wrong(path_, number, "the part of speech or the head is none");
    const std::string& text = sentence_.text;
    while (at_ < text.size() && text[at_] == ' ') ++at_;
    if (text.substr(at_, fields[1].size()) != fields[1]) {
      // A space inside words of the treebank, or a form the text spells otherwise.
      const std::size_t found = text.find(fields[1], at_);
      if (found == std::string::npos || found > at_ + 8) return wrong(path_, number, "the word is not in the text");
      at_ = found;
    }
    GoldWord word{.begin = static_cast<std::uint32_t>(at_),
                  .end = static_cast<std::uint32_t>(at_ + fields[1].size()),
                  .tag = static_cast<Pos>(*tag),
                  .arc = {.head = *head == 0 ? kRootHead : *head - 1, .relation = relation_of(fields[7])}};
    at_ = word.end;
    sentence_.words.push_back(word);
    return ok();
  }

  Status finish(std::size_t number) {
    at_ = 0;
    TreeSentence sentence = std::exchange(sentence_, {});
    if (sentence.words.empty()) return ok();
    for (const GoldWord& word : sentence.words)
      if (word.arc.head != kRootHead && word.arc.head >= sentence.words.size())
        return wrong(path_, number, "a head lies outside the sentence");
    sentence.segments = segmenter_.segment(sentence.text, 0);
    if (sentence.segments.tokens.empty()) return ok();
    for (Token& token : sentence.segments.tokens) token.sentence = 0;
    Sentence whole = sentence.segments.sentences.front();
    whole.end = sentence.segments.sentences.back().end;
    whole.last_token = static_cast<std::uint32_t>(sentence.segments.tokens.size());
    sentence.segments.sentences = {whole};
    project(sentence);
    sentences_.push_back(std::move(sentence));
    return ok();
  }

  std::vector<TreeSentence> sentences() && { return std::move(sentences_); }

 private:
  const std::string& path_;
  Segmenter& segmenter_;
  TreeSentence sentence_;
  std::size_t at_ = 0;
  std::vector<TreeSentence> sentences_;
};

}  // namespace

Result<std::vector<NameDocument>> read_names(const std::string& path, Segmenter& segmenter, const Lexicon& lexicon) {
  KITH_TRY(const std::string text, read_whole(path));
  std::vector<NameDocument> out;
  simdjson::dom::parser parser;
  bool marks_events = false;
  KITH_DO(each_line(text, [&](std::string_view line, std::size_t number) -> Status {
    if (line.empty()) return ok();
    simdjson::dom::element json;
    if (parser.parse(line.data(), line.size()).get(json) != simdjson::SUCCESS)
      return wrong(path, number, "the line is not JSON");
    KITH_TRY(NameDocument document, read_document(path, number, json));
    document.segments = segmenter.segment(document.text, 0);
    for (const GoldName& name : document.names) marks_events = marks_events || name.type == kEventType;
    out.push_back(std::move(document));
    return ok();
  }));
  for (NameDocument& document : out) allow(document, lexicon, marks_events);
  return out;
}

Result<std::vector<TreeSentence>> read_trees(const std::string& path, Segmenter& segmenter) {
  KITH_TRY(const std::string text, read_whole(path));
  TreeReader reader(path, segmenter);
  std::size_t lines = 0;
  KITH_DO(each_line(text, [&](std::string_view line, std::size_t number) {
    lines = number;
    return reader.line(line, number);
  }));
  KITH_DO(reader.finish(lines));
  return std::move(reader).sentences();
}

}  // namespace kith::ingest
