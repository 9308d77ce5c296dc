"""Fields of content: texts made of blocks, and lists of words."""

import re
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.forms import SimpleArrayField
from django.db import models
from wagtail.fields import StreamField


class ContentField(StreamField):
    """A StreamField whose blocks stay out of migrations: editing a block is no change of the table."""

    def __init__(self, block_types: Any = (), **options: Any) -> None:
        super().__init__(block_types, **options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, options = super().deconstruct()
        options.pop("block_lookup", None)
        return name, path, [], options


class _WordsAsTyped(SimpleArrayField):
    """Takes the commas of a Chinese keyboard as well."""

    def prepare_value(self, value: Any) -> Any:
        return "，".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        typed = re.sub(r"[,，、；;\s]+", ",", value).strip(",") if isinstance(value, str) else value
        return list(dict.fromkeys(super().to_python(typed) or ()))


class WordListField(ArrayField):  # type: ignore[type-arg]
    """A few short words, such as the subjects of a course; `max_length` is that of one word."""

    def __init__(self, verbose_name: Any = None, *, max_length: int = 20, **options: Any) -> None:
        self.word_length = max_length
        named = {"verbose_name": verbose_name} if verbose_name else {}
        options |= {"base_field": models.CharField(max_length=max_length)}
        super().__init__(**({"default": list} | named | options))

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, options = super().deconstruct()
        options.pop("base_field")
        return name, path, list(args), {**options, "max_length": self.word_length}

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": _WordsAsTyped, **options})
