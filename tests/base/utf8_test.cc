#include "base/utf8.h"

#include <catch2/catch.hpp>

#include "base/fold.h"

using namespace kith;
using namespace std::string_literals;

TEST_CASE("utf8: every code point survives append and decode", "[base][utf8]") {
  for (std::uint32_t point = 0; point <= 0x10FFFF; point += point < 0x3000 ? 1 : 97) {
    if (point >= 0xD800 && point < 0xE000) continue;
    std::string text;
    utf8::append(text, point);
    const utf8::Decoded d = utf8::decode(text, 0);
    REQUIRE(d.valid);
    REQUIRE(d.code_point == point);
    REQUIRE(d.length == text.size());
  }
}

TEST_CASE("utf8: what RFC 3629 forbids is found at its byte", "[base][utf8]") {
  CHECK(utf8::is_valid(""));
  CHECK(utf8::is_valid("Wałęsa 😀"));
  CHECK(utf8::find_invalid("ab\xFFz") == 2U);
  CHECK(utf8::find_invalid("a\xC0\x80") == 1U);              // overlong
  CHECK(utf8::find_invalid("\xE0\x80\x80") == 0U);           // overlong
  CHECK(utf8::find_invalid("\xED\xA0\x80") == 0U);           // surrogate
  CHECK(utf8::find_invalid("\xF4\x90\x80\x80") == 0U);       // beyond U+10FFFF
  CHECK(utf8::find_invalid("x\xE2\x82") == 1U);              // cut
  CHECK(utf8::repaired("a\xE2\x82z") == "a\uFFFD\uFFFDz");
}

TEST_CASE("utf8: counts and offsets are in code points", "[base][utf8]") {
  const std::string text = "Wałęsa 😀!";
  CHECK(utf8::count(text) == 9);
  CHECK(utf8::count("") == 0);
  CHECK(utf8::byte_offset(text, 3) == 4);
  CHECK(utf8::byte_offset(text, 99) == text.size());
  CHECK(utf8::point_offset(text, 4) == 3);
  CHECK(utf8::point_offset(text, text.size()) == 9);
  CHECK(utf8::substring(text, 2, 3) == "łęs");
  CHECK(utf8::substring(text, 7, 99) == "😀!");
  CHECK(utf8::substring(text, 99, 1).empty());
  CHECK(utf8::reversed("ałb😀") == "😀bła");
  CHECK(utf8::reversed("abc") == "cba");
}

TEST_CASE("utf8: case mapping knows more than ASCII", "[base][utf8]") {
  CHECK(utf8::to_lower("ŁÓDŹ Київ") == "łódź київ");
  CHECK(utf8::to_upper("łódź Straße") == "ŁÓDŹ STRASSE");
}

TEST_CASE("utf8: normal forms compose and decompose", "[base][utf8]") {
  using utf8::NormalForm;
  CHECK(utf8::normalized("Zu\u0308rich", NormalForm::kNfc) == "Zürich");
  CHECK(utf8::normalized("Zürich", NormalForm::kNfd) == "Zu\u0308rich");
  CHECK(utf8::normalized("ﬁnance", NormalForm::kNfc) == "ﬁnance");
  CHECK(utf8::normalized("ﬁnance", NormalForm::kNfkc) == "finance");
  CHECK(utf8::normalized("한", NormalForm::kNfkd) == "\u1112\u1161\u11AB");
  CHECK(utf8::normalized("plain", NormalForm::kNfd) == "plain");
  CHECK(utf8::normalized("ü\xFF", NormalForm::kNfc) == "ü\uFFFD");
}

TEST_CASE("utf8: white space is Unicode's", "[base][utf8]") {
  CHECK(utf8::is_space(' '));
  CHECK(utf8::is_space('\n'));
  CHECK(utf8::is_space(0xA0));
  CHECK(utf8::is_space(0x3000));
  CHECK_FALSE(utf8::is_space('x'));
  CHECK_FALSE(utf8::is_space(0x200B));
}

TEST_CASE("fold: case accents and compatibility forms do not matter", "[base][fold]") {
  CHECK(fold("Lech WAŁĘSA") == "lech walesa");
  CHECK(fold("Volodymyr") == "volodymyr");
  CHECK(fold("José") == fold("JOSE\u0301"));
  CHECK(fold("Straße") == fold("STRASSE"));
  CHECK(fold("Erdoğan") == "erdogan");
  CHECK(fold("Søren Æbelø") == "soren aebelo");
  CHECK(fold("Ｔｏｋｙｏ") == "tokyo");
  CHECK(fold("Киёв") == fold("КИЕВ"));
  CHECK(fold("") == "");
}

TEST_CASE("fold: letters of other scripts stay apart", "[base][fold]") {
  CHECK(fold("कि") != fold("का"));
  CHECK(fold("が") != fold("か"));
  CHECK(fold("한국") == "한국");
}

TEST_CASE("fold: folding twice changes nothing", "[base][fold]") {
  const std::string text = GENERATE("Lech WAŁĘSA"s, "ĲSSEL ﬁ ǅ"s, "İstanbul ıI"s, "Ὀδυσσεύς"s, "\xFF bad"s, "한국 が"s);
  CHECK(fold(fold(text)) == fold(text));
}
