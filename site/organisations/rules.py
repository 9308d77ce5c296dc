"""Area codes (GB/T 2260 and its town and village extensions): who lies inside whom."""

COUNTY_DIGITS = 6
CODE_LENGTHS = frozenset({6, 9, 12})


def is_area_code(code: str) -> bool:
    """6 digits down to the county, 9 down to the town, 12 down to the village."""
    return len(code) in CODE_LENGTHS and code.isascii() and code.isdigit()


def area_prefix(code: str) -> str:
    """The digits that every code inside this area begins with.

    440000 → 44 (province), 445300 → 4453 (city), 445302 → 445302 (county), 445302001 → itself (town),
    445302001000 → 445302001 (a town written with 12 digits).
    An empty code has no inside: it gives an empty text that callers must not match with.
    """
    while len(code) > COUNTY_DIGITS and code.endswith("000"):
        code = code[:-3]
    if len(code) == COUNTY_DIGITS:
        while len(code) > 2 and code.endswith("00"):
            code = code[:-2]
    return code


def lies_inside(code: str, area: str) -> bool:
    prefix = area_prefix(area)
    return bool(prefix) and code.startswith(prefix)


def moved_code(code: str, *, old: str, new: str) -> str:
    """The code of something inside `old` after `old` became `new`; a code that lies elsewhere stays.

    Only like replaces like: a town's code follows a town's. Otherwise the code stays as it was.
    """
    if old and len(old) == len(new) and lies_inside(code, old):
        return area_prefix(new) + code[len(area_prefix(old)) :]
    return code


def short_name(name: str) -> str:
    """A station's name as sheets shorten it: without 社工站, 社会工作服务站 and the like."""
    for ending in ("社会工作服务站", "社会工作服务点", "社会工作站", "社工服务站", "社工站", "社工点"):
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name
