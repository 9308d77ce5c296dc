"""Addresses of imports, figures and filings; each part of the app has its own lines."""

from django.urls import path

from reporting.views import duties, figures, filings, imports, lines

app_name = "reporting"

urlpatterns = [
    path("imports/", imports.import_list, name="import_list"),
    path("imports/new/", imports.import_new, name="import_new"),
    path("imports/<uuid:public_id>/", imports.import_page, name="import_page"),
    path("imports/<uuid:public_id>/confirm/", imports.import_confirm, name="import_confirm"),
    path("imports/<uuid:public_id>/discard/", imports.import_discard, name="import_discard"),
    path("imports/<uuid:public_id>/undo/", imports.import_undo, name="import_undo"),
    path("figures/", figures.figures, name="figures"),
    path("figures/lines/", lines.figure_lines, name="figure_lines"),
    path("filings/", filings.filing_list, name="filing_list"),
    path("filings/new/", filings.filing_new, name="filing_new"),
    path("filings/<uuid:public_id>/", filings.filing_page, name="filing"),
    path("filings/<uuid:public_id>/print/", filings.filing_print, name="filing_print"),
    path("filings/<uuid:public_id>/workbook/", filings.filing_workbook, name="filing_workbook"),
    path("filings/<uuid:public_id>/proof/", filings.filing_proof, name="filing_proof"),
    path("filings/<uuid:public_id>/correct/", filings.filing_correct, name="filing_correct"),
    path("filings/<uuid:public_id>/return/", duties.filing_return, name="filing_return"),
    path("filings/duties/new/", duties.duty_new, name="duty_new"),
]
