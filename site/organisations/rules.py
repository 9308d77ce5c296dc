"""Area codes (GB/T 2260 and its town and village extensions): who lies inside whom."""

COUNTY_DIGITS = 6


def area_prefix(code: str) -> str:
    """The digits that every code inside this area begins with.

    440000 → 44 (province), 445300 → 4453 (city), 445302 → 445302 (county), 445302001 → itself (town).
    An empty code has no inside: it gives an empty text that callers must not match with.
    """
    if len(code) == COUNTY_DIGITS:
        while len(code) > 2 and code.endswith("00"):
            code = code[:-2]
    return code


def lies_inside(code: str, area: str) -> bool:
    prefix = area_prefix(area)
    return bool(prefix) and code.startswith(prefix)


def short_name(name: str) -> str:
    """A station's name as sheets shorten it: without 社工站, 社会工作服务站 and the like."""
    for ending in ("社会工作服务站", "社会工作服务点", "社会工作站", "社工服务站", "社工站", "社工点"):
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name
