// The whole run as one strip, with the part that the plots show.

const makeOverview = (run, view, faults, windows) => {
  const canvas = $("#overview");
  const HEIGHT = 46;
  const BINS = clamp(Math.floor(run.count / 4), 60, 600);
  const counts = new Uint32Array(BINS * 3);
  for (let row = 0; row < run.count; row++) {
    const bin = Math.min(BINS - 1, Math.floor((run.start[row] / run.length) * BINS));
    counts[bin * 3 + Math.min(2, run.outcome[row])]++;
  }
  let most = 1;
  for (let bin = 0; bin < BINS; bin++) {
    most = Math.max(most, counts[3 * bin] + counts[3 * bin + 1] + counts[3 * bin + 2]);
  }
  const x = (time, width) => GUTTER + (time / run.length) * (width - GUTTER);
  const timeAt = (event) => {
    const box = canvas.getBoundingClientRect();
    return ((event.clientX - box.left - GUTTER) / (box.width - GUTTER)) * run.length;
  };

  const paintCounts = (pen, width) => {
    const step = (width - GUTTER) / BINS;
    for (let bin = 0; bin < BINS; bin++) {
      let y = HEIGHT - 6;
      [0, 1, 2].forEach((part) => {
        const count = counts[3 * bin + part];
        if (!count) return;
        const tall = Math.max(part ? 1.5 : 1, (count / most) * (HEIGHT - 14));
        pen.fillStyle = colours.outcomes[part];
        pen.fillRect(GUTTER + bin * step, y - tall, Math.max(step, 1), tall);
        y -= tall;
      });
    }
  };

  const paint = () => {
    const { pen, width } = prepare(canvas, HEIGHT);
    pen.fillStyle = colours.quiet;
    pen.font = font(10.5);
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    pen.fillText("whole run", GUTTER - 8, HEIGHT / 2);
    pen.textAlign = "left";
    for (const fault of run.faults) {
      const left = x(fault.start, width);
      pen.globalAlpha = 0.22;
      pen.fillStyle = faults.colour(faults.kindOf(fault));
      pen.fillRect(left, 4, Math.max(1, x(fault.stop, width) - left), HEIGHT - 10);
    }
    pen.globalAlpha = 1;
    paintCounts(pen, width);
    pen.fillStyle = colours.alarm;
    for (const window of windows) {
      const middle = x((window.from + window.to) / 2, width);
      pen.beginPath();
      pen.moveTo(middle - 5, 0);
      pen.lineTo(middle + 5, 0);
      pen.lineTo(middle, 8);
      pen.fill();
      pen.fillRect(middle - 0.75, 4, 1.5, HEIGHT - 8);
    }
    const [left, right] = [x(view.low, width), x(view.high, width)];
    pen.globalAlpha = 0.6;
    pen.fillStyle = colours.card;
    pen.fillRect(GUTTER, 2, left - GUTTER, HEIGHT - 6);
    pen.fillRect(right, 2, width - right, HEIGHT - 6);
    pen.globalAlpha = 1;
    pen.strokeStyle = colours.focus;
    pen.lineWidth = 1.5;
    pen.strokeRect(left + 0.75, 2, Math.max(3, right - left - 1.5), HEIGHT - 6);
    canvas.setAttribute("aria-valuenow", String(Math.round((100 * view.low) / run.length)));
    canvas.setAttribute("aria-valuetext",
      `${moment(run, view.low, 1e6)} to ${moment(run, view.high, 1e6)}`);
  };

  let from = null;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    const at = timeAt(event);
    const width = view.high - view.low;
    const isInside = at > view.low && at < view.high && width < run.length * 0.98;
    from = { at, low: view.low, width, moves: isInside };
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!from) return;
    const at = timeAt(event);
    if (from.moves) {
      const low = clamp(from.low + at - from.at, 0, run.length - from.width);
      view.show(low, low + from.width);
    } else if (Math.abs(at - from.at) > run.length / 300) {
      view.show(clamp(Math.min(at, from.at), 0, run.length),
        clamp(Math.max(at, from.at), 0, run.length));
    }
  });
  canvas.addEventListener("pointerup", (event) => {
    if (from && !from.moves && Math.abs(timeAt(event) - from.at) <= run.length / 300) {
      view.show(from.at - from.width / 2, from.at + from.width / 2);
    }
    from = null;
  });
  canvas.addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act(view);
  });
  return { paint };
};
