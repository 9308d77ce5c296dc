// Forms marked [data-offline] outlive a tunnel: what could not be sent waits on this device, each with its action key,
// and goes up when the network is back, on the next page, or at the button. The key makes a second arrival harmless.
// Nothing else is ever kept here: no form without the mark, none with a password or a file.
(() => {
  const bar = document.getElementById("offline");
  if (!bar) return;
  const QUEUE = "banyan-queue";
  const OWNER = "banyan-owner";
  const LESSONS = "banyan-lessons";
  const PATIENCE = 15000; // milliseconds until a silent network counts as none
  const owner = bar.dataset.owner;
  const say = bar.dataset;
  const byName = (name) => bar.querySelector(`[data-part="${name}"]`);

  const read = () => { try { return JSON.parse(localStorage.getItem(QUEUE)) || []; } catch { return []; } };
  const write = (entries) => localStorage.setItem(QUEUE, JSON.stringify(entries));
  const mine = () => read().filter((entry) => entry.owner === owner);
  const drop = (key) => write(read().filter((entry) => entry.key !== key));

  function show(note = "") {
    const waiting = mine().filter((entry) => !entry.refused);
    const refused = mine().filter((entry) => entry.refused);
    const last = waiting.at(-1);
    const texts = [
      navigator.onLine ? "" : say.away,
      waiting.length ? say.waiting.replace("%s", waiting.length) : "",
      last ? say.saved.replace("%s", new Date(last.at).toTimeString().slice(0, 5)) : "",
      note,
    ].filter(Boolean);
    byName("text").textContent = texts.join("");
    byName("send").hidden = !waiting.length;
    byName("refused").replaceChildren(...refused.map(refusedLine));
    bar.hidden = !texts.length && !refused.length;
  }

  function refusedLine(entry) {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = entry.page;
    link.textContent = say.refused.replace("%s", entry.label);
    link.addEventListener("click", () => drop(entry.key));
    line.append(link);
    return line;
  }

  function entryOf(form, submitter) {
    const body = new URLSearchParams(new FormData(form, submitter));
    body.delete("csrfmiddlewaretoken");
    return {
      key: body.get("action_key"), action: form.action, body: body.toString(), label: form.dataset.offline,
      page: location.pathname, at: new Date().toISOString(), owner, form: form.id,
    };
  }

  // A form that stays ([data-stay]) says in its own line how far it got: a list of names is ticked without leaving it.
  function tell(id, text) {
    const form = id && document.getElementById(id);
    if (!form || form.dataset.stay === undefined) return;
    form.querySelector("output").textContent = form.dataset[text];
    for (const button of form.querySelectorAll("button")) button.hidden = true;
  }

  // "sent" with the address to go to, "refused" by the server, "locked" out by a log-in that has ended.
  async function send(entry) {
    const token = document.querySelector('[name="csrfmiddlewaretoken"]')?.value || "";
    const answer = await fetch(entry.action, {
      method: "POST", credentials: "same-origin", body: entry.body, signal: AbortSignal.timeout(PATIENCE),
      headers: {
        "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token,
        "Banyan-Queued": "1", "Banyan-Written-At": entry.at,
      },
    });
    if (answer.status === 401) return { state: "locked" };
    if (answer.status >= 500) throw new Error(String(answer.status));
    const isAnswer = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    return isAnswer && answer.ok ? { state: "sent", ...(await answer.json()) } : { state: "refused" };
  }

  async function sendAll() {
    let note = "";
    for (const entry of mine().filter((one) => !one.refused)) {
      let result;
      try { result = await send(entry); } catch { break; }
      if (result.state === "locked") { note = say.locked; break; }
      if (result.state === "sent") { drop(entry.key); tell(entry.form, "stay"); note = say.sent; }
      else write(read().map((one) => (one.key === entry.key ? { ...one, refused: true } : one)));
    }
    show(note);
  }

  const upload = () => (navigator.locks ? navigator.locks.request(QUEUE, sendAll) : sendAll());

  // An address that differs by its #part alone would scroll this page instead of asking for the new one.
  function go(address) {
    const target = new URL(address, location.href);
    if (target.pathname + target.search !== location.pathname + location.search) return location.assign(target);
    history.replaceState(null, "", target);
    location.reload();
  }

  async function submit(event) {
    const form = event.target;
    if (form.dataset.offline === undefined || form.querySelector('[type="password"], [type="file"]')) return;
    event.preventDefault();
    const entry = entryOf(form, event.submitter);
    const button = event.submitter;
    if (button) button.disabled = true;
    try {
      if (!navigator.onLine) throw new Error("away");
      const result = await send(entry);
      if (result.state === "sent" && form.dataset.stay !== undefined) return tell(form.id, "stay");
      if (result.state === "sent") return go(result.location);
      if (button) button.disabled = false;
      form.submit(); // the server has something to say about it: on a page of its own
    } catch {
      write([...read().filter((one) => one.key !== entry.key), entry]);
      show(say.kept);
      tell(form.id, "waits");
      if (form.dataset.stay === undefined) bar.scrollIntoView();
    }
  }

  // A lesson kept on this device is opened many times with one key: each opening is a form of its own.
  function freshKeys() {
    if (document.documentElement.dataset.kept === undefined || !crypto.randomUUID) return;
    for (const field of document.querySelectorAll('[name="action_key"]')) field.value = crypto.randomUUID();
  }

  // Lessons that the learner keeps here leave with the learner.
  const forget = () => "caches" in window && caches.delete(LESSONS);

  async function keeper() {
    const button = document.querySelector("[data-keep]");
    if (!button || !("caches" in window) || !("serviceWorker" in navigator)) return;
    const kept = await caches.open(LESSONS);
    const draw = (is) => {
      button.textContent = is ? button.dataset.drop : button.dataset.keep;
      button.setAttribute("aria-pressed", String(is));
      button.hidden = false;
    };
    let isKept = Boolean(await kept.match(location.pathname));
    draw(isKept);
    button.addEventListener("click", async () => {
      const files = [...document.querySelectorAll("main img")].map((image) => image.currentSrc || image.src);
      if (isKept) await kept.delete(location.pathname);
      else await kept.addAll([location.pathname, ...files]);
      draw((isKept = !isKept));
    });
  }

  if (localStorage.getItem(OWNER) !== owner) forget();
  localStorage.setItem(OWNER, owner);
  freshKeys();
  document.addEventListener("submit", (event) => {
    if (event.target.action.endsWith(say.leave)) forget();
    submit(event);
  });
  byName("send").addEventListener("click", upload);
  addEventListener("online", upload);
  addEventListener("offline", () => show());
  show();
  for (const entry of mine()) if (!entry.refused) tell(entry.form, "waits");
  if (navigator.onLine && mine().some((entry) => !entry.refused)) upload();
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").then(keeper, () => {});
})();
