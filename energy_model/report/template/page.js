"use strict";
const options = { responsive: true, displaylogo: false, displayModeBar: false };
const root = document.documentElement;
const mainOf = (lang) => document.querySelector(`main[lang="${lang}"]`);
let figures, records, rules, first;

// text that stands in the page as gzip in base64
async function unpacked(id) {
  const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

// other languages hold of each trace only what differs from the first
function figureOf(lang, name) {
  const { data, layout } = figures[lang][name];
  const whole = figures[first][name].data;
  return { data: data.map((trace, i) => ({ ...whole[i], ...trace })), layout };
}

// a figure is drawn once, when it is about to be seen
function draw(div) {
  if (div.classList.contains("drawn")) return;
  div.classList.add("drawn");
  if (div.classList.contains("week")) return pickWeek(div.closest(".weeks"));
  const { data, layout } = figureOf(div.closest("main").lang, div.dataset.figure);
  Plotly.newPlot(div, data, layout, options);
}

const ARRAYS = { i1: Int8Array, u1: Uint8Array, i2: Int16Array, u2: Uint16Array, i4: Int32Array, f4: Float32Array, f8: Float64Array };

// plotly writes arrays as bytes in base64
function numbers(y) {
  if (!y.bdata) return y;
  return new ARRAYS[y.dtype](Uint8Array.from(atob(y.bdata), (c) => c.charCodeAt(0)).buffer);
}

// the week from the day that is picked, out of the figure of the whole year
function pickWeek(part) {
  const day = part.querySelector("input"), name = part.querySelector("select").value;
  const { data, layout } = figureOf(part.closest("main").lang, name);
  const step = data[0].dx, steps = Math.round((7 * 864e5) / step);
  const start = Date.parse(`${data[0].x0.slice(0, 10)}T00:00Z`), length = numbers(data[0].y).length;
  const year = data[0].x0.slice(0, 4), asked = Date.parse(`${year}${day.value.slice(4)}T00:00Z`);
  const last = Math.max(0, length - steps), from = Math.min(Math.max(0, Math.round((asked - start) / step) || 0), last);
  const begin = new Date(start + from * step).toISOString();
  day.value = begin.slice(0, 10);
  const week = data.map((trace) => ({ ...trace, x0: begin.slice(0, 19), y: numbers(trace.y).slice(from, from + steps) }));
  const axis = { ...layout.xaxis, rangeslider: { visible: false } };
  delete axis.range;
  Plotly.react(part.querySelector(".week"), week, { ...layout, height: 460, xaxis: axis, legend: { ...layout.legend, y: -0.12 } }, options);
}

function moveWeek(part, days) {
  const day = part.querySelector("input");
  day.value = new Date(Date.parse(`${day.value}T00:00Z`) + days * 864e5).toISOString().slice(0, 10);
  pickWeek(part);
}

for (const part of document.querySelectorAll(".weeks")) {
  part.querySelector("select").addEventListener("change", () => pickWeek(part));
  part.querySelector("input").addEventListener("change", () => pickWeek(part));
  for (const button of part.querySelectorAll("[data-move]")) button.addEventListener("click", () => moveWeek(part, +button.dataset.move));
  for (const button of part.querySelectorAll("[data-day]")) {
    button.addEventListener("click", () => {
      part.querySelector("input").value = button.dataset.day;
      pickWeek(part);
    });
  }
}

function show(lang) {
  root.lang = lang;
  document.title = mainOf(lang).dataset.title;
  for (const button of document.querySelectorAll("[data-lang]")) button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
}

function switchTo(lang) {
  // the same section stays in view
  const parts = [...mainOf(root.lang).querySelectorAll("section")];
  const seen = parts.findLast((section) => section.getBoundingClientRect().top <= 80);
  show(lang);
  if (seen) document.getElementById(seen.id.replace(/^[a-z]+/, lang)).scrollIntoView();
}

for (const button of document.querySelectorAll("[data-lang]")) button.addEventListener("click", () => switchTo(button.dataset.lang));

function resize(width) {
  for (const div of mainOf(root.lang).querySelectorAll(".drawn")) {
    if (div.offsetParent) Plotly.relayout(div, width ? { width } : { width: null, autosize: true });
  }
}

function drawAll() {
  for (const div of mainOf(root.lang).querySelectorAll(".plot, .week")) if (div.offsetParent) draw(div);
}

// what is searched or unfolded is written when it is opened
function fillFolds() {
  for (const div of document.querySelectorAll(".records")) {
    const { columns, rows, words, choice } = records[div.dataset.name], lang = div.closest("main").lang;
    const fill = () => div.childElementCount || renderRecords(div, columns[lang], rows, words[lang], choice);
    div.closest("details").addEventListener("toggle", fill);
  }
  for (const div of document.querySelectorAll(".rules")) {
    const { families, words } = rules[div.dataset.name];
    renderRules(div, families, words[div.closest("main").lang]);
  }
}

async function begin() {
  const script = document.createElement("script");
  script.textContent = await unpacked("plotly");
  document.head.append(script);
  ({ figures, records, rules } = JSON.parse(await unpacked("drawn")));
  first = Object.keys(figures)[0];
  fillFolds();
  const watch = new IntersectionObserver(
    (seen) => {
      for (const { target, isIntersecting } of seen) {
        if (!isIntersecting) continue;
        watch.unobserve(target);
        draw(target);
      }
    },
    { rootMargin: "600px" },
  );
  for (const div of document.querySelectorAll(".plot, .week")) watch.observe(div);
  window.addEventListener("beforeprint", () => (drawAll(), resize(690)));
  window.addEventListener("afterprint", () => resize(0));
  root.dataset.ready = "yes";
}

show(root.lang);
begin().catch((error) => {
  for (const note of document.querySelectorAll(".no-figures")) note.hidden = false;
  throw error;
});
