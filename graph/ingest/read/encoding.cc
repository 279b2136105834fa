#include "ingest/read/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include <simdjson.h>

#include <algorithm>
#include <array>
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

using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

Converter converter_of(const char* encoding) {
  UErrorCode error = U_ZERO_ERROR;
  return Converter(ucnv_open(encoding, &error), &ucnv_close);
}

class Utf16Source {
 public:
  explicit Utf16Source(File& file) : file_(file), from_(converter_of("UTF-16")), to_(converter_of("UTF-8")) {}

  Result<std::size_t> read(char* out, std::size_t bytes) {
    char* target = out;
    while (target == out && !ended_) {
      const char* end = block_.data() + block_.size();
      if (next_ == end) {
        Result<std::string> block = file_.read_block();
        if (!block) return std::move(block).error();
        block_ = *std::move(block);
        next_ = block_.data();
        end = next_ + block_.size();
      }
      const bool last = block_.empty();
      UErrorCode error = U_ZERO_ERROR;
      ucnv_convertEx(to_.get(), from_.get(), &target, out + bytes, &next_, end, pivot_.data(), &pivot_from_, &pivot_to_,
                     pivot_.data() + pivot_.size(), begins_ ? 1 : 0, last ? 1 : 0, &error);
      begins_ = false;
      if (U_FAILURE(error) && error != U_BUFFER_OVERFLOW_ERROR)
        return Error{.code = ErrorCode::kSyntax, .message = "the file is not UTF-16"};
      ended_ = last && error != U_BUFFER_OVERFLOW_ERROR;
    }
    return static_cast<std::size_t>(target - out);
  }

 private:
  File& file_;
  Converter from_;
  Converter to_;
  std::string block_;
  const char* next_ = block_.data();
  std::array<UChar, 4096> pivot_ = {};
  UChar* pivot_from_ = pivot_.data();
  UChar* pivot_to_ = pivot_.data();
  bool begins_ = true;
  bool ended_ = false;
};

}  // namespace

bool is_utf16(std::string_view bytes) noexcept { return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"); }

File utf8_of_utf16(File& file) {
  const auto source = std::make_shared<Utf16Source>(file);
  return File::from([source](char* to, std::size_t bytes) { return source->read(to, bytes); });
}

std::string decode_html(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  else if (is_utf16(bytes)) return converted(bytes, "UTF-16");
  if (simdjson::validate_utf8(bytes.data(), bytes.size())) return std::string(bytes);
  const std::string says = declared(bytes);
  // A page that says UTF-8 and is nearly so has a broken byte or two; one that says nothing is looked at.
  if ((says == "utf-8" || says == "utf8") && is_mostly_utf8(bytes)) return converted(bytes, "UTF-8");
  if (says == "utf-8" || says == "utf8") return converted(bytes, "windows-1252");
  return converted(bytes, says.empty() ? detected(bytes) : says);
}

std::string decode_text(std::string_view bytes) {
  if (is_utf16(bytes)) return converted(bytes, "UTF-16");
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (bytes.find('\0') != std::string_view::npos || simdjson::validate_utf8(bytes.data(), bytes.size()))
    return std::string(bytes);
  return converted(bytes, detected(bytes));
}

}  // namespace kith::ingest
