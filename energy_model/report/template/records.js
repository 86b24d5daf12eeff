// rows to be searched: written as text, never as HTML
const FIRST_RECORDS = 200;

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

// columns: titles; rows: arrays of texts; words: { search, all, count, more, "choice.A": ... }; choice: column of these
function renderRecords(div, columns, rows, words, choice) {
  const box = element("input");
  Object.assign(box, { type: "search", placeholder: words.search });
  box.setAttribute("aria-label", words.search);
  const select = element("select");
  select.setAttribute("aria-label", columns[choice]);
  for (const [value, label] of [["", words.all], ...Object.entries(words).filter(([key]) => key.startsWith("choice."))]) {
    const option = element("option", label);
    option.value = value.replace("choice.", "");
    select.append(option);
  }
  const count = element("span", "", "note"), more = element("button", words.more);
  more.type = "button";
  const bar = element("p", "", "picker screen"), wide = element("div", "", "wide"), table = element("table");
  const head = element("tr"), body = element("tbody");
  for (const title of columns) {
    const cell = element("th", title);
    cell.scope = "col";
    head.append(cell);
  }
  const titles = element("thead");
  titles.append(head);
  table.append(titles, body);
  bar.append(box, " ", select, " ", count, " ", more);
  wide.append(table);
  div.replaceChildren(bar, wide);

  const texts = rows.map((row) => row.join("\n").toLowerCase());
  function list(most) {
    const sought = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = rows.filter(
      (row, i) => (!select.value || row[choice] === select.value) && sought.every((word) => texts[i].includes(word)),
    );
    body.replaceChildren(
      ...found.slice(0, most).map((row) => {
        const line = element("tr");
        line.append(...row.map((text) => element("td", text)));
        return line;
      }),
    );
    const shown = Math.min(most, found.length);
    count.textContent = words.count.replace("{shown}", shown).replace("{count}", found.length);
    more.hidden = shown === found.length;
  }
  box.addEventListener("input", () => list(FIRST_RECORDS));
  select.addEventListener("change", () => list(FIRST_RECORDS));
  more.addEventListener("click", () => list(Infinity));
  list(FIRST_RECORDS);
}
