// Static files.
#include <filesystem>

#include <signal.h>

#include "support/demo_city.h"
#include "web/frame_page.h"
#include "web/web_path.h"

namespace citycode::server::test {
namespace {

class Web : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    server_ = std::make_unique<ServerProcess>();
    const std::string web = *folder_ / "web/";
    writeFile(web + "index.html", "<h1>landing</h1>");
    writeFile(web + "app/index.html", "<h1>app</h1>");
    writeFile(web + "app/sw.js", "self.addEventListener('install', () => {})");
    writeFile(web + "app/app.webmanifest", "{}");
    writeFile(web + "app/assets/core-1a2b3c4d.wasm", std::string("\0asm", 4) + "long enough");
    writeFile(web + "app/assets/core-1a2b3c4d.wasm.br", "BROTLI");
    writeFile(web + "app/assets/style-5e6f.css", "body{}");
    writeFile(web + "console/index.html", "<h1>console</h1>");
    writeFile(web + "frame/index.html", "<meta name=\"citycode-host\" content=\"\"><h1>frame</h1>");
    writeFile(web + "embed/v1.js", "loader");
    writeFile(web + "a b.txt", "space");
    writeFile(web + ".secret", "hidden");
    writeFile(web + ".git/config", "hidden");
    writeFile(*folder_ / "outside.txt", "outside");
    std::filesystem::create_symlink(*folder_ / "outside.txt", web + "link.txt");
    std::filesystem::create_directory_symlink(folder_->path(), web + "up");
    ASSERT_TRUE(server_->start(*folder_ / "data", {{"--web", web}, {}})) << server_->errors();
  }
  static void TearDownTestSuite() {
    server_.reset();
    folder_.reset();
  }
  static Reply get(const std::string& target, const Headers& headers = {}) { return server_->get(target, headers); }

  static inline std::unique_ptr<TemporaryFolder> folder_;
  static inline std::unique_ptr<ServerProcess> server_;
};

TEST_F(Web, ServesTheThreePagesAndTheShortAddress) {
  EXPECT_EQ(get("/").body, "<h1>landing</h1>");
  EXPECT_EQ(get("/app/").body, "<h1>app</h1>");
  EXPECT_EQ(get("/console/?venue=7").body, "<h1>console</h1>");
  EXPECT_EQ(get("/").header("Content-Type"), "text/html; charset=utf-8");
  const Reply scan = get("/scan");
  EXPECT_EQ(scan.status, 302);
  EXPECT_EQ(scan.header("Location"), "/console/");
  const Reply app = get("/app");
  EXPECT_EQ(app.status, 302);
  EXPECT_EQ(app.header("Location"), "/app/");
}

