// Without network: the lessons that the learner kept on this device, else a page that says so. With it: nothing at all.
const SHELL = "banyan-shell-{{ version }}";
const LESSONS = "banyan-lessons";
const FILES = [{% for file in files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const AWAY = "{% url 'core:away' %}";

addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll([...FILES, AWAY])).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("banyan-shell-") && name !== SHELL;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))));
});

// The page learns that it is a kept one, and that its forms need keys of their own.
async function marked(answer) {
  const text = await answer.text();
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": answer.headers.get("Content-Security-Policy") || "" };
  return new Response(text.replace("<html ", "<html data-kept "), { headers });
}

async function withoutNetwork(request) {
  if (request.mode !== "navigate") return (await caches.match(request)) || Response.error();
  const lesson = await (await caches.open(LESSONS)).match(new URL(request.url).pathname);
  return lesson ? marked(lesson) : (await caches.match(AWAY)) || Response.error();
}

addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  event.respondWith(fetch(request).catch(() => withoutNetwork(request)));
});
