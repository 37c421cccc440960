// Faults behind every plot: a lane a kind, a shade and a pattern a kind.

const LANE = 17;

const makeFaults = (run) => {
  const kinds = [...new Set(run.faults.map((fault) => fault.kind))];
  const kindOf = (fault) => kinds.indexOf(fault.kind);
  return {
    kinds,
    active: (from, to) => run.faults.filter((f) => f.start <= to && f.stop >= from),
    colour: (kind) => colours.faults[kind % colours.faults.length],
    kindOf,
    lanesHeight: kinds.length * LANE + (run.marks.length ? LANE : 0),
  };
};

const visibleFaults = (run, view) =>
  run.faults.filter((f) => f.stop >= view.low && f.start <= view.high);

// Shades the times with faults over the height of a plot.
const paintBands = (pen, run, faults, view, width, top, height) => {
  for (const fault of visibleFaults(run, view)) {
    const left = Math.max(GUTTER, view.x(fault.start, width));
    const right = Math.min(width, view.x(fault.stop, width));
    pen.globalAlpha = 0.11;
    pen.fillStyle = faults.colour(faults.kindOf(fault));
    pen.fillRect(left, top, Math.max(1, right - left), height);
    pen.globalAlpha = 1;
  }
};

// Lines that slant differently for each kind, for those who see no difference in colour.
const hatch = (pen, kind, left, top, width, height) => {
  if (kind % 4 === 0) return;
  pen.save();
  pen.beginPath();
  pen.rect(left, top, width, height);
  pen.clip();
  pen.beginPath();
  const lean = [0, height, -height, 0][kind % 4];
  const from = Math.floor(left / 6) * 6;
  for (let x = from - height; x < left + width + height; x += 6) {
    pen.moveTo(x, top + height);
    pen.lineTo(x + lean, top);
  }
  pen.globalAlpha = 0.35;
  pen.lineWidth = 1;
  pen.stroke();
  pen.restore();
};

const paintFault = (pen, run, faults, fault, view, width) => {
  const kind = faults.kindOf(fault);
  const top = kind * LANE + 2;
  const left = Math.max(GUTTER, view.x(fault.start, width));
  const right = Math.max(left + 2, Math.min(width, view.x(fault.stop, width)));
  pen.fillStyle = faults.colour(kind);
  pen.strokeStyle = faults.colour(kind);
  pen.globalAlpha = 0.28;
  pen.fillRect(left, top, right - left, LANE - 4);
  pen.globalAlpha = 1;
  hatch(pen, kind, left, top, right - left, LANE - 4);
  pen.fillRect(left, top, 2, LANE - 4);
  if (right - left > 30) {
    pen.save();
    pen.beginPath();
    pen.rect(left, top, right - left - 3, LANE);
    pen.clip();
    pen.fillStyle = colours.ink;
    pen.fillText(fault.words || fault.kind, left + 6, top + (LANE - 4) / 2);
    pen.restore();
  }
};

// A lane a kind with what each fault did to whom; returns the height used.
const paintLanes = (pen, run, faults, view, width) => {
  pen.textBaseline = "middle";
  pen.font = font(10.5);
  faults.kinds.forEach((kind, i) => {
    pen.fillStyle = colours.quiet;
    pen.textAlign = "right";
    pen.fillText(fitting(pen, kind, GUTTER - 10), GUTTER - 8, i * LANE + LANE / 2);
    pen.textAlign = "left";
  });
  for (const fault of visibleFaults(run, view)) {
    paintFault(pen, run, faults, fault, view, width);
  }
  if (run.marks.length) {
    const top = faults.kinds.length * LANE;
    pen.fillStyle = colours.quiet;
    for (const mark of run.marks) {
      if (mark.time < view.low || mark.time > view.high) continue;
      const x = view.x(mark.time, width);
      pen.fillRect(x, top + 3, 1.5, LANE - 6);
      if (run.marks.length < 30) pen.fillText(cut(mark.f, 24), x + 4, top + LANE / 2);
    }
  }
  return faults.lanesHeight;
};

// The axis of time, with faint lines through the plot.
const paintTimeAxis = (pen, run, view, width, top, bottom) => {
  const { step, at } = ticks(view.low, view.high, Math.max(2, Math.floor((width - GUTTER) / 110)));
  pen.font = font(10.5);
  pen.textBaseline = "top";
  for (const time of at) {
    const x = view.x(time, width);
    pen.fillStyle = colours.line;
    pen.fillRect(Math.round(x), top, 1, bottom - top);
    pen.fillStyle = colours.quiet;
    const text = moment(run, time, step);
    pen.textAlign = x > width - 40 ? "right" : x < GUTTER + 20 ? "left" : "center";
    pen.fillText(text, x, bottom + 5);
  }
  pen.textAlign = "left";
};
