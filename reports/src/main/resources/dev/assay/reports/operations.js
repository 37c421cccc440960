// The timeline: a row a client, a bar an operation; from far away, how many ended how.

const DETAIL_MAX = 4000;

const rowHeightFor = (slots) =>
  slots <= 12 ? 24 : slots <= 30 ? 18 : slots <= 60 ? 12 : Math.max(1.5, 720 / slots);

// Operations that can be seen even when the whole run is shown.
const longOperations = (run) => {
  const out = [];
  for (let row = 0; row < run.count; row++) {
    if (run.end[row] - run.start[row] > run.length / 500) out.push(row);
  }
  return out.length > 20000 ? out.slice(0, 20000) : out;
};

// How far a bar goes: an operation without completion ends where its client's row goes on.
const barEnds = (run) => {
  const ends = run.end.slice();
  for (let s = 0; s < run.slots; s++) {
    for (let i = run.starts[s]; i + 1 < run.starts[s + 1]; i++) {
      const row = run.order[i];
      ends[row] = Math.min(ends[row], run.start[run.order[i + 1]]);
    }
  }
  return ends;
};

// Counts by client, bin of time and outcome, so that a far view need not visit each operation.
const countBins = (run) => {
  const bins = clamp(Math.floor(4e6 / Math.max(1, run.slots)), 512, 8192);
  const counts = new Uint32Array(run.slots * bins * 3);
  for (let row = 0; row < run.count; row++) {
    const bin = Math.min(bins - 1, Math.floor((run.start[row] / run.length) * bins));
    counts[(run.slot[row] * bins + bin) * 3 + Math.min(2, run.outcome[row])]++;
  }
  return { bins, counts };
};

// Positions in run.order of a client's operations that touch a span of time.
const rowsIn = (run, ends, slot, low, high) => {
  const from = run.starts[slot];
  const to = run.starts[slot + 1];
  return [
    firstAtLeast(from, to, (i) => ends[run.order[i]] >= low),
    firstAtLeast(from, to, (i) => run.start[run.order[i]] > high),
  ];
};

const ragged = (pen, left, right, top, height) => {
  const teeth = Math.max(2, Math.round(height / 5));
  pen.beginPath();
  pen.moveTo(left, top);
  for (let i = 0; i <= teeth * 2; i++) {
    pen.lineTo(right - (i % 2 ? Math.min(4, right - left) : 0), top + (height * i) / (teeth * 2));
  }
  pen.lineTo(left, top + height);
  pen.closePath();
};

const paintBar = (pen, outcome, left, right, top, height) => {
  const colour = colours.outcomes[outcome];
  pen.fillStyle = colour;
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  if (outcome === 0) {
    pen.globalAlpha = 0.82;
    pen.fillRect(left, top, right - left, height);
  } else if (outcome === 1) {
    pen.globalAlpha = 0.18;
    pen.fillRect(left, top, right - left, height);
    pen.globalAlpha = 1;
    pen.strokeRect(left + 0.5, top + 0.5, Math.max(1, right - left - 1), height - 1);
    if (height > 6 && right - left < 8) pen.fillRect(left, top + height / 2 - 1, right - left, 2);
  } else {
    ragged(pen, left, right, top, height);
    pen.globalAlpha = 0.34;
    pen.fill();
    pen.globalAlpha = 1;
    pen.stroke();
  }
  pen.globalAlpha = 1;
};

const paintLabel = (pen, run, row, left, right, top, height) => {
  const room = Math.floor((right - left - 8) / 5.6);
  if (room < 6 || height < 11) return;
  const from = run.hasKey(row) ? `${keyName(run, row)} ` : "";
  const text = cut(from + label(run, row), room);
  pen.fillStyle = run.outcome[row] === 0 ? colours.card : colours.ink;
  pen.fillText(text, left + 4, top + height / 2 + 0.5);
};

const outline = (pen, colour, left, right, top, height) => {
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.strokeRect(left - 1.5, top - 1.5, Math.max(4, right - left) + 3, height + 3);
};

