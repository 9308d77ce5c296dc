"""Addresses of imports, figures and filings; each part of the app has its own lines."""

from django.urls import path

from reporting.views import (
    check_codes,
    class_briefs,
    duties,
    figures,
    filing_check_steps,
    filing_drafts,
    filing_steps,
    filings,
    happenings,
    imports,
    lines,
    official,
    official_identities,
    received_tables,
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
    path(
        "figures/forms/<slug:code>/identities/",
        official_identities.form_identities,
        name="official_form_identities",
    ),
    path("figures/forms/<slug:code>/document/", official.form_document, name="official_form_document"),
    path("figures/received/", received_tables.received_list, name="received_list"),
    path("figures/received/new/", received_tables.received_new, name="received_new"),
    path("figures/received/<uuid:public_id>/", received_tables.received_table, name="received_table"),
    path("figures/received/<uuid:public_id>/point/", received_tables.received_point, name="received_point"),
    path(
        "figures/received/<uuid:public_id>/places/", received_tables.received_places, name="received_places"
    ),
    path("figures/received/<uuid:public_id>/fill/", received_tables.received_fill, name="received_fill"),
    path(
        "figures/received/filled/<uuid:public_id>/", received_tables.received_filled, name="received_filled"
    ),
    path(
        "figures/received/filled/<uuid:public_id>/workbook/",
        received_tables.received_workbook,
        name="received_workbook",
    ),
    path("rules/", rules.rule_list, name="rules"),
    path("events/", happenings.event_list, name="events"),
    path("filings/", filings.filing_list, name="filing_list"),
    path("filings/check/", check_codes.check_code, name="check_code"),
    path("filings/rollup/", rollups.rollup_page, name="rollup"),
    path("filings/new/", filings.filing_new, name="filing_new"),
    path(
        "filings/drafts/<uuid:public_id>/discard/",
        filing_drafts.draft_discard,
        name="filing_draft_discard",
    ),
    path("filings/new/roster/", filing_check_steps.roster_page, name="filing_check_roster"),
    path("filings/new/classes/", filing_check_steps.classes_page, name="filing_check_classes"),
    path("filings/new/supervision/", filing_check_steps.supervision_page, name="filing_check_supervision"),
    path("filings/new/certificates/", filing_check_steps.certificates_page, name="filing_check_certificates"),
    path("filings/new/units/", filing_check_steps.units_page, name="filing_check_units"),
    path("filings/<uuid:public_id>/", filings.filing_page, name="filing"),
    path("filings/<uuid:public_id>/print/", filings.filing_print, name="filing_print"),
    path("filings/<uuid:public_id>/workbook/", filings.filing_workbook, name="filing_workbook"),
    path("filings/<uuid:public_id>/proof/", filings.filing_proof, name="filing_proof"),
    path("filings/<uuid:public_id>/correct/", filings.filing_correct, name="filing_correct"),
    path("filings/<uuid:public_id>/step/", filing_steps.filing_step, name="filing_step"),
    path("filings/<uuid:public_id>/scan/", filing_steps.filing_scan_add, name="filing_scan_add"),
    path("filings/scans/<uuid:public_id>/", filing_steps.filing_scan, name="filing_scan"),
    path("filings/<uuid:public_id>/return/", duties.filing_return, name="filing_return"),
    path("filings/duties/new/", duties.duty_new, name="duty_new"),
]
