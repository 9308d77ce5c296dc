// Renews the moving part of a page: the sign-in screen, a job. Without script such a page reloads itself instead.
// A part that holds [data-live-end] moves no more; [data-say] is read out where it says something new.
(() => {
  const live = document.getElementById("live");
  const lost = document.getElementById("live-lost");
  const said = document.getElementById("live-said");
  if (!live || !lost) return;

  async function renew() {
    try {
      const answer = await fetch(live.dataset.source, { credentials: "same-origin", redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      const focused = document.activeElement && document.activeElement.id;
      live.innerHTML = await answer.text();
      if (focused) document.getElementById(focused)?.focus();
      const news = live.querySelector("[data-say]")?.textContent;
      if (said && news && said.textContent !== news) said.textContent = news;
      if (live.querySelector("[data-live-end]")) clearInterval(timer);
      lost.hidden = true;
    } catch {
      lost.hidden = false;
    }
  }

  const timer = setInterval(renew, Number(live.dataset.seconds) * 1000);
})();
