// Latency and rate over time, on the same axis as the timeline.

const POINTS_MAX = 3000;
const QUANTILES = [
  { share: 0.5, name: "p50", dash: [] },
  { share: 0.95, name: "p95", dash: [6, 3] },
  { share: 0.99, name: "p99", dash: [2, 3] },
];

// Shapes as well as colours: a dot, a cross, a triangle.
const paintPoint = (pen, outcome, x, y) => {
  pen.beginPath();
  if (outcome === 0) {
    pen.arc(x, y, 1.8, 0, 7);
    pen.fill();
  } else if (outcome === 1) {
    pen.moveTo(x - 3, y - 3);
    pen.lineTo(x + 3, y + 3);
    pen.moveTo(x + 3, y - 3);
    pen.lineTo(x - 3, y + 3);
    pen.stroke();
  } else {
    pen.moveTo(x, y - 4);
    pen.lineTo(x + 4, y + 3);
    pen.lineTo(x - 4, y + 3);
    pen.closePath();
    pen.fill();
  }
};

const visibleSpan = (run, view) => [
  firstAtLeast(0, run.count, (row) => run.start[row] >= view.low),
  firstAtLeast(0, run.count, (row) => run.start[row] > view.high),
];

const latencyScale = (run) => {
  let least = Infinity;
  let most = 0;
  for (let row = 0; row < run.count; row++) {
    const latency = run.latency[row];
    if (latency > 0 && latency < least) least = latency;
    if (latency > most) most = latency;
  }
  if (!most) [least, most] = [1e6, 1e7];
  return { low: Math.log10(least) - 0.1, high: Math.log10(most) + 0.1 };
};

// Quantiles of ok latencies by piece of time, from counts on a logarithmic scale.
const quantileLines = (run, view, from, to, pieces, scale) => {
  const LEVELS = 160;
  const counts = new Uint32Array(pieces * LEVELS);
  const totals = new Uint32Array(pieces);
  const perTime = pieces / (view.high - view.low);
  const perLevel = LEVELS / (scale.high - scale.low);
  for (let row = from; row < to; row++) {
    if (run.outcome[row] !== 0) continue;
    const piece = clamp(Math.floor((run.start[row] - view.low) * perTime), 0, pieces - 1);
    const level = clamp(Math.floor((run.logLatency[row] - scale.low) * perLevel), 0, LEVELS - 1);
    counts[piece * LEVELS + level]++;
    totals[piece]++;
  }
  return QUANTILES.map(({ share }) => Array.from(totals, (total, piece) => {
    if (total < 3) return null;
    let rest = Math.ceil(total * share);
    let level = 0;
    while ((rest -= counts[piece * LEVELS + level]) > 0) level++;
    return scale.low + (level + 0.5) / perLevel;
  }));
};

