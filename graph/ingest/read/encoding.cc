#include "ingest/read/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include <simdjson.h>

#include <algorithm>
#include <memory>

#include "base/utf8.h"
#include "ingest/read/html.h"

namespace kith::ingest {

namespace {

/// What the first kilobytes declare: <meta charset=…>, <meta … content="…; charset=…">, <?xml encoding="…"?>.
std::string declared(std::string_view bytes) {
  constexpr std::size_t kLooked = 4096;
  std::string head(bytes.substr(0, kLooked));
  std::transform(head.begin(), head.end(), head.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const std::string_view key : {"charset=", "encoding="}) {
    std::size_t at = head.find(key);
    if (at == std::string::npos) continue;
    at += key.size();
    if (at < head.size() && (head[at] == '"' || head[at] == '\'')) ++at;
    const std::size_t end = head.find_first_of("\"' ;/>?\r\n", at);
    if (end != std::string::npos && end > at) return head.substr(at, end - at);
  }
  return {};
}

/// Whether more of the letters beyond ASCII are well formed than not.
bool is_mostly_utf8(std::string_view bytes) {
  std::size_t well = 0, wrong = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const utf8::Decoded point = utf8::decode(bytes, at);
    if (!point.valid)
      ++wrong;
    else if (point.length > 1)
      ++well;
    at += point.length;
  }
  return well >= wrong;
}

std::string detected(std::string_view bytes) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&error), &ucsdet_close);
  constexpr std::size_t kLooked = 65536;
  ucsdet_setText(detector.get(), bytes.data(), static_cast<std::int32_t>(std::min(bytes.size(), kLooked)), &error);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &error);
  if (U_FAILURE(error) || match == nullptr) return "windows-1252";
  const char* name = ucsdet_getName(match, &error);
  return U_FAILURE(error) || name == nullptr ? "windows-1252" : name;
}

std::string converted(std::string_view bytes, const std::string& encoding) {
  // Pages that say Latin-1 mean the code page that has it (WHATWG Encoding, 4.2).
  std::string name = encoding;
  if (name == "iso-8859-1" || name == "latin1" || name == "us-ascii" || name == "ascii" || name == "ISO-8859-1")
    name = "windows-1252";
  if (name == "gb2312" || name == "gbk") name = "gb18030";
  UErrorCode error = U_ZERO_ERROR;
  std::string out(bytes.size() * 3 + 16, '\0');
  std::int32_t size = ucnv_convert("UTF-8", name.c_str(), out.data(), static_cast<std::int32_t>(out.size()), bytes.data(),
                                   static_cast<std::int32_t>(bytes.size()), &error);
  if (error == U_BUFFER_OVERFLOW_ERROR) {
    error = U_ZERO_ERROR;
    out.assign(static_cast<std::size_t>(size) + 1, '\0');
    size = ucnv_convert("UTF-8", name.c_str(), out.data(), static_cast<std::int32_t>(out.size()), bytes.data(),
                        static_cast<std::int32_t>(bytes.size()), &error);
  }
  if (U_FAILURE(error)) return name == "windows-1252" ? std::string() : converted(bytes, "windows-1252");
  out.resize(static_cast<std::size_t>(size));
  return out;
}

}  // namespace

std::string decode_html(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  else if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return converted(bytes, "UTF-16");
  if (simdjson::validate_utf8(bytes.data(), bytes.size())) return std::string(bytes);
  const std::string says = declared(bytes);
  // A page that says UTF-8 and is nearly so has a broken byte or two; one that says nothing is looked at.
  if ((says == "utf-8" || says == "utf8") && is_mostly_utf8(bytes)) return converted(bytes, "UTF-8");
  if (says == "utf-8" || says == "utf8") return converted(bytes, "windows-1252");
  return converted(bytes, says.empty() ? detected(bytes) : says);
}

std::string decode_text(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return converted(bytes, "UTF-16");
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (bytes.find('\0') != std::string_view::npos || simdjson::validate_utf8(bytes.data(), bytes.size()))
    return std::string(bytes);
  return converted(bytes, detected(bytes));
}

}  // namespace kith::ingest
