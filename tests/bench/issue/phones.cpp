#include "issue/phones.h"

#include <algorithm>
#include <stdexcept>

#include "load/side_by_side.h"

namespace citycode::server::bench {
namespace {

constexpr std::size_t kBatchesPerPhone = kPassesPerDeviceDay / kPassesPerBatch;
constexpr std::size_t kFewestPhones = 256;   // as many as are in flight at most in a closed loop
constexpr std::size_t kEnrolAtOnce = 16;     // each waits for the disk twice

// What a browser adds to a signed POST by itself: the server has to read it too.
constexpr const char* kBrowserHeaders =
    "User-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36\r\n"
    "Accept: */*\r\nAccept-Language: zh-CN,zh;q=0.9,en;q=0.8\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
    "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\nSec-Ch-Ua-Mobile: ?1\r\nSec-Ch-Ua-Platform: \"Android\"\r\n"
    "Cache-Control: no-cache\r\nPragma: no-cache\r\nConnection: keep-alive\r\n";

std::string withBrowserHeaders(std::string request) {
  return request.insert(request.find("\r\n") + 2, kBrowserHeaders);
}

[[noreturn]] void refuse(const std::string& what, const test::Reply& reply) {
  throw std::runtime_error(what + ": the server answered " + std::to_string(reply.status) + " " + reply.fault() + ".");
}

}  // namespace

Phones::Enrolled Phones::enrolOne() const {
  const auto asked = nlohmann::json{{"citizenId", test::demoPersonId(person_)}}.dump();
  const test::Reply code = test::exchange(port_, "POST", "/v1/demo/enrolment-codes", {{"Content-Type", "application/json"}}, asked);
  if (code.status != 201) refuse("No enrolment code was given", code);
  Enrolled enrolled;
  const std::string body = enrolled.device.enrolmentBody(code.json().at("enrolmentCode").get<std::string>());
  const test::Reply answer = test::exchangeRaw(port_, enrolled.device.signedPost(port_, "/v1/devices", body));
  if (answer.status != 201) refuse("A phone was not enrolled", answer);
  enrolled.scenes = answer.json().at("scopes").get<std::vector<std::string>>();
  return enrolled;
}

void Phones::enrol(std::size_t count) {
  std::vector<std::vector<Enrolled>> made(kEnrolAtOnce);
  sideBySide(kEnrolAtOnce, [&](std::size_t worker) {
    for (std::size_t i = worker; i < count; i += kEnrolAtOnce) made[worker].push_back(enrolOne());
  });
  for (auto& some : made) {
    for (Enrolled& one : some) {
      scenes_ = std::move(one.scenes);
      phones_.push_back({std::move(one.device), kBatchesPerPhone});
      batchesLeft_ += kBatchesPerPhone;
    }
  }
}

std::size_t Phones::nextPhone() {
  while (phones_[next_ % phones_.size()].batchesLeft == 0) ++next_;
  const std::size_t phone = next_++ % phones_.size();
  --phones_[phone].batchesLeft;
  --batchesLeft_;
  return phone;
}

// As evenly as they go, each scene's together, as a phone writes them (web/holder/src/wallet.ts).
std::vector<std::string> Phones::wantedScopes() const {
  std::vector<std::string> wanted;
  for (std::size_t i = 0; i < kPassesPerBatch; ++i) wanted.push_back(scenes_[i * scenes_.size() / kPassesPerBatch]);
  return wanted;
}

void Phones::prepare(std::size_t batches) {
  if (prepared_.size() >= batches) return;
  const std::size_t more = batches - prepared_.size();
  const std::size_t forQuota = more > batchesLeft_ ? (more - batchesLeft_ + kBatchesPerPhone - 1) / kBatchesPerPhone : 0;
  enrol(std::max(forQuota, kFewestPhones - std::min(kFewestPhones, phones_.size())));
  if (scenes_.empty()) throw std::runtime_error("The demo's person has no scenes.");

  const std::size_t first = prepared_.size();
  for (std::size_t i = 0; i < more; ++i) prepared_.push_back({nextPhone(), {}});
  const std::vector<std::string> wanted = wantedScopes();
  const std::size_t workers = processors();
  sideBySide(workers, [&](std::size_t worker) {
    for (std::size_t i = first + worker; i < prepared_.size(); i += workers) prepared_[i].body = test::passesBody(wanted);
  });
}

std::vector<std::string> Phones::sign(std::size_t count) {
  if (prepared_.size() < count) throw std::runtime_error("Fewer requests are prepared than are to be signed.");
  std::vector<std::string> requests;
  for (std::size_t i = 0; i < count; ++i) {
    const Prepared& next = prepared_.front();
    requests.push_back(withBrowserHeaders(phones_[next.phone].device.signedPost(port_, "/v1/passes", next.body)));
    prepared_.pop_front();
  }
  return requests;
}

}  // namespace citycode::server::bench
