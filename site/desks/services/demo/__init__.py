"""The demo: a fictional city with four counties, generated around the day on which it is loaded."""
