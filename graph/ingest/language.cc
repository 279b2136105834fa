#include "ingest/language.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/utf8.h"

namespace kith::ingest {

namespace {

constexpr std::size_t kBytesRead = 20'000;

struct Words {
  std::string_view language;
  std::string_view words;
};

// The commonest words of each, less those that English has too. Words that several have count for each.
constexpr Words kSmallWords[] = {
    {"en", "the of and to in is was for that on with as by at from are were his her be has had have it this which not but they "
           "who their its been said after will would an he she we you or"},
    {"de", "der die das und ist von den dem ein eine einer eines zu mit sich auf für nicht auch als es an wird werden im bei nach aus "
           "hat haben er sie dass über um sind war wie zum zur"},
    {"fr", "le la les des et est une du un dans que qui pour par sur pas plus avec son sa ses ce cette au aux il elle ils ne se été "
           "sont était mais où leur être"},
    {"es", "el la los las de que y en un una por con para del se no su al es lo como más fue ha sus pero este esta entre cuando son "
           "también había sobre"},
    {"it", "il la di che e un una per con del della dei delle non è sono ha al alla nel nella da si come più anche gli le lo dal dalla "
           "suo sua ma stato questo"},
    {"pt", "o a os as de que e do da em um uma para com não se por mais dos das no na ao foi é são como mas seu sua pelo pela também "
           "ser está"},
    {"nl", "de het een van en in is dat op te zijn met voor niet aan er om ook als bij maar door naar uit hij wordt heeft werd deze dit "
           "ze worden over nog"},
    {"sv", "och att det som en på är av för med den till har de inte ett om han var men sig från vid kan också hon skulle efter"},
    {"da", "og at det en den til er som på de med han af for ikke der var et har om fra hun blev også efter ved kan men"},
    {"no", "og det i er på en som til av for at med han den har ikke de et om var fra hun ble også etter ved kan men"},
    {"pl", "i w na z się nie że do to jest jak o po za od przez dla przy który która oraz był była być tym już jego"},
    {"cs", "a v se na je že s o do z to jako pro za ve by jeho ale po který která byl byla jsou od podle také"},
    {"ro", "și de la a în cu pe care nu un o din este pentru că mai sunt fost se prin după ca au dar lui al"},
    {"hu", "a az és hogy nem is egy volt meg csak de mint ez már ki el még után szerint kell lesz aki"},
    {"tr", "ve bir bu da de için ile çok olarak daha gibi sonra kadar olan ancak değil en ise ne göre oldu"},
    {"fi", "ja on ei että oli se hän myös ovat mutta kun joka kuin ole tai sekä sen hänen mukaan jälkeen"},
    {"id", "yang dan di dengan untuk dari ini itu pada dalam tidak akan oleh juga ke adalah telah mereka saat karena"},
};

enum Script { kLatin, kCyrillic, kGreek, kArabic, kHebrew, kHan, kKana, kHangul, kDevanagari, kThai, kScripts };

Script script_of(std::uint32_t c) {
  const auto in = [&](std::uint32_t from, std::uint32_t to) { return c >= from && c <= to; };
  if (in(0x400, 0x52F)) return kCyrillic;
  if (in(0x370, 0x3FF)) return kGreek;
  if (in(0x600, 0x6FF) || in(0x750, 0x77F)) return kArabic;
  if (in(0x590, 0x5FF)) return kHebrew;
  if (in(0x3040, 0x30FF)) return kKana;
  if (in(0x3400, 0x9FFF)) return kHan;
  if (in(0xAC00, 0xD7AF)) return kHangul;
  if (in(0x900, 0x97F)) return kDevanagari;
  if (in(0xE00, 0xE7F)) return kThai;
  return kLatin;
}

struct Counts {
  std::array<std::size_t, kScripts> letters = {};
  std::size_t ukrainian = 0;  // letters that Ukrainian has and Russian has not
  std::size_t persian = 0;    // and Persian, and Arabic has not
  std::size_t words = 0;
  std::array<std::size_t, std::size(kSmallWords)> hits = {};
};

const std::unordered_map<std::string_view, std::uint32_t>& languages_of_words() {
  static const std::unordered_map<std::string_view, std::uint32_t> all = [] {
    std::unordered_map<std::string_view, std::uint32_t> out;
    for (std::size_t l = 0; l < std::size(kSmallWords); ++l) {
      std::string_view rest = kSmallWords[l].words;
      while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        if (end > 0) out[rest.substr(0, end)] |= 1u << l;
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
    return out;
  }();
  return all;
}

Counts count(std::string_view text) {
  Counts counts;
  std::string word;
  const auto end_word = [&] {
    if (word.empty()) return;
    ++counts.words;
    if (const auto it = languages_of_words().find(word); it != languages_of_words().end())
      for (std::size_t l = 0; l < counts.hits.size(); ++l) counts.hits[l] += it->second >> l & 1;
    word.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const utf8::Decoded decoded = utf8::decode(text, at);
    at += decoded.length;
    const auto c = static_cast<UChar32>(decoded.code_point);
    if (!decoded.valid || u_isalpha(c) == 0) {
      end_word();
      continue;
    }
    const std::uint32_t point = decoded.code_point;
    ++counts.letters[script_of(point)];
    if (point == 0x456 || point == 0x457 || point == 0x454 || point == 0x491) ++counts.ukrainian;
    if (point == 0x67E || point == 0x686 || point == 0x698 || point == 0x6AF || point == 0x6CC) ++counts.persian;
    utf8::append(word, static_cast<std::uint32_t>(u_tolower(c)));
  }
  end_word();
  return counts;
}

std::string of_latin(const Counts& counts) {
  constexpr std::size_t kWordsMin = 8;
  if (counts.words < kWordsMin) return "";
  std::size_t best = 0;
  for (std::size_t l = 1; l < counts.hits.size(); ++l)
    if (counts.hits[l] > counts.hits[best]) best = l;
  // In running text a fifth of the words or more are such; in a list of names none.
  if (counts.hits[best] * 10 < counts.words || counts.hits[best] < 3) return "";
  if (best == 0) return "en";
  // Another language has to be clearly ahead: some of its small words are English ones.
  return counts.hits[best] * 2 >= counts.hits[0] * 3 ? std::string(kSmallWords[best].language) : "";
}

}  // namespace

std::string language_of(std::string_view text) {
  const Counts counts = count(text.substr(0, kBytesRead));
  std::size_t letters = 0;
  for (const std::size_t n : counts.letters) letters += n;
  constexpr std::size_t kLettersMin = 12;
  if (letters < kLettersMin) return "";
  const auto mostly = [&](Script script) { return counts.letters[script] * 2 > letters; };
  // Japanese has more Chinese characters than its own in places, Chinese none of those.
  if ((counts.letters[kHan] + counts.letters[kKana]) * 2 > letters) return counts.letters[kKana] * 20 > counts.letters[kHan] ? "ja" : "zh";
  if (mostly(kCyrillic)) return counts.ukrainian * 100 > letters ? "uk" : "ru";
  if (mostly(kArabic)) return counts.persian * 50 > letters ? "fa" : "ar";
  if (mostly(kGreek)) return "el";
  if (mostly(kHebrew)) return "he";
  if (mostly(kHangul)) return "ko";
  if (mostly(kDevanagari)) return "hi";
  if (mostly(kThai)) return "th";
  return mostly(kLatin) ? of_latin(counts) : "";
}

}  // namespace kith::ingest
