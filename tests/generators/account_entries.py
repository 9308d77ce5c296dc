"""Who may open the addresses of logging in."""

from tests.generators.addresses import Entry
from tests.generators.personas import EVERYONE

ACCOUNT = {
    "account_login": Entry(public=True),
    "account_logout": Entry(public=True),
    "account_inactive": Entry(public=True),
    "account_request_login_code": Entry(public=True),
    # Steps of a log-in: outside one they lead back to its beginning.
    "account_confirm_login_code": Entry(closed=True),
    "account_who": Entry(closed=True),
    "account_ask": Entry(closed=True),
    "account_asked": Entry(closed=True),
    "weixin_login": Entry(closed=True),  # no app is named
    "weixin_callback": Entry(closed=True),
    "weixin_unbind": Entry(EVERYONE, posts=True),
    "account_set_password": Entry(EVERYONE),
    "account_phone": Entry(EVERYONE),
    "account_phone_code": Entry(EVERYONE),
    "account_second": Entry(EVERYONE),
    "account_second_code": Entry(EVERYONE),
    "account_prove": Entry(EVERYONE),
    "account_prove_code": Entry(EVERYONE),
    "account_reauthenticate": Entry(EVERYONE),
    "usersessions_list": Entry(EVERYONE),
    "mfa_index": Entry(EVERYONE),
    "mfa_activate_totp": Entry(EVERYONE),
    "mfa_generate_recovery_codes": Entry(EVERYONE),
    "mfa_list_webauthn": Entry(EVERYONE),
    "mfa_add_webauthn": Entry(EVERYONE),
    # Without a second factor there is nothing to see, and outside a log-in nothing to prove.
    "mfa_authenticate": Entry(closed=True),
    "mfa_reauthenticate": Entry(closed=True),
    "mfa_reauthenticate_webauthn": Entry(closed=True),
    "mfa_edit_webauthn": Entry(closed=True, kwargs=lambda world: {"pk": 1}),
    "mfa_remove_webauthn": Entry(closed=True, kwargs=lambda world: {"pk": 1}),
    "mfa_deactivate_totp": Entry(closed=True),
    "mfa_view_recovery_codes": Entry(closed=True),
    "mfa_download_recovery_codes": Entry(closed=True),
    "account_change_password": Entry(EVERYONE),
}
