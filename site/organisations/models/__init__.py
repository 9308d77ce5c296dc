"""The tree of organisations and the rule rows by jurisdiction."""

from organisations.models.organisations import Organisation, OrganisationAlias
from organisations.models.rules import Rule

__all__ = ["Organisation", "OrganisationAlias", "Rule"]
