#include "function/procedures.h"

namespace kith::function {

ProcedureTable builtin_procedures() {
  ProcedureTable table;
  add_catalog_procedures(table);
  add_full_text_procedures(table);
  add_algorithm_procedures(table);
  return table;
}

}  // namespace kith::function
