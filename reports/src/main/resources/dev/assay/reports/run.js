// The run's data: unpacked into one typed array a column.

const unpackBytes = async (base64) => {
  const text = atob(base64);
  const packed = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

// Zigzag integers of seven bits a byte; arithmetic instead of shifts, for more than 32 bits.
const readColumn = (bytes, start, column) => {
  const out = new Float64Array(column.count);
  let at = start;
  let previous = 0;
  for (let i = 0; i < column.count; i++) {
    let byte = bytes[at++];
    let number = byte & 127;
    for (let scale = 128; byte > 127; scale *= 128) {
      byte = bytes[at++];
      number += (byte & 127) * scale;
    }
    const signed = number % 2 ? -(number + 1) / 2 : number / 2;
    previous = column.coding === "delta" ? previous + signed : signed;
    out[i] = previous;
  }
  return [out, at];
};

const readHeader = async (block) => {
  if (block.type === "application/json") {
    const header = JSON.parse(block.textContent);
    const columns = header.columns.map((c) => [c.name, Float64Array.from(c.values)]);
    return [header, Object.fromEntries(columns)];
  }
  const bytes = await unpackBytes(block.textContent);
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const columns = {};
  let at = 4 + length;
  for (const column of header.columns) [columns[column.name], at] = readColumn(bytes, at, column);
  return [header, columns];
};

// The text of each id: numbers and texts lie apart, in the order of their ids.
const dictionary = (kinds, numbers, texts) => {
  let number = 0;
  let text = 0;
  return Array.from(kinds, (kind) => {
    if (kind === 0) return texts[text++];
    if (kind === 1) return String(numbers[number++]);
    number += kind - 2;
    return `[${Array.from(numbers.subarray(number - kind + 2, number)).join(" ")}]`;
  });
};

// Which events each operation has: a completion counts back among those that are open.
const pairEvents = (columns, count) => {
  const invoked = new Int32Array(count);
  const completed = new Int32Array(count).fill(-1);
  const open = [];
  let row = 0;
  columns.eventOpen.forEach((whose, event) => {
    if (whose === 0) {
      invoked[row] = event;
      open.push(row++);
    } else {
      completed[open.splice(open.length - whose, 1)[0]] = event;
    }
  });
  return { invoked, completed };
};

// The ids behind guesses: nil, a new one, one seen on the key lately, or any other.
const makeGuess = () => {
  const lately = new Map();
  let unused = 1;
  return (key, code) => {
    if (code === 0) return 0;
    let seen = lately.get(key);
    if (!seen) lately.set(key, (seen = []));
    const id = code > 1 ? seen.splice(code - 2, 1)[0] : code === 1 ? unused : -1 - code;
    unused = Math.max(unused, id + 1);
    seen.unshift(id);
    if (seen.length > 16) seen.pop();
    return id;
  };
};

const guessValues = (columns, count) => {
  const value = new Int32Array(count);
  const result = new Int32Array(count).fill(-1);
  const guess = makeGuess();
  for (let row = 0; row < count; row++) {
    const key = columns.key[row];
    const code = columns.result[row];
    value[row] = guess(key, columns.value[row]);
    if (code) result[row] = guess(key, code < 0 ? code : code - 1);
  }
  return { value, result };
};

const fieldValues = (rows, codes, process) => {
  const last = new Map();
  return Int32Array.from(codes, (code, i) => {
    const id = code ? code - 1 : last.get(process[rows[i]]);
    last.set(process[rows[i]], id);
    return id;
  });
};

const fieldOf = (name, rows, values, texts) => ({
  name,
  rows,
  values,
  text(row) {
    const at = firstAtLeast(0, rows.length, (i) => rows[i] >= row);
    return rows[at] === row ? texts[values[at]] : undefined;
  },
});

// Rows by client, each client's in order of time, and where each client's begin.
const bySlot = (count, slot, slots) => {
  const starts = new Int32Array(slots + 1);
  for (let row = 0; row < count; row++) starts[slot[row] + 1]++;
  for (let s = 0; s < slots; s++) starts[s + 1] += starts[s];
  const next = starts.slice();
  const order = new Int32Array(count);
  for (let row = 0; row < count; row++) order[next[slot[row]]++] = row;
  return { starts, order };
};

const loadRun = async () => {
  const [header, columns] = await readHeader($("#run-data"));
  const count = header.count;
  const unit = header.resolutionNanos || 1;
  const texts = (name) =>
    dictionary(columns[`${name}Kinds`], columns[`${name}Numbers`], header.texts[name]);
  const keys = texts("key");
  const values = texts("value");
  const fieldTexts = texts("field");
  const process = new Int32Array(count);
  const slot = new Int32Array(count);
  const start = new Float64Array(count);
  const end = new Float64Array(count);
  const invoke = new Int32Array(count);
  const completed = new Int32Array(count);
  const events = pairEvents(columns, count);
  const { value, result } = guessValues(columns, count);
  for (let row = 0; row < count; row++) {
    process[row] = columns.processNumber[columns.process[row]];
    slot[row] = columns.processSlot[columns.process[row]];
    const isOpen = events.completed[row] < 0;
    start[row] = columns.eventTime[events.invoked[row]] * unit;
    end[row] = isOpen ? header.lengthNanos : columns.eventTime[events.completed[row]] * unit;
    invoke[row] = columns.eventPosition[events.invoked[row]];
    completed[row] = isOpen ? -1 : columns.eventPosition[events.completed[row]];
  }
  const slots = columns.processSlot.reduce((most, s) => Math.max(most, s + 1), 0);
  return {
    ...header, count, slots, process, slot, start, end, completed, invoke, keys, values,
    outcome: Uint8Array.from(columns.outcome),
    latency: Float32Array.from(end, (time, row) =>
      (completed[row] < 0 ? 0 : Math.max(time - start[row], unit))),
    length: Math.max(1, header.lengthNanos),
    key: columns.key, value, result, f: columns.f,
    ...bySlot(count, slot, slots),
    fields: header.fields.map((name, i) =>
      fieldOf(name, columns[`rows.${i}`],
        fieldValues(columns[`rows.${i}`], columns[`values.${i}`], process), fieldTexts)),
    fieldTexts,
    index: (row) => invoke[row] + columns.index[row],
    functionName: (row) => header.functions[columns.f[row]],
    hasKey: (row) => columns.key[row] > 0,
    keyText: (row) => (columns.key[row] ? keys[columns.key[row] - 1] : ""),
    valueText: (row) => values[value[row]],
    hasResult: (row) => result[row] >= 0,
    resultText: (row) => values[result[row] >= 0 ? result[row] : value[row]],
  };
};
