#include "ingest/kit_form.h"

#include <fmt/format.h>

#include "ingest/json_record.h"
#include "ingest/segment.h"
#include "ingest/times.h"

namespace kith::ingest {

namespace {

std::string_view mention_code(const Mention& mention) {
  switch (mention.kind) {
    case MentionKind::kName:
      return type_code(mention.type);
    case MentionKind::kAdjective:
      return "MISC";
    case MentionKind::kNominal:
      break;
  }
  return "NOM";
}

}  // namespace

std::string to_json(const Article& article, const Extraction& extraction) {
  const CodePoints points(article.text);
  std::string out = "{\"id\":";
  append_json_string(out, article.id);
  if (article.reference) out += ",\"date\":\"" + iso_date(*article.reference) + "\"";
  if (article.is_made) {
    const auto field = [&](const char* name, const std::string& value) {
      if (value.empty()) return;
      out += name;
      append_json_string(out, value);
    };
    field(",\"url\":", article.url);
    field(",\"title\":", article.title);
    field(",\"text\":", article.text);
  }
  out += ",\"mentions\":[";
  const auto separate = [&](std::size_t i) {
    if (i > 0) out += ',';
  };
  for (std::size_t i = 0; i < extraction.mentions.size(); ++i) {
    const Mention& mention = extraction.mentions[i];
    separate(i);
    out += fmt::format(R"({{"start":{},"end":{},"type":"{}"}})", points.at(mention.begin), points.at(mention.end),
                       mention_code(mention));
  }
  out += "],\"clusters\":[";
  for (std::size_t e = 0; e < extraction.entities.size(); ++e) {
    const LocalEntity& entity = extraction.entities[e];
    separate(e);
    out += fmt::format(R"({{"id":"e{}","type":"{}","name":)", e, type_code(entity.type));
    append_json_string(out, entity.name);
    out += ",\"mentions\":[";
    for (std::size_t i = 0; i < entity.mentions.size(); ++i) {
      separate(i);
      out += std::to_string(entity.mentions[i]);
    }
    out += "]}";
  }
  out += "],\"relations\":[";
  for (std::size_t i = 0; i < extraction.claims.size(); ++i) {
    const Claim& claim = extraction.claims[i];
    separate(i);
    out += fmt::format(R"({{"head":"e{}","type":"{}","tail":"e{}","evidence":[{},{}],"props":{{"status":"{}")",
                       claim.head, claim.type, claim.tail, points.at(claim.begin), points.at(claim.end), claim.status);
    if (claim.time != kNone) out += ",\"date\":\"" + extraction.times[claim.time].value + "\"";
    if (claim.place != kNone) out += fmt::format(",\"place\":\"e{}\"", claim.place);
    if (!claim.role.empty()) {
      out += ",\"" + std::string(role_key(claim.type)) + "\":";
      append_json_string(out, claim.role);
    }
    out += "}}";
  }
  out += "],\"dates\":[";
  for (std::size_t i = 0; i < extraction.times.size(); ++i) {
    const TimeMention& time = extraction.times[i];
    if (time.derived) continue;
    separate(i);
    out +=
        fmt::format(R"({{"start":{},"end":{},"value":"{}"}})", points.at(time.begin), points.at(time.end), time.value);
  }
  out += "]}";
  return out;
}

}  // namespace kith::ingest
