#include "demo/demo_venues.h"

#include <algorithm>

#include "citycode/trust_list.h"

namespace citycode::server {
namespace {

std::string named(Scene scene) { return std::string(sceneName(scene)); }

}  // namespace

const std::vector<WantedVenue>& demoVenues() {
  static const std::vector<WantedVenue> venues{
      {"city-library", {"City Library", "市图书馆", "市圖書館", "Perpustakaan Kota"}, "1 Garden Road · 花园路1号",
       {named(Scene::CultureAndSport), named(Scene::Identity)}},
      {"first-hospital", {"First Hospital", "第一医院", "第一醫院", "Rumah Sakit Pertama"}, "20 Bell Street · 钟楼街20号",
       {named(Scene::Medical), named(Scene::Identity)}},
      {"river-stadium", {"River Stadium", "滨江体育场", "濱江體育場", "Stadion Tepi Sungai"}, "8 River Lane · 滨江道8号",
       {named(Scene::CultureAndSport), named(Scene::Over18)}},
  };
  return venues;
}

const WantedVenue* findDemoVenue(std::string_view id) {
  const auto& venues = demoVenues();
  const auto found = std::find_if(venues.begin(), venues.end(), [id](const WantedVenue& venue) { return venue.id == id; });
  return found == venues.end() ? nullptr : &*found;
}

}  // namespace citycode::server
