"""The tables of docs/ that are generated: between two comments in a document stands what the data says."""
import re
from itertools import zip_longest

from .definitions import Wrong

kBlock = re.compile(r"(<!-- (?P<name>[a-z-]+): written by scripts/generate -->\n)(?P<text>.*?)(<!-- end of (?P=name) -->)", re.DOTALL)


def _table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "".join("|" + "|".join(f" {cell} " if cell not in ("---", "") else cell or " " for cell in line) + "|\n" for line in lines)


def _inTwo(head, rows):
    """A long and narrow table, its second half beside the first."""
    rows = [list(row) for row in rows]
    half = (len(rows) + 1) // 2
    beside = rows[half:] + [[""] * len(head)] * (2 * half - len(rows))
    return _table([*head, *head], [left + right for left, right in zip(rows, beside)])


def _attributes(data):
    return _inTwo(["id", "name", "kind"], [[str(row.id), row.name, row.kind.lower()] for row in data["CC_ATTRIBUTE"]])


def _scenes(data):
    names = {row.enumerator: row.name for row in data["CC_ATTRIBUTE"]}
    kinds = {row.enumerator: row for row in data["CC_SCENE_KIND"]}
    rows = []
    for row in data["CC_SCENE"]:
        kind = kinds[row.kind]
        rows.append([str(row.id), row.name, ", ".join(names[attribute] for attribute in row.attributes), "yes" if row.sealing == "Sealed" else "no",
                     str(kind.windowSeconds), "1 refuse" if kind.reuseRule == "RefuseLaterSlot" else "0 report",
                     "1 venue only" if kind.audienceRule == "VenueOnly" else "0",
                     f"{kind.statusFreshSeconds:,}", f"{kind.statusTooOldSeconds:,}", "yes" if row.cards == "Cards" else "no", "yes" if row.serving == "Served" else "no"])
    return _table(["id", "scene", "attributes", "sealed", "window s", "reuse rule", "audience rule", "status fresh s", "status too old s", "paper", "served"], rows)


kWays = {"OnSite": "on site", "Online": "online", "Telephone": "by telephone"}
kTickets = {"Bound": "bound to a pass", "Bearer": "of whoever has it", "NoTicket": "none"}


def _channels(data):
    return _table(["number", "channel", "the service was given", "its ticket"],
                  [[str(row.number), row.name, kWays[row.way], kTickets[row.ticket]] for row in data["CC_CHANNEL"]])


def _opinions(data):
    """Levels, indicators and reasons beside one another."""
    levels = [[str(row.number), row.name] for row in data["CC_LEVEL"]]
    indicators = [[str(row.number), f"{row.name} ({', '.join(kWays[way] for way in row.ways)})"] for row in data["CC_INDICATOR"]]
    reasons = [[str(row.number), row.name] for row in data["CC_REASON"]]
    rows = [[*a, *b, *c] for a, b, c in zip_longest(levels, indicators, reasons, fillvalue=["", ""])]
    return _table(["level", "name", "indicator", "name (where)", "reason", "name"], rows)


def _holderClasses(data):
    return _table(["document-type", "holder", "kind of document"], [[str(row.value), row.words, f"`{row.name}`"] for row in data["CC_HOLDER_CLASS"]])


def _signed(data):
    ids = {row.enumerator: f"`{row.id}`" for row in data["CC_FAULT"]}
    return _table(["what", "external data, in ASCII", "else"],
                  [[row.what, f"`{row.externalData}`" if row.externalData else "none, `h''`: its own standard's", ids.get(row.fault, "")]
                   for row in data["CC_SIGNED"]])


kUnits = {"KiB": 1024, "MiB": 1024 * 1024, "days": 86400}


def _saidOf(row):
    """The words in which a document states a limit."""
    def number(found):
        if row.value % kUnits.get(found[1], 1):
            raise Wrong(f"{row.where}: {row.enumerator} is {row.value:,}, which is no whole number of {found[1]}.")
        return f"{row.value // kUnits.get(found[1], 1):,}"
    return re.sub(r"\{(|KiB|MiB|days)\}", number, row.said)


def _limits(macro):
    def table(data):
        rows = [[row.what, f"{row.value:,}", "" if row.unit == "Key" else row.unit.lower()] for row in data[macro]]
        return _table(["limit", "is", "of"], rows)
    return table


def _prefixes(data):
    return _table(["text", "begins"], [[f"`{row.text}`", row.what] for row in data["CC_PREFIX"]])


def _statuses(data):
    by = {}
    for row in data["CC_FAULT"]:
        by.setdefault(row.status, []).append(f"`{row.id}`")
    by[400] = ["every other"]
    return _table(["status", "faults"], [[str(status) if status else "none: they stay in a browser", " ".join(by[status])] for status in sorted(by)])


kWritten = {
    "docs/format.md": {"attributes": _attributes, "channels": _channels, "holder-classes": _holderClasses, "opinions": _opinions, "limits": _limits("CC_LIMIT"), "prefixes": _prefixes, "scenes": _scenes, "signed-kinds": _signed},
    "docs/api.md": {"api-limits": _limits("CC_API_LIMIT"), "statuses": _statuses},
}


