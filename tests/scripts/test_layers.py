"""What scripts/check-layers says of files in core, wasm and web that reach where they must not."""
import json
import pathlib
import shutil
import subprocess

import pytest

kScript = pathlib.Path(__file__).resolve().parents[2] / "scripts/check-layers"

kDoor = "core/include/citycode/"
kGood = {
    kDoor + "citycode.h": '#include "citycode/bytes.h"\n#include "citycode/trust_list.h"\n',
    kDoor + "bytes.h": "#include <vector>\n",
    kDoor + "trust_list.h": '#include "citycode/bytes.h"\n',
    "core/src/signing/cose.h": '#include "citycode/bytes.h"\n',
    "core/src/signing/cose.cpp": '#include "signing/cose.h"\n',
    "core/src/lists/trust_list.cpp": '#include "citycode/trust_list.h"\n#include "signing/cose.h"\n',
    "core/tools/verb.h": '#include "pass/pass_claims.h"\n',
    "core/src/pass/pass_claims.h": '#include "citycode/trust_list.h"\n',
    "wasm/src/binding.ts": "export const binding = 1;\n",
    "wasm/src/facades/reader.ts": "import { binding } from '../binding.js';\nexport const reader = binding;\n",
    "wasm/src/city-core.ts": "import { reader } from './facades/reader.js';\nexport const core = reader;\n",
    "wasm/src/client/client.ts": "import { core } from '../city-core.js';\nexport const client = core;\n",
    "web/client/src/api.ts": "export const ask = 1;\n",
    "web/holder/src/wallet.ts": "import { ask } from '@citycode/client/api';\nexport const wallet = ask;\n",
    "web/verifier/src/keeper.ts": "import { ask } from '@citycode/client/api';\nexport const keeper = ask;\n",
    "web/elements/src/cc-code/cc-code.ts": "import { LitElement } from 'lit';\nexport class CcCode extends LitElement {}\n",
    "web/citizen/src/city-app.ts": "import '@citycode/elements/cc-code';\nimport { wallet } from '@citycode/holder/wallet';\nexport const page = `<cc-code></cc-code>${wallet}`;\n",
    "web/scanner/src/city-scanner.ts": "import { keeper } from '@citycode/verifier/keeper';\nexport const page = keeper;\n",
}
kExports = {"client": {"./api": "./src/api.ts"}, "holder": {"./wallet": "./src/wallet.ts"}, "verifier": {"./keeper": "./src/keeper.ts"},
            "elements": {"./cc-code": "./src/cc-code/cc-code.ts"}, "citizen": {"./city-app": "./src/city-app.ts"}, "scanner": {}}


def complaints(folder, changed):
    (folder / "scripts").mkdir()
    for script in (kScript, kScript.with_name("imports.py")):
        shutil.copy(script, folder / "scripts")
    for path, text in {**kGood, **changed}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    for name, exports in kExports.items():
        (folder / "web" / name / "package.json").write_text(json.dumps({"name": f"@citycode/{name}", "exports": exports}))
    done = subprocess.run([folder / "scripts/check-layers"], capture_output=True, text=True, timeout=60)
    assert (done.returncode != 0) == bool(done.stderr.strip())
    return done.stderr


def testWhatPointsDownIsRight(tmp_path):
    assert complaints(tmp_path, {}) == ""


