#include "rating/screened_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "encoding/code_point.h"

namespace citycode {
namespace {

/// What a sign is between and beside digits. Of those that stand together between two digits the last in this order counts.
enum class Kind : std::uint8_t { Other, Unseen, Letter, Digit, Space, Bracket, Dash, Dot, Comma, Slash };

struct Sign {
  std::uint32_t point = 0;
  std::size_t begin = 0;     // in the text
  Kind kind = Kind::Other;
  std::uint8_t value = 0;    // of a digit
};

// Of ten digits the first, which is a zero: of Unicode's decimal digits (Nd) the scripts that are in use on phones.
constexpr std::uint32_t kZeros[] = {0x0030, 0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66,
                                    0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x17e0, 0x1810, 0x1b50, 0x1bb0, 0xa9d0, 0xff10,
                                    0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6};
// Of nine, in circles, brackets or with a dot.
constexpr std::uint32_t kOnes[] = {0x2460, 0x2474, 0x2488, 0x24f5, 0x2776, 0x2780, 0x278a};
struct Numeral {
  std::uint32_t point;
  std::uint8_t value;
};
// As they are written in Chinese, in plain and in bankers' signs, and as one is said on the telephone.
constexpr Numeral kNumerals[] = {
    {0x24ea, 0}, {0x24ff, 0}, {0x3007, 0}, {0x4e00, 1}, {0x4e03, 7}, {0x4e09, 3}, {0x4e5d, 9}, {0x4e8c, 2}, {0x4e94, 5}, {0x4f0d, 5},
    {0x516b, 8}, {0x516d, 6}, {0x53c1, 3}, {0x53c3, 3}, {0x56db, 4}, {0x58f9, 1}, {0x5e7a, 1}, {0x634c, 8}, {0x67d2, 7}, {0x7396, 9},
    {0x8086, 4}, {0x8cb3, 2}, {0x8d30, 2}, {0x9646, 6}, {0x9678, 6}, {0x96f6, 0}};

struct KindOf {
  CodePoints points;
  Kind kind;
};
constexpr KindOf kKinds[] = {
    {{0x0041, 0x005a}, Kind::Letter}, {{0x0061, 0x007a}, Kind::Letter}, {{0xff21, 0xff3a}, Kind::Letter}, {{0xff41, 0xff5a}, Kind::Letter},
    {{0x00ad, 0x00ad}, Kind::Unseen}, {{0x0300, 0x036f}, Kind::Unseen}, {{0x061c, 0x061c}, Kind::Unseen}, {{0x180b, 0x180f}, Kind::Unseen},
    {{0x200b, 0x200f}, Kind::Unseen}, {{0x202a, 0x202e}, Kind::Unseen}, {{0x2060, 0x206f}, Kind::Unseen}, {{0x20d0, 0x20ff}, Kind::Unseen},
    {{0xfe00, 0xfe0f}, Kind::Unseen}, {{0xfeff, 0xfeff}, Kind::Unseen}, {{0xe0000, 0xe01ef}, Kind::Unseen},
    {{0x0009, 0x000d}, Kind::Space}, {{0x0020, 0x0020}, Kind::Space}, {{0x0085, 0x0085}, Kind::Space}, {{0x00a0, 0x00a0}, Kind::Space},
    {{0x2000, 0x200a}, Kind::Space}, {{0x2028, 0x2029}, Kind::Space}, {{0x202f, 0x202f}, Kind::Space}, {{0x205f, 0x205f}, Kind::Space},
    {{0x3000, 0x3000}, Kind::Space},
    {{0x0028, 0x0029}, Kind::Bracket}, {{0x005b, 0x005b}, Kind::Bracket}, {{0x005d, 0x005d}, Kind::Bracket}, {{0x3010, 0x3011}, Kind::Bracket},
    {{0x3014, 0x3015}, Kind::Bracket}, {{0xff08, 0xff09}, Kind::Bracket}, {{0xff3b, 0xff3b}, Kind::Bracket}, {{0xff3d, 0xff3d}, Kind::Bracket},
    {{0x002d, 0x002d}, Kind::Dash}, {{0x2010, 0x2015}, Kind::Dash}, {{0x2212, 0x2212}, Kind::Dash}, {{0xfe58, 0xfe58}, Kind::Dash},
    {{0xfe63, 0xfe63}, Kind::Dash}, {{0xff0d, 0xff0d}, Kind::Dash},
    {{0x002e, 0x002e}, Kind::Dot}, {{0x00b7, 0x00b7}, Kind::Dot}, {{0x2022, 0x2022}, Kind::Dot}, {{0x2027, 0x2027}, Kind::Dot},
    {{0x2219, 0x2219}, Kind::Dot}, {{0x22c5, 0x22c5}, Kind::Dot}, {{0x30fb, 0x30fb}, Kind::Dot}, {{0xff0e, 0xff0e}, Kind::Dot},
    {{0xff65, 0xff65}, Kind::Dot},
    {{0x002c, 0x002c}, Kind::Comma},
    {{0x002f, 0x002f}, Kind::Slash}, {{0x005c, 0x005c}, Kind::Slash}, {{0x005f, 0x005f}, Kind::Slash}, {{0x007c, 0x007c}, Kind::Slash},
    {{0x2044, 0x2044}, Kind::Slash}, {{0x2215, 0x2215}, Kind::Slash}, {{0xff0f, 0xff0f}, Kind::Slash}, {{0xff3c, 0xff3c}, Kind::Slash},
    {{0xff3f, 0xff3f}, Kind::Slash}, {{0xff5c, 0xff5c}, Kind::Slash},
};

std::optional<std::uint8_t> digitOf(std::uint32_t point) {
  for (const std::uint32_t zero : kZeros)
    if (point - zero < 10) return static_cast<std::uint8_t>(point - zero);
  for (const std::uint32_t one : kOnes)
    if (point - one < 9) return static_cast<std::uint8_t>(point - one + 1);
  const auto found = std::ranges::find(kNumerals, point, &Numeral::point);
  return found == std::end(kNumerals) ? std::nullopt : std::optional(found->value);
}

Sign signOf(std::uint32_t point, std::size_t begin) {
  if (const auto value = digitOf(point)) return {point, begin, Kind::Digit, *value};
  for (const KindOf& each : kKinds)
    if (isIn({&each.points, 1}, point)) return {point, begin, each.kind, 0};
  return {point, begin, Kind::Other, 0};
}

/// A byte that begins no character is one of its own.
std::vector<Sign> signsOf(std::string_view text) {
  std::vector<Sign> signs;
  signs.reserve(text.size());
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t begin = text.size() - rest.size();
    if (const auto point = takeCodePoint(rest)) {
      signs.push_back(signOf(*point, begin));
    } else {
      signs.push_back({0, begin, Kind::Other, 0});
      rest.remove_prefix(1);
    }
  }
  return signs;
}

using Signs = std::span<const Sign>;

bool isPoint(Signs signs, std::size_t at, std::initializer_list<std::uint32_t> points) {
  return at < signs.size() && std::ranges::find(points, signs[at].point) != points.end();
}
bool isKind(Signs signs, std::size_t at, Kind kind) { return at < signs.size() && signs[at].kind == kind; }

// ---- Numbers one after another ----

struct Number {
  std::size_t digits = 0;
  std::uint32_t value = 0;   // of the first nine digits
  bool beginsWithZero = false;