# Tables of sentences, whose first column is data: the head of each, and what stands below it.
kHeld = {
    "docs/format.md": {"| check | passes when | else |": ("checks.def", lambda data: [row.name for row in data["CC_VERDICT_CHECK"]])},
}


def _tags(data, form="{}"):
    return [form.format(row.tag) for row in data["CC_LANGUAGE"]]


# Sentences that list what is data, in documents and in what a command says: (what stands there, what should), written anew.
kTag = r"`?[A-Za-z]{2,3}(?:-[A-Za-z]+)*`?"
kSaid = {
    "server/src/commands/option_table.cpp": [
        (rf"LANGUAGE=NAME for one of {kTag}(?:, {kTag})*", lambda data: "LANGUAGE=NAME for one of " + ", ".join(_tags(data))),
        (rf"the languages are {kTag}(?:, {kTag})* and {kTag}\.", lambda data: "the languages are " + ", ".join(_tags(data)[:-1]) + f" and {_tags(data)[-1]}."),
    ],
    "docs/format.md": [(rf"languages \d+ {kTag}(?:, \d+ {kTag})*", lambda data: "languages " + ", ".join(f"{row.number} {row.tag}" for row in data["CC_LANGUAGE"]))],
    "docs/deploy.md": [(r"for one of `[A-Za-z-]+`(?:, `[A-Za-z-]+`)*", lambda data: "for one of " + ", ".join(_tags(data, "`{}`")))],
    "docs/glossary/README.md": [(r"\| thing \| [^\n]*\|", lambda data: "| thing | " + " | ".join(_tags(data)) + " |")],
}


def _withSentences(path, text, data):
    for stands, sentenceOf in kSaid.get(path, ()):
        text, times = re.subn(stands, lambda found: sentenceOf(data), text)
        if times == 0:
            raise Wrong(f"{path}: it should say '{sentenceOf(data)}' somewhere.")
    return text


# Limits that a document states in words of its own.
kStated = {"docs/format.md": "CC_LIMIT", "docs/api.md": "CC_API_LIMIT"}


def _hold(path, text, data):
    oneLine = re.sub(r"\s+", " ", kBlock.sub("", text))
    for row in data.get(kStated.get(path), ()):
        if _saidOf(row) not in oneLine:
            raise Wrong(f"{path}: it should say '{_saidOf(row)}', because {row.where} has {row.enumerator} as {row.value:,}.")
    for head, (source, namesOf) in kHeld.get(path, {}).items():
        table = re.search(rf"^{re.escape(head)}\n\|[-|]+\|\n((?:\|.*\n)*)", text, re.MULTILINE)
        if not table:
            raise Wrong(f"{path}: it has no table '{head}'.")
        stand, due = [line.split("|")[1].strip() for line in table[1].splitlines()], namesOf(data)
        if stand != due:
            first = next((f"{was or 'nothing'} where {wanted or 'nothing'} is due" for was, wanted in zip_longest(stand, due) if was != wanted))
            raise Wrong(f"{path}: the table '{head}' names {first}: its rows are those of {source}, in their order.")


def files(root, data):
    for path in {**kWritten, **kHeld, **kSaid}:
        if not (root / path).is_file():
            raise Wrong(f"{path} is not there: scripts/tables/documents.py says what it should hold.")
        _hold(path, (root / path).read_text(encoding="utf-8"), data)
    for path, blocks in {**dict.fromkeys(kSaid, {}), **kWritten}.items():
        text = _withSentences(path, (root / path).read_text(encoding="utf-8"), data)
        named = [found["name"] for found in kBlock.finditer(text)]
        if sorted(named) != sorted(blocks):
            raise Wrong(f"{path}: it should hold each once, '<!-- NAME: written by scripts/generate -->' to '<!-- end of NAME -->', "
                        f"of {', '.join(blocks)}; it holds {', '.join(named) or 'none'}.")
        yield path, kBlock.sub(lambda found: found[1] + blocks[found["name"]](data) + found[4], text)
    yield from _pages(root, data)


def _pages(root, data):
    """Every page says in every language that it needs JavaScript; it is written in English itself."""
    lines = "".join(f"""      <p{'' if row.tag == 'en' else f' lang="{row.tag}"'}>{row.noScript}</p>\n""" for row in data["CC_LANGUAGE"])
    for page in sorted(root.glob("web/**/index.html")):
        path, text = page.relative_to(root).as_posix(), page.read_text(encoding="utf-8")
        if {"node_modules", "dist"} & set(page.parts):
            continue
        if "<noscript>\n" not in text:
            raise Wrong(f"{path}: a page needs <noscript> and </noscript>, each on a line of its own: scripts/generate writes what stands between.")
        yield path, re.sub(r"(<noscript>\n).*?( *</noscript>)", lambda found: found[1] + lines + found[2], text, count=1, flags=re.DOTALL)
