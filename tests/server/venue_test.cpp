// The address that a venue prints, from the command to a phone that believes it.
#include "places/venue_record.h"

#include "fault_or_none.h"
#include "support/demo_city.h"

namespace citycode::server::test {
namespace {

class Venues : public DemoCity {
 protected:
  static Finished command(std::vector<std::string> words) {
    words.insert(words.begin(), {"--data", folder() + "/data", "venue-record"});
    return runToEnd(words);
  }
  static TrustList trustList() {
    const Bytes root = *decodeBase64Url(server().get("/v1/city").json()["rootKey"].get<std::string>());
    return *readTrustList(bytesOf(server().get("/v1/trust-list").body), root, 0, 0);
  }
};

TEST_F(Venues, GetAnAddressThatAPhoneBelieves) {
  const Finished made = command({"--origin", "https://code.example", "--venue", "city-library", "--name", "City Library", "--name",
                                 "zh-CN=城市图书馆", "--address", "1 Garden Road", "--scenes", "culture-and-sport,identity"});
  ASSERT_EQ(made.status, 0) << made.errors;
  const std::string before = "https://code.example/app/#venue=";
  ASSERT_TRUE(made.output.starts_with(before)) << made.output;
  EXPECT_EQ(made.output.back(), '\n');
  const Bytes record = *decodeBase64Url(made.output.substr(before.size(), made.output.size() - before.size() - 1));
  const TrustList list = trustList();
  const auto venue = verifyVenueRecord(record, &list, nowUnixSeconds());
  ASSERT_TRUE(venue) << faultId(venue.fault());
  EXPECT_EQ(venue->venueId, "city-library");
  EXPECT_EQ(venue->names.at(Language::SimplifiedChinese), "城市图书馆");
  EXPECT_EQ(venue->names.at(Language::Indonesian), "City Library");
  EXPECT_EQ(venue->scopeIds, (std::vector<std::uint32_t>{1, 8}));
  EXPECT_EQ(faultOrNone(verifyVenueRecord(record, &list, venue->expiresUnixSeconds)), Fault::TrustTooOld) << "a year later";
}

TEST_F(Venues, AreRefusedWithOneSentence) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {}, {"--venue", "a"}, {"--venue", "a", "--name", "A"}, {"--venue", "A B", "--name", "A", "--scenes", "identity"},
           {"--venue", "a", "--name", "A", "--scenes", "no-such-scene"}, {"--venue", "a", "--name", "A", "--scenes", "identity,identity"}}) {
    const Finished refused = command(words);
    EXPECT_EQ(refused.status, 2) << refused.output;
    EXPECT_EQ(refused.output, "");
    EXPECT_EQ(std::count(refused.errors.begin(), refused.errors.end(), '\n'), 1);
  }
  EXPECT_EQ(runToEnd({"--data", folder() + "/nowhere", "venue-record", "--venue", "a", "--name", "A", "--scenes", "identity"}).status, 2);
}

TEST_F(Venues, ShipWithTheListThatPagesBeginWith) {
  const Reply reply = server().get("/first-list.json");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("Content-Type"), "application/json");
  EXPECT_EQ(reply.header("Cache-Control"), "no-cache");
  const auto first = reply.json();
  EXPECT_EQ(first["rootKey"], server().get("/v1/city").json()["rootKey"]);
  EXPECT_EQ(first["name"]["zh-CN"], "示范市");
  const Bytes list = *decodeBase64Url(first["trustList"].get<std::string>());
  EXPECT_EQ(std::string(textOf(list)), server().get("/v1/trust-list").body);
}

}  // namespace
}  // namespace citycode::server::test
