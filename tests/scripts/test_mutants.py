"""scripts/mutants names what is wrong with its list or its command line before anything is built, and its own list is up to date."""
import pathlib
import subprocess

import pytest

kRoot = pathlib.Path(__file__).resolve().parents[2]
kGood = {"id": '"A1"', "danger": '"low"', "file": '"README.md"', "from": '"Citycode: "', "to": '"Code: "', "suite": '"core"', "tests": '["A.b"]',
         "breaks": '"the name"'}


def mutants(*arguments):
    done = subprocess.run([kRoot / "scripts/mutants", *arguments], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def listOf(folder, *rows):
    path = folder / "list.toml"
    path.write_text("".join("[[mutant]]\n" + "".join(f"{member} = {value}\n" for member, value in row.items()) for row in rows))
    return path


def testItsOwnListIsUpToDate():
    status, said, errors = mutants("--check")
    assert (status, errors) == (0, "") and "mistakes with tests" in said


def testAnUnknownMistakeIsNamedWithThoseThatThereAre():
    status, said, errors = mutants("--check", "P12", "no-such")
    assert (status, said) == (2, "") and "there is no mistake no-such" in errors and " P12 " in errors


def testATextThatStandsOnceIsTaken(tmp_path):
    (text,) = [line for line in (kRoot / "README.md").read_text().splitlines() if line.startswith("# ")][:1]
    row = {**kGood, "from": f'"{text}"'}
    assert mutants("--check", "--list", listOf(tmp_path, row)) == (0, "1 mistakes with tests, 0 that cannot matter\n", "")


@pytest.mark.parametrize("change, said", [
    ({"from": '"no such text anywhere"'}, "stands 0 times in README.md"),
    ({"from": '"the"'}, "must stand there once"),
    ({"file": '"no/such/file.cpp"'}, "stands 0 times in no/such/file.cpp"),
    ({"to": kGood["from"]}, "changes nothing"),
    ({"tests": "[]"}, "names no test"),
    ({"suite": '"moon"'}, "a suite that there is not"),
    ({"danger": '"some"'}, "a danger or a suite"),
    ({"why": '"?"'}, "has other members than"),
    ({"harmless": '"?"'}, "has other members than"),
])
def testAWrongLineIsRefused(tmp_path, change, said):
    status, _, errors = mutants("--check", "--list", listOf(tmp_path, {**kGood, **change}))
    assert status == 2 and said in errors and errors.count("\n") == 1


def testAMistakeThatStandsTwiceIsRefused(tmp_path):
    assert "stands twice" in mutants("--check", "--list", listOf(tmp_path, kGood, kGood))[2]


def testAListThatIsNoListIsRefused(tmp_path):
    (tmp_path / "list.toml").write_text("[[mutant]\n")
    for path in (tmp_path / "list.toml", tmp_path / "absent.toml"):
        status, _, errors = mutants("--check", "--list", path)
        assert status == 2 and "cannot be read" in errors
    (tmp_path / "list.toml").write_text("")
    assert "has no mistakes" in mutants("--check", "--list", tmp_path / "list.toml")[2]
