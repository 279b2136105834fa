// Names that others have marked: spaCy's JSON and CoNLL-U, each checked against the text.
//
//     {"id": "7", "text": "Ann Brody left.", "ents": [{"start": 0, "end": 9, "label": "PERSON"}]}
//
//     # newdoc id = 7
//     # text = Ann Brody left.
//     1   Ann   _ PROPN _ _ 2 flat  _ NER=B-PER
//     2   Brody _ PROPN _ _ 3 nsubj _ NER=E-PER
//     3   left  …                     SpaceAfter=No
//
// They take the place of the names that kith would find; everything behind that is kith's own. Labels: PERSON and PER; ORG; GPE, LOC and
// FAC; EVENT. Others are passed over.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "ingest/article.h"
#include "kith/status.h"

namespace kith::ingest {

/// Adds to an article the names of the record that it was read from. kArgument: a name is not in the text.
Status add_spacy_names(Article& article, std::string_view line);

/// The documents of a CoNLL-U file in their order, each with its line; or what is wrong there, and the document is passed over. The
/// first error that `take` returns ends it.
Status read_conllu(std::string_view content, const std::function<Status(Result<Article>&&, std::uint64_t line)>& take);

}  // namespace kith::ingest
