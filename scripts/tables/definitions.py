"""Reads core/include/citycode/*.def and wasm/include/verbs.def: rows that C++ includes, and from which everything else is generated.

A file holds rows CC_MACRO(value, …), comments and preprocessor lines, and nothing else. What a row may say stands in kTables,
so that a mistake in data is a sentence with its line before any compiler has seen it.
"""
import re
from dataclasses import dataclass

kFolder = "core/include/citycode"
kElsewhere = {"verbs.def": "wasm/include"}   # a room's own


class Wrong(Exception):
    """A sentence: what is wrong, where, and what there might be instead."""


@dataclass(frozen=True)
class Row:
    where: str     # file:line
    values: dict   # column -> value

    def __getattr__(self, column):
        try:
            return self.values[column]
        except KeyError:
            raise AttributeError(column) from None


@dataclass(frozen=True)
class Column:
    """What stands at one place of a row. `read` gives the value of a written text, or raises ValueError with what is due."""
    name: str
    read: object
    isUnique: bool = False
    refersTo: tuple = ()   # macro, column: a value that a row of that macro has
    isRest: bool = False   # all that follows, as a tuple


def _word(text):
    if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", text):
        raise ValueError("a name in PascalCase is due")
    return text


def _verb(text):
    if not re.fullmatch(r"[a-z]+(_[a-z]+)*", text):
        raise ValueError("a name in snake_case is due")
    return text


def _text(pattern=r"[^\n]*"):
    def read(text):
        written = re.fullmatch(r'"((?:[^"\\]|\\.)*)"', text)
        if not written:
            raise ValueError("a text in quotes is due")
        value = re.sub(r"\\(.)", r"\1", written[1])
        if not re.fullmatch(pattern, value):
            raise ValueError(f"the text must be of the form {pattern}")
        return value
    return read


def _number(text):
    if not re.fullmatch(r"[-+*() 0-9a-fx']+", text):
        raise ValueError("a number is due")
    try:
        return int(eval(text.replace("'", ""), {"__builtins__": {}}))   # digits and arithmetic only: see the pattern
    except (SyntaxError, NameError, TypeError):
        raise ValueError("a number is due") from None


def _oneOf(*words):
    def read(text):
        if text not in words:
            raise ValueError("there is " + ", ".join(words))
        return text
    return read


def _sealedWhereItNames(data):
    for row in data["CC_SCENE"]:
        names = [attribute for attribute in row.attributes if attribute in ("Name", "Pseudonym")]
        if names and row.sealing != "Sealed":
            raise Wrong(f"{row.where}: {row.name} carries {names[0]}, which names or recognises a person: it must be Sealed.")


def _eachAtItsPlace(data):
    rows = sorted([*data["CC_SCENE"], *data["CC_LATER_SCENE"]], key=lambda row: row.place)
    for place, row in enumerate(rows, 1):
        if row.place != place:
            raise Wrong(f"{row.where}: {row.name} stands at place {row.place}, where {place} is due: the places of all scenes are 1 to {len(rows)}.")


def _countFromOne(data):
    for place, row in enumerate(data["CC_HOLDER_CLASS"], 1):
        if row.value != place:
            raise Wrong(f"{row.where}: {row.name} has the value {row.value}, where {place} is due: they count from 1, in their order.")


def _languagesCount(data):
    for place, row in enumerate(data["CC_LANGUAGE"], 1):
        if row.number != place:
            raise Wrong(f"{row.where}: {row.tag} has the number {row.number}, where {place} is due: they count from 1, in their order.")
    if sorted(row.place for row in data["CC_LANGUAGE"]) != list(range(1, len(data["CC_LANGUAGE"]) + 1)):
        raise Wrong(f"{data['CC_LANGUAGE'][0].where}: the places of all languages are 1 to {len(data['CC_LANGUAGE'])}, each once.")


kName = Column("enumerator", _word, isUnique=True)
kVerb = Column("verb", _verb, isUnique=True)
kLimit = (kName, Column("value", _number), Column("unit", _oneOf("Characters", "Bytes", "Items", "Levels", "Bits", "Keys", "Entries", "Key", "Seconds")),
          Column("what", _text(r".+")), Column("said", _text(r"|.*\{(|KiB|MiB|days)\}.*")))
