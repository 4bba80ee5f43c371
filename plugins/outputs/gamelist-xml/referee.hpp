// The second reader of the same bytes, which has to agree before anything is done with them.
#pragma once

#include "gamelist-xml/spans.hpp"

namespace curateur::gamelist {

// tinyxml2 finds the same entries in the same order, with the same children and texts. It is given
// the document without its entries, then entry by entry: its tree of the whole would take four
// times the document's size. Throws Failure(CUR_MALFORMED) where it does not.
void referee(std::string_view xml, const Spans& spans);

// What both readers make of it. Throws the same, and when there is no <gameList>.
[[nodiscard]] Spans understood(std::string_view xml);

} // namespace curateur::gamelist
