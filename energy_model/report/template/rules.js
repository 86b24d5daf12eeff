// prose: texts at even places, formulas as MathML at odd ones
function proseOf(parts) {
  const line = element("p");
  parts.forEach((part, place) => line.append(place % 2 ? formulaOf(part) : part));
  return line;
}

// MathML that the report wrote from the model's own docstrings
function formulaOf(mathml) {
  const held = element("template");
  held.innerHTML = mathml;
  return held.content;
}

function ruleOf(rule, words) {
  const part = element("div", "", "rule"), head = element("h4");
  head.append(element("code", rule.name + (rule.sets ? `[${rule.sets}]` : "")), " ");
  const facts = [words[`kind.${rule.kind}`]];
  if (rule.unit) facts.push(`${words.unit} ${rule.unit}`);
  if (rule.rows) facts.push(words.rows.replace("{count}", rule.rows.toLocaleString("en")));
  head.append(element("span", facts.join(" · "), "note"));
  part.append(head, proseOf(rule.sentence));
  if (rule.formula) {
    const shown = element("div", "", "formula");
    shown.append(formulaOf(rule.formula));
    part.append(shown);
  }
  if (rule.symbols.join("")) {
    const symbols = proseOf(rule.symbols);
    symbols.className = "note";
    part.append(symbols);
  }
  if (rule.kind !== "term") part.append(rowOf(rule, words));
  return part;
}

function rowOf(rule, words) {
  const part = element("p", "", "real");
  if (!rule.text) {
    part.append(element("span", words.none, "note"));
    return part;
  }
  part.append(element("span", words.row, "note"), " ", element("code", rule.cell), element("br"), element("code", rule.text));
  const single = rule.kind === "variable", says = single ? words.is : words.value;
  const parts = [says.replace("{value}", `${rule.value} ${rule.unit}`.trim())];
  if (rule.columns && !single) parts.push(`${words.columns} ${rule.columns}`);
  part.append(element("br"), element("span", parts.join(" · "), "note"));
  return part;
}

// families: { file: [rule, ...] }; a family is written when it is opened
function renderRules(div, families, words) {
  div.replaceChildren();
  for (const [family, rules] of Object.entries(families)) {
    const fold = element("details", "", "family");
    fold.append(element("summary", `${words[`family.${family}`]} (${rules.length})`));
    fold.addEventListener("toggle", () => {
      if (fold.open && fold.childElementCount === 1) fold.append(...rules.map((rule) => ruleOf(rule, words)));
    });
    div.append(fold);
  }
}