kTables = {
    "faults.def": {
        "CC_FAULT": (kName, Column("id", _text(r"[a-z0-9-]+/[a-z0-9-]+"), isUnique=True), Column("status", _number),
                     Column("retryable", _oneOf("true", "false"))),
    },
    "attributes.def": {
        "CC_ATTRIBUTE": (kName, Column("id", _number, isUnique=True), Column("name", _text(r"[a-z0-9-]+"), isUnique=True),
                         Column("kind", _oneOf("Text", "Uint", "Bool", "Time", "Bytes"))),
    },
    "checks.def": {
        "CC_VERDICT_CHECK": (kName, Column("name", _text(r"[a-z-]+"), isUnique=True), Column("mayBeSkipped", _oneOf("Never", "OfCards", "WithoutStatusList"))),
    },
    "holder_classes.def": {
        "CC_HOLDER_CLASS": (kName, Column("value", _number, isUnique=True), Column("name", _text(r"[a-z-]+"), isUnique=True), Column("words", _text(r".+"))),
    },
    "languages.def": {
        "CC_LANGUAGE": (kName, Column("number", _number, isUnique=True), Column("tag", _text(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*"), isUnique=True),
                        Column("name", _text(r".+"), isUnique=True), Column("place", _number), Column("voice", _text(r"[A-Za-z-]+")),
                        Column("askedAs", _text(r"[a-z]+(-[a-z]+)*( [a-z]+(-[a-z]+)*)*")),
                        *(Column(name, _text(r".+")) for name in ("paperCard", "notLoaded", "noScript", "nothingHere", "elsewhere"))),
    },
    "limits.def": {
        "CC_PREFIX": (kName, Column("text", _text(r"[ -~]+"), isUnique=True), Column("what", _text(r".+"))),
        "CC_LIMIT": kLimit,
        "CC_API_LIMIT": kLimit,
    },
    "ratings.def": {
        "CC_CHANNEL": (kName, Column("number", _number, isUnique=True), Column("name", _text(r"[a-z-]+"), isUnique=True),
                       Column("way", _oneOf("OnSite", "Online", "Telephone")), Column("ticket", _oneOf("Bound", "Bearer", "NoTicket"))),
        "CC_LEVEL": (kName, Column("number", _number, isUnique=True), Column("name", _text(r"[a-z-]+"), isUnique=True)),
        "CC_INDICATOR": (kName, Column("number", _number, isUnique=True), Column("name", _text(r"[a-z-]+"), isUnique=True),
                         Column("ways", _oneOf("OnSite", "Online", "Telephone"), isRest=True)),
        "CC_REASON": (kName, Column("number", _number, isUnique=True), Column("name", _text(r"[a-z-]+"), isUnique=True)),
    },
    "scenes.def": {
        "CC_SCENE_KIND": (kName, Column("windowSeconds", _number), Column("statusFreshSeconds", _number), Column("statusTooOldSeconds", _number),
                          Column("reuseRule", _oneOf("ReportLaterSlot", "RefuseLaterSlot")), Column("audienceRule", _oneOf("ScopeOrVenue", "VenueOnly"))),
        "CC_SCENE": (kName, Column("id", _number, isUnique=True), Column("name", _text(r"[a-z0-9-]{1,24}"), isUnique=True),
                     Column("kind", None, refersTo=("CC_SCENE_KIND", "enumerator")), Column("sealing", _oneOf("Open", "Sealed")),
                     Column("cards", _oneOf("NoCards", "Cards")), Column("serving", _oneOf("NotServed", "Served")), Column("place", _number),
                     Column("attributes", None, refersTo=("CC_ATTRIBUTE", "enumerator"), isRest=True)),
        "CC_LATER_SCENE": (kName, Column("name", _text(r"[a-z0-9-]{1,24}"), isUnique=True), Column("place", _number)),
    },
    "verbs.def": {
        "CC_VERB": (kVerb, Column("who", _oneOf("All", "Holders", "Verifiers", "Others")), Column("argument", _oneOf("Verifier", "Bytes", "Number", "Key", "Digest", "Signature", "SealNonce", "TokenInput", "TokenOutput", "TokenRandom", "TokenProof", "Element"), isRest=True)),
        "CC_PLAIN_VERB": (kVerb,),
    },
    "signed_kinds.def": {
        "CC_SIGNED": (kName, Column("externalData", _text(r"[ -~]*")), Column("what", _text(r".+")),
                      Column("fault", _oneOf("None"), refersTo=("CC_FAULT", "enumerator"))),
    },
}

kRules = (_sealedWhereItNames, _eachAtItsPlace, _countFromOne, _languagesCount)   # of rows together, beside what their columns say


def _withoutComments(text):
    """The text with comments and preprocessor lines as spaces: places in it stay where they are."""
    blank = lambda found: found[0] if found[0].startswith('"') else re.sub(r"[^\n]", " ", found[0])
    return re.sub(r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|^[ \t]*#[^\n]*', blank, text, flags=re.MULTILINE)


def _arguments(text):
    """The pieces between commas outside of quotes."""
    pieces = re.findall(r'\s*((?:"(?:[^"\\]|\\.)*"|[^",])*?)\s*(?:,|$)', text.strip())
    return pieces[:-1] if pieces and pieces[-1] == "" else pieces


def _rows(path, text):
    """(where, macro, arguments) of each row."""
    bare, at = _withoutComments(text), 0
    row = re.compile(r'\s*(CC_[A-Z_]+)\(((?:"(?:[^"\\\n]|\\.)*"|[^"()]|\([^"()]*\))*)\)')
    while bare[at:].strip():
        where = f"{path}:{bare[:at].count(chr(10)) + bare[at:len(bare) - len(bare[at:].lstrip())].count(chr(10)) + 1}"
        found = row.match(bare, at)
        if not found:
            raise Wrong(f"{where}: here a row CC_…(…) is due.")
        yield where, found[1], _arguments(found[2])
        at = found.end()


def _read(where, macro, columns, written):
    rest = columns and columns[-1].isRest
    if len(written) < len(columns) - (1 if rest else 0) or (not rest and len(written) > len(columns)):
        raise Wrong(f"{where}: {macro} takes {', '.join(column.name for column in columns)}; here it has {len(written)} values.")
    values = {}
    for place, column in enumerate(columns):
        texts = written[place:] if column.isRest else written[place:place + 1]
        read = []
        for text in texts:
            try:
                read.append(_word(text) if column.refersTo else column.read(text))
            except ValueError as due:
                raise Wrong(f"{where}: {macro} has {text} as its {column.name}: {due}.") from None
        values[column.name] = tuple(read) if column.isRest else read[0]
    return Row(where, values)


def _hold(data):
    """What is true of all rows together: nothing stands twice, and what a row refers to is there."""
    for macros in kTables.values():
        for macro, columns in macros.items():
            for column in columns:
                seen = {}
                for row in data[macro]:
                    value = row.values[column.name]
                    if column.isUnique and seen.setdefault(value, row) is not row:
                        raise Wrong(f"{row.where}: the {column.name} {value} stands in {seen[value].where} already.")
                    if column.refersTo:
                        other, name = column.refersTo
                        known = [each.values[name] for each in data[other]]
                        for one in value if column.isRest else (value,):
                            if one not in known and not (column.read and _may(column.read, one)):
                                raise Wrong(f"{row.where}: there is no {one} among the rows {other}: there is {', '.join(map(str, known))}.")


def _declared(root, data):
    """Each verb is declared in the C ABI with as many parameters as its row says, and each declaration has a row."""
    path = "wasm/include/citycode_abi.h"
    text = re.sub(r"//[^\n]*", "", (root / path).read_text(encoding="utf-8"))
    declared = {name: 0 if given.strip() in ("", "void") else given.count(",") + 1 for name, given in re.findall(r"\bcc_(\w+)\(([^)]*)\);", text)}
    rows = {row.verb: row for macro in ("CC_VERB", "CC_PLAIN_VERB") for row in data[macro]}
    for verb, row in rows.items():
        if verb not in declared:
            raise Wrong(f"{row.where}: {path} declares no cc_{verb}.")
    for verb in declared:
        if verb not in rows:
            raise Wrong(f"{path}: cc_{verb} has no row in wasm/include/verbs.def, so nobody can call it.")
    for row in data["CC_VERB"]:
        if "Verifier" in row.argument[1:]:
            raise Wrong(f"{row.where}: {row.verb} takes its verifier first or not at all.")
        due = sum(2 if kind == "Bytes" else 1 for kind in row.argument)
        if declared[row.verb] != due:
            raise Wrong(f"{row.where}: {row.verb} takes {', '.join(row.argument) or 'nothing'}, {due} parameters in C; {path} declares {declared[row.verb]}.")


def _may(read, text):
    try:
        return read(text) is not None
    except ValueError:
        return False


def read(root):
    """macro -> its rows, in the order of the file."""
    data = {macro: [] for macros in kTables.values() for macro in macros}
    for name, macros in kTables.items():
        path = f"{kElsewhere.get(name, kFolder)}/{name}"
        for where, macro, written in _rows(path, (root / path).read_text(encoding="utf-8")):
            if macro not in macros:
                raise Wrong(f"{where}: {name} has no rows {macro}: there is {', '.join(macros)}.")
            data[macro].append(_read(where, macro, macros[macro], written))
        for macro in macros:
            if not data[macro]:
                raise Wrong(f"{path}: there is no row {macro}.")
    known = {f"{folder}/{path.name}" for folder in (kFolder, *kElsewhere.values()) for path in (root / folder).glob("*.def")}
    for path in sorted(known - {f"{kElsewhere.get(name, kFolder)}/{name}" for name in kTables}):
        raise Wrong(f"{path}: scripts/tables/definitions.py does not say what its rows are.")
    _hold(data)
    for rule in kRules:
        rule(data)
    _declared(root, data)
    return data
