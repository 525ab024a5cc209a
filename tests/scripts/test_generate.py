"""scripts/generate names what is wrong in the data, and in --check what is not what the data says; what is committed is current."""
import pathlib
import re
import shutil
import subprocess

import pytest

kRoot = pathlib.Path(__file__).resolve().parents[2]
kDefinitions = "core/include/citycode"


# The languages, as they stand in sentences.
kTags = re.findall(r'^CC_LANGUAGE\(\w+, \d+, "([^"]+)"', (kRoot / kDefinitions / "languages.def").read_text(), re.MULTILINE)
kNumbered = [f"{number} {tag}" for number, tag in enumerate(kTags, 1)]
kQuoted = [f"`{tag}`" for tag in kTags]


def generate(root, *arguments):
    done = subprocess.run([kRoot / "scripts/generate", "--root", root, *arguments], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stderr


@pytest.fixture
def checkout(tmp_path):
    """What the generator reads and writes, to be spoilt."""
    for path in [*(kRoot / kDefinitions).glob("*.def"), kRoot / "wasm/include/verbs.def", kRoot / "wasm/include/citycode_abi.h", *(kRoot / "docs").glob("*.md"), kRoot / "docs/glossary/README.md", kRoot / "server/src/commands/option_table.cpp",
                 *(path for path in kRoot.glob("web/**/index.html") if not {"node_modules", "dist"} & set(path.parts)), *kRoot.glob("wasm/src/*.generated.ts"),
                 *kRoot.glob("web/*/src/**/*.generated.ts"), kRoot / "tests/oracle/tables.py", kRoot / "server/openapi.json", kRoot / "CMakeLists.txt"]:
        (tmp_path / path.relative_to(kRoot)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, tmp_path / path.relative_to(kRoot))
    return tmp_path


def replaced(path, before, after):
    text = path.read_text()
    assert text.count(before) == 1, f"{path} has this {text.count(before)} times and not once: {before}"
    path.write_text(text.replace(before, after))


def testWhatIsCommittedIsCurrent():
    assert generate(kRoot, "--check") == (0, "")


def testACheckWritesNothingAndARunMends(checkout):
    path = checkout / "wasm/src/faults.generated.ts"
    path.write_text("")
    assert generate(checkout, "--check")[0] == 1 and path.read_text() == ""
    assert generate(checkout) == (0, "") and path.read_text() == (kRoot / "wasm/src/faults.generated.ts").read_text()
    assert generate(checkout, "--check") == (0, "")


@pytest.mark.parametrize("path, before, after", [
    ("wasm/src/faults.generated.ts", "  'code/too-long',\n", "  'code/too-wide',\n"),
    ("wasm/src/checks.generated.ts", "  'pass-time',\n", ""),
    ("tests/oracle/tables.py", '    4: "over-18",\n', '    4: "over-21",\n'),
    ("docs/format.md", "| `citycode 1 trust list` |", "| `citycode 1 trusted list` |"),
    ("web/sheet/index.html", "<p lang=\"id\">Citycode memerlukan JavaScript. Kode kertas atau kartu tidak.</p>\n", ""),
    ("server/openapi.json", '"EnrolmentCode":{', '"EnrolmentWord":{'),
    ("docs/api.md", "| 410 | `portal/old-code` `ticket/expired` `ticket/office-closed` `rating/too-late` `enrol/expired-code` |\n", ""),
])
def testWhatWasEditedByHandIsNamedWithTheCommandThatMakesIt(checkout, path, before, after):
    replaced(checkout / path, before, after)
    assert generate(checkout, "--check") == (1, f"{path} is not what the .def files say: change them and run scripts/generate.\n")


@pytest.mark.parametrize("file, before, after, said", [
    ("signed_kinds.def", "SignatureHolderMismatch)", "SignatureHolderMissing)",
     "signed_kinds.def:8: there is no SignatureHolderMissing among the rows CC_FAULT: there is CodeNotCityCode, "),
    ("attributes.def", "Text)\nCC_ATTRIBUTE(Over18", "Word)\nCC_ATTRIBUTE(Over18",
     "attributes.def:9: CC_ATTRIBUTE has Word as its kind: there is Text, Uint, Bool, Time, Bytes."),
    ("attributes.def", '(Over60, 5, "over-60"', '(Over60, 4, "over-60"', "attributes.def:11: the id 4 stands in core/include/citycode/attributes.def:10 already."),
    ("attributes.def", '"over-60"', '"over 60"', "attributes.def:11: CC_ATTRIBUTE has \"over 60\" as its name: the text must be of the form [a-z0-9-]+."),
    ("attributes.def", '"over-60", Bool)', '"over-60")', "attributes.def:11: CC_ATTRIBUTE takes enumerator, id, name, kind; here it has 3 values."),
    ("attributes.def", "CC_ATTRIBUTE(Over60, 5", "CC_ATTRIBUTE(Over60, five", "CC_ATTRIBUTE has five as its id: a number is due."),
    ("attributes.def", "CC_ATTRIBUTE(Over60", "CC_ATTRIBUT(Over60", "attributes.def:11: attributes.def has no rows CC_ATTRIBUT: there is CC_ATTRIBUTE."),
    ("attributes.def", "CC_ATTRIBUTE(Over60, 5", "Over60, 5", "attributes.def:11: here a row CC_…(…) is due."),
    ("scenes.def", "Desk, Open, NoCards, NotServed, 8, Over18)", "Counter, Open, NoCards, NotServed, 8, Over18)", "scenes.def:41: there is no Counter among the rows CC_SCENE_KIND: there is Gate, Desk, Site."),
    ("scenes.def", "8, Over18)", "8, Over21)", "scenes.def:41: there is no Over21 among the rows CC_ATTRIBUTE: there is Name, "),
    ("scenes.def", "Desk, Open, NoCards, NotServed, 8, Over18)", "Desk, Open, NoCards, NotServed, 8, Over18, Pseudonym)", "over-18 carries Pseudonym, which names or recognises a person: it must be Sealed."),
    ("scenes.def", "Desk, Open, NoCards, NotServed, 8, Over18)", "Desk, Open, NoCards, NotServed, 7, Over18)", "place 7, where 8 is due: the places of all scenes are 1 to 16."),
    ("scenes.def", "Desk, Open, NoCards, NotServed, 8, Over18)", "Desk, Open, Paper, NotServed, 8, Over18)", "CC_SCENE has Paper as its cards: there is NoCards, Cards."),
    ("scenes.def", "NoCards, NotServed, 8, Over18)", "NoCards, Serves, 8, Over18)", "CC_SCENE has Serves as its serving: there is NotServed, Served."),
    ("ratings.def", "(Telephone, 5, \"telephone\", Telephone, Bearer)", "(Telephone, 5, \"telephone\", ByPost, Bearer)", "CC_CHANNEL has ByPost as its way: there is OnSite, Online, Telephone."),
    ("ratings.def", "(HardToUse, 8,", "(HardToUse, 7,", "the number 7 stands in core/include/citycode/ratings.def:"),
    ("scenes.def", "CC_SCENE(Over18, 2,", "CC_SCENE(Over18, 1,", "scenes.def:41: the id 1 stands in core/include/citycode/scenes.def:40 already."),
    ("holder_classes.def", "(Taiwan, 3,", "(Taiwan, 6,", "taiwan has the value 6, where 3 is due"),
    ("languages.def", "CC_LANGUAGE(Indonesian, 4,", "CC_LANGUAGE(Indonesian, 40,", "id has the number 40, where 4 is due"),
    ("languages.def", "\"Indonesia\", 4,", "\"Indonesia\", 3,", f"the places of all languages are 1 to {len(kTags)}, each once."),
    ("faults.def", '"code/too-long", 400', '"code/too-long", 400, maybe, 1', "takes enumerator, id, status, retryable; here it has 6 values."),
    ("faults.def", '"code/too-long", 400, false', '"code/too-long", 400, no', "CC_FAULT has no as its retryable: there is true, false."),
])
def testAMistakeInDataIsASentenceWithItsLine(checkout, file, before, after, said):
    replaced(checkout / kDefinitions / file, before, after)
    for arguments in ((), ("--check",)):
        status, errors = generate(checkout, *arguments)
        assert status == 1 and said in errors and "Traceback" not in errors


def testAFileOfDataThatNobodyKnowsIsNamed(checkout):
    (checkout / kDefinitions / "colours.def").write_text('CC_COLOUR(Red, "red")\n')
    assert generate(checkout, "--check") == (1, "core/include/citycode/colours.def: scripts/tables/definitions.py does not say what its rows are.\n")


def testADocumentWithoutItsTableIsNamed(checkout):
    replaced(checkout / "docs/format.md", "<!-- end of attributes -->", "")
    status, errors = generate(checkout, "--check")
    assert status == 1 and "docs/format.md: it should hold each once" in errors and "it holds " in errors and "attributes, " not in errors.split("it holds ")[1]


@pytest.mark.parametrize("path, before, after, said", [
    ("wasm/include/verbs.def", "CC_VERB(read_pass, Holders, Bytes)", "CC_VERB(read_pass, Holders, Bytes)\nCC_VERB(write_pass, Holders, Bytes)", ": wasm/include/citycode_abi.h declares no cc_write_pass."),
    ("wasm/include/verbs.def", "CC_VERB(read_pass, Holders, Bytes)\n", "", "wasm/include/citycode_abi.h: cc_read_pass has no row in wasm/include/verbs.def, so nobody can call it."),
    ("wasm/include/verbs.def", "CC_VERB(read_pass, Holders, Bytes)", "CC_VERB(read_pass, Holders, Bytes, Number)", "read_pass takes Bytes, Number, 3 parameters in C; wasm/include/citycode_abi.h declares 2."),
    ("wasm/include/verbs.def", "CC_VERB(read_pass, Holders, Bytes)", "CC_VERB(read_pass, Bytes)", "CC_VERB has Bytes as its who: there is All, Holders, Verifiers, Others."),
    ("wasm/include/verbs.def", "CC_VERB(read_pass, Holders, Bytes)", "CC_VERB(read_pass, Holders, Byte)", "CC_VERB has Byte as its argument: there is Verifier, Bytes, Number, "),
    ("wasm/include/verbs.def", "CC_VERB(read_pass, Holders, Bytes)", "CC_VERB(read_pass, Holders, Bytes, Verifier)", "read_pass takes its verifier first or not at all."),
    ("wasm/include/citycode_abi.h", "cc_read_pass(const uint8_t* pass, size_t pass_size)", "cc_read_pass(const uint8_t* pass)", "2 parameters in C; wasm/include/citycode_abi.h declares 1."),
])
def testAVerbIsDeclaredAsItsRowSays(checkout, path, before, after, said):
    replaced(checkout / path, before, after)
    status, errors = generate(checkout, "--check")
    assert status == 1 and said in errors and "Traceback" not in errors


@pytest.mark.parametrize("before, after, said", [
    ("| audience | aud is", "| audiences | aud is", "names audiences where audience is due"),
    ("| holder-signature | the presentation verifies with the pass key | `signature/holder-mismatch`, `signature/weak-key` |\n", "",
     "names presentation-time where holder-signature is due"),
])
def testATableOfSentencesHasARowForEachCheckInItsOrder(checkout, before, after, said):
    replaced(checkout / "docs/format.md", before, after)
    status, errors = generate(checkout, "--check")
    assert status == 1 and said in errors and "checks.def" in errors


def testACheckThatTheTableDoesNotKnowFails(checkout):
    path = checkout / kDefinitions / "checks.def"
    path.write_text(path.read_text() + 'CC_VERDICT_CHECK(Weather, "weather", Never)\n')
    status, errors = generate(checkout, "--check")
    assert status == 1 and "names nothing where weather is due" in errors


@pytest.mark.parametrize("path, begin, between, languages", [
    ("docs/format.md", "languages ", ", ", kNumbered),
    ("docs/deploy.md", "for one of ", ", ", kQuoted),
    ("server/src/commands/option_table.cpp", "LANGUAGE=NAME for one of ", ", ", kTags),
    ("docs/glossary/README.md", "| thing | ", " | ", kTags),
])
def testASentenceThatListsWhatIsDataListsAllOfIt(checkout, path, begin, between, languages):
    replaced(checkout / path, begin + between.join(languages), begin + between.join([*languages[:-2], languages[-1]]))
    status, errors = generate(checkout, "--check")
    assert (status, errors) == (1, f"{path} is not what the .def files say: change them and run scripts/generate.\n")
    assert generate(checkout) == (0, "") and (checkout / path).read_text() == (kRoot / path).read_text()


def testASentenceThatIsGoneIsNamed(checkout):
    sentence = "for one of " + ", ".join(kQuoted)
    replaced(checkout / "docs/deploy.md", sentence, "for a language")
    assert generate(checkout, "--check") == (1, f"docs/deploy.md: it should say '{sentence}' somewhere.\n")


def testADocumentThatHasMovedIsNamed(checkout):
    (checkout / "docs/glossary/README.md").unlink()
    assert generate(checkout, "--check") == (1, "docs/glossary/README.md is not there: scripts/tables/documents.py says what it should hold.\n")


def testABuildFailsWithThatSentence():
    assert "scripts/generate --check || stopped\n" in (kRoot / "scripts/build").read_text()
