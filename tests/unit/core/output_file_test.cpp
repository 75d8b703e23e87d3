#include "softwarp/core/output_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <set>

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;

namespace {

std::string error_for(const std::string& path) {
  return message_of<Error>([&] { const OutputFile file(path); });
}

// Leads standard output to a file while it lives.
class StandardOutput {
 public:
  StandardOutput(const char* path, int flags) {
    std::fflush(stdout);
    const int file = open(path, flags);
    dup2(file, STDOUT_FILENO);
    close(file);
  }
  ~StandardOutput() {
    dup2(before_, STDOUT_FILENO);
    close(before_);
  }
  StandardOutput(const StandardOutput&) = delete;
  StandardOutput& operator=(const StandardOutput&) = delete;

 private:
  int before_ = dup(STDOUT_FILENO);
};

}  // namespace

TEST_CASE("a committed file holds exactly its content, and nothing else is left behind") {
  const TempFolder folder;
  const std::string path = folder.file("out.json");
  const std::string content("line\r\n\0 ±\n", 11);
  {
    OutputFile file(path);
    CHECK_FALSE(file.is_stdout());
    file.commit(content);
  }
  CHECK(read_file(path) == content);
  CHECK(folder.count() == 1);
}

TEST_CASE("the file has its name only once it is complete") {
  const TempFolder folder;
  const std::string path = folder.file("out.json");
  OutputFile file(path);
  CHECK_FALSE(std::filesystem::exists(path));
  file.commit("done");
  CHECK(read_file(path) == "done");
}

TEST_CASE("without a commit an older file stays unchanged, and nothing new appears") {
  const TempFolder folder;
  const std::string path = folder.write("out.json", "old");
  {
    const OutputFile file(path);
    CHECK(read_file(path) == "old");
  }
  CHECK(read_file(path) == "old");
  CHECK(folder.count() == 1);
  { const OutputFile other(folder.file("other.json")); }
  CHECK(folder.count() == 1);
}

TEST_CASE("a commit replaces an older file") {
  const TempFolder folder;
  const std::string path = folder.write("out.json", "old and longer");
  OutputFile(path).commit("new");
  CHECK(read_file(path) == "new");
  CHECK(folder.count() == 1);
}

TEST_CASE("a path that cannot be written is an immediate error and leaves nothing behind") {
  const TempFolder folder;
  CHECK(error_for(folder.file("none/out.json")) ==
        folder.file("none/out.json") + ": cannot be written: No such file or directory");
  CHECK(error_for(folder.path().string()) == folder.path().string() + ": cannot be written: it is a folder");
  const std::string file = folder.write("file", "");
  CHECK(error_for(file + "/out.json") == file + "/out.json: cannot be written: Not a directory");
  const std::string long_path = folder.file(std::string(300, 'x'));
  CHECK(error_for(long_path) == long_path + ": cannot be written: File name too long");
  CHECK(error_for("") == "output file: expected a name, found nothing");
  CHECK(folder.count() == 1);
}

TEST_CASE("a folder without write permission is an immediate error") {
  if (geteuid() == 0) return;  // root may write anywhere
  const TempFolder folder;
  chmod(folder.path().c_str(), 0555);
  CHECK(error_for(folder.file("out.json")) == folder.file("out.json") + ": cannot be written: Permission denied");
  chmod(folder.path().c_str(), 0755);
}

TEST_CASE("a commit that fails is an error and leaves nothing behind") {
  const TempFolder folder;
  const std::string path = folder.file("out.json");
  {
    OutputFile file(path);
    std::filesystem::create_directory(path);  // another process was faster
    CHECK(message_of<Error>([&] { file.commit("x"); }) == path + ": cannot be written: Is a directory");
  }
  CHECK(folder.count() == 1);
}

TEST_CASE("a device or pipe is written to, never replaced by a file") {
  const TempFolder folder;
  const std::string path = folder.file("pipe");
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  const int reader = open(path.c_str(), O_RDONLY | O_NONBLOCK);
  OutputFile(path).commit("text");
  char text[16] = {};
  CHECK(read(reader, text, sizeof text) == 4);
  close(reader);
  CHECK(std::string(text) == "text");
  CHECK(std::filesystem::is_fifo(path));
  CHECK(folder.count() == 1);

  OutputFile("/dev/null").commit("text");
  CHECK(std::filesystem::is_character_file("/dev/null"));
  CHECK(message_of<Error>([] { OutputFile("/dev/full").commit("text"); }) ==
        "/dev/full: cannot be written: No space left on device");
}

TEST_CASE("a link stays a link, and the file it points to is written") {
  const TempFolder folder;
  const std::string path = folder.write("elsewhere/real.json", "old");
  std::filesystem::create_symlink("elsewhere/real.json", folder.file("link.json"));
  OutputFile(folder.file("link.json")).commit("new");
  CHECK(std::filesystem::is_symlink(folder.file("link.json")));
  CHECK(read_file(path) == "new");
}

