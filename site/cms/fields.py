"""A StreamField whose blocks stay out of migrations: editing a block is no change of the table."""

from typing import Any

from wagtail.fields import StreamField


class ContentField(StreamField):
    def __init__(self, block_types: Any = (), **options: Any) -> None:
        super().__init__(block_types, **options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, options = super().deconstruct()
        options.pop("block_lookup", None)
        return name, path, [], options
