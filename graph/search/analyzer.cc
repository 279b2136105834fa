#include "search/analyzer.h"

#include <libstemmer.h>

#include <algorithm>
#include <new>
#include <utility>

#include "base/fold.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "search/words.h"

namespace kith::search {

namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Without soft hyphens and joiners, which are seen and not read.
std::string visible(std::string_view word) {
  std::string out;
  out.reserve(word.size());
  for (std::size_t at = 0; at < word.size();) {
    const utf8::Decoded d = utf8::decode(word, at);
    if (d.code_point != 0x00AD && d.code_point != 0x200C && d.code_point != 0x200D) out.append(word, at, d.length);
    at += d.length;
  }
  return out;
}

std::string cut(std::string term) {
  if (term.size() <= kTermBytesMax) return term;
  std::size_t end = kTermBytesMax;
  while ((static_cast<unsigned char>(term[end]) & 0xC0) == 0x80) --end;
  term.resize(end);
  return term;
}

}  // namespace

void Analyzer::Close::operator()(sb_stemmer* stemmer) const noexcept { sb_stemmer_delete(stemmer); }

std::vector<std::string> languages() {
  std::vector<std::string> all = {"none"};
  for (const char** name = sb_stemmer_list(); *name != nullptr; ++name) all.emplace_back(*name);
  std::sort(all.begin(), all.end());
  return all;
}

Result<Analyzer> Analyzer::make(const Analysis& analysis) {
  if (analysis.language == "none") return Analyzer(nullptr, analysis.fold);
  const std::vector<std::string> known = languages();
  if (!std::binary_search(known.begin(), known.end(), analysis.language)) {
    std::string all;
    for (const std::string& name : known) all += (all.empty() ? "" : ", ") + name;
    Error error{.code = ErrorCode::kArgument,
                .message = "there is no stemmer for the language '" + analysis.language + "'; there are " + all,
                .detail = "UnknownLanguage"};
    error.hint = suggest(analysis.language, known);
    return error;
  }
  std::unique_ptr<sb_stemmer, Close> stemmer(sb_stemmer_new(analysis.language.c_str(), "UTF_8"));
  if (stemmer == nullptr) throw std::bad_alloc();  // the only way to fail for a language that is listed
  return Analyzer(std::move(stemmer), analysis.fold);
}

std::string Analyzer::stemmed(std::string word) const {
  if (stemmer_ == nullptr || word.empty()) return word;
  const sb_symbol* stem = sb_stemmer_stem(stemmer_.get(), reinterpret_cast<const sb_symbol*>(word.data()),
                                          static_cast<int>(word.size()));
  if (stem == nullptr) throw std::bad_alloc();
  return std::string(reinterpret_cast<const char*>(stem), static_cast<std::size_t>(sb_stemmer_length(stemmer_.get())));
}

std::string Analyzer::spelling(std::string_view word) const {
  if (is_ascii(word)) return cut(fold_ ? fold(word) : std::string(word));
  return cut(fold_ ? fold(visible(word)) : utf8::normalized(visible(word), utf8::NormalForm::kNfc));
}

std::string Analyzer::term(std::string_view word) const {
  std::string spelt = spelling(word);
  if (stemmer_ == nullptr) return spelt;
  if (!fold_ || is_ascii(spelt)) return stemmed(std::move(spelt));
  return cut(fold(stemmed(utf8::normalized(utf8::to_lower(cut(visible(word))), utf8::NormalForm::kNfc))));
}

std::vector<Term> Analyzer::terms(std::string_view text) const {
  std::vector<Term> out;
  for_each_word(text, [&](std::string_view word, std::uint32_t number) {
    std::string one = term(word);
    if (!one.empty()) out.push_back({std::move(one), number});
  });
  return out;
}

}  // namespace kith::search
