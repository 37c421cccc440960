// Finding operations: words that must all match. `key:3`, `value:7`, `process:4`, `f:read`,
// `outcome:info`, `#12`, or the name of any other field; a bare word may match anywhere.

const matcher = (texts, wanted) => {
  const isExact = /^-?\d+$/.test(wanted);
  return texts.map((text) => {
    const found = bare(text).toLowerCase();
    return isExact ? found === wanted || found.split(/[^\w-]+/).includes(wanted)
      : found.includes(wanted);
  });
};

const testOf = (run, word) => {
  const index = /^#(?:op=)?(\d+)$/.exec(word) ?? /^index:(\d+)$/.exec(word);
  if (index) {
    return (row) => run.index(row) === Number(index[1])
      || run.completed[row] + run.index(row) - run.invoke[row] === Number(index[1]);
  }
  const [, name, wanted] = /^([\w-]+):(.+)$/.exec(word) ?? [null, "", word];
  const lower = wanted.toLowerCase();
  const key = () => {
    const found = matcher(run.keys, lower);
    return (row) => run.key[row] > 0 && found[run.key[row] - 1];
  };
  const value = () => {
    const found = matcher(run.values, lower);
    return (row) => found[run.value[row]] || (run.result[row] >= 0 && found[run.result[row]]);
  };
  const field = (of) => {
    const found = matcher(run.fieldTexts, lower);
    const rows = new Set();
    of.rows.forEach((row, i) => found[of.values[i]] && rows.add(row));
    return (row) => rows.has(row);
  };
  const tests = {
    key, value,
    process: () => (row) => String(run.process[row]) === lower,
    client: () => (row) => String(run.process[row]) === lower,
    f: () => (row) => run.functionName(row).toLowerCase().includes(lower),
    outcome: () => (row) => OUTCOMES[run.outcome[row]].startsWith(lower),
  };
  if (Object.hasOwn(tests, name)) return tests[name]();
  const other = run.fields.find((f) => f.name === name);
  if (other) return field(other);
  if (name) return () => false;
  const any = [key(), value(), tests.f(), tests.process(), tests.outcome(),
    ...run.fields.map(field)];
  return (row) => any.some((test) => test(row));
};

const makeSearch = (run, view, inspector) => {
  const form = $("#search");
  const query = $("#query");
  const output = $("#hits");
  let at = -1;
  let asked = "";

  const find = () => {
    asked = query.value.trim();
    at = -1;
    const words = asked.match(/\S+/g) ?? [];
    const tests = words.slice(0, 8).map((word) => testOf(run, word));
    const hits = [];
    if (tests.length) {
      for (let row = 0; row < run.count; row++) {
        if (tests.every((test) => test(row))) hits.push(row);
      }
    }
    view.hits = Int32Array.from(hits);
    output.textContent = asked ? `${grouped(hits.length)} found` : "";
    view.paint();
  };

  const go = (by) => {
    if (query.value.trim() !== asked) find();
    const count = view.hits.length;
    if (!count) return;
    at = at < 0 ? (by > 0 ? 0 : count - 1) : (at + by + count) % count;
    output.textContent = `${grouped(at + 1)} of ${grouped(count)}`;
    inspector.choose(view.hits[at], true);
  };

  let pause = 0;
  query.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(find, 200);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  query.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    go(event.shiftKey ? -1 : 1);
  });
  $("#hit-next").addEventListener("click", () => go(1));
  $("#hit-previous").addEventListener("click", () => go(-1));
  return { focus: () => query.focus() };
};
