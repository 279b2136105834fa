#include "ingest/read/warc.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <map>

namespace kith::ingest {

namespace {

constexpr std::size_t kHeaderLineMax = std::size_t{1} << 16;
constexpr std::uint64_t kNoPage = ~std::uint64_t{0};

using Headers = std::map<std::string, std::string>;  // names in lower case

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

void add_header(Headers& headers, std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  std::string_view value = line.substr(colon + 1);
  value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
  headers[lower(line.substr(0, colon))] = std::string(value);
}

std::string_view type_in(const Headers& headers, const std::string& name) {
  const auto it = headers.find(name);
  return it == headers.end() ? std::string_view() : std::string_view(it->second).substr(0, it->second.find(';'));
}

bool is_text(std::string_view type) {
  const std::string folded = lower(type);
  return folded == "text/html" || folded == "application/xhtml+xml" || folded == "text/plain";
}

// HTTP's chunks to what they hold; what is cut off is left as far as it came.
std::string joined_chunks(std::string_view body) {
  std::string out;
  while (!body.empty()) {
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(body.data(), body.data() + body.size(), size, 16);
    const std::size_t line = body.find("\r\n");
    if (error != std::errc() || end == body.data() || line == std::string_view::npos || size == 0) break;
    body.remove_prefix(line + 2);
    size = std::min(size, body.size());
    out += body.substr(0, size);
    body.remove_prefix(std::min(size + 2, body.size()));
  }
  return out;
}

std::optional<std::string> unzipped(std::string_view packed, std::uint64_t bytes_max) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 32) != Z_OK) return std::nullopt;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string out;
  int outcome = Z_OK;
  while (outcome == Z_OK && out.size() <= bytes_max) {
    char block[16384];
    stream.next_out = reinterpret_cast<Bytef*>(block);
    stream.avail_out = sizeof block;
    outcome = inflate(&stream, Z_NO_FLUSH);
    out.append(block, sizeof block - stream.avail_out);
  }
  inflateEnd(&stream);
  return outcome == Z_STREAM_END && out.size() <= bytes_max ? std::optional<std::string>(std::move(out)) : std::nullopt;
}

// What an HTTP answer holds; nothing if it is no page.
Result<std::optional<WarcPage>> page_of_answer(std::string_view answer, std::uint64_t bytes_max) {
  const std::size_t end = answer.find("\r\n\r\n");
  const std::size_t status = answer.find(' ');
  if (end == std::string_view::npos || status == std::string_view::npos || answer.substr(status + 1, 3) != "200")
    return std::optional<WarcPage>();
  Headers headers;
  for (std::string_view rest = answer.substr(0, end); !rest.empty();) {
    const std::size_t line = std::min(rest.find("\r\n"), rest.size());
    add_header(headers, rest.substr(0, line));
    rest.remove_prefix(std::min(line + 2, rest.size()));
  }
  const std::string_view type = type_in(headers, "content-type");
  if (!is_text(type)) return std::optional<WarcPage>();
  WarcPage page{.url = {}, .type = lower(type), .body = std::string(answer.substr(end + 4))};
  if (lower(headers["transfer-encoding"]) == "chunked") page.body = joined_chunks(page.body);
  const std::string encoding = lower(headers["content-encoding"]);
  if (encoding == "gzip" || encoding == "deflate") {
    std::optional<std::string> body = unzipped(page.body, bytes_max);
    if (!body) return Error{.code = ErrorCode::kArgument, .message = "the page's packed body is damaged or too large"};
    page.body = *std::move(body);
  } else if (!encoding.empty() && encoding != "identity") {
    return Error{.code = ErrorCode::kArgument, .message = "the page is packed as `" + encoding + "`, which is not read"};
  }
  return std::optional<WarcPage>(std::move(page));
}

}  // namespace

bool looks_like_warc(std::string_view bytes) noexcept { return bytes.starts_with("WARC/1."); }

Result<std::optional<WarcPage>> WarcReader::next() {
  const auto damaged = [&](std::string_view why) {
    return Error{.code = ErrorCode::kSyntax, .message = fmt::format("the record {} {}", record_, why)};
  };
  while (true) {
    // Records are parted by blank lines.
    std::string version;
    while (version.empty()) {
      KITH_TRY(const std::optional<std::string_view> line, file_.next_line(kHeaderLineMax));
      if (!line) return std::optional<WarcPage>();
      version = *line;
    }
    ++record_;
    if (!looks_like_warc(version)) return damaged("does not begin with WARC/1");
    Headers headers;
    while (true) {
      KITH_TRY(const std::optional<std::string_view> line, file_.next_line(kHeaderLineMax));
      if (!line) return damaged("ends in its headers");
      if (line->empty()) break;
      add_header(headers, *line);
    }
    std::uint64_t length = kNoPage;
    const std::string& stated = headers["content-length"];
    std::from_chars(stated.data(), stated.data() + stated.size(), length);
    if (length == kNoPage) return damaged("does not say how long it is");
    const std::string type = lower(headers["warc-type"]);
    const bool wanted = (type == "response" && headers["content-type"].find("application/http") == 0) ||
                        ((type == "resource" || type == "conversion") && is_text(type_in(headers, "content-type")));
    if (!wanted || length > body_bytes_max_) {
      KITH_TRY(const std::uint64_t skipped, file_.skip(length));
      if (skipped < length) return damaged("is cut off");
      if (!wanted) continue;
      return Error{.code = ErrorCode::kLimit, .message = fmt::format("the record {} is larger than the limit of {} bytes", record_, body_bytes_max_)};
    }
    KITH_TRY(std::string content, file_.read_exactly(length));
    if (content.size() < length) return damaged("is cut off");
    std::optional<WarcPage> page;
    if (type == "response") {
      KITH_TRY(page, page_of_answer(content, body_bytes_max_));
      if (!page) continue;
    } else {
      page = WarcPage{.url = {}, .type = lower(type_in(headers, "content-type")), .body = std::move(content)};
    }
    page->url = headers["warc-target-uri"];
    if (page->url.starts_with('<') && page->url.ends_with('>')) page->url = page->url.substr(1, page->url.size() - 2);
    page->record = record_;
    return page;
  }
}

}  // namespace kith::ingest