TEST_CASE("a link to a file that does not exist yet stays a link, too") {
  const TempFolder folder;
  std::filesystem::create_symlink("real.json", folder.file("link.json"));
  OutputFile(folder.file("link.json")).commit("new");
  CHECK(std::filesystem::is_symlink(folder.file("link.json")));
  CHECK(read_file(folder.file("real.json")) == "new");
}

TEST_CASE("an older file keeps its permissions, and one that nobody may write to is not replaced") {
  const TempFolder folder;
  const std::string path = folder.write("out.json", "old");
  for (const mode_t mode : {0600u, 0640u, 0666u}) {
    chmod(path.c_str(), mode);
    OutputFile(path).commit("new");
    struct stat status {};
    REQUIRE(stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 07777) == mode);
  }
  chmod(path.c_str(), 0444);
  CHECK(error_for(path) == path + ": cannot be written: Permission denied");
  CHECK(read_file(path) == "new");
  CHECK(folder.count() == 1);
}

TEST_CASE("what is written before the commit is nobody else's, under a name that nobody foresees") {
  const TempFolder folder;
  const std::string path = folder.write("out.json", "old");
  chmod(path.c_str(), 0600);
  std::set<std::string> names;
  for (int k = 0; k < 3; ++k) {
    const OutputFile file(path);
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
      if (entry.path() == path) continue;
      names.insert(entry.path().filename().string());
      CHECK(entry.is_regular_file());
      CHECK((entry.status().permissions() & std::filesystem::perms(0077)) == std::filesystem::perms::none);
    }
  }
  CHECK(names.size() == 3);
  CHECK(names.begin()->starts_with("out.json.partial-"));
  const std::string long_path = folder.file(std::string(255, 'x'));  // the longest name there is
  OutputFile(long_path).commit("long");
  CHECK(read_file(long_path) == "long");
}

TEST_CASE("an open descriptor is written to where it stands: a log is never replaced nor begun anew") {
  const TempFolder folder;
  const std::string path = folder.write("log", "before\n");
  const int log = open(path.c_str(), O_WRONLY | O_APPEND);
  OutputFile("/dev/fd/" + std::to_string(log)).commit("one\n");
  {
    const StandardOutput redirected(path.c_str(), O_WRONLY | O_APPEND);
    for (const std::string same : {"/dev/stdout", "/proc/self/fd/1", path.c_str()}) {
      OutputFile file(same);
      CHECK(file.is_stdout());
      file.commit("two\n");
    }
  }
  close(log);
  CHECK(read_file(path) == "before\none\ntwo\ntwo\ntwo\n");
  CHECK(folder.count() == 1);
  CHECK(error_for("/dev/fd/999") == "/dev/fd/999: cannot be written: Bad file descriptor");
}

TEST_CASE("two paths are one output where they lead to one file, whether it exists or not") {
  const TempFolder folder;
  const std::string path = folder.write("out.json", "");
  std::filesystem::create_symlink("out.json", folder.file("link"));
  std::filesystem::create_symlink("absent", folder.file("dangling"));
  std::filesystem::create_hard_link(path, folder.file("hard"));
  std::filesystem::create_directory_symlink(".", folder.file("here"));
  for (const std::string name : {"./out.json", "link", "hard", "here/out.json", "here/here/link"}) {
    CAPTURE(name);
    CHECK(output_identity(folder.file(name)) == output_identity(path));
  }
  for (const std::string name : {"absent", "./absent", "dangling", "here/absent", "none/../absent"}) {
    CAPTURE(name);
    CHECK(output_identity(folder.file(name)) == output_identity(folder.file("absent")));
  }
  CHECK(output_identity(path) != output_identity(folder.file("absent")));
  CHECK(output_identity("/dev/null").empty());
  const StandardOutput redirected(path.c_str(), O_WRONLY);
  for (const std::string same : {"/dev/stdout", "/dev/fd/1", path.c_str()})
    CHECK(output_identity(same) == output_identity("-"));
}

TEST_CASE("- is standard output") {
  const TempFolder folder;
  const std::string path = folder.write("out", "");
  {
    const StandardOutput redirected(path.c_str(), O_WRONLY);
    OutputFile file("-");
    CHECK(file.is_stdout());
    file.commit("text\n");
  }
  CHECK(read_file(path) == "text\n");
  CHECK_FALSE(std::filesystem::exists("-"));
}

TEST_CASE("standard output that accepts nothing is an error") {
  const StandardOutput redirected("/dev/full", O_WRONLY);
  CHECK(message_of<Error>([&] { OutputFile("-").commit("text\n"); }) ==
        "standard output: cannot be written: No space left on device");
}
