"""scripts/check-paths names a step of a counted path that nothing makes; the paths of docs/house.md hold."""
import pathlib
import subprocess

import pytest

kRoot = pathlib.Path(__file__).resolve().parents[2]

kScan = (
    '### A scan\n'
    '\n'
    '| # | file | reached | why it is on the way | asks |\n'
    '|---|---|---|---|---|\n'
    '| 1 | `web/elements/src/cc-scanner/cc-scanner.component.ts` | | takes a frame | |\n'
    '| 2 | `wasm/src/client/verifier.ts` | | hands it over | |\n'
    '| 3 | `wasm/src/worker.ts` | by `wasm/src/messages.ts` | reads it | `wasm/src/turn.ts` |\n'
    '| 4 | `wasm/src/abi.cpp` | verb `scan_frame` | checks it | |\n'
    '| 5 | `core/src/sight/sight.cpp` | | looks | |\n'
    '| 6 | `web/scanner/src/page.ts` | from 1 | shows it | |\n')
kIssuance = (
    '### An issuance\n'
    '\n'
    '| # | file | reached | why it is on the way | asks |\n'
    '|---|---|---|---|---|\n'
    '| 1 | `web/holder/src/api.ts` | | asks | |\n'
    '| 2 | `server/src/session.cpp` | POST `/v1/passes` | reads bytes | |\n'
    '| 3 | `server/src/routes.cpp` | | answers | |\n')
kGood = {
    "docs/house.md": kScan + "\n" + kIssuance,
    "web/elements/package.json": '{"name": "@citycode/elements", "exports": {"./cc-scanner": "./src/cc-scanner/cc-scanner.ts"}}',
    "web/elements/src/cc-scanner/cc-scanner.ts": "import './cc-scanner.component.js';\n",
    "web/elements/src/cc-scanner/cc-scanner.component.ts": "import { scan } from '@citycode/wasm/verifier';\n",
    "web/scanner/package.json": '{"name": "@citycode/scanner"}',
    "web/scanner/src/page.ts": "import '@citycode/elements/cc-scanner';\n",
    "web/holder/src/api.ts": "post('/v1/passes');\n",
    "wasm/package.json": '{"name": "@citycode/wasm", "exports": {"./verifier": {"types": "./dist/client/verifier.d.ts", "default": "./dist/client/verifier.js"}}}',
    "wasm/include/verbs.def": "CC_VERB(scan_frame, Bytes)\n",
    "wasm/src/client/verifier.ts": "import type { Call } from '../messages.js';\n",
    "wasm/src/messages.ts": "export type Call = 1;\n",
    "wasm/src/turn.ts": "export type Turn = 1;\n",
    "wasm/src/worker.ts": "import { Call } from './messages.js';\nimport { Turn } from './turn.js';\nask('scan_frame');\n",
    "wasm/src/abi.cpp": '#include "citycode/sight.h"\nint cc_scan_frame() { return 0; }\n',
    "core/include/citycode/sight.h": "",
    "core/src/sight/sight.cpp": '#include "citycode/sight.h"\n',
    "server/src/session.cpp": '#include "routes.h"\n',
    "server/src/routes.h": "",
    "server/src/routes.cpp": 'add({Method::Post, "/v1/passes"});\n',
}


def check(root):
    done = subprocess.run([kRoot / "scripts/check-paths", "--root", root], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stderr.splitlines()


def checkout(folder, changed):
    """A small one in which everything holds but what is changed; None is left out."""
    for path, text in {**kGood, **changed}.items():
        if text is not None:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
    return folder


def document(*changes):
    text = kGood["docs/house.md"]
    for before, after in changes:
        assert text.count(before) == 1
        text = text.replace(before, after)
    return {"docs/house.md": text}


def testThePathsOfThisCheckoutHold():
    assert check(kRoot) == (0, [])


def testAPathWhoseStepsAreMadeHolds(tmp_path):
    assert check(checkout(tmp_path, {})) == (0, [])


@pytest.mark.parametrize("changed, said", [
    ({"web/scanner/src/page.ts": None}, "docs/house.md:10: there is no web/scanner/src/page.ts"),
    ({"wasm/src/turn.ts": None}, "docs/house.md:7: there is no wasm/src/turn.ts"),
    ({"wasm/src/messages.ts": None}, "docs/house.md:7: wasm/src/worker.ts: there is no wasm/src/messages.ts"),
    ({"web/scanner/src/page.ts": ""}, "docs/house.md:10: web/scanner/src/page.ts: nothing connects it with web/elements/src/cc-scanner/cc-scanner.component.ts"),
    ({"wasm/src/abi.cpp": "int cc_scan_frame() { return 0; }\n"}, "docs/house.md:9: core/src/sight/sight.cpp: nothing connects it with wasm/src/abi.cpp"),
    ({"wasm/src/client/verifier.ts": "export const scan = 1;\n"}, "docs/house.md:7: wasm/src/worker.ts: nothing connects wasm/src/client/verifier.ts with wasm/src/messages.ts"),
    ({"wasm/include/verbs.def": "CC_VERB(draw_code)\n"}, "docs/house.md:8: wasm/src/abi.cpp: no verb 'scan_frame' leads here from wasm/src/worker.ts"),
    ({"web/holder/src/api.ts": "post('/v1/cards');\n"}, "docs/house.md:17: server/src/session.cpp: no row before it asks '/v1/passes', or none after it serves it"),
    ({"server/src/routes.cpp": 'add({Method::Get, "/v1/passes"});\n'}, "docs/house.md:17: server/src/session.cpp: no row before it asks '/v1/passes', or none after it serves it"),
    (document(("| from 1 |", "| from 7 |")), "docs/house.md:10: web/scanner/src/page.ts: it is reached from 7, which is no row before it"),
    (document(("| from 1 |", "| somehow |")), "docs/house.md:10: web/scanner/src/page.ts: 'somehow' is no step"),
    (document(("| shows it |", "| |")), "docs/house.md:10: web/scanner/src/page.ts has no reason"),
    (document(("`wasm/src/turn.ts`", "`wasm/src/client/verifier.ts`")), "docs/house.md:7: wasm/src/worker.ts does not ask wasm/src/client/verifier.ts: nothing connects them"),
    (document(("| 6 |", "| 7 |")), "docs/house.md:10: this is row 6"),
    (document(("### An issuance", "### Another")), "docs/house.md: it has no path '### An issuance'"),
])
def testAStepThatNothingMakesIsNamed(tmp_path, changed, said):
    assert check(checkout(tmp_path, changed)) == (1, [said])


def testAPathThatIsLongerThanItsLimitIsNamed(tmp_path):
    files = [f"web/holder/src/hop{i}.ts" for i in range(22)]
    rows = [f"| {i + 1} | `{path}` | | on the way | |" for i, path in enumerate(files)]
    changed = {path: f"import './hop{i + 1}.js';\n" for i, path in enumerate(files)}
    head, _ = kIssuance.split("| 1 |")
    assert check(checkout(tmp_path, {**changed, "docs/house.md": kScan + "\n" + head + "\n".join(rows) + "\n"})) == (0, [])
    changed[files[-1]], changed["web/holder/src/hop22.ts"] = "import './hop22.js';\n", "export const end = 1;\n"
    rows.append("| 23 | `web/holder/src/hop22.ts` | | one too many | |")
    status, lines = check(checkout(tmp_path, {**changed, "docs/house.md": kScan + "\n" + head + "\n".join(rows) + "\n"}))
    assert (status, lines) == (1, ["docs/house.md:38: An issuance passes 23 files, and 22 are the limit"])
