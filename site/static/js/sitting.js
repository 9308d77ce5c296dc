// Sends each answer of a paper as it is given. What can't be sent waits on this device and goes up when the network is
// back; the server keeps the later of two answers, so that a second arrival is harmless. Without script the form saves.
(() => {
  const form = document.querySelector("[data-sitting]");
  if (!form) return;
  const say = form.dataset;
  const part = (name) => document.querySelector(`[data-part="${name}"]`);
  const KEY = `banyan-sitting-${say.sitting}`;
  const PATIENCE = 15000; // milliseconds until a silent network counts as none
  const AGAIN = 10000;
  const skew = Number(say.now) - Date.now(); // the server's clock, as far as this page knows it
  let last = 0;
  let isBusy = false;
  let isClosed = false;

  const serverNow = () => Date.now() + skew;
  const read = () => { try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch { return {}; } };
  function write(waiting) {
    try {
      if (Object.keys(waiting).length) localStorage.setItem(KEY, JSON.stringify(waiting));
      else localStorage.removeItem(KEY);
    } catch { /* a full or forbidden store: the form still saves */ }
  }
  const tell = (text) => { part("saved").textContent = text; };

  function answerOf(name) {
    const inputs = [...form.elements].filter((one) => one.name === name);
    const isText = inputs[0].type === "text";
    return {
      chosen: isText ? "" : inputs.filter((one) => one.checked).map((one) => one.value).join(""),
      text: isText ? inputs[0].value : "",
    };
  }

  function changed(event) {
    const name = event.target.name || "";
    if (isClosed || !name.startsWith("question-")) return;
    last = Math.max(serverNow(), last + 1);
    write({ ...read(), [name]: { ...answerOf(name), sequence: last } });
    upload();
  }

  function close(text) {
    isClosed = true;
    write({});
    for (const one of form.elements) one.disabled = true;
    const link = document.createElement("a");
    link.href = say.result;
    link.textContent = text;
    part("saved").replaceChildren(link);
  }

  // "sent" with the words to show, "refused" for good, or "locked" out by a log-in that has ended.
  async function send(name, answer) {
    const answered = await fetch(say.answer, {
      method: "POST", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE),
      body: new URLSearchParams({ ...answer, version: name.slice("question-".length) }),
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "Banyan-Queued": "1" },
    });
    if (answered.status === 401 || answered.status === 403) return { state: "locked" };
    if (answered.status >= 500) throw new Error(String(answered.status));
    const told = await answered.json();
    return answered.ok ? { state: "sent", words: told.saved } : { state: "refused", words: told.refused };
  }

  async function sendAll() {
    let entry;
    while ((entry = Object.entries(read())[0])) {
      const [name, answer] = entry;
      const result = await send(name, answer);
      if (result.state === "locked") return tell(say.sayLocked);
      if (result.state === "refused") return close(result.words);
      const waiting = read();
      if (waiting[name]?.sequence === answer.sequence) delete waiting[name];
      write(waiting);
      tell(say.saySaved.replace("%s", result.words));
    }
  }

  async function upload() {
    if (isBusy || isClosed) return;
    isBusy = true;
    try {
      await sendAll();
    } catch {
      tell(say.sayWaiting.replace("%s", Object.keys(read()).length));
    } finally {
      isBusy = false;
    }
  }

  // Answers that waited while the page was closed stand in it again.
  function restore() {
    for (const [name, answer] of Object.entries(read())) {
      for (const one of [...form.elements].filter((input) => input.name === name)) {
        if (one.type === "text") one.value = answer.text;
        else one.checked = answer.chosen.includes(one.value);
      }
    }
  }

  function tick() {
    const left = Number(say.ends) - serverNow();
    if (left > 0) part("left").textContent = say.sayLeft.replace("%s", Math.floor(left / 60000));
    else part("left").textContent = say.sayOver;
    if (serverNow() > Number(say.closes) + 1000 && navigator.onLine) location.assign(say.result);
  }

  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    tell(say.sayStay);
  });
  addEventListener("online", upload);
  setInterval(() => Object.keys(read()).length && upload(), AGAIN);
  if (say.ends) setInterval(tick, 5000);
  restore();
  tell(say.sayAuto);
  upload();
})();
