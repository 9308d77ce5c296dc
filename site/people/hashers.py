"""Argon2 with its parameters written down: about 45 ms of one core, so that a class of 300 can log in together."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class WrittenArgon2(Argon2PasswordHasher):
    """Argon2id, two passes over 19 MiB, one lane (the OWASP minimum for this memory size)."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
