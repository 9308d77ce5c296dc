"""Screens are looked at as journeys are made: today, in a fresh browser, after a log-in."""

from tests.journeys.conftest import _no_rate_limits_left_over, at, screen_of, scripts

__all__ = ["_no_rate_limits_left_over", "at", "screen_of", "scripts"]
