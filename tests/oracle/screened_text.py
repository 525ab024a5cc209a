"""What may be published of a text: docs/format.md, "Screened text"."""
kMark = "•••"
kTens = (0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040, 0x17e0, 0x1810,
         0x1b50, 0x1bb0, 0xa9d0, 0xff10, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6)
kNines = (0x2460, 0x2474, 0x2488, 0x24f5, 0x2776, 0x2780, 0x278a)
kSigns = ("〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "\u24ea幺貳參  陸", "\u24ff")
kDigits = {**{first + value: value for first in kTens for value in range(10)}, **{first + value: value + 1 for first in kNines for value in range(9)},
           **{ord(sign): value for signs in kSigns for value, sign in enumerate(signs) if sign != " "}}
kKinds = {
    "letter": ((0x41, 0x5a), (0x61, 0x7a), (0xff21, 0xff3a), (0xff41, 0xff5a)),
    "unseen": ((0xad,), (0x300, 0x36f), (0x61c,), (0x180b, 0x180f), (0x200b, 0x200f), (0x202a, 0x202e), (0x2060, 0x206f), (0x20d0, 0x20ff),
               (0xfe00, 0xfe0f), (0xfeff,), (0xe0000, 0xe01ef)),
    "space": ((0x9, 0xd), (0x20,), (0x85,), (0xa0,), (0x2000, 0x200a), (0x2028, 0x2029), (0x202f,), (0x205f,), (0x3000,)),
    "bracket": ((0x28, 0x29), (0x5b,), (0x5d,), (0x3010, 0x3011), (0x3014, 0x3015), (0xff08, 0xff09), (0xff3b,), (0xff3d,)),
    "dash": ((0x2d,), (0x2010, 0x2015), (0x2212,), (0xfe58,), (0xfe63,), (0xff0d,)),
    "dot": ((0x2e,), (0xb7,), (0x2022,), (0x2027,), (0x2219,), (0x22c5,), (0x30fb,), (0xff0e,), (0xff65,)),
    "comma": ((0x2c,),),
    "slash": ((0x2f,), (0x5c,), (0x5f,), (0x7c,), (0x2044,), (0x2215,), (0xff0f,), (0xff3c,), (0xff3f,), (0xff5c,)),
}
kAlone, kTogether = ("dot", "comma", "slash"), ("dash", "bracket", "space")
kSymbols = "\u00a5\uffe5$\uff04\u20ac\u00a3\uffe1"
kUnits = "圆圓块塊万萬"
kMostBehind, kMostBefore = 7, 9   # digits of an amount, with a currency behind it or none, and with one before it
kLeastHidden, kMostLetters, kMostBetween = 6, 3, 3


def kindOf(sign):
    point = ord(sign)
    if point in kDigits:
        return "digit"
    return next((kind for kind, ranges in kKinds.items() if any(each[0] <= point <= each[-1] for each in ranges)), None)


# ---- Runs ----

def _between(kinds):
    """What stands between two numbers, or "" where it is nothing; None where a run ends."""
    seen = [kind for kind in kinds if kind != "unseen"]
    if not seen:
        return ""
    if len(seen) == 1 and seen[0] in kAlone:
        return seen[0]
    if len(seen) > kMostBetween or any(kind not in kTogether for kind in seen):
        return None
    return next(kind for kind in kTogether if kind in seen)


class Run:
    def __init__(self, text, kinds, begin):
        self.begin, self.end = begin, begin + 1
        self.numbers, self.joints = [str(kDigits[ord(text[begin])])], []
        while True:
            following = next((at for at in range(self.end, len(text)) if kinds[at] == "digit"), None)
            joint = None if following is None else _between(kinds[self.end:following])
            if joint is None:
                return
            if joint:
                self.joints.append(joint)
                self.numbers.append("")
            self.numbers[-1] += str(kDigits[ord(text[following])])
            self.end = following + 1

    def pieces(self):
        """(numbers, joints) between spaces."""
        first = 0
        for last in range(1, len(self.numbers) + 1):
            if last == len(self.numbers) or self.joints[last - 1] == "space":
                yield self.numbers[first:last], self.joints[first:last - 1]
                first = last


# ---- Moments ----

def _isYear(number):
    return len(number) == 4 and 1900 <= int(number) <= 2099


def _isWithin(number, first, last):
    return len(number) <= 2 and first <= int(number) <= last


def _isTime(numbers, joints):
    return joints == ["dot"] and _isWithin(numbers[0], 0, 24) and len(numbers[1]) == 2 and int(numbers[1]) <= 59


def _isMonth(numbers, joints):
    first, second = numbers
    if joints[0] in ("dash", "slash") and _isYear(first) and _isYear(second) and int(first) < int(second):
        return True
    return joints[0] in ("dash", "dot", "slash") and (
        (_isYear(first) and _isWithin(second, 1, 12)) or (_isWithin(first, 1, 12) and _isYear(second)))


def _isDate(numbers, joints):
    first, month, last = numbers
    if joints[0] != joints[1] or joints[0] not in ("dash", "dot", "slash") or not _isWithin(month, 1, 12):
        return False
    return (_isYear(first) and _isWithin(last, 1, 31)) or (_isWithin(first, 1, 31) and _isYear(last))


def _isMoment(numbers, joints):
    if len(numbers) == 2:
        return _isTime(numbers, joints) or _isMonth(numbers, joints)
    if len(numbers) == 3:
        return _isDate(numbers, joints)
    half = len(numbers) // 2
    if len(numbers) not in (4, 6) or joints[half - 1] != "dash":
        return False
    isOne = _isTime if half == 2 else _isDate
    return isOne(numbers[:half], joints[:half - 1]) and isOne(numbers[half:], joints[half:])


# ---- Amounts ----

def _amount(numbers, joints):
    """(digits, is written as money, what is left of the numbers and joints): joints[0] stands behind numbers[0]."""
    digits, isWritten, at = len(numbers[0]), False, 1
    follows = lambda size: at < len(numbers) and joints[at - 1] in ("dot", "comma") and len(numbers[at]) == size
    mark = joints[0] if len(numbers[0]) <= 3 and follows(3) else None
    while mark and follows(3) and joints[at - 1] == mark:
        digits, isWritten, at = digits + 3, True, at + 1
    if follows(2) and joints[at - 1] != mark:
        isWritten, at = True, at + 1
    return digits, isWritten and numbers[0][0] != "0", numbers[at:], joints[at - 1:]


def _currencyBefore(text, kinds, at):
    if at > 0 and kinds[at - 1] == "space":
        at -= 1
    if at > 0 and text[at - 1] == ".":
        at -= 1
    if at > 0 and text[at - 1] in kSymbols:
        return True
    return text[max(0, at - 2):at].lower() == "rp" and text[max(0, at - 2):at].isascii() and (at < 3 or kinds[at - 3] != "letter")


def _currencyBehind(text, kinds, at):
    if at < len(text) and kinds[at] == "space":
        at += 1
    return text[at:at + 1] != "" and text[at] in kUnits or (text[at:at + 1] == "元" and text[at + 1:at + 2] != "旦")


def _isMoney(text, kinds, run):
    before = _currencyBefore(text, kinds, run.begin)
    isNamed, most = before or _currencyBehind(text, kinds, run.end), kMostBefore if before else kMostBehind
    numbers, joints = run.numbers, run.joints
    for isLast in (False, True):
        isPlain = numbers[0][0] != "0"
        digits, isWritten, numbers, joints = _amount(numbers, joints)
        if not isPlain or not (isWritten or isNamed) or digits > most:
            return False
        if not numbers:
            return True
        if isLast or joints[0] != "dash":
            return False
        joints = joints[1:]
    return False


# ---- What is hidden ----

def _hiddenRuns(text, kinds):
    at = 0
    while at < len(text):
        if kinds[at] != "digit":
            at += 1
            continue
        run = Run(text, kinds, at)
        at = run.end
        others = sum(len(number) for numbers, joints in run.pieces() if not _isMoment(numbers, joints) for number in numbers)
        if others < kLeastHidden or _isMoney(text, kinds, run):
            continue
        begin, end = run.begin, run.end
        while begin > 0 and kinds[begin - 1] == "letter":
            begin -= 1
        if run.begin - begin > kMostLetters:
            begin = run.begin
        while end < len(text) and kinds[end] == "unseen":
            end += 1
        if end < len(text) and kinds[end] == "letter" and not (end + 1 < len(text) and kinds[end + 1] == "letter"):
            end += 1
        yield begin, end


def _isOfAddress(sign):
    return sign.isascii() and (sign.isalnum() or sign in "._+%-")


def _hiddenAddresses(text):
    for at in (at for at, sign in enumerate(text) if sign in "@\uff20"):
        begin, end = at, at + 1
        while begin > 0 and _isOfAddress(text[begin - 1]):
            begin -= 1
        while end < len(text) and _isOfAddress(text[end]):
            end += 1
        if any(sign.isalpha() for sign in text[at + 1:end]):
            yield begin, at + 1 + len(text[at + 1:end].rstrip("."))


def screened(text):
    kinds = [kindOf(sign) for sign in text]
    hidden = {at for begin, end in [*_hiddenRuns(text, kinds), *_hiddenAddresses(text)] for at in range(begin, end)}
    return "".join(kMark if at in hidden and at - 1 not in hidden else "" if at in hidden else sign for at, sign in enumerate(text))
