// A file that a command hands over: new, of its owner alone, whole or not there.
#include "base/output_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/temporary_folder.h"

namespace citycode::server {
namespace {

const Bytes kText = {'c', 'a', 'r', 'd'};

std::string textIn(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(OutputFile, IsOfItsOwnerAloneAndWhole) {
  const test::TemporaryFolder folder;
  const std::string path = folder.path() + "/card";
  {
    auto file = OutputFile::make(path);
    ASSERT_TRUE(file) << file.failure().sentence;
    ASSERT_TRUE(file->fill(kText));
  }
  struct stat facts{};
  ASSERT_EQ(::stat(path.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777, 0600u);
  EXPECT_EQ(textIn(path), "card");
}

TEST(OutputFile, OverwritesNothingAndFollowsNoLink) {
  const test::TemporaryFolder folder;
  const std::string path = folder.path() + "/card", link = folder.path() + "/link";
  std::ofstream(path) << "older";
  std::filesystem::create_symlink(folder.path() + "/elsewhere", link);
  for (const std::string& taken : {path, link, folder.path(), folder.path() + "/missing/card", path + "/card"}) {
    auto file = OutputFile::make(taken);
    ASSERT_FALSE(file) << taken;
    EXPECT_EQ(file.failure().fault, Fault::StartBadOption) << taken;
    EXPECT_NE(file.failure().sentence.find("--out"), std::string::npos);
  }
  EXPECT_EQ(textIn(path), "older");
  EXPECT_FALSE(std::filesystem::exists(folder.path() + "/elsewhere"));
}

TEST(OutputFile, LeavesNothingWhenItWasNotFilled) {
  const test::TemporaryFolder folder;
  const std::string path = folder.path() + "/card";
  { ASSERT_TRUE(OutputFile::make(path)); }
  EXPECT_FALSE(std::filesystem::exists(path));

  auto file = OutputFile::make(path);
  ASSERT_TRUE(file);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto former = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit full{0, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &full);   // as a full disk
  {
    OutputFile held = std::move(*file);
    auto filled = held.fill(kText);
    EXPECT_FALSE(filled);
    if (!filled) EXPECT_EQ(filled.failure().fault, Fault::StoreDiskFull);
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, former);
  EXPECT_FALSE(std::filesystem::exists(path)) << "half a card is none";
}

}  // namespace
}  // namespace citycode::server
