// An extraction as one JSON object, offsets in code points: {id, date, mentions, clusters, relations, dates}.
#pragma once

#include <string>

#include "ingest/article.h"
#include "ingest/document.h"

namespace kith::ingest {

std::string to_json(const Article& article, const Extraction& extraction);

}  // namespace kith::ingest
