"""Addresses of imports, figures and filings; each part of the app has its own lines."""

from django.urls import path

from reporting.views import figures, lines

app_name = "reporting"

urlpatterns = [
    path("figures/", figures.figures, name="figures"),
    path("figures/lines/", lines.figure_lines, name="figure_lines"),
]
