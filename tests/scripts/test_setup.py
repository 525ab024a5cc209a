"""scripts/setup brings to whoever only runs the city what every page is built from, and the sign-in service beside it."""
import json
import pathlib
import re
import subprocess

kRoot = pathlib.Path(__file__).resolve().parents[2]


def runWorkspaces():
    line = re.search(r"^runWorkspaces=\(.*?\)", (kRoot / "scripts/setup").read_text(), re.M).group()
    return subprocess.run(["bash", "-c", line + '; echo "${runWorkspaces[@]}"'], capture_output=True, text=True, check=True).stdout.split()


def testEveryPageIsAmongWhatRunningInstalls():
    pages = re.findall(r"folder: '([a-z]+)'", (kRoot / "web/pages.mjs").read_text())
    assert len(pages) > 5 and {f"web/{page}" for page in pages} <= set(runWorkspaces())


def testWhatBuildsTheSignInServiceIsThereWithoutWhatOnlyTestsNeed():
    installed = runWorkspaces()
    built = re.search(r"packages\) workspaces\+=\((.*?)\)", (kRoot / "scripts/build").read_text()).group(1).split()
    assert "server/openid" in built and set(built) <= set(installed)
    scripts = [kRoot / "web/build/package-parts.mjs", *(path for workspace in built for path in (kRoot / workspace / "scripts").glob("*.mjs"))]
    kPackage = r"^(?:import (?!type).* from |.*\bresolve\()'((?:@[\w-]+/)?[a-z][\w-]*)(?:/[^':]*)?'"
    packages = {name for path in scripts for name in re.findall(kPackage, path.read_text(), re.M)}
    assert {"rolldown", "typescript", "@custom-elements-manifest/analyzer"} <= packages
    there = {name for workspace in installed for name in json.loads((kRoot / workspace / "package.json").read_text()).get("dependencies", {})}
    assert packages <= there
