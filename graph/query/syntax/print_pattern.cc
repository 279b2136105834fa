// Patterns as text.
#include "query/syntax/print.h"
#include "query/syntax/printer.h"

namespace kith::syntax {

namespace {

// | 1, & 2, ! 3, a name 4.
int level_of(const LabelExpression& labels) {
  switch (labels.kind) {
    case LabelKind::kOr: return 1;
    case LabelKind::kAnd: return 2;
    case LabelKind::kNot: return 3;
    default: return 4;
  }
}

void print(std::string& out, const LabelExpression& labels, int level_min) {
  const bool brackets = level_of(labels) < level_min;
  if (brackets) out += '(';
  switch (labels.kind) {
    case LabelKind::kName: out += plain_name_text(labels.name); break;
    case LabelKind::kWildcard: out += '%'; break;
    case LabelKind::kNot:
      out += '!';
      print(out, labels.children[0], 3);
      break;
    case LabelKind::kAnd:
    case LabelKind::kOr: {
      const char* joint = labels.kind == LabelKind::kOr ? "|" : labels.colons ? ":" : "&";
      for (std::size_t i = 0; i < labels.children.size(); ++i) {
        if (i > 0) out += joint;
        print(out, labels.children[i], level_of(labels) + 1);
      }
      break;
    }
    case LabelKind::kDynamicAll:
    case LabelKind::kDynamicAny:
      out += labels.kind == LabelKind::kDynamicAny ? "$any(" : "$(";
      print(out, *labels.expression);
      out += ')';
      break;
  }
  if (brackets) out += ')';
}

// What stands inside the brackets of a node or an edge.
void print_filler(std::string& out, const Name& variable, const Box<LabelExpression>& labels, const std::string& repeat,
                  const Expression& properties, const Expression& where) {
  std::string filler;
  if (!variable.empty()) filler += variable_text(variable.text);
  if (labels) {
    filler += ':';
    print(filler, *labels);
  }
  filler += repeat;
  if (properties.present()) {
    if (!filler.empty()) filler += ' ';
    print(filler, properties);
  }
  std::string condition;
  print_where(condition, where);
  if (filler.empty() && !condition.empty()) condition.erase(0, 1);
  out += filler + condition;
}

std::string count_text(const std::optional<std::uint64_t>& count) { return count ? std::to_string(*count) : ""; }

std::string star_text(const Repeat& repeat) {
  if (!repeat.min && !repeat.max) return "*";
  if (repeat.min == repeat.max) return "*" + count_text(repeat.min);
  return "*" + count_text(repeat.min) + ".." + count_text(repeat.max);
}

std::string quantifier_text(const Repeat& repeat) {
  if (!repeat.max && repeat.min == std::uint64_t{0}) return "*";
  if (!repeat.max && repeat.min == std::uint64_t{1}) return "+";
  if (repeat.min == repeat.max) return "{" + count_text(repeat.min) + "}";
  return "{" + count_text(repeat.min) + "," + count_text(repeat.max) + "}";
}

void print(std::string& out, const NodePattern& node) {
  out += '(';
  print_filler(out, node.variable, node.labels, "", node.properties, node.where);
  out += ')';
}

void print(std::string& out, const EdgePattern& edge) {
  const bool quantified = edge.repeat && edge.repeat->quantified;
  if (edge.group) {
    out += '(';
    print(out, *edge.group);
    print_where(out, edge.where);
    out += ')';
  } else {
    out += edge.arrow == Arrow::kLeft || edge.arrow == Arrow::kBoth ? "<-" : "-";
    std::string filler;
    print_filler(filler, edge.variable, edge.types, edge.repeat && !quantified ? star_text(*edge.repeat) : "",
                 edge.properties, edge.where);
    if (!filler.empty()) out += "[" + filler + "]";
    out += edge.arrow == Arrow::kRight || edge.arrow == Arrow::kBoth ? "->" : "-";
  }
  if (quantified) out += quantifier_text(*edge.repeat);
}

const char* mode_text(PathMode mode) {
  switch (mode) {
    case PathMode::kNone: return "";
    case PathMode::kWalk: return "WALK ";
    case PathMode::kTrail: return "TRAIL ";
    case PathMode::kSimple: return "SIMPLE ";
    case PathMode::kAcyclic: return "ACYCLIC ";
  }
  return "";
}

void print_selector(std::string& out, const PathPattern& path) {
  const auto with_count = [&](const char* word) {
    out += word;
    if (path.selector_count.present()) print(out, path.selector_count);
    if (path.selector_count.present()) out += ' ';
  };
  switch (path.selector) {
    case PathSelector::kNone: break;
    case PathSelector::kAll: out += "ALL "; break;
    case PathSelector::kAny: with_count("ANY "); break;
    case PathSelector::kAllShortest: out += "ALL SHORTEST "; break;
    case PathSelector::kAnyShortest: out += "ANY SHORTEST "; break;
    case PathSelector::kShortest:
    case PathSelector::kShortestGroups: with_count("SHORTEST "); break;
  }
  out += mode_text(path.mode);
  if (path.selector == PathSelector::kShortestGroups) {
    out += "GROUPS ";
  } else if (path.selector == PathSelector::kShortest && !path.selector_count.present()) {
    out += "PATHS ";  // without a number the word is what tells a selector
  }
}

}  // namespace

void print(std::string& out, const LabelExpression& labels) { print(out, labels, 0); }

void print(std::string& out, const PathPattern& path) {
  if (!path.variable.empty()) out += variable_text(path.variable.text) + " = ";
  print_selector(out, path);
  if (path.shortest == ShortestForm::kOne) out += "shortestPath(";
  if (path.shortest == ShortestForm::kAll) out += "allShortestPaths(";
  for (std::size_t i = 0; i < path.nodes.size(); ++i) {
    if (!is_bracketed(path)) print(out, path.nodes[i]);
    if (i < path.edges.size()) print(out, path.edges[i]);
  }
  if (path.shortest != ShortestForm::kNone) out += ')';
}

void print(std::string& out, const std::vector<PathPattern>& paths) {
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (i > 0) out += ", ";
    print(out, paths[i]);
  }
}

}  // namespace kith::syntax
