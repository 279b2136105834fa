#include "function/call.h"

using namespace kith;
using kith::test::call;
using kith::test::CallCase;
using kith::test::check_calls;

TEST_CASE("function: temporal constructors take texts maps and values", "[function][temporal]") {
  const Value date = *call("date", {"1984-10-11"});
  const std::vector<CallCase> cases = {
      {"date", {"2015-W30-2"}, "2015-07-21"},
      {"date", {Map{{"year", 1984}}}, "1984-01-01"},
      {"date", {date}, "1984-10-11"},
      {"date", {}, "2018-05-06"},
      {"date", {Value::null()}, "null"},
      {"date", {1984}, "TypeError InvalidArgumentValue"},
      {"date", {"1984-13-11"}, "ArgumentError InvalidArgumentValue"},
      {"localtime", {}, "07:08:09.5"},
      {"localtime", {"214032"}, "21:40:32"},
      {"time", {}, "07:08:09.5Z"},
      {"time", {"21:40+01:00"}, "21:40+01:00"},
      {"localdatetime", {}, "2018-05-06T07:08:09.5"},
      {"datetime", {}, "2018-05-06T07:08:09.5Z"},
      {"datetime", {date}, "1984-10-11T00:00Z"},
      {"datetime.transaction", {"Europe/Stockholm"}, "2018-05-06T09:08:09.5+02:00[Europe/Stockholm]"},
      {"date.statement", {"Pacific/Honolulu"}, "2018-05-05"},
      {"time.realtime", {}, "07:08:09.5Z"},
      {"datetime.fromepoch", {416779, 1}, "1970-01-05T19:46:19.000000001Z"},
      {"datetime.fromepochmillis", {237821673987}, "1977-07-15T13:34:33.987Z"},
      {"timestamp", {}, "1525590489500"},
      {"date.truncate", {"month"}, "2018-05-01"},
      {"date.truncate", {"month", date, Map{{"day", 3}}}, "1984-10-03"},
      {"datetime.truncate", {"month", Value::null()}, "null"},
      {"duration", {"P14DT16H12M"}, "P14DT16H12M"},
      {"duration", {Map{{"days", 1.5}}}, "P1DT12H"},
      {"duration.between", {date, *call("date", {"2015-06-24"})}, "P30Y8M13D"},
      {"duration.inmonths", {date, *call("date", {"2015-06-24"})}, "P30Y8M"},
      {"duration.indays", {date, *call("date", {"2015-06-24"})}, "P11213D"},
      {"duration.inseconds", {date, date}, "PT0S"},
      {"duration.inseconds", {Value::null(), Value::null()}, "null"},
      {"duration.inseconds", {1, date}, "TypeError InvalidArgumentValue"},
  };
  check_calls(cases);
}

TEST_CASE("function: points their distances and boxes", "[function][spatial]") {
  const auto point = [](const Map& fields) { return *call("point", {fields}); };
  const auto place = [&](double longitude, double latitude) {
    return point({{"longitude", longitude}, {"latitude", latitude}});
  };
  const Value origin = point({{"x", 0}, {"y", 0}});
  const Value far = point({{"x", 10}, {"y", 10}});
  const char* bad = "ArgumentError InvalidArgumentValue";
  const std::vector<CallCase> cases = {
      {"point", {Map{{"x", 1}, {"y", 2.5}}}, "point({x: 1.0, y: 2.5, srid: 7203})"},
      {"point", {Map{{"x", 1}, {"y", 2}, {"z", 3}}}, "point({x: 1.0, y: 2.0, z: 3.0, srid: 9157})"},
      {"point", {Map{{"longitude", 12.5}, {"latitude", 41.9}}}, "point({x: 12.5, y: 41.9, srid: 4326})"},
      {"point", {Map{{"longitude", 1}, {"latitude", 2}, {"height", 3}}}, "point({x: 1.0, y: 2.0, z: 3.0, srid: 4979})"},
      {"point", {Map{{"x", 1}, {"y", 2}, {"crs", "wgs-84"}}}, "point({x: 1.0, y: 2.0, srid: 4326})"},
      {"point", {Map{{"x", 1}, {"y", 2}, {"srid", 7203}}}, "point({x: 1.0, y: 2.0, srid: 7203})"},
      {"point", {Map{{"longitude", 190}, {"latitude", 0}}}, "point({x: -170.0, y: 0.0, srid: 4326})"},
      {"point", {Map{{"x", Value::null()}, {"y", 1}}}, "null"},
      {"point", {Value::null()}, "null"},
      {"point", {Map{{"latitude", 95}, {"longitude", 0}}}, bad},
      {"point", {Map{{"x", 1}}}, bad},
      {"point", {Map{{"x", 1}, {"y", 2}, {"crs", "mars"}}}, bad},
      {"point", {Map{{"x", 1}, {"y", 2}, {"crs", "cartesian-3d"}}}, bad},
      {"point", {Map{{"longitude", 1}, {"latitude", 2}, {"crs", "cartesian"}}}, bad},
      {"point.distance", {origin, point({{"x", 3}, {"y", 4}})}, "5.0"},
      {"point.distance", {point({{"x", 1}, {"y", 2}, {"z", 2}}), point({{"x", 0}, {"y", 0}, {"z", 0}})}, "3.0"},
      {"point.distance", {place(1, 1), place(1, 1)}, "0.0"},
      {"point.distance", {origin, place(1, 1)}, "null"},
      {"point.distance", {Value::null(), origin}, "null"},
      {"point.withinbbox", {point({{"x", 5}, {"y", 5}}), origin, far}, "true"},
      {"point.withinbbox", {point({{"x", 15}, {"y", 5}}), origin, far}, "false"},
      {"point.withinbbox", {place(180, 1), place(179, 0), place(-179, 2)}, "true"},
      {"point.withinbbox", {place(-180, 1), place(170, 0), place(180, 2)}, "true"},
      {"point.withinbbox", {place(178, 1), place(179, 0), place(-179, 2)}, "false"},
      {"point.withinbbox", {place(5, 5), origin, far}, "null"},
  };
  check_calls(cases);
  const double rome_to_paris = call("point.distance", {place(12.4964, 41.9028), place(2.3522, 48.8566)})->as_float();
  CHECK(rome_to_paris == Approx(1'106'000).epsilon(0.005));
}
