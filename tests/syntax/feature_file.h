// The queries of a Gherkin feature file, outlines written out: enough of the format to feed a parser.
#pragma once

#include <string>
#include <vector>

namespace kith::test {

struct FeatureQuery {
  std::string where;  ///< "Match1.feature [3] Get nodes"
  std::string text;
  bool is_setup = false;
  std::string error_phase;   ///< "compile time", "runtime", "any time"; empty: the query succeeds
  std::string error_detail;  ///< "UnexpectedSyntax", "*"
};

/// All queries of one file's text, in its order.
std::vector<FeatureQuery> feature_queries(const std::string& file_name, const std::string& content);

/// Those of all *.feature files below `folder`, files in the order of their paths.
std::vector<FeatureQuery> all_feature_queries(const std::string& folder);

}  // namespace kith::test
