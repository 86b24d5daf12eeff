"use strict";
const figures = JSON.parse(document.getElementById("figures").textContent);
const first = Object.keys(figures)[0];
const buttons = document.querySelectorAll("[data-lang]");
const options = { responsive: true, displaylogo: false, displayModeBar: false };

// other languages hold of each trace only what differs from the first
function figureOf(lang, name) {
  const { data, layout } = figures[lang][name];
  const whole = figures[first][name].data;
  return { data: data.map((trace, i) => ({ ...whole[i], ...trace })), layout };
}

// a figure is drawn once, when it is first seen
function draw(lang) {
  for (const div of document.querySelectorAll(`main[lang="${lang}"] .plot:not(.drawn)`)) {
    const fold = div.closest("details");
    if (fold && !fold.open) continue;
    const { data, layout } = figureOf(lang, div.dataset.figure);
    div.style.minHeight = `${layout.height}px`;
    div.classList.add("drawn");
    Plotly.newPlot(div, data, layout, options);
  }
}

function show(lang) {
  document.documentElement.lang = lang;
  document.title = document.querySelector(`main[lang="${lang}"]`).dataset.title;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
  draw(lang);
}

function resize(width) {
  for (const div of document.querySelectorAll(`main[lang="${document.documentElement.lang}"] .drawn`)) {
    if (div.offsetParent) Plotly.relayout(div, width ? { width } : { width: null, autosize: true });
  }
}

for (const button of buttons) button.addEventListener("click", () => show(button.dataset.lang));
for (const fold of document.querySelectorAll("details")) {
  fold.addEventListener("toggle", () => draw(document.documentElement.lang));
}
window.addEventListener("beforeprint", () => resize(690));
window.addEventListener("afterprint", () => resize(0));
show(document.documentElement.lang);
