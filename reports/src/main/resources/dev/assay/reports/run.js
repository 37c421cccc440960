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
  let unused = 0;
  for (let i = 0; i < column.count; i++) {
    let byte = bytes[at++];
    let number = byte & 127;
    for (let scale = 128; byte > 127; scale *= 128) {
      byte = bytes[at++];
      number += (byte & 127) * scale;
    }
    const signed = number % 2 ? -(number + 1) / 2 : number / 2;
    if (column.coding === "delta") previous += signed;
    else if (column.coding === "recent") previous = unused - signed;
    else previous = signed;
    if (previous >= unused) unused = previous + 1;
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
  return Array.from(kinds, (kind) => (kind ? texts[text++] : String(numbers[number++])));
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
  const completed = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    process[row] = columns.processNumber[columns.process[row]];
    slot[row] = columns.processSlot[columns.process[row]];
    start[row] = columns.time[row] * unit;
    const open = columns.latency[row] < 0;
    end[row] = open ? header.lengthNanos : start[row] + columns.latency[row] * unit;
    completed[row] = open ? -1 : columns.invoke[row] + columns.complete[row];
  }
  const slots = columns.processSlot.reduce((most, s) => Math.max(most, s + 1), 0);
  return {
    ...header, count, slots, process, slot, start, end, completed, keys, values,
    invoke: columns.invoke,
    outcome: Uint8Array.from(columns.outcome),
    latency: Float32Array.from(columns.latency, (l) => (l < 0 ? 0 : Math.max(l, 1) * unit)),
    length: Math.max(1, header.lengthNanos),
    key: columns.key, value: columns.value, result: columns.result, f: columns.f,
    ...bySlot(count, slot, slots),
    fields: header.fields.map((name, i) =>
      fieldOf(name, columns[`rows.${i}`], columns[`values.${i}`], fieldTexts)),
    fieldTexts,
    index: (row) => columns.invoke[row] + columns.index[row],
    functionName: (row) => header.functions[columns.f[row]],
    hasKey: (row) => columns.key[row] > 0,
    keyText: (row) => (columns.key[row] ? keys[columns.key[row] - 1] : ""),
    valueText: (row) => values[columns.value[row]],
    hasResult: (row) => columns.result[row] > 0,
    resultText: (row) => values[columns.result[row] ? columns.result[row] - 1 : columns.value[row]],
  };
};
