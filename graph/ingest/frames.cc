#include "ingest/frames.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

namespace kith::ingest {

/// frames.txt; the build makes it.
extern const std::string_view kBuiltInFrames;

namespace {

struct Word {
  std::string_view text;
  std::uint32_t offset;
};

std::vector<Word> words_of(std::string_view text, std::size_t begin, std::size_t end) {
  std::vector<Word> words;
  for (std::size_t at = begin; at < end;) {
    while (at < end && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r')) ++at;
    if (at == end || text[at] == '#') break;
    const std::size_t start = at;
    while (at < end && text[at] != ' ' && text[at] != '\t' && text[at] != '\r') ++at;
    words.push_back({text.substr(start, at - start), static_cast<std::uint32_t>(start)});
  }
  return words;
}

bool is_lower_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || c == '-' || c == '\'' || (c & 0x80) != 0;
  });
}

bool is_type(std::string_view text) {
  return !text.empty() && text[0] >= 'A' && text[0] <= 'Z' && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::optional<unsigned> ends_of(std::string_view text) {
  unsigned ends = 0;
  while (true) {
    const std::string_view one = text.substr(0, text.find('|'));
    if (one == "PER") ends |= kP;
    else if (one == "ORG") ends |= kO;
    else if (one == "LOC") ends |= kL;
    else if (one == "EVENT") ends |= kE;
    else if (one == "actor") ends |= kActor;
    else if (one == "any") ends |= kAny;
    else return std::nullopt;
    if (one.size() == text.size()) return ends;
    text.remove_prefix(one.size() + 1);
  }
}

Error wrong(const Word& word, std::uint32_t line, std::size_t line_begin, std::string message) {
  return Error{.code = ErrorCode::kArgument,
               .message = std::move(message),
               .detail = "InvalidFrame",
               .span = SourceSpan{.offset = word.offset,
                                  .length = static_cast<std::uint32_t>(word.text.size()),
                                  .line = line,
                                  .column = static_cast<std::uint32_t>(word.offset - line_begin + 1)}};
}

}  // namespace

const Frames& Frames::built_in() {
  static const Frames frames = [] {
    Frames made;
    if (!made.read(kBuiltInFrames)) std::abort();  // a test reads it first
    return made;
  }();
  return frames;
}

Result<Frames> Frames::with(std::string_view text) {
  Frames made;
  made.words_alike_ = built_in().words_alike_;
  KITH_DO(made.read(text));
  append(made.verbs_, built_in().verbs_);
  append(made.nouns_, built_in().nouns_);
  return made;
}

void Frames::append(Table& to, const Table& from) {
  for (const auto& [word, frames] : from) {
    std::vector<Frame>& own = to[word];
    own.insert(own.end(), frames.begin(), frames.end());
  }
}

std::span<const Frame> Frames::found(const Table& table, std::string_view word) {
  const auto it = table.find(word);
  return it == table.end() ? std::span<const Frame>() : std::span<const Frame>(it->second);
}

void Frames::for_each_verb(const std::function<void(std::string_view)>& visit) const {
  for (const auto& [verb, frames] : verbs_) visit(verb);
}

void Frames::add(const Frame& frame) {
  if (frame.verb != "'s") {
    verbs_[frame.verb].push_back(frame);
    return;
  }
  nouns_[frame.object].push_back(frame);
  nouns_[frame.object + "s"].push_back(frame);
}

std::vector<std::string> Frames::members(std::string_view word) const {
  if (word.starts_with('@')) {
    const auto found = words_alike_.find(word.substr(1));
    return found == words_alike_.end() ? std::vector<std::string>() : found->second;
  }
  if (!is_lower_word(word)) return {};
  return {std::string(word)};
}

Status Frames::read(std::string_view text) {
  std::uint32_t line = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    ++line;
    const std::vector<Word> words = words_of(text, begin, end);
    const std::size_t line_begin = begin;
    begin = end + 1;
    if (words.empty()) continue;
    if (words.size() > 1 && words[1].text == "=") {
      if (!words[0].text.starts_with('@') || !is_lower_word(words[0].text.substr(1)))
        return wrong(words[0], line, line_begin, "words that go alike have a name in lower case: `@talks = talks dialogue`");
      std::vector<std::string>& alike = words_alike_[std::string(words[0].text.substr(1))];
      alike.clear();
      for (std::size_t i = 2; i < words.size(); ++i) {
        if (!is_lower_word(words[i].text))
          return wrong(words[i], line, line_begin, "words that go alike are written in lower case");
        alike.emplace_back(words[i].text);
      }
      continue;
    }
    if (words.size() < 5 || words.size() > 6)
      return wrong(words[0], line, line_begin, "a frame is `verb slot RELATION head tail`, and `passive` if it is");
    Frame frame;
    frame.line = line;
    const std::size_t colon = words[0].text.find(':');
    const std::string_view verb = words[0].text.substr(0, colon);
    const bool has_object = colon != std::string_view::npos;
    std::string_view object = has_object ? words[0].text.substr(colon + 1) : std::string_view();
    if (const std::size_t plus = object.find('+'); plus != std::string_view::npos) {
      frame.object_in = object.substr(0, plus);
      object.remove_prefix(plus + 1);
      if (!is_lower_word(frame.object_in))
        return wrong(words[0], line, line_begin, "a preposition is written in lower case: `go:to+war`");
    }
    const std::vector<std::string> verbs = members(verb);
    const std::vector<std::string> objects = members(object);
    if (verbs.empty() || (has_object && objects.empty()))
      return wrong(words[0], line, line_begin, "a verb is written in lower case: `meet`, or with its object `hold:talks`");
    frame.slot = words[1].text;
    if (!is_lower_word(frame.slot))
      return wrong(words[1], line, line_begin, "the other end stands in `object` or behind a preposition in lower case");
    frame.turned = words[2].text[0] == '<';
    frame.type = words[2].text.substr(frame.turned ? 1 : 0);
    if (!is_type(frame.type))
      return wrong(words[2], line, line_begin, "a relation is written in upper case: `MET_WITH`, turned round `<MET_WITH`");
    for (const std::size_t end_at : {3u, 4u}) {
      const std::optional<unsigned> ends = ends_of(words[end_at].text);
      if (!ends)
        return wrong(words[end_at], line, line_begin, "an end is PER, ORG, LOC, EVENT, some of these joined by `|`, actor or any");
      (end_at == 3 ? frame.head : frame.tail) = *ends;
    }
    if (words.size() == 6 && words[5].text != "passive")
      return wrong(words[5], line, line_begin, "only `passive` may stand here");
    frame.passive = words.size() == 6;
    for (const std::string& one : verbs) {
      frame.verb = one;
      if (!has_object) add(frame);
      for (const std::string& what : objects) {
        if (!has_object) break;
        frame.object = what;
        add(frame);
      }
    }
  }
  return ok();
}

}  // namespace kith::ingest
