// Finds the names of persons, organisations, places and events in a text.
//
//     "US Vice President JD Vance met ..."   ->   US (LOC, United States), JD Vance (PER, title "Vice President")
//
// Runs of capitalised words are cut at titles, countries and connecting words; what kind of thing a run names
// is voted on by all its occurrences in the article: the words in it, and the words around it. No list
// of persons' names is used, so that any name is found as well as any other.
#pragma once

#include <span>
#include <vector>

#include "ingest/article.h"
#include "ingest/document.h"
#include "ingest/lexicon.h"
#include "ingest/model/model.h"
#include "ingest/segment.h"

namespace kith::ingest {

/// Mentions in the order of the text, not overlapping; `entity` is not set. Linear in the text.
/// `tagged`: what a model takes for names, in order and apart; may be empty.
std::vector<Mention> find_names(const Segments& segments, const Lexicon& lexicon,
                                std::span<const NameSpan> tagged = {});

/// The same of names that are given, which may be off the tokens' bounds and are widened to them. `given` is in order.
std::vector<Mention> mark_names(const Segments& segments, const Lexicon& lexicon, std::span<const GivenName> given);

}  // namespace kith::ingest
