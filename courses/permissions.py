"""Who may do what with a class: asked by services before they write and by pages before they offer a button."""

from __future__ import annotations

from courses.models import TrainingClass
from organisations.authority import Authority
from organisations.roles import Permission


def can_manage(by: Authority, training_class: TrainingClass) -> bool:
    """The organiser's officers; a provider never changes a class."""
    return by.may(Permission.MANAGE_CLASSES, training_class.organiser)


def can_run_sign_in(by: Authority, training_class: TrainingClass) -> bool:
    """The organiser's officers, class teachers of the organiser or of the provider, and those of this class alone."""
    provider = training_class.provider
    if training_class.pk in by.bound_ids(Permission.RUN_SIGN_IN, training_class._meta.label_lower):
        return True
    return by.may(Permission.RUN_SIGN_IN, training_class.organiser) or (
        provider is not None and by.may(Permission.RUN_SIGN_IN, provider)
    )
