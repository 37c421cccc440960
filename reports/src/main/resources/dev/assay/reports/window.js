// The failing window: each operation from invocation to completion, a row a client. Time is
// stretched between events so that what happened, and in which order, can be read.

const ROW = 46;
const BAR = 28;
const LEFT = 84;
const LETTER = 6.7;

const windowOf = (run, data) => {
  const rows = data.rows;
  const isKnown = (row) => run.completed[row] >= 0 && run.completed[row] <= data.lastEvent;
  const from = Math.min(...rows.map((row) => run.start[row]));
  const to = data.blocked >= 0 ? run.end[data.blocked]
    : Math.max(...rows.map((row) => (isKnown(row) ? run.end[row] : run.start[row])));
  const names = new Map(rows.map((row, i) => [row, data.names[i]]));
  // What a bar says: what the proof calls it, what was asked, and the result if it is known.
  const text = (row) => `${row === data.blocked ? "✕ " : ""}${names.get(row)} `.trimStart()
    + label(run, row, isKnown(row));
  return { ...data, isKnown, from, to, text };
};

const stepsOf = (run, window) => {
  const events = [];
  for (const row of window.rows) {
    events.push({ event: run.invoke[row], time: run.start[row], row, isEnd: false });
    if (window.isKnown(row)) {
      events.push({ event: run.completed[row], time: run.end[row], row, isEnd: true });
    }
  }
  return events.sort((a, b) => a.event - b.event);
};

// Where each event is, left to right: labels fit, and what room is left shows how long it took.
const placeEvents = (window, events, width) => {
  const need = (row) => Math.min(220, window.text(row).length * LETTER + 22);
  const starts = new Map();
  const ends = new Map();
  const x = [];
  events.forEach((event, i) => {
    let at = i ? x[i - 1] + 12 : 0;
    if (event.isEnd) at = Math.max(at, starts.get(event.row) + need(event.row));
    else starts.set(event.row, at);
    x.push(at);
  });
  const open = window.rows.filter((row) => !window.isKnown(row));
  const least = Math.max(x.at(-1) + 26, ...open.map((row) => starts.get(row) + need(row)));
  const room = Math.max(0, width - LEFT - 12 - least);
  const gaps = events.map((e, i) => (i ? Math.log1p(Math.max(0, e.time - events[i - 1].time)) : 0));
  const all = gaps.reduce((a, b) => a + b, 0) || 1;
  let moved = 0;
  events.forEach((event, i) => {
    moved += (room * 0.9 * gaps[i]) / all;
    (event.isEnd ? ends : starts).set(event.row, LEFT + x[i] + moved);
    event.x = LEFT + x[i] + moved;
  });
  return { starts, ends, right: LEFT + least + room };
};

const barPath = (left, right, top, height, isOpen) => {
  if (!isOpen) return `M${left} ${top}H${right}V${top + height}H${left}Z`;
  const teeth = 4;
  let path = `M${left} ${top}H${right}`;
  for (let i = 1; i <= teeth * 2; i++) {
    path += `L${right - (i % 2 ? 6 : 0)} ${top + (height * i) / (teeth * 2)}`;
  }
  return `${path}H${left}Z`;
};

const describe = (run, window, row) => {
  const node = run.fields.find((f) => f.name === "node")?.text(row);
  const how = window.isKnown(row) ? duration(run.end[row] - run.start[row]) : "not known to return";
  return `client ${run.process[row]}: ${label(run, row, window.isKnown(row))}`
    + `${node ? ` on ${bare(node)}` : ""}, ${how}`;
};

const drawOperation = (run, window, row, box, choose) => {
  const isOpen = !window.isKnown(row);
  const isBlocked = row === window.blocked;
  const name = isBlocked ? "impossible" : isOpen ? "open" : OUTCOMES[run.outcome[row]];
  const group = svg("g", {
    class: `operation ${name}`, tabindex: "0", role: "button", "data-row": row,
    "aria-label": describe(run, window, row) + (isBlocked ? ", impossible" : ""),
    onclick: () => choose(row),
    onkeydown: (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(row);
    },
  });
  const room = Math.floor((box.right - box.left - 16) / LETTER);
  group.append(
    svg("title", {}, `${describe(run, window, row)}\n#${run.index(row)}, ${
      moment(run, run.start[row])}`),
    svg("path", { d: barPath(box.left, box.right, box.top, BAR, isOpen), class: "bar" }),
    svg("text", { x: box.left + 9, y: box.top + BAR / 2 + 4 },
      cut(window.text(row), Math.max(4, room))));
  return group;
};

