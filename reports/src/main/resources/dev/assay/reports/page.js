// Building elements. Text is always set as text, so nothing that was read can become markup.

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

const fill = (node, attributes, children) => {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return node;
};
const element = (tag, attributes, ...children) =>
  fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

// What went wrong is shown on the page: a report that is silently half drawn would mislead.
const complain = (message) => {
  const root = document.documentElement;
  root.dataset.errors = String(Number(root.dataset.errors ?? 0) + 1);
  root.dataset.error = String(message);
  let box = $("#complaint");
  if (!box) {
    box = element("p", { id: "complaint", role: "alert" });
    document.body.prepend(box);
  }
  box.textContent = `The drawings of this report failed: ${message}. The text is complete.`;
};
addEventListener("error", (event) => complain(event.message));
addEventListener("unhandledrejection", (event) => complain(event.reason?.message ?? event.reason));
addEventListener("securitypolicyviolation", (event) => complain(event.violatedDirective));

// Colours come from the style sheet, so that both schemes and print have one source.
const colours = {};
const readColours = () => {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ink", "quiet", "line", "paper", "card", "ok", "fail", "info", "alarm",
    "focus", "band"]) {
    colours[name] = style.getPropertyValue(`--${name}`).trim();
  }
  colours.outcomes = [colours.ok, colours.fail, colours.info, colours.info];
  colours.faults = [1, 2, 3, 4, 5, 6].map((i) => style.getPropertyValue(`--fault-${i}`).trim());
};

const channels = (colour) => {
  const hex = colour.slice(1);
  return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
};

const font = (size, weight = 400) =>
  `${weight} ${size}px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif`;

// Sizes a canvas to its box, in device pixels, and clears it.
const prepare = (canvas, height) => {
  const width = Math.max(200, canvas.parentElement.clientWidth);
  const ratio = Math.min(2, devicePixelRatio || 1);
  canvas.style.height = `${height}px`;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { pen, width, height, ratio };
};

const clamp = (x, low, high) => Math.min(high, Math.max(low, x));

const firstAtLeast = (from, to, reaches) => {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reaches(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};
