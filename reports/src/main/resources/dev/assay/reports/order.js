// How far an order of the window gets: its operations one by one with the state after each, and
// why nothing can come next. The step that is chosen is shown in the window's drawing.

const describeRejection = (run, window, row, state, legal) => {
  const who = `client ${run.process[row]}`;
  if (!legal.length) return ` by ${who} cannot happen in the state ${state}.`;
  const could = legal.length === 1 ? legal[0] : `one of ${legal.join(", ")}`;
  return ` by ${who} cannot come next: the state is ${state}, so it could only have returned `
    + `${could}.`;
};

// Numbers on the bars: the order up to a step; what comes later is paler.
const numberBars = (picture, steps, upTo) => {
  for (const old of $$(".badge-group", picture)) old.remove();
  const places = new Map(steps.slice(0, upTo).map(([row], i) => [String(row), i + 1]));
  for (const group of $$(".operation", picture)) {
    const number = places.get(group.dataset.row);
    group.classList.toggle("later", upTo < steps.length && number === undefined
      && !group.classList.contains("impossible"));
    if (number === undefined) continue;
    const box = $(".bar", group).getBBox();
    group.append(svg("g", { class: "badge-group" },
      svg("circle", { cx: box.x, cy: box.y, r: 9, class: "badge-back" }),
      svg("text", { x: box.x, y: box.y + 3.8, "text-anchor": "middle", class: "badge" },
        String(number))));
  }
};

const drawOrder = (run, window, path, picture, choose) => {
  const buttons = [];
  const show = (step) => {
    numberBars(picture, path.steps, step + 1);
    buttons.forEach((button, i) => button.classList.toggle("now", i === step));
  };
  const list = element("ol", { class: "steps" });
  const initial = path.leftOut ? `after ${path.leftOut} more: ${path.initial}`
    : `starting from ${path.initial}`;
  list.append(element("li", {}, element("button", { type: "button", class: "start",
    disabled: "" }, initial)));
  path.steps.forEach(([row, state], i) => {
    const button = element("button", {
      type: "button",
      onclick: () => {
        show(i);
        choose(row);
      },
      onfocus: () => show(i),
      onkeydown: (event) => {
        const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (by && buttons[i + by]) buttons[i + by].focus();
      },
    }, label(run, row, window.isKnown(row)), element("small", {}, `state ${state}`));
    buttons.push(button);
    list.append(element("li", {}, button));
  });
  const rejections = path.rejections.map(([row, state, legal]) =>
    element("li", {},
      element("button", { type: "button", onclick: () => choose(row) },
        label(run, row, window.isKnown(row))),
      describeRejection(run, window, row, state, legal)));
  return {
    show: () => show(path.steps.length - 1),
    drawing: element("div", { class: "order" }, list,
      element("ul", { class: "rejections" }, rejections)),
  };
};

const drawOrders = (run, window, holder, picture, choose) => {
  if (!window.paths?.length) return;
  const orders = window.paths.map((path) => drawOrder(run, window, path, picture, choose));
  holder.replaceChildren(
    element("h4", {}, orders.length === 1 ? "The longest legal order, and why it ends"
      : "The longest legal orders, and why each ends"),
    ...(window.anyInitial ? [element("p", { class: "quiet" },
      "The window is illegal whatever the state before it.")] : []),
    ...orders.map((order) => order.drawing));
  orders[0].show();
};