const drawArrow = (from, to, id) => {
  const bend = Math.max(12, Math.min(60, (to.left - from.right) / 2));
  const path = `M${from.right} ${from.middle}C${from.right + bend} ${from.middle} `
    + `${to.left - bend - 5} ${to.middle} ${to.left - 4} ${to.middle}`;
  return svg("path", { d: path, class: "forced", "marker-end": `url(#${id})` });
};

const drawAxis = (run, window, events, top, right) => {
  const axis = svg("g", { class: "axis" });
  let free = -Infinity;
  for (const event of events) {
    const isImportant = event.row === window.blocked && event.isEnd;
    axis.append(svg("path", { d: `M${event.x} 8V${top + 4}`,
      class: isImportant ? "grid important" : "grid" }));
    const text = run.isTime ? `+${duration(event.time - window.from)}` : `event ${event.event}`;
    if (event.x < free) continue;
    axis.append(svg("text", { x: event.x, y: top + 18, "text-anchor": "middle" }, text));
    free = event.x + text.length * 6.2 + 14;
  }
  axis.append(svg("path", { d: `M${LEFT} ${top}H${right}`, class: "line" }));
  return axis;
};

// Said once, at the first proof.
const LEGEND = "Bars go from invocation to completion; a ragged end means that nobody saw it end. "
  + "Arrows: the one returned before the other began. Time is stretched between events. ";

const drawWindow = (run, window, faults, holder, isFirst, choose) => {
  const place = holder.dataset.window;
  const events = stepsOf(run, window);
  const { starts, ends, right } = placeEvents(window, events, holder.clientWidth);
  const slots = [...new Set(window.rows.map((row) => run.slot[row]))].sort((a, b) => a - b);
  const boxes = new Map(window.rows.map((row) => {
    const top = 16 + slots.indexOf(run.slot[row]) * ROW + (ROW - BAR) / 2;
    return [row, { left: starts.get(row), right: ends.get(row) ?? right, top,
      middle: top + BAR / 2 }];
  }));
  const bottom = 16 + slots.length * ROW;
  const picture = svg("svg", {
    width: right + 12, height: bottom + 28, role: "group", class: "window-drawing",
    "aria-label": `${window.rows.length} operations from invocation to completion`,
  });
  const arrow = `arrow-${place}`;
  picture.append(svg("defs", {}, svg("marker",
    { id: arrow, viewBox: "0 0 8 8", refX: 6, refY: 4, markerWidth: 6.5, markerHeight: 6.5,
      orient: "auto" },
    svg("path", { d: "M0 0.6L7.4 4L0 7.4Z", class: "arrow-head" }))));
  picture.append(drawAxis(run, window, events, bottom, right));
  slots.forEach((slot, i) => {
    const clients = [...new Set(window.rows.filter((row) => run.slot[row] === slot)
      .map((row) => run.process[row]))];
    picture.append(svg("text", { x: LEFT - 12, y: 16 + i * ROW + ROW / 2 + 4, class: "client" },
      clients.length === 1 ? `client ${clients[0]}`
        : `${clients.slice(0, 2).join(", ")}${clients.length > 2 ? " …" : ""}`));
  });
  const arrows = window.forced.map(([a, b]) => ({ a, b,
    drawing: drawArrow(boxes.get(a), boxes.get(b), arrow) }));
  const isMany = arrows.length > 30;
  for (const { a, b, drawing } of arrows) {
    drawing.classList.toggle("faint", isMany && a !== window.blocked && b !== window.blocked);
    picture.append(drawing);
  }
  for (const [row, box] of boxes) {
    const group = drawOperation(run, window, row, box, choose);
    const mark = (isOn) => arrows.forEach(({ a, b, drawing }) =>
      drawing.classList.toggle("strong", isOn && (a === row || b === row)));
    group.addEventListener("pointerenter", () => mark(true));
    group.addEventListener("pointerleave", () => mark(false));
    group.addEventListener("focus", () => mark(true));
    group.addEventListener("blur", () => mark(false));
    picture.append(group);
  }
  const during = faults.active(window.from, window.to)
    .map((f) => `${f.kind}${f.words ? ` ${f.words}` : ""}`);
  holder.replaceChildren(
    element("div", { class: "scroll" }, picture),
    element("p", { class: "quiet" },
      isFirst ? LEGEND : "",
      during.length ? `Faults meanwhile: ${during.join("; ")}.` : "No fault was active."));
  return picture;
};