  void add(std::uint8_t digit) {
    beginsWithZero = digits == 0 ? digit == 0 : beginsWithZero;
    if (++digits <= 9) value = value * 10 + digit;
  }
};

struct Run {
  std::size_t begin = 0, end = 0;   // signs, from the first digit to behind the last
  std::vector<Number> numbers;
  std::vector<Kind> joints;         // what stands between each number and the next
};

struct Joint {
  Kind kind = Kind::Digit;   // Digit: nothing that is seen
  std::size_t next = 0;      // the digit behind it
};

constexpr std::size_t kMaxJointSigns = 3;

/// Between two digits of a run stands one separator; or up to three of which none is a dot, a comma or a slash, as in ") ", " - ".
std::optional<Joint> takeJoint(Signs signs, std::size_t at) {
  Joint joint{Kind::Digit, at};
  for (std::size_t separators = 0; joint.next < signs.size(); ++joint.next) {
    const Kind kind = signs[joint.next].kind;
    if (kind == Kind::Digit) return joint;
    if (kind == Kind::Unseen) continue;
    joint.kind = std::max(joint.kind, kind);
    if (kind < Kind::Space || ++separators > kMaxJointSigns || (separators > 1 && joint.kind > Kind::Dash)) return std::nullopt;
  }
  return std::nullopt;
}

/// `at` is that of a digit.
Run takeRun(Signs signs, std::size_t at) {
  Run run{at, at + 1, {Number{}}, {}};
  run.numbers.back().add(signs[at].value);
  while (const auto joint = takeJoint(signs, run.end)) {
    if (joint->kind != Kind::Digit) {
      run.joints.push_back(joint->kind);
      run.numbers.emplace_back();
    }
    run.numbers.back().add(signs[joint->next].value);
    run.end = joint->next + 1;
  }
  return run;
}

// ---- Dates and times ----

bool isWithin(const Number& number, std::size_t least, std::size_t most, std::uint32_t first, std::uint32_t last) {
  return number.digits >= least && number.digits <= most && number.value >= first && number.value <= last;
}
bool isYear(const Number& number) { return isWithin(number, 4, 4, 1900, 2099); }
bool isMonth(const Number& number) { return isWithin(number, 1, 2, 1, 12); }
bool isDay(const Number& number) { return isWithin(number, 1, 2, 1, 31); }

/// "08.30"
bool isTime(const Number& hour, Kind joint, const Number& minute) {
  return joint == Kind::Dot && isWithin(hour, 1, 2, 0, 24) && isWithin(minute, 2, 2, 0, 59);
}
/// "2026-11", "11/2026", "2024-2026"
bool isMonthOrYears(const Number& first, Kind joint, const Number& second) {
  if (joint < Kind::Dash || joint == Kind::Comma) return false;
  return (isYear(first) && isMonth(second)) || (isMonth(first) && isYear(second)) ||
         (isYear(first) && isYear(second) && first.value < second.value && joint != Kind::Dot);
}
/// "2026-11-27", "27.11.2026"
bool isDate(std::span<const Number> numbers, std::span<const Kind> joints) {
  if (joints[0] != joints[1] || joints[0] < Kind::Dash || joints[0] == Kind::Comma || !isMonth(numbers[1])) return false;
  return (isYear(numbers[0]) && isDay(numbers[2])) || (isDay(numbers[0]) && isYear(numbers[2]));
}

/// A date, a month, years, a time; or from one to another with a dash between.
bool isMoment(std::span<const Number> numbers, std::span<const Kind> joints) {
  switch (numbers.size()) {
    case 2: return isTime(numbers[0], joints[0], numbers[1]) || isMonthOrYears(numbers[0], joints[0], numbers[1]);
    case 3: return isDate(numbers, joints);
    case 4: return joints[1] == Kind::Dash && isTime(numbers[0], joints[0], numbers[1]) && isTime(numbers[2], joints[2], numbers[3]);
    case 6: return joints[2] == Kind::Dash && isDate(numbers.first(3), joints.first(2)) && isDate(numbers.last(3), joints.last(2));
    default: return false;
  }
}

/// Digits of a run that are of no date and no time; spaces divide it.
std::size_t countOtherDigits(const Run& run) {
  const std::span<const Number> numbers = run.numbers;
  const std::span<const Kind> joints = run.joints;
  std::size_t count = 0;
  for (std::size_t begin = 0, end = 1; begin < numbers.size(); begin = end++) {
    while (end < numbers.size() && joints[end - 1] > Kind::Space) ++end;
    const auto piece = numbers.subspan(begin, end - begin);
    if (isMoment(piece, joints.subspan(begin, end - begin - 1))) continue;
    for (const Number& number : piece) count += number.digits;
  }
  return count;
}

// ---- Amounts of money ----

constexpr std::size_t kMaxAmountDigits = 7, kMaxMarkedAmountDigits = 9;

struct Amount {
  std::size_t next = 0;      // the number behind it
  std::size_t digits = 0;    // before a decimal mark
  bool beginsWithZero = false;
  bool isWritten = false;    // as money: in thousands or with hundredths
};

bool isDecimalMark(Kind kind) { return kind == Kind::Dot || kind == Kind::Comma; }

/// "1500", "1.500.000", "1,500.00"
Amount takeAmount(const Run& run, std::size_t at) {
  const auto& numbers = run.numbers;
  const auto& joints = run.joints;
  Amount amount{at + 1, numbers[at].digits, numbers[at].beginsWithZero, false};
  const auto isNext = [&](std::size_t digits) {
    return amount.next < numbers.size() && isDecimalMark(joints[amount.next - 1]) && numbers[amount.next].digits == digits;
  };
  Kind thousands = Kind::Other;
  if (numbers[at].digits <= 3 && isNext(3)) thousands = joints[at];
  for (; isNext(3) && joints[amount.next - 1] == thousands; ++amount.next) {
    amount.digits += 3;
    amount.isWritten = true;
  }
  if (isNext(2) && joints[amount.next - 1] != thousands) {
    ++amount.next;
    amount.isWritten = true;
  }
  return amount;
}

/// "¥", "$", "Rp", with a dot and a space behind it.
bool isCurrencyBefore(Signs signs, std::size_t begin) {
  if (begin > 0 && isKind(signs, begin - 1, Kind::Space)) --begin;
  if (begin > 0 && isPoint(signs, begin - 1, {'.'})) --begin;
  if (begin == 0) return false;
  if (isPoint(signs, begin - 1, {0xa5, 0xffe5, '$', 0xff04, 0x20ac, 0xa3, 0xffe1})) return true;
  return begin > 1 && isPoint(signs, begin - 1, {'p', 'P'}) && isPoint(signs, begin - 2, {'r', 'R'}) && (begin == 2 || !isKind(signs, begin - 3, Kind::Letter));
}

/// 元圆圓块塊万萬, but not 元旦, which is New Year's Day.
bool isCurrencyBehind(Signs signs, std::size_t end) {
  if (isKind(signs, end, Kind::Space)) ++end;
  if (isPoint(signs, end, {0x5143})) return !isPoint(signs, end + 1, {0x65e6});
  return isPoint(signs, end, {0x5706, 0x5713, 0x5757, 0x584a, 0x4e07, 0x842c});
}

/// One amount, or from one to another.
bool isMoney(Signs signs, const Run& run) {
  const bool isMarked = isCurrencyBefore(signs, run.begin), isNamed = isMarked || isCurrencyBehind(signs, run.end);
  const auto fits = [&](const Amount& amount) {
    return (amount.isWritten || isNamed) && !amount.beginsWithZero && amount.digits <= (isMarked ? kMaxMarkedAmountDigits : kMaxAmountDigits);
  };
  const Amount first = takeAmount(run, 0);
  if (!fits(first)) return false;
  if (first.next == run.numbers.size()) return true;
  if (run.joints[first.next - 1] != Kind::Dash) return false;
  const Amount second = takeAmount(run, first.next);
  return fits(second) && second.next == run.numbers.size();
}

// ---- What is hidden ----

using Hidden = std::vector<bool>;

void hide(Hidden& hidden, std::size_t begin, std::size_t end) {
  std::fill(hidden.begin() + static_cast<std::ptrdiff_t>(begin), hidden.begin() + static_cast<std::ptrdiff_t>(end), true);
}

constexpr std::size_t kMaxNumberLetters = 3;

/// One to three letters of a document's number before its digits; more are a word.
std::size_t beginWithLetters(Signs signs, std::size_t begin) {
  std::size_t first = begin;
  while (first > 0 && begin - first <= kMaxNumberLetters && isKind(signs, first - 1, Kind::Letter)) --first;
  return begin - first > kMaxNumberLetters ? begin : first;
}

/// What is not seen behind the last digit, and one letter: an X that checks a resident number.
std::size_t endWithLetter(Signs signs, std::size_t end) {
  while (isKind(signs, end, Kind::Unseen)) ++end;
  return isKind(signs, end, Kind::Letter) && !isKind(signs, end + 1, Kind::Letter) ? end + 1 : end;
}

void hideNumbers(Signs signs, Hidden& hidden) {
  for (std::size_t at = 0; at < signs.size(); ++at) {
    if (signs[at].kind != Kind::Digit) continue;
    const Run run = takeRun(signs, at);
    if (countOtherDigits(run) >= kMinHiddenDigits && !isMoney(signs, run)) hide(hidden, beginWithLetters(signs, run.begin), endWithLetter(signs, run.end));
    at = run.end - 1;
  }
}

bool isAddressSign(const Sign& sign) {
  const std::uint32_t point = sign.point;
  return (point < 0x80 && (sign.kind == Kind::Letter || sign.kind == Kind::Digit)) || point == '.' || point == '_' || point == '-' || point == '+' || point == '%';
}

/// "name@host", and "@name" as messengers have it.
void hideAddresses(Signs signs, Hidden& hidden) {
  for (std::size_t at = 0; at < signs.size(); ++at) {
    if (!isPoint(signs, at, {'@', 0xff20})) continue;
    std::size_t begin = at, end = at + 1, letters = 0;
    while (begin > 0 && isAddressSign(signs[begin - 1])) --begin;
    for (; end < signs.size() && isAddressSign(signs[end]); ++end) letters += signs[end].kind == Kind::Letter;
    while (signs[end - 1].kind == Kind::Dot) --end;   // of the sentence
    if (letters > 0) hide(hidden, begin, end);
  }
}

}  // namespace

std::string screenedText(std::string_view utf8) {
  const std::vector<Sign> signs = signsOf(utf8);
  Hidden hidden(signs.size());
  hideNumbers(signs, hidden);
  hideAddresses(signs, hidden);
  std::string shown;
  for (std::size_t at = 0; at < signs.size(); ++at) {
    const std::size_t end = at + 1 < signs.size() ? signs[at + 1].begin : utf8.size();
    if (!hidden[at]) shown += utf8.substr(signs[at].begin, end - signs[at].begin);
    else if (at == 0 || !hidden[at - 1]) shown += kHiddenMark;
  }
  return shown;
}

}  // namespace citycode
