"""Addresses of imports, figures and filings; each part of the app has its own lines."""

from django.urls import path

from reporting.views import (
    check_codes,
    class_briefs,
    duties,
    figures,
    filings,
    happenings,
    imports,
    lines,
    official,
    rollups,
    rules,
)

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
    path("figures/classes/<uuid:public_id>/brief/", class_briefs.class_brief, name="class_brief"),
    path("figures/forms/", official.form_list, name="official_forms"),
    path("figures/forms/files/<uuid:public_id>/", official.prepared_file, name="prepared_file"),
    path("figures/forms/<slug:code>/prepare/", official.form_prepare, name="official_form_prepare"),
    path("figures/forms/<slug:code>/", official.form_page, name="official_form"),
    path("figures/forms/<slug:code>/print/", official.form_print, name="official_form_print"),
    path("figures/forms/<slug:code>/workbook/", official.form_workbook, name="official_form_workbook"),
    path("figures/forms/<slug:code>/csv/", official.form_csv, name="official_form_csv"),
    path("rules/", rules.rule_list, name="rules"),
    path("events/", happenings.event_list, name="events"),
    path("filings/", filings.filing_list, name="filing_list"),
    path("filings/check/", check_codes.check_code, name="check_code"),
    path("filings/rollup/", rollups.rollup_page, name="rollup"),
    path("filings/new/", filings.filing_new, name="filing_new"),
    path("filings/<uuid:public_id>/", filings.filing_page, name="filing"),
    path("filings/<uuid:public_id>/print/", filings.filing_print, name="filing_print"),
    path("filings/<uuid:public_id>/workbook/", filings.filing_workbook, name="filing_workbook"),
    path("filings/<uuid:public_id>/proof/", filings.filing_proof, name="filing_proof"),
    path("filings/<uuid:public_id>/correct/", filings.filing_correct, name="filing_correct"),
    path("filings/<uuid:public_id>/return/", duties.filing_return, name="filing_return"),
    path("filings/duties/new/", duties.duty_new, name="duty_new"),
]