const makeLatency = (run, view, faults) => {
  const canvas = $("#latency-chart");
  if (!canvas) return null;
  const HEIGHT = 230;
  const BOTTOM = HEIGHT - 24;
  const scale = latencyScale(run);
  run.logLatency = Float32Array.from(run.latency, (l) => (l > 0 ? Math.log10(l) : scale.low));
  const y = (log) => 8 + ((scale.high - log) / (scale.high - scale.low)) * (BOTTOM - 8);

  const paintScale = (pen, width) => {
    pen.font = font(10.5);
    pen.textBaseline = "middle";
    for (let power = Math.ceil(scale.low); power <= scale.high; power++) {
      pen.fillStyle = colours.line;
      pen.fillRect(GUTTER, Math.round(y(power)), width - GUTTER, 1);
      pen.fillStyle = colours.quiet;
      pen.textAlign = "right";
      pen.fillText(duration(10 ** power), GUTTER - 8, y(power));
    }
    pen.textAlign = "left";
  };

  // Many points: what ended ok as a cloud, the others still as shapes, at most one a small square.
  const paintCloud = (pen, width, from, to) => {
    const SQUARE = 2;
    const across = Math.ceil((width - GUTTER) / SQUARE);
    const down = Math.ceil(BOTTOM / SQUARE);
    const cloud = new Uint32Array(across * down);
    const taken = new Set();
    const perTime = (width - GUTTER) / (view.high - view.low);
    for (let row = from; row < to; row++) {
      const left = (run.start[row] - view.low) * perTime;
      const at = y(run.logLatency[row]);
      const outcome = run.outcome[row];
      if (outcome === 0) {
        const column = Math.min(across - 1, Math.floor(left / SQUARE));
        cloud[Math.floor(at / SQUARE) * across + column]++;
      } else if (run.latency[row] > 0) {
        taken.add(outcome * 1e8 + Math.floor(at / 5) * 1e4 + Math.floor(left / 5));
      }
    }
    const most = cloud.reduce((a, b) => Math.max(a, b), 1);
    pen.fillStyle = colours.ok;
    cloud.forEach((count, at) => {
      if (!count) return;
      pen.globalAlpha = 0.25 + 0.75 * (Math.log1p(count) / Math.log1p(most));
      pen.fillRect(GUTTER + (at % across) * SQUARE, Math.floor(at / across) * SQUARE, SQUARE,
        SQUARE);
    });
    pen.globalAlpha = taken.size > 1500 ? 0.4 : 0.85;
    for (const place of taken) {
      const outcome = Math.floor(place / 1e8);
      pen.fillStyle = pen.strokeStyle = colours.outcomes[outcome];
      paintPoint(pen, outcome, GUTTER + (place % 1e4) * 5 + 2.5,
        (Math.floor(place / 1e4) % 1e4) * 5 + 2.5);
    }
    pen.globalAlpha = 1;
  };

  const paintPoints = (pen, width, from, to) => {
    pen.lineWidth = 1.3;
    for (let row = from; row < to; row++) {
      if (!run.latency[row]) continue;
      const outcome = run.outcome[row];
      pen.globalAlpha = outcome ? 0.95 : 0.6;
      pen.fillStyle = pen.strokeStyle = colours.outcomes[outcome];
      paintPoint(pen, outcome, view.x(run.start[row], width), y(run.logLatency[row]));
    }
    pen.globalAlpha = 1;
  };

  const paintQuantiles = (pen, width, from, to) => {
    const pieces = clamp(Math.floor((to - from) / 25), 8, Math.floor((width - GUTTER) / 14));
    const lines = quantileLines(run, view, from, to, pieces, scale);
    const step = (width - GUTTER) / pieces;
    pen.strokeStyle = pen.fillStyle = colours.ink;
    lines.forEach((line, i) => {
      pen.setLineDash(QUANTILES[i].dash);
      pen.lineWidth = i ? 1.1 : 1.6;
      pen.beginPath();
      line.forEach((log, piece) => {
        const x = GUTTER + (piece + 0.5) * step;
        if (log === null) return;
        if (piece && line[piece - 1] !== null) pen.lineTo(x, y(log));
        else pen.moveTo(x, y(log));
      });
      // A pale edge keeps the line visible on a dense cloud.
      const [dash, thick] = [QUANTILES[i].dash, pen.lineWidth];
      pen.setLineDash([]);
      pen.lineWidth = thick + 2.5;
      pen.strokeStyle = colours.card;
      pen.globalAlpha = 0.55;
      pen.stroke();
      pen.setLineDash(dash);
      pen.lineWidth = thick;
      pen.strokeStyle = colours.ink;
      pen.globalAlpha = 1;
      pen.stroke();
    });
    pen.setLineDash([]);
  };

  const paint = () => {
    const { pen, width } = prepare(canvas, HEIGHT);
    const [from, to] = visibleSpan(run, view);
    paintTimeAxis(pen, run, view, width, 8, BOTTOM);
    paintScale(pen, width);
    paintBands(pen, run, faults, view, width, 8, BOTTOM - 8);
    pen.save();
    pen.beginPath();
    pen.rect(GUTTER, 0, width - GUTTER, HEIGHT);
    pen.clip();
    if (to - from > POINTS_MAX) paintCloud(pen, width, from, to);
    else paintPoints(pen, width, from, to);
    paintQuantiles(pen, width, from, to);
    pen.restore();
  };

  const pick = (event) => {
    const box = canvas.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    const low = view.time(px - 6, box.width);
    const high = view.time(px + 6, box.width);
    const from = firstAtLeast(0, run.count, (row) => run.start[row] >= low);
    let best = -1;
    let least = 100;
    for (let row = from; row < run.count && run.start[row] <= high; row++) {
      const off = (view.x(run.start[row], box.width) - px) ** 2
        + (y(run.logLatency[row]) - py) ** 2;
      if (run.latency[row] && off < least) [best, least] = [row, off];
    }
    return best;
  };
  return { canvas, paint, pick };
};