TEST_F(Web, NamesTheTypes) {
  EXPECT_EQ(get("/app/assets/core-1a2b3c4d.wasm").header("Content-Type"), "application/wasm");
  EXPECT_EQ(get("/app/app.webmanifest").header("Content-Type"), "application/manifest+json");
  EXPECT_EQ(get("/app/sw.js").header("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(get("/app/assets/style-5e6f.css").header("Content-Type"), "text/css; charset=utf-8");
  EXPECT_EQ(get("/a%20b.txt").body, "space");
}

TEST_F(Web, CachesByContentHash) {
  EXPECT_EQ(get("/app/assets/style-5e6f.css").header("Cache-Control"), "public, max-age=31536000, immutable");
  for (const char* page : {"/", "/app/", "/app/sw.js", "/app/app.webmanifest"}) {
    const Reply reply = get(page);
    EXPECT_EQ(reply.header("Cache-Control"), "no-cache") << page;
    const Reply again = get(page, {{"If-None-Match", reply.header("ETag")}});
    EXPECT_EQ(again.status, 304) << page;
    EXPECT_EQ(again.body, "");
    EXPECT_FALSE(again.header("Content-Security-Policy").empty());
  }
}

TEST_F(Web, LetsOthersLoadWhatIsForThemAndNothingElse) {
  const Reply loader = get("/embed/v1.js");
  EXPECT_EQ(loader.header("Cross-Origin-Resource-Policy"), "cross-origin");
  EXPECT_EQ(loader.header("Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(loader.header("Cache-Control"), "public, max-age=3600");
  EXPECT_NE(loader.header("Content-Security-Policy").find("frame-ancestors 'none'"), std::string::npos);
  for (const char* page : {"/", "/app/", "/frame/", "/app/sw.js"}) {
    EXPECT_EQ(get(page).header("Cross-Origin-Resource-Policy"), "same-origin") << page;
    EXPECT_EQ(get(page).header("Access-Control-Allow-Origin"), "") << page;
  }
}

TEST_F(Web, IsFramedByTheSiteOfAPortalThatIsRegisteredAndByNobodyElse) {
  constexpr const char* kHtml = "text/html";
  const auto command = [](std::vector<std::string> words) {
    words.insert(words.begin(), {"--data", *folder_ / "data"});
    return runToEnd(words).status;
  };
  const auto add = [&](const std::string& id, const std::string& origin) {
    return command({"add-portal", "--id", id, "--key", encodeBase64Url(Device().key().publicKey()), "--portal-origin", origin, "--office", "court-1"});
  };
  const auto unframed = [&](const std::string& target) {
    const Reply reply = get(target, {{"Accept", kHtml}});
    return reply.status == 404 && reply.body.find("citycode-host") == std::string::npos &&
           reply.header("Content-Security-Policy").find("frame-ancestors 'none';") != std::string::npos;
  };
  ASSERT_EQ(command({"add-office", "--office", "court-1", "--name", "Court", "--item", "hearing=Hearing"}), 0);
  EXPECT_TRUE(unframed("/frame/court/"));
  ASSERT_EQ(add("court", "https://court.example"), 0);
  ASSERT_EQ(add("tax", "http://localhost:8081"), 0);
  const Reply court = get("/frame/court/", {{"Accept", kHtml}});
  EXPECT_EQ(court.status, 200);
  EXPECT_EQ(court.body, "<meta name=\"citycode-host\" content=\"https://court.example\"><h1>frame</h1>");
  EXPECT_EQ(court.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(court.header("Cache-Control"), "no-store");
  EXPECT_EQ(court.header("ETag"), "");
  EXPECT_EQ(court.header("X-Frame-Options"), "");
  EXPECT_EQ(court.header("Access-Control-Allow-Origin"), "");
  const std::string policy = court.header("Content-Security-Policy");
  EXPECT_NE(policy.find("; frame-ancestors https://court.example; require-trusted-types-for 'script'"), std::string::npos) << policy;
  EXPECT_EQ(policy.find("frame-ancestors"), policy.rfind("frame-ancestors"));
  EXPECT_NE(get("/frame/tax/").header("Content-Security-Policy").find("; frame-ancestors http://localhost:8081;"), std::string::npos);
  EXPECT_EQ(exchange(server_->port(), "HEAD", "/frame/court/", {}, "").header("Content-Security-Policy"), policy);
  for (const char* target : {"/frame/nobody/", "/frame/court", "/frame/COURT/", "/frame/court/index.html", "/frame/%63ourt/", "/frame/court//", "/frame/../court/"})
    EXPECT_TRUE(unframed(target)) << target;
  for (const char* page : {"/", "/app/", "/frame/", "/frame/index.html"})
    EXPECT_NE(get(page).header("Content-Security-Policy").find("frame-ancestors 'none';"), std::string::npos) << page;
  ASSERT_EQ(command({"remove-portal", "--id", "court"}), 0);
  EXPECT_TRUE(unframed("/frame/court/")) << "at once";
}

TEST_F(Web, SendsBrotliToWhoeverAcceptsIt) {
  const std::string target = "/app/assets/core-1a2b3c4d.wasm";
  const Reply compressed = get(target, {{"Accept-Encoding", "gzip, deflate, br;q=0.9"}});
  EXPECT_EQ(compressed.header("Content-Encoding"), "br");
  EXPECT_EQ(compressed.header("Content-Type"), "application/wasm");
  EXPECT_EQ(compressed.body, "BROTLI");
  EXPECT_EQ(compressed.header("Vary"), "Accept-Encoding");
  for (const char* accept : {"gzip", "br;q=0", "br; q=0.000", "brx", ""}) {
    const Reply plain = get(target, {{"Accept-Encoding", accept}});
    EXPECT_EQ(plain.header("Content-Encoding"), "") << accept;
    EXPECT_EQ(plain.body.size(), 15u);
    EXPECT_EQ(plain.header("Vary"), "Accept-Encoding");
    EXPECT_NE(plain.header("ETag"), compressed.header("ETag")) << "two representations, two tags";
  }
  EXPECT_EQ(get("/app/", {{"Accept-Encoding", "br"}}).header("Vary"), "") << "there is no .br file beside";
}

TEST_F(Web, NeverLeavesItsFolder) {
  for (const char* target : {"/../outside.txt", "/app/../../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt", "/%2e%2e%2foutside.txt",
                             "//etc/passwd", "/app//index.html", "/./index.html", "/index.html%00.txt", "/%00", "/%", "/%4", "/%zz", "/..\\outside.txt",
                             "/..%5coutside.txt", "/link.txt", "/up/outside.txt", "/up/data/keys/root.seed", "/.secret", "/.git/config", "/%c0%ae%c0%ae/outside.txt",
                             "/index.html/", "/app/assets", "/app/assets/core-1a2b3c4d.wasm.br"}) {
    const Reply reply = get(target);
    EXPECT_EQ(reply.status, 404) << target;
    EXPECT_EQ(reply.body.find("outside"), std::string::npos) << target;
  }
}

TEST_F(Web, ShowsBrowsersAPageAndProgramsAProblem) {
  const Reply page = get("/nothing<script>", {{"Accept", "text/html,application/xhtml+xml;q=0.9"}});
  EXPECT_EQ(page.status, 404);
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.body.find("script"), std::string::npos);
  EXPECT_EQ(get("/nothing").fault(), "request/not-found");
}

TEST_F(Web, SaysThatNothingIsThereInFourLanguages) {
  const Reply page = get("/nothing", {{"Accept", "text/html"}});
  for (const char* words : {"lang=\"zh-CN\">这个网址没有内容。", "lang=\"zh-Hant\">這個網址沒有內容。", "There is nothing at this address.", "lang=\"id\">Tidak ada"})
    EXPECT_NE(page.body.find(words), std::string::npos) << words;
}

TEST_F(Web, TakesTheSignOfAFragmentThatAMessengerHasEscaped) {
  EXPECT_EQ(get("/app/%23venue=0oRDoQ").status, 302);
  EXPECT_EQ(get("/app/%23venue=0oRDoQ").header("Location"), "/app/#venue=0oRDoQ");
  EXPECT_EQ(get("/%23citizens").header("Location"), "/#citizens") << "the first page too";
  for (const char* target : {"/nothing/%23venue=0", "/app%23venue=0", "//other.example/%23venue=0"}) EXPECT_EQ(get(target).status, 404) << target;
}

TEST_F(Web, AnswersHeadLikeGet) {
  const Reply head = exchange(server_->port(), "HEAD", "/app/", {}, "");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), "12");
}

TEST_F(Web, ReadsTheFolderAgainOnHangup) {
  const std::string web = *folder_ / "web/";
  writeFile(web + "new.html", "new");
  EXPECT_EQ(get("/new.html").status, 404);
  ::kill(server_->pid(), SIGHUP);
  int status = 404;
  for (int i = 0; i < 100 && status == 404; ++i) {
    status = get("/new.html").status;
  }
  EXPECT_EQ(status, 200);
}

TEST(FramePage, HasTheOriginOfOnePlaceAndNothingThatWouldEndAnAttributeOrAHeader) {
  const std::string page = "<head><meta name=\"citycode-host\" content=\"\"></head>";
  EXPECT_EQ(*framePageFor(page, "https://court.example"), "<head><meta name=\"citycode-host\" content=\"https://court.example\"></head>");
  for (const char* origin : {"", "https://", "https://a\"b", "https://a'b", "https://a;b", "https://a b", "https://a *", "https://a<b", "https://a\r\nb", "https://A", "http://a", "*", "javascript:a"})
    EXPECT_EQ(framePageFor(page, origin).fault(), Fault::StoreDamaged) << origin;
  EXPECT_EQ(framePageFor("<h1>an older build</h1>", "https://court.example").fault(), Fault::RequestNotFound);
}

TEST(WebPath, IsDecodedOnceAndOnlyWhenPlain) {
  EXPECT_EQ(decodeWebPath("/"), "");
  EXPECT_EQ(decodeWebPath("/app/"), "app/");
  EXPECT_EQ(decodeWebPath("/a%2Fb"), "a/b");
  EXPECT_EQ(decodeWebPath("/%252e%252e/x"), "%2e%2e/x") << "a name like any other, found nowhere";
  EXPECT_EQ(decodeWebPath("/%E5%9F%8E"), "城");
  for (const char* bad : {"", "x", "//", "/a//b", "/.", "/..", "/a/..", "/a/./b", "/%2e%2e", "/a\\b", "/%0a", "/%7f", "/%1"}) {
    EXPECT_EQ(decodeWebPath(bad), std::nullopt) << bad;
  }
  EXPECT_EQ(decodeWebPath("/" + std::string(2000, 'a')), std::nullopt);
}

}  // namespace
}  // namespace citycode::server::test
