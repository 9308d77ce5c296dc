"""A search for a person by name or identity number: posted, kept sealed in the session, shown under a random id.

Neither an address nor the log nor the session table holds what was searched for; an identity number is kept as its
keyed hash only.
"""

import base64
import json
import uuid
from collections.abc import MutableMapping
from typing import Any

from core.encryption import decrypt, encrypt
from people.querysets import PersonQuerySet
from people.rules import is_identity_number
from people.services.persons import identity_hash

_KEY = "people_searches"
_KEPT = 10


def keep(session: MutableMapping[str, Any], text: str) -> uuid.UUID:
    """Keep the search; the oldest of more than ten goes."""
    criteria = {"identity": identity_hash(text)} if is_identity_number(text) else {"name": text}
    kept = dict(session.get(_KEY, {}))
    made = uuid.uuid4()
    kept[str(made)] = base64.b64encode(encrypt(json.dumps(criteria).encode())).decode()
    session[_KEY] = dict(list(kept.items())[-_KEPT:])
    return made


def apply(
    session: MutableMapping[str, Any], search: uuid.UUID, people: PersonQuerySet
) -> PersonQuerySet | None:
    """The people that a kept search finds among these; None where this session has no such search."""
    sealed = session.get(_KEY, {}).get(str(search))
    if sealed is None:
        return None
    criteria = json.loads(decrypt(base64.b64decode(sealed)))
    if "identity" in criteria:
        return people.with_identity(criteria["identity"])
    return people.filter(name__contains=criteria["name"])