// Rows in the order of their completions.
const byCompletion = (run) => {
  const rows = [];
  for (let row = 0; row < run.count; row++) if (run.completed[row] >= 0) rows.push(row);
  return Int32Array.from(rows).sort((a, b) => run.completed[a] - run.completed[b]);
};

const makeRate = (run, view, faults) => {
  const canvas = $("#rate-chart");
  if (!canvas) return null;
  const HEIGHT = 150;
  const BOTTOM = HEIGHT - 24;
  const order = byCompletion(run);

  const countPieces = (piece) => {
    const first = Math.floor(view.low / piece);
    const pieces = Math.floor(view.high / piece) - first + 1;
    const counts = [0, 1, 2].map(() => new Uint32Array(pieces));
    const from = firstAtLeast(0, order.length, (i) => run.end[order[i]] >= first * piece);
    for (let i = from; i < order.length && run.end[order[i]] <= view.high; i++) {
      const row = order[i];
      const at = clamp(Math.floor(run.end[row] / piece) - first, 0, pieces - 1);
      counts[Math.min(2, run.outcome[row])][at]++;
    }
    return { first, counts };
  };

  const paintLine = (pen, counts, part, first, piece, width, y) => {
    pen.strokeStyle = colours.outcomes[part];
    pen.setLineDash([[], [6, 3], [2, 3]][part]);
    pen.lineWidth = part ? 1.6 : 1.8;
    pen.beginPath();
    counts.forEach((count, i) => {
      const at = y(count / (piece / 1e9));
      pen.lineTo(view.x((first + i) * piece, width), at);
      pen.lineTo(view.x(Math.min((first + i + 1) * piece, run.length), width), at);
    });
    pen.stroke();
    if (!part) {
      pen.lineTo(view.x(run.length, width), BOTTOM);
      pen.lineTo(view.x(first * piece, width), BOTTOM);
      pen.globalAlpha = 0.12;
      pen.fillStyle = colours.ok;
      pen.fill();
      pen.globalAlpha = 1;
    }
    pen.setLineDash([]);
  };

  const paint = () => {
    const { pen, width } = prepare(canvas, HEIGHT);
    const piece = ticks(0, view.high - view.low, Math.floor((width - GUTTER) / 8)).step;
    const { first, counts } = countPieces(piece);
    const most = Math.max(1, ...counts.map((c) => c.reduce((a, b) => Math.max(a, b), 0)));
    const top = (most / (piece / 1e9)) * 1.1;
    const y = (rate) => 8 + (1 - rate / top) * (BOTTOM - 8);
    paintTimeAxis(pen, run, view, width, 8, BOTTOM);
    pen.textBaseline = "middle";
    for (const rate of ticks(0, top, 4).at) {
      pen.fillStyle = colours.line;
      pen.fillRect(GUTTER, Math.round(y(rate)), width - GUTTER, 1);
      pen.fillStyle = colours.quiet;
      pen.textAlign = "right";
      pen.fillText(`${grouped(Math.round(rate * 10) / 10)}/s`, GUTTER - 8, y(rate));
    }
    pen.textAlign = "left";
    paintBands(pen, run, faults, view, width, 8, BOTTOM - 8);
    pen.save();
    pen.beginPath();
    pen.rect(GUTTER, 0, width - GUTTER, HEIGHT);
    pen.clip();
    [0, 1, 2].forEach((part) => paintLine(pen, counts[part], part, first, piece, width, y));
    pen.restore();
    $("#rate-unit").textContent = `completions a second, counted by ${duration(piece)}`;
  };
  return { canvas, paint };
};
