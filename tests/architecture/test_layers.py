"""The database obeys the layers too: foreign keys and migrations point downward, strings included."""

from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader

from tests.architecture.source_tree import PACKAGES, may_know


def _ours() -> list[type[models.Model]]:
    return [
        model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in PACKAGES
    ]


def test_foreign_keys_point_downward() -> None:
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in _ours()
        for field in model._meta.get_fields(include_parents=False)
        if field.is_relation and not field.auto_created and isinstance(field.related_model, type)
        if (target := field.related_model._meta.app_label) in PACKAGES
        if not may_know(model._meta.app_label, target)
    ]
    assert upward == []


def test_migrations_depend_downward() -> None:
    loader = MigrationLoader(None)
    upward = [
        f"{app}.{name} → {target[0]}"
        for (app, name), migration in loader.disk_migrations.items()
        if app in PACKAGES
        for target in migration.dependencies
        if target[0] in PACKAGES and not may_know(app, target[0])
    ]
    assert upward == []


def test_every_migration_can_be_reversed() -> None:
    loader = MigrationLoader(None)
    stuck = [
        f"{app}.{name}"
        for (app, name), migration in loader.disk_migrations.items()
        if app in PACKAGES and not all(operation.reversible for operation in migration.operations)
    ]
    assert stuck == []
