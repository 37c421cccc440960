// Numbers, times and operations in words.

const OUTCOMES = ["ok", "fail", "info", "no completion"];

const grouped = (number) => String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ",");

const plain = (number) => String(Number(number.toPrecision(3)));

const duration = (nanos) => {
  if (nanos < 1e3) return `${Math.round(nanos)} ns`;
  if (nanos < 1e6) return `${plain(nanos / 1e3)} µs`;
  if (nanos < 1e9) return `${plain(nanos / 1e6)} ms`;
  if (nanos < 120e9) return `${plain(nanos / 1e9)} s`;
  return `${Math.floor(nanos / 60e9)} min ${Math.floor((nanos % 60e9) / 1e9)} s`;
};

// A moment, as exact as ticks that far apart need: 12.340 s.
const moment = (run, time, step = 1e3) => {
  if (!run.isTime) return `event ${grouped(Math.round(time))}`;
  const digits = clamp(9 - Math.floor(Math.log10(Math.max(step, 1))), 0, 9);
  if (time < 120e9) return `${(time / 1e9).toFixed(digits)} s`;
  const seconds = ((time % 60e9) / 1e9).toFixed(digits);
  return `${Math.floor(time / 60e9)}:${seconds.padStart(digits ? digits + 3 : 2, "0")}`;
};

// Ticks on round numbers, at most `most` of them.
const ticks = (low, high, most) => {
  const rough = Math.max((high - low) / most, 1e-9);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough);
  const out = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) out.push(i * step);
  return { step, at: out };
};

// The longest beginning of a text that fits into so many pixels.
const fitting = (pen, text, width) => {
  let shown = text;
  for (let length = text.length - 1; length > 1 && pen.measureText(shown).width > width; length--) {
    shown = cut(text, length);
  }
  return shown;
};

const cut = (text, length) => (text.length <= length ? text : `${text.slice(0, length - 1)}…`);

const bare = (text) => (/^"[^"\\]*"$/.test(text) ? text.slice(1, -1) : text);

const keyName = (run, row) => {
  const key = bare(run.keyText(row));
  return /^\d/.test(key) ? `k${key}` : key;
};

// What was asked, and what came back: `read → 2`, `write 3`, `cas 1 → 2`, `read → ?`; of a
// transaction, which repeats what was asked, what came back alone.
const label = (run, row, isKnown = true) => {
  const f = run.functionName(row);
  const value = cut(run.valueText(row), 60);
  const outcome = isKnown ? run.outcome[row] : 3;
  const pair = /^\[(\S+) (\S+)\]$/.exec(value);
  const asked = value === "nil" ? f : f === "txn" ? value
    : f === "cas" && pair ? `cas ${pair[1]} → ${pair[2]}` : `${f} ${value}`;
  if (outcome === 1) return `${asked} failed`;
  if (outcome !== 0) return value === "nil" ? `${f} → ?` : asked;
  if (run.hasResult(row) && f === "txn") return cut(run.resultText(row), 120);
  if (run.hasResult(row)) return `${asked} → ${cut(run.resultText(row), 60)}`;
  return f === "read" ? `${f} → ${value}` : asked;
};
