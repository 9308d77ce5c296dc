// Passkeys need a script: allauth's does the work, this one tells it which form and says when it did not work out.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("button");
    const ids = { credential: form.elements.credential.id, data: "js_data", add: button.id, authenticate: button.id };
    button.hidden = false;
    window.allauth.webauthn.forms[form.dataset.passkey]({ ids });
  }
});
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const told = document.getElementById("passkey-failed");
  told.hidden = false;
  told.focus();
});
