// Everything that is known of the chosen operation.

const makeInspector = (run, view, faults) => {
  const body = element("dl", {});
  const heading = element("h2", { tabindex: "-1" });
  const link = element("a", { class: "quiet" }, "link to it");
  const step = (by, name, key) => element("button",
    { type: "button", onclick: () => follow(by), title: `${name} of this client (${key})` }, name);
  const panel = element("aside", { id: "inspector", "aria-label": "Operation", hidden: "" },
    element("div", { class: "heading" }, heading,
      element("button", { type: "button", class: "close", "aria-label": "Close (Escape)",
        onclick: () => close() }, "×")),
    body,
    element("div", { class: "actions" }, step(-1, "Previous", "p"), step(1, "Next", "n"),
      element("button", { type: "button", onclick: () => show() }, "In the timeline"), link));
  document.body.append(panel);

  const facts = (row) => {
    const outcome = OUTCOMES[run.outcome[row]];
    const out = [["index", grouped(run.index(row))], ["client", String(run.process[row])],
      ["function", run.functionName(row)]];
    if (run.hasKey(row)) out.push(["key", run.keyText(row)]);
    out.push(["value", run.valueText(row)]);
    if (run.completed[row] >= 0) out.push(["returned", run.resultText(row)]);
    out.push(["outcome", { ok: "ok: it happened", fail: "fail: it did not happen",
      info: "info: nobody knows whether it happened" }[outcome]
      ?? "no completion: nobody knows whether it happened"]);
    out.push(["invoked", moment(run, run.start[row])]);
    if (run.completed[row] >= 0) {
      out.push(["completed", moment(run, run.end[row])]);
      if (run.isTime) out.push(["took", duration(run.end[row] - run.start[row])]);
    }
    for (const field of run.fields) {
      const text = field.text(row);
      if (text !== undefined) out.push([field.name, bare(text)]);
    }
    const during = faults.active(run.start[row], run.end[row]);
    if (during.length) {
      out.push(["during", cut(during.map((f) => `${f.kind} ${f.words}`).join("; "), 400)]);
    }
    return out;
  };

  const choose = (row, isMove = false) => {
    if (row < 0) {
      close();
      return;
    }
    view.chosen = row;
    heading.textContent = label(run, row);
    body.replaceChildren(...facts(row).map(([name, text]) =>
      element("div", { class: name === "outcome" ? OUTCOMES[run.outcome[row]].slice(0, 4) : "" },
        element("dt", {}, name), element("dd", {}, text))));
    panel.hidden = false;
    const hash = `#op=${run.index(row)}`;
    link.href = hash;
    if (location.hash !== hash) history.replaceState(null, "", hash);
    if (isMove) view.reveal(row);
    else view.paint();
  };

  const follow = (by) => {
    const row = view.chosen;
    if (row < 0) return;
    const slot = run.slot[row];
    const reaches = (i) => run.order[i] >= row;
    const at = firstAtLeast(run.starts[slot], run.starts[slot + 1], reaches) + by;
    if (at >= run.starts[slot] && at < run.starts[slot + 1]) choose(run.order[at], true);
  };

  const show = () => {
    view.reveal(view.chosen);
    $("#timeline").scrollIntoView({ block: "start" });
  };

  const close = () => {
    panel.hidden = true;
    view.chosen = -1;
    view.paint();
  };
  return { choose, follow, close };
};
