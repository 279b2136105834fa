// Text in, claims out: what kith::Extractor gives to those who have no store.
#include "ingest/extract.h"
#include "ingest/reader.h"
#include "ingest/segment.h"
#include "kith/ingest.h"

namespace kith {

namespace {

Extracted shown(const ingest::Article& article, const ingest::Extraction& extraction) {
  const ingest::CodePoints points(article.text);
  Extracted out;
  for (const ingest::LocalEntity& entity : extraction.entities)
    out.entities.push_back(
        {.type = std::string(type_code(entity.type)), .name = entity.name, .aliases = entity.aliases});
  for (const ingest::Mention& mention : extraction.mentions)
    if (mention.entity != ingest::kNone)
      out.mentions.push_back(
          {.start = points.at(mention.begin), .end = points.at(mention.end), .entity = mention.entity});
  const auto name = [&](std::uint32_t entity) {
    return entity == ingest::kNone ? std::string() : extraction.entities[entity].name;
  };
  for (const ingest::Claim& claim : extraction.claims)
    out.claims.push_back({.head = claim.head,
                          .type = claim.type,
                          .tail = claim.tail,
                          .start = points.at(claim.begin),
                          .end = points.at(claim.end),
                          .time = claim.time == ingest::kNone ? "" : extraction.times[claim.time].value,
                          .place = name(claim.place),
                          .status = claim.status,
                          .role = claim.role,
                          .stated_by = name(claim.stated_by),
                          .rule = claim.rule,
                          .confidence = claim.confidence});
  return out;
}

}  // namespace

struct Extractor::Impl {
  ingest::Extractor extractor;
};

Extractor::Extractor(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}

Extractor::Extractor(Extractor&&) noexcept = default;
Extractor& Extractor::operator=(Extractor&&) noexcept = default;
Extractor::~Extractor() = default;

Result<Extractor> Extractor::make(std::string_view frames, bool open) {
  KITH_TRY(ingest::Extractor extractor, ingest::Extractor::make(frames, open));
  return Extractor(std::make_unique<Impl>(Impl{std::move(extractor)}));
}

Result<Extracted> Extractor::extract(const ArticleText& given) {
  KITH_TRY(const ingest::Article article, ingest::article_from(given, std::nullopt));
  return shown(article, impl_->extractor.extract(article));
}

}  // namespace kith
