// Renews the changing part of the sign-in screen. Without script the page reloads itself instead.
(() => {
  const live = document.getElementById("live");
  const lost = document.getElementById("live-lost");
  if (!live || !lost) return;

  async function renew() {
    try {
      const answer = await fetch(live.dataset.source, { credentials: "same-origin", redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      const focused = document.activeElement && document.activeElement.id;
      live.innerHTML = await answer.text();
      if (focused) document.getElementById(focused)?.focus();
      lost.hidden = true;
    } catch {
      lost.hidden = false;
    }
  }

  setInterval(renew, Number(live.dataset.seconds) * 1000);
})();
