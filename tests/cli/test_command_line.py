"""What the command line takes, and what it says of itself: help, manual, completion."""
import re
import shutil
import subprocess

import pytest
from conftest import citycode, kRoot, refused

kVerbs = re.findall(r'^      \{"([a-z-]+)", ', (kRoot / "core/tools/verb_table.cpp").read_text().split("verbTable")[1], re.MULTILINE)


def testEveryVerbHasATest():
    tests = "".join(path.read_text() for path in (kRoot / "tests/cli").glob("test_*.py"))
    assert len(kVerbs) == 9
    for verb in kVerbs:
        assert f'citycode("{verb}"' in tests or f'["{verb}"' in tests, verb


@pytest.mark.parametrize("verb", kVerbs)
def testEveryVerbSaysWhatItTakes(verb):
    told = citycode(verb, "--help")
    assert told.exit == 0 and told.out.startswith(f"citycode {verb}") and "--json" in told.out and "members: " in told.out
    assert citycode("-h", verb).out == told.out
    assert f"\n  {verb}" in citycode("--help").out


def testTheVersionIsTheProjects():
    version = re.search(r"project\(citycode VERSION (\S+)", (kRoot / "CMakeLists.txt").read_text())[1]
    assert citycode("--version").out == f"citycode {version}\n"


@pytest.mark.parametrize("words", [
    [], ["nothing"], ["--nothing"], ["verify"], ["verify", "CC1:"], ["draw"], ["draw", "a", "b"], ["draw", "--scene", "transit", "a"], ["keygen", "a"],
    ["draw", "--level"], ["draw", "--level=", "a"], ["draw", "--level=L", "--level=M", "a"], ["keygen", "--test=yes"], ["draw", "-x", "a"],
    ["log-proof", "both"], ["completion", "fish"], ["completion"], ["--json"], ["", "a"]])
def testWhatCannotBeUnderstoodIsOneSentence(words):
    told = citycode(*words)
    assert told.exit == 64 and (told.error == "" if "--json" in words else told.error.endswith("See --help. (start/bad-option)\n"))


def testATextMayBeginWithAHyphen():
    assert citycode("draw", "--", "--json").exit == 0
    refused(65, "code/not-city-code", "inspect", "--", "-x")


def testOptionsStandAnywhereAndWithAnEqualsSign():
    assert citycode("draw", "a", "--level=H", "--json").json == citycode("--json", "draw", "--level", "H", "a").json


def testAPipeThatEndsIsNoCrash():
    done = subprocess.run(["sh", "-c", '"$0" manual >/dev/full', conftestBinary()], capture_output=True, timeout=60)
    assert done.returncode == 73


def conftestBinary():
    from conftest import kBinary
    return str(kBinary)


def completed(*words):
    """What bash offers for the last of these words."""
    script = f'{citycode("completion", "bash").out}\nCOMP_WORDS=({" ".join(map(repr, words))}); COMP_CWORD={len(words) - 1}; _citycode; printf "%s\\n" "${{COMPREPLY[@]}}"'
    done = subprocess.run(["bash", "-u", "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stderr == "", done.stderr
    return done.stdout.split()


def testBashCompletesVerbsOptionsAndScenes():
    assert set(completed("citycode", "")) == {*kVerbs, "--help", "--version"}
    assert completed("citycode", "ver") == ["verify"]
    assert completed("citycode", "verify", "--tr") == ["--trust-list"]
    assert completed("citycode", "verify", "--scene", "tra") == ["transit"]
    assert completed("citycode", "log-proof", "inc") == ["inclusion"]
    assert completed("citycode", "keygen", "--") == ["--out", "--test", "--json", "--help"]


def testZshTakesItsCompletion(tmp_path):
    text = citycode("completion", "zsh").out
    assert text.startswith("#compdef citycode\n")
    for verb in kVerbs:
        assert f"\n    {verb}) " in text
    if not shutil.which("zsh"):
        pytest.skip("there is no zsh here: its completion was not read by one")
    (tmp_path / "_citycode").write_text(text)
    done = subprocess.run(["zsh", "-n", tmp_path / "_citycode"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def testTheManualHasEveryVerbAndOption():
    text = citycode("manual").out.replace("\\-", "-")
    options = re.findall(r'^      \{"(--[a-z-]+)"', (kRoot / "core/tools/verb_table.cpp").read_text(), re.MULTILINE)
    assert len(options) > 25
    for option in set(options) - {"--help", "--version"}:
        assert f"Fl {option[1:]}" in text, option
    for verb in kVerbs:
        assert f".Ss {verb}\n" in text
    for section in ("NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS", "EXAMPLES"):
        assert f".Sh {section}\n" in text


@pytest.mark.parametrize("reader", [["mandoc", "-T", "lint", "-W", "warning"], ["man", "--warnings", "-E", "UTF-8", "-l"]], ids=["mandoc", "man"])
def testReadersOfManualsHaveNothingToSay(tmp_path, reader):
    if not shutil.which(reader[0]):
        pytest.skip(f"there is no {reader[0]} here: the manual was not read by it")
    (tmp_path / "citycode.1").write_text(citycode("manual").out)
    done = subprocess.run([*reader, tmp_path / "citycode.1"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "") and (reader[0] == "man" or done.stdout == ""), done
