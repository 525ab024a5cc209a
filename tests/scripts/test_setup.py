"""scripts/setup brings to whoever only runs the city what every page is built from."""
import pathlib
import re
import subprocess

kRoot = pathlib.Path(__file__).resolve().parents[2]


def testEveryPageIsAmongWhatRunningInstalls():
    line = re.search(r"^runWorkspaces=\(.*?\)", (kRoot / "scripts/setup").read_text(), re.M).group()
    installed = subprocess.run(["bash", "-c", line + '; echo "${runWorkspaces[@]}"'], capture_output=True, text=True, check=True).stdout.split()
    pages = re.findall(r"folder: '([a-z]+)'", (kRoot / "web/pages.mjs").read_text())
    assert len(pages) > 5 and {f"web/{page}" for page in pages} <= set(installed)
