// Static files.
#include <filesystem>

#include <signal.h>

#include "support/demo_city.h"
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
