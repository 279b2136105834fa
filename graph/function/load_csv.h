// LOAD CSV as a procedure: takes the place of a file, gives a row for each of its records.
//
//     LOAD CSV WITH HEADERS FROM 'file:///data/people.csv' AS row FIELDTERMINATOR ';'
//
// Without headers a row is a list of strings, with headers a map from the first record's fields to the others'. What
// stands empty and without quotes is null, as is what a short record lacks; what a record has beyond the headers is left
// out. A place is a path, or a file: URL on this machine. Rows come as they are read: memory does not grow with the file.
#pragma once

#include <string>

#include "function/function.h"

namespace kith::function {

Procedure load_csv(bool with_headers, std::string separator);

/// The path that a file: URL or a plain path names. kArgument for other schemes, hosts and broken escapes.
Result<std::string> csv_path(std::string_view place);

}  // namespace kith::function
