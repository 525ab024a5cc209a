"""scripts/check-docs names what a document or a comment says and the checkout has not; what is committed holds."""
import pathlib
import subprocess

import pytest

kRoot = pathlib.Path(__file__).resolve().parents[2]


def check(root):
    done = subprocess.run([kRoot / "scripts/check-docs", "--root", root], capture_output=True, text=True, timeout=120)
    return done.returncode, done.stderr.splitlines()


@pytest.fixture
def checkout(tmp_path):
    """A small one in which everything holds."""
    for path, text in {
        "README.md": "See `docs/api.md`, docs/adr/0001 and `scripts/build`. Run `scripts/test core`, or `npm run build -w web/app`.\n",
        "docs/api.md": "Two faults are none. Four languages; `--port` is where it listens; `core/src/*.cpp` are the sources, `core/src/{a,b}.cpp` two of them.\n",
        "docs/adr/0001-what-was-decided.md": "# 1. What was decided\n\nADR 1 says so.\n",
        "core/src/a.cpp": '// b.cpp has the rest; kMostBytes is the limit.\nconstexpr int kMostBytes = 4;\nconst char* kText = "core/src/gone.cpp";\n',
        "core/src/b.cpp": "/* core/src/a.cpp */\n",
        "core/include/citycode/languages.def": "CC_LANGUAGE(A)\nCC_LANGUAGE(B)\nCC_LANGUAGE(C)\nCC_LANGUAGE(D)\n",
        "scripts/build": '#!/usr/bin/env bash\n# Builds as scripts/test wants it.\necho "--port"\n',
        "scripts/test": "#!/usr/bin/env python3\n",
        "tests/suites.cmake": "suite(core READS core)\n",
        "web/app/package.json": '{"scripts": {"build": "vite build"}}\n',
        "docs/adr/0002-what-moved.md": "# 2. What moved\n\nIt was *core/src/gone.cpp* and *gone.cpp*; `--port card.json` is an example.\n",
        "web/app/src/main.ts": "// src/main.ts begins here, beside package.json.\n",
        "package.json": "{}\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def testWhatIsCommittedHolds():
    assert check(kRoot) == (0, [])


def testWhatIsThereIsNotNamed(checkout):
    assert check(checkout) == (0, [])


@pytest.mark.parametrize("path, text, said", [
    ("README.md", "See `docs/deploy.md`.\n", "README.md:1: there is no docs/deploy.md"),
    ("README.md", "\nSee core/src/sight/.\n", "README.md:2: there is no core/src/sight/"),
    ("README.md", "See `core/src/{a,c}.cpp`.\n", "README.md:1: there is no core/src/c.cpp"),
    ("README.md", "See `core/lib/*.cpp`.\n", "README.md:1: there is no core/lib/*.cpp"),
    ("README.md", "It is in `sight.cpp`.\n", "README.md:1: there is no file sight.cpp"),
    ("README.md", "docs/adr/0007 says why.\n", "README.md:1: there is no docs/adr/0007"),
    ("README.md", "ADR 1 and 7 say why.\n", "README.md:1: there is no decision 7"),
    ("README.md", "Run `scripts/tests`.\n", "README.md:1: there is no scripts/tests"),
    ("README.md", "Run `scripts/test cores`.\n", "README.md:1: there is no suite cores"),
    ("README.md", "Run `npm run build -w core/src`.\n", "README.md:1: there is no workspace core/src"),
    ("README.md", "Run `npm run build -w web/console`.\n", "README.md:1: there is no web/console"),
    ("README.md", "Run `npm run start -w web/app`.\n", "README.md:1: web/app/package.json has no script start"),
    ("README.md", "Start it with `--prot 80`.\n", "README.md:1: no command takes --prot"),
    ("README.md", "In five languages.\n", "README.md:1: it says five languages, and core/include/citycode/languages.def has 4"),
    ("README.md", "In 5 languages.\n", "README.md:1: it says 5 languages, and core/include/citycode/languages.def has 4"),
    ("core/src/b.cpp", "/*\n   core/src/sight.cpp\n*/\n", "core/src/b.cpp:2: there is no core/src/sight.cpp"),
    ("core/src/b.cpp", "int i;   // kLeastBytes\n", "core/src/b.cpp:1: nothing is called kLeastBytes"),
    ("web/app/src/main.ts", "// see wallet.ts\n", "web/app/src/main.ts:1: there is no file wallet.ts"),
    ("scripts/test", '#!/usr/bin/env python3\n"""See core/src/sight.cpp."""\n', "scripts/test:2: there is no core/src/sight.cpp"),
    ("scripts/build", "#!/usr/bin/env bash\n# See docs/sight.md.\necho --port\n", "scripts/build:2: there is no docs/sight.md"),
    ("docs/adr/0001-another.md", "# 1. Another\n", "docs/adr/0001-what-was-decided.md: its number is that of docs/adr/0001-another.md"),
    ("docs/adr/0003-a-third.md", "# 4. A third\n", "docs/adr/0003-a-third.md: its title should begin '# 3. '"),
    ("docs/adr/notes.md", "# Notes\n", "docs/adr/notes.md: a decision's file is called NNNN-what-was-decided.md"),
    ("docs/adr/0003-a-third.md", "> Superseded.\n\n# 3. A third\n", "docs/adr/0003-a-third.md: its first line should be '> Overtaken by …' or '> Overtaken in part by …'"),
])
def testWhatIsNotThereIsNamedWithItsLine(checkout, path, text, said):
    (checkout / path).write_text(text)
    assert check(checkout) == (1, [said])


def testADecisionThatWasOvertakenMayNameWhatIsGone(checkout):
    path = checkout / "docs/adr/0001-what-was-decided.md"
    path.write_text("# 1. What was decided\n\nIt is in `core/src/gone.cpp`.\n")
    assert check(checkout)[0] == 1
    path.write_text("> Overtaken by 0002.\n\n# 1. What was decided\n\nIt is in `core/src/gone.cpp`.\n")
    assert check(checkout) == (0, [])
    path.write_text("> Overtaken in part by 0002.\n\n# 1. What was decided\n\nIt is in `core/src/gone.cpp`.\n")
    assert check(checkout)[0] == 1, "what still holds names what is there"


def testAPathInATextOfCodeIsNoComment(checkout):
    (checkout / "core/src/b.cpp").write_text('const char* a = "core/src/gone.cpp // core/src/gone.cpp";\n')
    assert check(checkout) == (0, [])
