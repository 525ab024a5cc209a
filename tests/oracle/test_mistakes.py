"""Every deliberate mistake of mistakes.py is noticed by the vector that it names, and the verifier as it is judges that vector right."""
import functools
import importlib
import importlib.abc
import importlib.util
import pathlib
import re
import sys

import pytest

import mistakes
from vector_files import fileNamed

kFolder = pathlib.Path(__file__).parent
kSources = {path.stem: path.read_text() for path in kFolder.glob("*.py") if path.stem not in ("mistakes", "test_mistakes")}
kTests = {"codes.json": ("test_vectors", "testCode"), "trust-lists.json": ("test_vectors", "testTrustList"),
          "trust-life.json": ("test_vectors", "testFollowingList"), "places.json": ("test_vectors", "testPlace"), "portals.json": ("test_vectors", "testPortal"), "ratings.json": ("test_vectors", "testRating"),
          "status-lists.json": ("test_status_vectors", "testStatusLists"), "replay-shares.json": ("test_format_vectors", "testShares"),
          "scene-keys.json": ("test_format_vectors", "testSceneKeys"), "enrolment-codes.json": ("test_format_vectors", "testEnrolmentCodes"),
          "tokens.json": ("test_format_vectors", "testTokens"), "log-faults.json": ("test_format_vectors", "testLog"),
          "work-clock.json": ("test_format_vectors", "testWorkClock"), "screened-texts.json": ("test_format_vectors", "testScreenedTexts"),
          "log.json": ("test_format_vectors", "testTilesOfOthers")}
kSequences = "test_vectors", "testListAsCodes"   # of trust-life.json, under its own member


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives out modules of this folder from sources in memory."""

    def __init__(self, sources):
        self.sources = sources

    def find_spec(self, name, path=None, target=None):
        return importlib.util.spec_from_loader(name, self) if name in self.sources else None

    def exec_module(self, module):
        module.__file__ = str(kFolder / f"{module.__name__}.py")
        exec(compiled(self.sources[module.__name__], module.__file__), module.__dict__)


@functools.cache
def compiled(source, path):
    return compile(source, path, "exec")


@functools.cache
def importersOf(changed):
    """The modules that import one of `changed`, directly or not, and these themselves: the others need not be made anew."""
    found = set(changed)
    while True:
        pattern = re.compile(rf"^(?:import|from) (?:{'|'.join(map(re.escape, sorted(found)))})\b", re.MULTILINE)
        more = {name for name, source in kSources.items() if pattern.search(source)} | found
        if more == found:
            return found
        found = more


def changedBy(edits):
    """The modules that `edits` change, by name."""
    sources = {module: kSources[module] for module, _, _ in edits}
    for module, original, changed in edits:
        times = sources[module].count(original)
        assert times == 1, f"{module}.py has this {times} times and not once: {original}"
        sources[module] = sources[module].replace(original, changed)
    return sources


def judge(vector, changed={}):
    """Runs the test of one vector, with some modules of the verifier changed: an AssertionError when the answer is not the expected one."""
    anew, sources = importersOf(frozenset(changed)) if changed else set(), {**kSources, **changed}
    before = {name: sys.modules.pop(name) for name in anew if name in sys.modules}
    finder = _Changed({name: sources[name] for name in anew})
    sys.meta_path.insert(0, finder)
    try:
        fileName, vectorId = vector.split(" ", 1)
        module, function = kSequences if vectorId.startswith("sequence/") else kTests[fileName]
        run, found = getattr(importlib.import_module(module), function), theVector(fileName, vectorId)
    finally:
        sys.meta_path.remove(finder)
        for name in anew:
            sys.modules.pop(name, None)
        sys.modules.update(before)
    run(*found) if function not in ("testStatusLists", "testTilesOfOthers") else run(found[1])


def theVector(fileName, vectorId):
    """(file, vector)"""
    file = fileNamed(fileName)
    vectors = [*file.get("vectors", []), *file.get("sequences", []), *file.get("large", [])]
    found = [vector for vector in vectors if vector.get("id", str(vector.get("size"))) == vectorId]
    assert len(found) == 1, f"{fileName} has {vectorId} {len(found)} times"
    return file, found[0]


kJudged = set()   # vectors that the verifier as it is was seen to judge right


@pytest.mark.parametrize("mistake", [pytest.param(each, id=each.id) for each in mistakes.kAll])
def testIsNoticed(mistake):
    if mistake.vector not in kJudged:
        judge(mistake.vector)
        kJudged.add(mistake.vector)
    changed = changedBy(mistake.edits)
    with pytest.raises(AssertionError) as noticed:
        judge(mistake.vector, changed)
    assert noticed.traceback[-1].path.name.startswith("test_"), "the verifier gave no answer"


def testThereAreManyAndEachIsNamedOnce():
    names = [mistake.id for mistake in mistakes.kAll]
    assert len(names) == len(set(names)) and len(names) >= 150
    assert len({mistake.edits for mistake in mistakes.kAll}) >= 150


def testEachNamesARuleOfTheDocument():
    document = (kFolder.parent.parent / "docs" / "format.md").read_text()
    titles = re.findall(r"^##+ (.+)$|^\*\*(\w+)\.\*\*", document, re.MULTILINE)
    sections = {re.sub(r" \(.*", "", heading or bold) for heading, bold in titles}
    assert {mistake.rule.split(": ")[0] for mistake in mistakes.kAll} <= sections
