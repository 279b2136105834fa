#include "storage/full_text_entries.h"

#include <map>
#include <utility>

#include "search/analyzer.h"

namespace kith::storage {

namespace {

constexpr std::uint32_t kElementGap = 100;

void append_number(std::string& to, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) to.push_back(static_cast<char>(number | 0x80));
  to.push_back(static_cast<char>(number));
}

/// Takes a number from the front; nothing if there is none.
std::optional<std::uint64_t> take_number(std::string_view& from) {
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < 64 && !from.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(from.front());
    from.remove_prefix(1);
    number |= std::uint64_t{byte & 0x7Fu} << shift;
    if (byte < 0x80) return number;
  }
  return std::nullopt;
}

Error damaged() {
  return Error{.code = ErrorCode::kCorruption, .message = "an entry of a full-text index is damaged", .detail = "Index"};
}

/// The words of one property of one document.
class FieldTerms {
 public:
  explicit FieldTerms(const search::Analyzer& analyzer) : analyzer_(analyzer) {}

  void add(std::string_view text) {
    if (length_ != 0) base_ += kElementGap;
    std::uint32_t next = base_;
    for (search::Term& term : analyzer_.terms(text)) {
      next = base_ + term.position + 1;
      positions_[std::move(term.text)].push_back(base_ + term.position);
      ++length_;
    }
    base_ = next;
  }

  std::uint64_t length() const { return length_; }

  const std::map<std::string, std::vector<std::uint32_t>>& positions() const { return positions_; }

 private:
  const search::Analyzer& analyzer_;
  std::map<std::string, std::vector<std::uint32_t>> positions_;
  std::uint64_t length_ = 0;
  std::uint32_t base_ = 0;
};

void add_texts(const Value& value, FieldTerms& terms) {
  if (value.kind() == Kind::kString) terms.add(value.as_string());
  if (value.kind() != Kind::kList) return;
  for (const Value& element : value.as_list())
    if (element.kind() == Kind::kString) terms.add(element.as_string());
}

}  // namespace

std::string term_prefix(IndexId index, std::string_view text) {
  std::string key(entry_prefix(index).u8(static_cast<std::uint8_t>(FullTextTag::kPosting)));
  key += text;
  return key;
}

std::string posting_prefix(IndexId index, std::string_view term) { return term_prefix(index, term) + '\0'; }

std::optional<std::string_view> term_of(std::string_view key) {
  constexpr std::size_t kFront = 6, kBack = 9;
  if (key.size() <= kFront + kBack || key[5] != static_cast<char>(FullTextTag::kPosting) || key[key.size() - kBack] != '\0')
    return std::nullopt;
  return key.substr(kFront, key.size() - kFront - kBack);
}

Status decode_places(std::string_view value, std::vector<TermPlaces>& out) {
  out.clear();
  while (!value.empty()) {
    const auto field = take_number(value);
    const auto count = take_number(value);
    const auto length = take_number(value);
    if (!field || !count || !length || *count == 0 || *count > value.size()) return damaged();
    TermPlaces& places = out.emplace_back();
    places.field = static_cast<std::uint32_t>(*field);
    places.length = *length;
    places.positions.reserve(*count);
    std::uint32_t position = 0;
    for (std::uint64_t i = 0; i < *count; ++i) {
      const auto step = take_number(value);
      if (!step) return damaged();
      position += static_cast<std::uint32_t>(*step);
      places.positions.push_back(position);
    }
  }
  return ok();
}

Result<std::vector<std::uint64_t>> decode_lengths(std::string_view value) {
  std::vector<std::uint64_t> lengths;
  while (!value.empty()) {
    const auto length = take_number(value);
    if (!length) return damaged();
    lengths.push_back(*length);
  }
  return lengths;
}

Status append_full_text_entries(const Index& index, const std::vector<record::Property>& properties, std::uint64_t id,
                                PropertyResolver resolve, std::vector<IndexEntry>& out) {
  KITH_TRY(const search::Analyzer analyzer, search::Analyzer::make(index.analysis));
  std::string lengths;
  std::map<std::string, std::string> postings;  // values by term
  for (std::size_t field = 0; field < index.keys.size(); ++field) {
    FieldTerms terms(analyzer);
    if (const record::Property* property = find_property(properties, index.keys[field])) {
      KITH_TRY(const Value value, resolve(*property));
      add_texts(value, terms);
    }
    append_number(lengths, terms.length());
    for (const auto& [term, positions] : terms.positions()) {
      std::string& value = postings[term];
      append_number(value, field);
      append_number(value, positions.size());
      append_number(value, terms.length());
      std::uint32_t before = 0;
      for (const std::uint32_t position : positions) append_number(value, position - std::exchange(before, position));
    }
  }
  if (postings.empty()) return ok();
  out.push_back({std::string(document_key(index.id, id)), std::move(lengths)});
  for (auto& [term, value] : postings) {
    std::string key = posting_prefix(index.id, term);
    append_u64(key, id);
    out.push_back({std::move(key), std::move(value)});
  }
  return ok();
}

}  // namespace kith::storage
