// The part of the run that all plots show, the operation that is chosen, and where one points.

const GUTTER = 64;

const makeView = (run) => {
  const painters = [];
  const pointers = [];
  let isPlanned = false;
  const view = {
    low: 0,
    high: run.length,
    length: run.length,
    chosen: -1,
    hits: new Int32Array(0),
    onPaint: (painter) => painters.push(painter),
    onPoint: (pointer) => pointers.push(pointer),
    paint() {
      if (isPlanned) return;
      isPlanned = true;
      requestAnimationFrame(() => {
        isPlanned = false;
        view.paintNow();
      });
    },
    paintNow() {
      for (const painter of painters) painter();
    },
    point(time) {
      for (const pointer of pointers) pointer(time);
    },
    show(low, high) {
      const least = run.isTime ? 1e3 : 4;
      const width = clamp(high - low, Math.min(least, run.length), run.length);
      const middle = (low + high) / 2;
      view.low = clamp(middle - width / 2, 0, run.length - width);
      view.high = view.low + width;
      view.paint();
    },
    all: () => view.show(0, run.length),
    // Positive is in; `at` stays where it is.
    zoom(factor, at = (view.low + view.high) / 2) {
      view.show(at - (at - view.low) / factor, at + (view.high - at) / factor);
    },
    pan(share) {
      const by = (view.high - view.low) * share;
      const low = clamp(view.low + by, 0, run.length - (view.high - view.low));
      view.show(low, low + view.high - view.low);
    },
    reveal(row) {
      const width = Math.max((run.end[row] - run.start[row]) * 6, run.length / 2e4, 20);
      const isNear = view.high - view.low <= width * 40;
      const middle = (run.start[row] + run.end[row]) / 2;
      const isSeen = middle > view.low && middle < view.high;
      if (!isSeen || !isNear) view.show(middle - width, middle + width);
      else view.paint();
    },
    x: (time, width) => GUTTER + ((time - view.low) / (view.high - view.low)) * (width - GUTTER),
    time: (x, width) =>
      view.low + ((x - GUTTER) / (width - GUTTER)) * (view.high - view.low),
  };
  return view;
};

const KEYS = {
  ArrowLeft: (view) => view.pan(-0.1),
  ArrowRight: (view) => view.pan(0.1),
  PageUp: (view) => view.pan(-0.9),
  PageDown: (view) => view.pan(0.9),
  "+": (view) => view.zoom(1.5),
  "=": (view) => view.zoom(1.5),
  "-": (view) => view.zoom(1 / 1.5),
  0: (view) => view.all(),
  Home: (view) => view.show(0, view.high - view.low),
  End: (view) => view.pan(1e9),
};

// Drag moves, Shift + drag selects what to zoom into, a click chooses.
const dragging = (canvas, view, choose) => {
  let from = null;
  const box = element("div", { class: "selection", hidden: "" });
  canvas.parentElement.append(box);
  const place = (event) => event.clientX - canvas.getBoundingClientRect().left;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    from = { x: place(event), low: view.low, high: view.high, isFar: false, zooms: event.shiftKey };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    const x = place(event);
    const width = canvas.clientWidth;
    view.point(view.time(x, width));
    if (!from) return;
    from.isFar ||= Math.abs(x - from.x) > 3;
    if (from.zooms) {
      box.hidden = !from.isFar;
      box.style.left = `${Math.min(x, from.x)}px`;
      box.style.width = `${Math.abs(x - from.x)}px`;
    } else if (from.isFar) {
      const by = ((from.x - x) / (width - GUTTER)) * (from.high - from.low);
      const low = clamp(from.low + by, 0, Math.max(0, view.length - (from.high - from.low)));
      view.show(low, low + from.high - from.low);
    }
  });
  canvas.addEventListener("pointerup", (event) => {
    const x = place(event);
    const began = from;
    from = null;
    box.hidden = true;
    if (!began) return;
    if (!began.isFar) choose(event);
    else if (began.zooms) {
      const edges = [began.x, x].map((edge) => view.time(edge, canvas.clientWidth));
      view.show(Math.min(...edges), Math.max(...edges));
    }
  });
  canvas.addEventListener("pointercancel", () => {
    from = null;
    box.hidden = true;
  });
};

// Lets a plot be moved and zoomed; `choose` gets a click, if clicks mean something there.
const steer = (canvas, view, choose = () => {}) => {
  const line = element("div", { class: "crosshair", hidden: "" });
  canvas.parentElement.append(line);
  view.onPoint((time) => {
    line.hidden = time === null || time < view.low || time > view.high;
    if (!line.hidden) line.style.left = `${view.x(time, canvas.clientWidth)}px`;
  });
  dragging(canvas, view, choose);
  canvas.addEventListener("pointerleave", () => view.point(null));
  canvas.addEventListener("dblclick", (event) => {
    const x = event.clientX - canvas.getBoundingClientRect().left;
    view.zoom(3, view.time(x, canvas.clientWidth));
  });
  canvas.addEventListener("wheel", (event) => {
    const x = event.clientX - canvas.getBoundingClientRect().left;
    const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
    const isWanted = event.ctrlKey || event.metaKey || document.activeElement === canvas;
    if (!isSideways && !isWanted) return;
    event.preventDefault();
    if (isSideways) view.pan((event.deltaX || event.deltaY) / canvas.clientWidth);
    else view.zoom(Math.exp(-clamp(event.deltaY, -100, 100) / 200),
      view.time(x, canvas.clientWidth));
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act(view);
  });
};
