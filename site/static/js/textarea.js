// Says how much may still be written. Counts as the server does: a line break is two, a rare character one.
for (const count of document.querySelectorAll("[data-count-for]")) {
  const area = document.getElementById(count.dataset.countFor);
  if (!area) continue;
  const say = () => {
    const left = Number(count.dataset.limit) - [...area.value.replace(/\r?\n/g, "\r\n")].length;
    count.textContent = (left < 0 ? count.dataset.over : count.dataset.left).replace("%s", String(Math.abs(left)));
    count.classList.toggle("count-over", left < 0);
  };
  area.addEventListener("input", say);
  say();
}
