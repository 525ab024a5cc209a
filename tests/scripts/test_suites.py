"""What scripts/suite says of a suite that hangs, crashes or fills the disk, and what scripts/count-tests makes of it."""
import json
import os
import pathlib
import re
import subprocess

kRoot = pathlib.Path(__file__).resolve().parents[2]


def runSuite(reports, seconds, script, **environment):
    """scripts/suite with a check of our own: its exit code and what it said."""
    command = [kRoot / "scripts/suite", "demo", str(seconds), "check", "bash", "-c", script]
    done = subprocess.run(command, env={**os.environ, "CITYCODE_REPORTS": str(reports), **environment}, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def count(reports, *suites):
    """scripts/count-tests of a run in which CTest said so of each (name, status)."""
    cases = "".join(f'<testcase name="{name}" status="{status}" time="1.0"/>' for name, status in suites)
    (reports / "suites.junit").write_text(f"<testsuite>{cases}</testsuite>")
    done = subprocess.run([kRoot / "scripts/count-tests", reports], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout.splitlines()


def testASuiteThatPassesCountsAsOne(tmp_path):
    assert runSuite(tmp_path, 20, "true") == (0, "")
    assert count(tmp_path, ("demo", "run")) == (0, ["suite            seconds  passed  failed skipped", "setup                  0",
                                                     "demo                   1       1       0       0", "wall                   0",
                                                     "1 passed, 0 failed, 0 skipped"])


def testASuiteThatHangsIsEndedAtItsLimitAndItsLastCaseIsNamed(tmp_path):
    status, said = runSuite(tmp_path, 1, "echo '[ RUN      ] Gate.Opens'; sleep 50")
    assert status == 1
    assert "demo did not end within 1 seconds and was ended; its last case was: Gate.Opens" in said
    assert count(tmp_path, ("demo", "fail"))[1][-1] == "0 passed, 1 failed, 0 skipped"


def testWhatAHangingSuiteStartedIsEndedWithIt(tmp_path):
    child = tmp_path / "child"
    runSuite(tmp_path, 1, f"sleep 50 & echo $! >{child}; wait")
    process = pathlib.Path("/proc") / child.read_text().strip() / "stat"
    assert not process.exists() or process.read_text().split()[2] == "Z"


def testACrashNamesTheLastCase(tmp_path):
    status, said = runSuite(tmp_path, 20, "echo 'begins: gate.spec.ts › opens'; kill -SEGV $$")
    assert status == 1
    assert "demo was ended by signal 11; its last case was: gate.spec.ts › opens" in said
    assert count(tmp_path, ("demo", "fail"))[1][-1] == "0 passed, 1 failed, 0 skipped"


def testADiskThatIsFullIsSaid(tmp_path):
    _, said = runSuite(tmp_path, 20, "echo 'ninja: error: write: No space left on device'; exit 1")
    assert "the disk is full (" in said and "run scripts/test demo again" in said


def testAProgramThatLeavesNoReportIsAFailure(tmp_path):
    status, lines = count(tmp_path, ("gone", "run"), ("broken", "fail"), ("waiting", "notrun"))
    assert status == 1 and lines[-1] == "0 passed, 3 failed, 0 skipped"
    assert any("waiting" in line and "not run: what it needs was not built" in line for line in lines)


def testAReportThatIsCutIsAFailure(tmp_path):
    (tmp_path / "cut.xml").write_text("<testsuite><testcase name='a'/>")
    assert count(tmp_path, ("cut", "run"))[1][-1] == "0 passed, 1 failed, 0 skipped"


def testCasesThatFailAreCountedOnceThoughTheSuiteFailedToo(tmp_path):
    (tmp_path / "core.xml").write_text("<testsuite><testcase name='a'/><testcase name='b'><failure/></testcase><testcase name='c'><skipped/></testcase></testsuite>")
    (tmp_path / "web.json").write_text(json.dumps({"passed": 3, "failed": 0}))
    assert count(tmp_path, ("core", "fail"), ("web", "run"))[1][-1] == "4 passed, 1 failed, 1 skipped"


def testEachCaseThatFailedIsNamedBeforeTheTotal(tmp_path):
    (tmp_path / "core.xml").write_text("<testsuite><testcase classname='gate.spec.ts' name='opens'><failure message=''>\n  no such door\n at 5</failure></testcase>"
                                       "<testcase name='b'><error message='gone'/></testcase><testcase name='c'/></testsuite>")
    many = "".join(f"<testcase name='m{i}'><failure/></testcase>" for i in range(30))
    (tmp_path / "many.xml").write_text(f"<testsuite>{many}</testsuite>")
    lines = count(tmp_path, ("core", "fail"), ("many", "fail"))[1]
    assert lines[5:8] == ["failed: core: gate.spec.ts opens: no such door", "failed: core: b: gone", "failed: many: m0: failed"]
    assert lines[-2:] == ["failed: 12 more", "1 passed, 32 failed, 0 skipped"]


def testNothingRunIsAFailure(tmp_path):
    assert count(tmp_path)[0] == 1


def testAnUnknownSuiteIsNamedWithThoseThatThereAre():
    done = subprocess.run([kRoot / "scripts/test", "no-such-suite"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "there is no suite 'no-such-suite': there are " in done.stderr and " core " in done.stderr


def costsWhenChanged(folder, changed):
    """suite -> the cost by which CTest orders it, when these paths have changed."""
    (folder / "CTestTestfile.cmake").write_text(f'include("{kRoot}/tests/suites.cmake")\n')
    done = subprocess.run(["ctest", "--test-dir", folder, "--show-only=json-v1"], env={**os.environ, "CITYCODE_CHANGED": changed},
                          capture_output=True, text=True, check=True, timeout=60)
    properties = {test["name"]: test["properties"] for test in json.loads(done.stdout)["tests"]}
    return {name: next(p["value"] for p in each if p["name"] == "COST") for name, each in properties.items()}


def testWhatAChangeCanBreakRunsFirst(tmp_path):
    nothing, scanner = costsWhenChanged(tmp_path, ""), costsWhenChanged(tmp_path, "web/scanner/src/main.ts;docs/api.md")
    assert max(nothing.values()) < 10000
    first = {name for name, cost in scanner.items() if cost >= 10000}
    assert {"build-web", "scanner", "e2e"} <= first and not {"core", "oracle", "server", "fuzz"} & first


def testEverySuiteReadsPathsThatExist():
    for line in (kRoot / "tests/suites.cmake").read_text().splitlines():
        if line.startswith(("suite(", "build(")):
            reads = re.search(r"READS (.*?) LIMIT", line)[1].replace("${_core}", "").split()
            assert [path for path in reads if not (kRoot / path).exists()] == []
