// Puts a text on the clipboard. Without this script the text is selected and copied by hand.
for (const button of document.querySelectorAll("[data-copy-from]")) {
  const area = document.getElementById(button.dataset.copyFrom);
  if (!area || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(area.value);
    button.textContent = button.dataset.done;
  });
}
