"""How often somebody may do something that needs no log-in. Counted in the shared cache, by whole windows."""

from datetime import datetime

from django.core.cache import cache

from core.encryption import lookup_hash


def is_within(name: str, *, who: str, limit: int, seconds: int, at: datetime) -> bool:
    """Count one more and say whether `who` stays within `limit` in this window of so many seconds.

    `who` (an address) is kept as a keyed hash, and only for two windows.
    """
    window = int(at.timestamp()) // seconds
    key = f"rate:{name}:{window}:{lookup_hash(who, purpose='rate')}"
    cache.add(key, 0, timeout=2 * seconds)
    try:
        return cache.incr(key) <= limit
    except ValueError:  # the cache dropped the key between the two lines
        return True