@pytest.mark.parametrize("path, text, said", [
    ("web/scanner/src/more.ts", "import { page } from '@citycode/citizen/city-app';\nexport const more = page;\n", "web/scanner must not import"),
    ("web/client/src/more.ts", "import { wallet } from '@citycode/holder/wallet';\nexport const more = wallet;\n", "web/client must not import"),
    ("web/holder/src/more.ts", "import { keeper } from '@citycode/verifier/keeper';\nexport const more = keeper;\n", "web/holder must not import"),
    ("web/verifier/src/more.ts", "import { CcCode } from '@citycode/elements/cc-code';\nexport const more = CcCode;\n", "web/verifier must not import"),
    ("web/holder/src/more.ts", "import { html } from 'lit';\nexport const more = html``;\n", "has no pixels and must not import 'lit'"),
    ("web/citizen/src/more.ts", "import { ask } from '../../client/src/api.js';\nexport const more = ask;\n", "is of another package: import it by its name"),
    ("web/client/src/index.ts", "/** Everything. */\nexport { ask } from './api.js';\n", "only hands on what other files have"),
    ("web/citizen/src/more.ts", "export const more = `<cc-code></cc-code>`;\n", "shows <cc-code> and does not import it"),
    ("web/citizen/src/more.ts", "export const PATIENCE_MS = 1;\n", "constants are kLikeThis here, not PATIENCE_MS"),
    ("web/citizen/src/more.ts", "import '@citycode/elements/cc-code';\nexport const more = 1;\n", "does not show <cc-code> and imports it"),
    (kDoor + "trust_list.h", '#include "signing/cose.h"\n', "a public header must not include 'signing/cose.h'"),
    (kDoor + "more.h", "#include <vector>\n", "citycode.h does not include it"),
    ("core/src/lists/more.h", '#include "citycode/citycode.h"\n', "includes the front door, which is for others"),
    ("core/src/signing/more.h", '#include "citycode/trust_list.h"\n', "signing must not include 'citycode/trust_list.h' of lists"),
    ("core/src/lists/more.cpp", '#include "pass/pass_claims.h"\n', "lists must not include 'pass/pass_claims.h' of pass"),
    ("core/src/signing/more.cpp", '#include "cose.h"\n', "'cose.h' is included without its room"),
    ("core/src/pass/more.h", '#include "tools/verb.h"\n', "the core must not include 'tools/verb.h' of its command line"),
    ("core/src/pass/more.h", '#include "../../tools/verb.h"\n', "the core must not include '../../tools/verb.h' of its command line"),
    ("core/tools/more.cpp", '#include "verb.h"\n', "'verb.h' is included without its room"),
    ("wasm/src/more.h", '#include "signing/cose.h"\n#include "../../tests/core/more.h"\n', "wasm must not include '../../tests/core/more.h' of tests"),
    ("wasm/src/binding.ts", "import { reader } from './facades/reader.js';\nexport const binding = reader;\n", "the binding must not import 'facades/reader.ts'"),
    ("wasm/src/facades/reader.ts", "import { core } from '../city-core.js';\nexport const reader = core;\n", "facades must not import 'city-core.ts'"),
    ("wasm/src/worker/worker.ts", "import { client } from '../client/client.js';\nexport const worker = client;\n", "worker must not import 'client/client.ts'"),
    ("wasm/src/rooms/more.ts", "export const more = 1;\n", "'rooms' is no room of wasm yet"),
    ("server/src/base/clock.h", '#include "base/clock.h"\n', "a circle: server/src/base/clock.h -> server/src/base/clock.h"),
    ("web/client/src/more.ts", "import type { wallet } from '@citycode/holder/wallet';\nexport type More = typeof wallet;\n", "web/client must not import"),
    ("web/client/src/more.ts", "export const more = () => import('@citycode/holder/wallet');\n", "web/client must not import"),
    ("web/client/src/more.ts", "import address from '@citycode/holder/wallet?worker&url';\nexport const more = address;\n", "web/client must not import"),
    ("web/citizen/src/more.ts", "import type { FaultId } from '@citycode/wasm';\nexport type More = FaultId;\n", "is everything at once"),
    ("web/citizen/src/more.ts", "import { CityCore } from '@citycode/wasm';\nexport const more = CityCore;\n", "is everything at once"),
    ("web/citizen/src/more.ts", "import { all } from './parts/index.js';\nexport const more = all;\n", "'./parts/index.js' is everything at once"),
    ("web/citizen/src/more.ts", "import { all } from './parts/';\nexport const more = all;\n", "'./parts/' is everything at once"),
    ("web/elements/src/i18n/words.ts", "/** All. */\nexport * from './t.js';\nexport type * from './u.js';\n", "only hands on what other files have"),
    ("web/client/src/api.ts", "import { more } from './more.js';\nexport const ask = more;\n", "a circle: web/client/src/api.ts -> web/client/src/more.ts -> web/client/src/api.ts"),
])
def testWhatPointsElsewhereIsNamed(tmp_path, path, text, said):
    extra = {"web/client/src/more.ts": "import { ask } from './api.js';\nexport const more = ask;\n"} if "circle: web" in said else {}
    lines = [line for line in complaints(tmp_path, {path: text, **extra}).splitlines() if not line.startswith("a circle: wasm")]
    assert len(lines) == 1 and said in lines[0]


def testAFrontDoorOfAHundredHeadersIsNone(tmp_path):
    more = {f"{kDoor}h{i}.h": "#include <vector>\n" for i in range(20)}
    door = kGood[kDoor + "citycode.h"] + "".join(f'#include "citycode/h{i}.h"\n' for i in range(20))
    assert complaints(tmp_path, {**more, kDoor + "citycode.h": door}).splitlines() == ["core/include/citycode: 23 headers, and more than 14 are no front door"]


@pytest.mark.parametrize("text", [
    "import type { More } from './more.js';\nexport const ask = (more: More): More => more;\n",
    "export type * from './more.js';\nexport const ask = 1;\n",
    "export const ask = () => import('./more.js');\n",
    "export const ask = () => import(/* later */ `./more.js`);\n",
    "export const ask = (name: string) => import(`./${name}.ts`);\n",
    "export const ask = () => new Worker(new URL('./more.js', import.meta.url));\n",
    "import ask from './more.js?worker&url';\nexport { ask };\nexport const one = 1;\n",
    "export const ask = import.meta.glob('./more.ts');\n",
])
def testACircleIsOneHoweverItIsClosed(tmp_path, text):
    said = complaints(tmp_path, {"web/client/src/api.ts": text, "web/client/src/more.ts": "import type { ask } from './api.js';\nexport type More = typeof ask;\n"})
    assert said == "a circle: web/client/src/api.ts -> web/client/src/more.ts -> web/client/src/api.ts\n"