// From far away: each column of pixels of a row is cut into ok, fail and info by their shares, but
// no share that is not nothing is thinner than a visible line.
const paintShares = (pixels, width, left, top, height, counts, most, colour) => {
  for (let x = 0; x < counts.length / 3; x++) {
    const [ok, fail, info] = [counts[3 * x], counts[3 * x + 1], counts[3 * x + 2]];
    const all = ok + fail + info;
    if (!all) continue;
    const least = Math.max(1, Math.floor(height / 6));
    const high = info ? Math.max(least, Math.round((height * info) / all)) : 0;
    const middle = fail ? Math.max(least, Math.round((height * fail) / all)) : 0;
    const alpha = 90 + Math.round(150 * Math.sqrt(all / most));
    for (let y = 0; y < height; y++) {
      const part = y >= height - high ? 2 : y >= height - high - middle ? 1 : 0;
      const strength = part || !ok ? 235 : alpha;
      pixels[(top + y) * width + left + x] = (strength << 24) | colour[Math.max(part, ok ? 0 : 1)];
    }
  }
};

const makeOperations = (run, view, faults, windows) => {
  const canvas = $("#operations");
  const ends = barEnds(run);
  const far = longOperations(run);
  const density = run.count > DETAIL_MAX ? countBins(run) : null;
  const accused = new Set(windows.flatMap((w) => w.rows));
  const blocked = new Set(windows.map((w) => w.blocked));
  const pitch = rowHeightFor(run.slots);
  const top = faults.lanesHeight + 6;
  const bottom = top + Math.max(1, run.slots) * pitch;
  const height = Math.ceil(bottom + 24);
  const thick = Math.max(1, pitch - (pitch > 8 ? 4 : pitch > 3 ? 1 : 0));
  let drawn = 0;

  const bar = (row, width) => {
    const left = Math.max(GUTTER, view.x(run.start[row], width));
    const right = Math.min(width, Math.max(left + 1.5, view.x(ends[row], width)));
    return [left, right, top + run.slot[row] * pitch + (pitch - thick) / 2, thick];
  };

  const paintRow = (pen, row, width) => {
    const box = bar(row, width);
    if (box[0] >= width || box[1] <= GUTTER) return;
    paintBar(pen, run.outcome[row], ...box);
    paintLabel(pen, run, row, ...box);
    if (accused.has(row)) outline(pen, colours.alarm, ...box);
    drawn++;
  };

  const countColumns = (slot, columns) => {
    const counts = new Uint32Array(columns * 3);
    const perTime = columns / (view.high - view.low);
    const [from, to] = rowsIn(run, ends, slot, view.low, view.high);
    const isCoarse = density && perTime < density.bins / run.length;
    if (!isCoarse) {
      for (let i = from; i < to; i++) {
        const row = run.order[i];
        const x = clamp(Math.floor((run.start[row] - view.low) * perTime), 0, columns - 1);
        counts[x * 3 + Math.min(2, run.outcome[row])]++;
      }
      return [counts, to - from];
    }
    const perBin = run.length / density.bins;
    const last = Math.min(density.bins - 1, Math.floor(view.high / perBin));
    for (let bin = Math.floor(view.low / perBin); bin <= last; bin++) {
      const x = clamp(Math.floor((bin * perBin - view.low) * perTime), 0, columns - 1);
      const at = (slot * density.bins + bin) * 3;
      for (let part = 0; part < 3; part++) counts[x * 3 + part] += density.counts[at + part];
    }
    return [counts, to - from];
  };

  const paintDensity = (pen, width, ratio) => {
    const columns = Math.floor((width - GUTTER) * ratio);
    const lines = Math.ceil((bottom - top) * ratio);
    const image = new ImageData(columns, lines);
    const pixels = new Uint32Array(image.data.buffer);
    const colour = [colours.ok, colours.fail, colours.info].map((name) => {
      const [red, green, blue] = channels(name);
      return (blue << 16) | (green << 8) | red;
    });
    for (let slot = 0; slot < run.slots; slot++) {
      const [counts, rows] = countColumns(slot, columns);
      drawn += rows;
      let most = 1;
      for (let x = 0; x < columns; x++) {
        most = Math.max(most, counts[3 * x] + counts[3 * x + 1] + counts[3 * x + 2]);
      }
      const y = Math.floor((slot * pitch + (pitch - thick) / 2) * ratio);
      const tall = Math.min(lines - y, Math.max(1, Math.floor(thick * ratio)));
      paintShares(pixels, columns, 0, y, tall, counts, most, colour);
    }
    const layer = new OffscreenCanvas(columns, lines);
    layer.getContext("2d").putImageData(image, 0, 0);
    pen.drawImage(layer, GUTTER, top, columns / ratio, lines / ratio);
  };

  const paintGutter = (pen) => {
    pen.font = font(10.5);
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    pen.fillStyle = colours.quiet;
    const every = Math.ceil(12 / pitch);
    for (let slot = 0; slot < run.slots; slot += every) {
      const name = run.process[run.order[run.starts[slot]]];
      pen.fillText(`client ${name}`, GUTTER - 8, top + (slot + 0.5) * pitch);
    }
    pen.textAlign = "left";
  };

  const paintWindows = (pen, width) => {
    for (const window of windows) {
      const left = Math.max(GUTTER, view.x(window.from, width));
      const right = Math.min(width, Math.max(left + 2, view.x(window.to, width)));
      if (left > width || right < GUTTER) continue;
      pen.globalAlpha = 0.1;
      pen.fillStyle = colours.alarm;
      pen.fillRect(left, top - 4, right - left, bottom - top + 4);
      pen.globalAlpha = 1;
      pen.beginPath();
      pen.moveTo((left + right) / 2 - 6, top - 11);
      pen.lineTo((left + right) / 2 + 6, top - 11);
      pen.lineTo((left + right) / 2, top - 3);
      pen.fill();
      pen.fillRect(left, top - 4, 1, bottom - top + 4);
      pen.fillRect(right - 1, top - 4, 1, bottom - top + 4);
    }
  };

  const visibleCount = () => {
    let sum = 0;
    for (let slot = 0; slot < run.slots; slot++) {
      const [from, to] = rowsIn(run, ends, slot, view.low, view.high);
      sum += to - from;
    }
    return sum;
  };

  const paintMarked = (pen, width) => {
    const hits = view.hits.length > 20000 ? view.hits.subarray(0, 20000) : view.hits;
    pen.fillStyle = colours.focus;
    for (const row of hits) {
      if (run.start[row] > view.high || ends[row] < view.low) continue;
      const [left, right, y] = bar(row, width);
      pen.beginPath();
      pen.arc((left + right) / 2, y - 1, 2.5, 0, 7);
      pen.fill();
    }
    for (const row of accused) paintRow(pen, row, width);
    for (const row of blocked) if (row >= 0) outline(pen, colours.alarm, ...bar(row, width));
    if (view.chosen >= 0) outline(pen, colours.focus, ...bar(view.chosen, width));
  };

  const paint = () => {
    const { pen, width, ratio } = prepare(canvas, height);
    drawn = 0;
    paintTimeAxis(pen, run, view, width, top, bottom);
    paintBands(pen, run, faults, view, width, top, bottom - top);
    paintLanes(pen, run, faults, view, width);
    paintGutter(pen);
    pen.save();
    pen.beginPath();
    pen.rect(GUTTER, 0, width - GUTTER, height);
    pen.clip();
    paintWindows(pen, width);
    pen.font = font(10.5);
    pen.textBaseline = "middle";
    if (visibleCount() <= DETAIL_MAX) {
      for (let slot = 0; slot < run.slots; slot++) {
        const [from, to] = rowsIn(run, ends, slot, view.low, view.high);
        for (let i = from; i < to; i++) paintRow(pen, run.order[i], width);
      }
    } else {
      paintDensity(pen, width, ratio);
      const seen = (3 / (width - GUTTER)) * (view.high - view.low);
      for (const row of far) {
        const isSeen = run.end[row] >= view.low && run.start[row] <= view.high;
        if (isSeen && run.end[row] - run.start[row] > seen) paintBar(pen, run.outcome[row],
          ...bar(row, width));
      }
    }
    paintMarked(pen, width);
    pen.restore();
    canvas.dataset.drawn = String(drawn);
  };

  // The operation at a place, or -1.
  const pick = (event) => {
    const box = canvas.getBoundingClientRect();
    const slot = Math.floor((event.clientY - box.top - top) / pitch);
    if (slot < 0 || slot >= run.slots) return -1;
    const time = view.time(event.clientX - box.left, box.width);
    const slack = (4 / (box.width - GUTTER)) * (view.high - view.low);
    const [from, to] = rowsIn(run, ends, slot, time - slack, time + slack);
    let best = -1;
    let least = Infinity;
    for (let i = from; i < Math.min(to, from + 10000); i++) {
      const row = run.order[i];
      const off = Math.max(0, run.start[row] - time, time - ends[row]);
      if (off < least) [best, least] = [row, off];
    }
    return best;
  };
  return { canvas, paint, pick };
};
