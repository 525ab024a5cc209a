"""Ratings by SQL for a benchmark: many of them stored, and all of them counted anew."""
import contextlib

kOffices, kItems, kChannels, kWeeks = 500, 10, (1, 3), 40
kFirstWeek = 2922   # 2026-W01; so all weeks are of one ISO year
kYear = 2026
kDaysToMonday = 3   # 1970-01-01 was a Thursday (core/src/rating/rated_service.h)
kCounted = ("services", "tickets", "tokens", "ratings", "level_1", "level_2", "level_3", "level_4", "level_5", "unusual")


def _sqlOf(engine, count, seed):
    """Statements that store `count` ratings with what is counted of them: each row is made where it is stored. Levels 5, 5, 4, 3, 2, 1 by turns; every tenth
    ticket is not used."""
    sqlite = engine == "sqlite"
    series = f"(WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count}) SELECT i FROM n)" if sqlite \
        else f"(SELECT generate_series(0::bigint, {count - 1}) AS i)"
    digest = "randomblob(32)" if sqlite else f"sha256(convert_to('{seed} ' || i, 'UTF8'))"
    nothing = "x''" if sqlite else "'\\x'::bytea"
    office = "'office-' || CAST(i % {} AS TEXT)".format(kOffices)
    item = "'item-' || CAST(i / {} % {} AS TEXT)".format(kOffices, kItems)
    channel = f"CASE WHEN i / {kOffices * kItems} % 2 = 0 THEN {kChannels[0]} ELSE {kChannels[1]} END"
    week = f"{kFirstWeek} + i / {kOffices * kItems * 2} % {kWeeks}"
    level = "CASE i % 6 WHEN 0 THEN 5 WHEN 1 THEN 5 WHEN 2 THEN 4 WHEN 3 THEN 3 WHEN 4 THEN 2 ELSE 1 END"
    yield (f"INSERT INTO rating (office_id, token_digest, rating_digest, item_id, channel, week, utc_day, level, indicators, reasons, words, reply_digest, unusual) "
           f"SELECT {office}, {digest}, {digest}, {item}, {channel}, {week}, ({week}) * 7, {level}, '1=5', '', '', {nothing}, 0 FROM {series} AS made")
    sums = ", ".join(f"SUM(CASE level WHEN {level} THEN 1 ELSE 0 END)" for level in range(1, 6))
    of = "SELECT office_id, item_id, channel, {}, {} FROM rating WHERE office_id LIKE 'office-%' GROUP BY office_id, item_id, channel, {}"
    grown = "COUNT(*) + COUNT(*) / 10, COUNT(*) + COUNT(*) / 10, COUNT(*), COUNT(*), " + sums + ", SUM(unusual)"
    if not sqlite:
        grown = ", ".join(f"CAST({each} AS BIGINT)" for each in grown.replace(", SUM", "|SUM").replace(", COUNT", "|COUNT").split("|"))
    yield f"INSERT INTO figure (office_id, item_id, channel, week, {', '.join(kCounted)}) " + of.format("week", grown, "week")
    all_ = ", ".join(f"SUM({each})" if sqlite else f"CAST(SUM({each}) AS BIGINT)" for each in kCounted)
    counted = "SUM(ratings)" if sqlite else "CAST(SUM(ratings) AS BIGINT)"
    yield (f"INSERT INTO shown_figure (office_id, item_id, channel, year, counted, {', '.join(kCounted)}, shown_day) "
           f"SELECT office_id, item_id, channel, {kYear}, {counted}, {all_}, {kFirstWeek * 7} FROM figure WHERE office_id LIKE 'office-%' "
           "GROUP BY office_id, item_id, channel")


def fillRatings(records, count, seed):
    """The server must not run: nothing is flushed on the way."""
    statements = list(_sqlOf(records.name, count, seed))
    if records.name == "postgresql":
        for statement in statements:
            records.query("citycode", statement)
        records.query("citycode", "VACUUM ANALYZE")
        return
    with contextlib.closing(records.open()) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        with database:
            for statement in statements:
                database.execute(statement)
        database.execute("PRAGMA journal_mode = WAL")


def _rows(records, sql):
    if records.name == "postgresql":
        return [line.split("|") for line in records.query("citycode", sql).splitlines()]
    with contextlib.closing(records.open()) as database:
        return [list(map(str, row)) for row in database.execute(sql)]


def recount(records, shown):
    """What differs between the figures that are shown and a count of every rating, or nothing. Cells of the demo's own offices have been shown at an
    earlier moment, so they count as many at most."""
    levels = ("very-dissatisfied", "dissatisfied", "basically-satisfied", "satisfied", "very-satisfied")
    channels = {"1": "on-site", "2": "online", "3": "on-site-slip", "4": "online-link", "5": "telephone", "6": "kiosk"}
    counted = {}
    for office, item, channel, level, count in _rows(records, "SELECT office_id, item_id, channel, level, COUNT(*) FROM rating GROUP BY office_id, item_id, channel, level"):
        counted.setdefault((office, item, channels[channel]), {})[levels[int(level) - 1]] = int(count)
    seen = set()
    for cell in shown["cells"]:
        key = (cell["office"], cell["item"], cell["channel"])
        seen.add(key)
        due = counted.get(key, {})
        filled = cell["office"].startswith("office-")
        for level, count in cell["levels"].items():
            if count != due.get(level, 0) if filled else count > due.get(level, 0):
                return f"{key} shows {count} of {level}, and there are {due.get(level, 0)}"
        if filled and cell["ratings"] != sum(due.values()):
            return f"{key} shows {cell['ratings']}, and there are {sum(due.values())}"
    missing = {key for key, due in counted.items() if key[0].startswith("office-") and sum(due.values()) >= 10} - seen
    return f"{sorted(missing)[0]} is not shown" if missing else None
