// Puts the report together when the page is there.

const copyText = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A page opened from disk may lack the clipboard: the old way still works there.
    const area = element("textarea", { class: "off-screen" });
    area.value = text;
    document.body.append(area);
    area.select();
    const isCopied = document.execCommand("copy");
    area.remove();
    return isCopied;
  }
};

const connectCopying = () => {
  for (const button of $$("[data-copy]")) {
    const name = button.textContent;
    button.addEventListener("click", async () => {
      const isCopied = await copyText($(`#${button.dataset.copy}`).textContent);
      button.textContent = isCopied ? "Copied" : "Press Ctrl+C";
      setTimeout(() => (button.textContent = name), 1500);
    });
  }
};

const legendItem = (draw, text) => {
  const canvas = element("canvas", { class: "swatch", "aria-hidden": "true" });
  canvas.width = 44;
  canvas.height = 28;
  const pen = canvas.getContext("2d");
  pen.scale(2, 2);
  draw(pen);
  return element("span", { class: "item" }, canvas, text);
};

const paintLegend = (run, faults) => {
  const bars = [["ok", 0], ["fail", 1], ["info or no completion", 2]];
  $("#legend").replaceChildren(
    ...bars.map(([name, outcome]) =>
      legendItem((pen) => paintBar(pen, outcome, 1, 21, 2, 10), name)),
    ...faults.kinds.map((kind, i) => legendItem((pen) => {
      pen.fillStyle = pen.strokeStyle = faults.colour(i);
      pen.globalAlpha = 0.28;
      pen.fillRect(0, 2, 22, 10);
      pen.globalAlpha = 1;
      hatch(pen, i, 0, 2, 22, 10);
      pen.fillRect(0, 2, 2, 10);
    }, kind)));
  const quantiles = $("#latency .heading .quiet");
  if (quantiles) {
    quantiles.textContent = "from invocation to completion; lines: p50 solid, p95 dashed, p99 "
      + "dotted; ● ok  ✕ fail  ▲ info";
  }
  for (const name of $$(".fault-kind")) {
    const kind = faults.kinds.indexOf(name.dataset.kind);
    name.style.borderLeftColor = faults.colour(Math.max(0, kind));
  }
};

const connectKeys = (inspector, search) => {
  addEventListener("keydown", (event) => {
    const isTyping = event.target.matches?.("input, textarea");
    if (event.key === "Escape") {
      if (isTyping) event.target.blur();
      inspector.close();
    }
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      event.preventDefault();
      search.focus();
    } else if (event.key === "n") inspector.follow(1);
    else if (event.key === "p") inspector.follow(-1);
  });
};

const connectJumps = (view, windows, inspector) => {
  for (const button of $$("[data-jump]")) {
    button.addEventListener("click", () => {
      const window = windows[Number(button.dataset.jump)];
      const room = Math.max((window.to - window.from) * 0.25, 1e3);
      view.show(window.from - room, window.to + room);
      inspector.choose(window.blocked >= 0 ? window.blocked : window.rows[0]);
      $("#timeline").scrollIntoView({ block: "start" });
    });
  }
};

const openPermalink = (run, inspector) => {
  const index = /^#op=(\d+)$/.exec(location.hash);
  if (!index) return;
  const test = testOf(run, `#${index[1]}`);
  for (let row = 0; row < run.count; row++) {
    if (!test(row)) continue;
    inspector.choose(row, true);
    $("#timeline").scrollIntoView({ block: "start" });
    return;
  }
};

const makePlots = (run, view, faults, windows, choose) => {
  const plots = [makeOperations(run, view, faults, windows), makeLatency(run, view, faults),
    makeRate(run, view, faults)].filter(Boolean);
  plots.push(makeOverview(run, view, faults, windows));
  for (const plot of plots) {
    view.onPaint(plot.paint);
    if (plot.canvas) {
      steer(plot.canvas, view, plot.pick && ((event) => choose(plot.pick(event))));
    }
  }
  view.onPaint(() => {
    $("#view-range").textContent =
      `${moment(run, view.low, 1e6)} to ${moment(run, view.high, 1e6)}`;
  });
};

const start = async () => {
  readColours();
  const began = performance.now();
  const run = await loadRun();
  const view = makeView(run);
  const faults = makeFaults(run);
  const windows = run.windows.map((data) => windowOf(run, data));
  const inspector = makeInspector(run, view, faults);
  makePlots(run, view, faults, windows, inspector.choose);
  const drawAll = () => {
    readColours();
    paintLegend(run, faults);
    for (const holder of $$("[data-window]")) {
      const place = Number(holder.dataset.window);
      const window = windows[place];
      const picture = drawWindow(run, window, faults, holder, place === 0, inspector.choose);
      const orders = $(`[data-orders="${holder.dataset.window}"]`);
      drawOrders(run, window, orders, picture, inspector.choose);
    }
    view.paintNow();
  };
  const search = makeSearch(run, view, inspector);
  connectKeys(inspector, search);
  connectJumps(view, windows, inspector);
  for (const button of $$("[data-zoom]")) {
    const zooms = { in: () => view.zoom(2), out: () => view.zoom(0.5), all: view.all };
    button.addEventListener("click", zooms[button.dataset.zoom]);
  }
  drawAll();
  openPermalink(run, inspector);
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth !== width) requestAnimationFrame(drawAll);
    width = innerWidth;
  });
  addEventListener("hashchange", () => openPermalink(run, inspector));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  addEventListener("beforeprint", () => {
    document.documentElement.dataset.scheme = "light";
    drawAll();
  });
  addEventListener("afterprint", () => {
    delete document.documentElement.dataset.scheme;
    drawAll();
  });
  const root = document.documentElement;
  root.dataset.operations = String(run.count);
  root.dataset.drawMillis = String(Math.round(performance.now() - began));
  root.dataset.rendered = "true";
};

connectCopying();
start();
