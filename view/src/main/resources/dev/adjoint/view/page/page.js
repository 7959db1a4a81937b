"use strict";

/*
 * Steps through the evaluation of a graph and through backpropagation. The drawing is in the page already; this script shows and
 * hides values, and explains the node in view. All text goes in as text, never as markup.
 */

const $ = id => document.getElementById(id);
const sheets = JSON.parse($("data").textContent)
  .map((facts, i) => new Sheet(facts, document.querySelector(`[data-sheet="${i}"]`)));
let sheet = sheets[0];

/** An element with attributes and children; a child that is a string is text. */
function element(name, attributes, ...children) {
  const e = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => e.setAttribute(key, value));
  e.append(...children);
  return e;
}

function svgElement(name, attributes) {
  const e = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(attributes).forEach(([key, value]) => e.setAttribute(key, value));
  return e;
}

/** Points from the coordinates x, y, x, y … */
const pairs = flat => flat.flatMap((x, i) => i % 2 === 0 ? [[x, flat[i + 1]]] : []);

/** A factor behind a dot: a negative one stands in brackets. */
const factor = text => text.startsWith("-") ? `(${text})` : text;

/** A graph with its state: the step it is at, the node in view, the groups that are closed, and how it is zoomed. */
function Sheet(facts, section) {
  const nodes = facts.nodes;
  const svg = section.querySelector(".graph");
  const view = svg.querySelector(".view");
  const boxes = [...svg.querySelectorAll(".node")];
  const frames = new Map([...svg.querySelectorAll(".frame")].map(f => [Number(f.dataset.group), f]));
  const edges = [...svg.querySelectorAll(".edge")];
  const rows = new Map([...section.querySelectorAll("tr[data-node]")].map(r => [Number(r.dataset.node), r]));

  // For each node, who reads it: [reader, operand] with a term of the chain rule.
  const readers = nodes.map(() => []);
  nodes.forEach((node, n) => node.operands.forEach(operand => operand.term && readers[operand.node].push([n, operand])));

  const isLeaf = n => nodes[n].operands.length === 0;
  const operations = nodes.map((_, n) => n).filter(n => !isLeaf(n));
  const graded = nodes.map((_, n) => n).filter(n => nodes[n].gradient.length > 0);
  const last = nodes.length - 1;

  /** A step shows some values, or lets a node hand its gradient on to its operands. */
  const steps = [{phase: "inputs", node: -1}, ...operations.map(node => ({phase: "forward", node}))];
  if (graded.length > 0) {
    steps.push({phase: "seed", node: graded.at(-1)});
    // A node of several results has no gradient of its own, and hands on theirs.
    operations.filter(n => nodes[n].gradient.length > 0 || nodes[n].operands.some(operand => operand.term)).reverse()
      .forEach(node => steps.push({phase: "backward", node}));
  }
  const valuedAt = nodes.map((_, n) => isLeaf(n) ? 0 : steps.findIndex(s => s.phase === "forward" && s.node === n));
  const handsOnAt = new Map(steps.map((s, i) => [s, i]).filter(([s]) => s.phase === "backward").map(([s, i]) => [s.node, i]));
  const seedAt = steps.findIndex(s => s.phase === "seed");
  const gradedAt = nodes.map((node, n) => node.gradient.length === 0 ? Infinity
    : readers[n].length === 0 ? seedAt
    : Math.max(...readers[n].map(([reader]) => handsOnAt.get(reader))));

  let at = 0;
  let seen = 0; // the node in view
  const closed = new Set();
  let zoom = {x: 0, y: 0, scale: 1};

  // What things are called

  const adjoint = n => facts.output ? `∂${facts.output}/∂${nodes[n].symbol}` : `∇${nodes[n].symbol}`;
  const local = (reader, n) => `∂${nodes[reader].symbol}/∂${nodes[n].symbol}`;
  const brief = amounts => amounts[0].brief;
  const valued = n => nodes[n].value.length > 0 && at >= valuedAt[n];
  const isGraded = n => at >= gradedAt[n];
  const given = (reader) => at >= handsOnAt.get(reader);

  /** The chain rule on an edge: in symbols, in numbers, and what comes out. */
  function term(reader, n, operand) {
    const scalar = operand.scalar && operand.local;
    const symbols = scalar ? `${adjoint(reader)} · ${local(reader, n)}`
      : operand.local ? `${adjoint(reader)} ⊙ ${local(reader, n)}`
      : `(${local(reader, n)})ᵀ · ${adjoint(reader)}`;
    const numbers = scalar ? `${brief(nodes[reader].gradient)} · ${factor(operand.local)}` : "";
    return {symbols, numbers, result: operand.term};
  }

  function inNumbers(node) {
    const values = node.operands.map(o => nodes[o.node].value);
    if (node.operands.length === 0 || values.some(v => v.length === 0 || v[0].brief.length > 12)) {
      return "";
    }
    // By position: the symbols of operands are replaced from the left, each once.
    let rest = node.formula;
    let text = "";
    for (let i = 0; i < values.length; i++) {
      const symbol = nodes[node.operands[i].node].symbol;
      const found = rest.indexOf(symbol);
      if (found < 0) {
        return "";
      }
      text += rest.slice(0, found) + (text || found > 0 ? factor(brief(values[i])) : brief(values[i]));
      rest = rest.slice(found + symbol.length);
    }
    text += rest;
    return text === node.formula ? "" : text;
  }

  // Showing

  function outermostClosed(n) {
    let outermost = -1;
    for (let g = nodes[n].group; g >= 0; g = facts.groups[g].parent) {
      if (closed.has(g)) {
        outermost = g;
      }
    }
    return outermost;
  }

  function show() {
    const step = steps[at];
    boxes.forEach((box, n) => {
      box.classList.toggle("valued", valued(n));
      box.classList.toggle("graded", isGraded(n));
      box.classList.toggle("current", n === seen);
      box.tabIndex = n === seen ? 0 : -1;
      box.setAttribute("aria-label", spoken(n));
    });
    const around = outermostClosed(seen);
    frames.forEach((frame, g) => frame.classList.toggle("current", g === around));
    facts.edges.forEach((edge, i) => {
      edges[i].classList.toggle("forward", step.phase === "forward" && edge.to === step.node);
      edges[i].classList.toggle("backward", step.phase === "backward" && edge.to === step.node
        && nodes[edge.from].gradient.length > 0);
    });
    rows.forEach((row, n) => {
      row.classList.toggle("current", n === seen);
      row.cells[1].style.visibility = nodes[n].value.length === 0 || valued(n) ? "" : "hidden";
      row.cells[2].style.visibility = isGraded(n) ? "" : "hidden";
    });
    $("step").max = steps.length - 1;
    $("step").value = at;
    $("step").setAttribute("aria-valuetext", phrase());
    $("count").textContent = `${at + 1} / ${steps.length}`;
    $("first").disabled = $("back").disabled = at === 0;
    $("next").disabled = $("last").disabled = at === steps.length - 1;
    $("collapse").disabled = frames.size === 0;
    $("collapse").setAttribute("aria-pressed", String(closed.size > 0));
    $("panel").replaceChildren(...explain(seen));
  }

  function spoken(n) {
    const node = nodes[n];
    return [node.formula ? `${node.symbol} = ${node.formula}` : node.symbol, node.operation, node.type,
      valued(n) ? `value ${brief(node.value)}` : "", isGraded(n) ? `gradient ${brief(node.gradient)}` : ""]
      .filter(text => text).join(", ");
  }

  function phrase() {
    const step = steps[at];
    switch (step.phase) {
      case "inputs": return nodes.some(node => node.value.length > 0) ? "the inputs have their values" : "the inputs";
      case "forward": return `forward: ${nodes[step.node].symbol} = ${nodes[step.node].formula}`;
      case "seed": return `backward starts: ${adjoint(step.node)} = ${brief(nodes[step.node].gradient)}`;
      default: return `backward: ${nodes[step.node].symbol} hands its gradient on`;
    }
  }

  /** What the panel says of a node. */
  function explain(n) {
    const node = nodes[n];
    const parts = [
      element("p", {class: "phase"}, `Step ${at + 1} of ${steps.length}, ${phrase()}`),
      element("h2", {}, node.symbol),
      element("p", {class: "fact"}, [node.operation, node.type, node.group < 0 ? "" : `in ${facts.groups[node.group].name}`]
        .filter(text => text).join(" · "))];
    node.notes.forEach(note => parts.push(element("p", {class: "fact"}, note)));
    parts.push(...forward(n));
    if (node.gradient.length > 0) {
      parts.push(...backward(n));
    }
    return parts;
  }

  function forward(n) {
    const node = nodes[n];
    const line = element("p", {}, node.symbol, node.formula ? ` = ${node.formula}` : "");
    if (valued(n)) {
      const numbers = inNumbers(node);
      line.append(numbers ? ` = ${numbers}` : "");
      if (node.value[0].brief !== node.symbol) {
        line.append(" = ", element("b", {class: "amount", id: "value"}, brief(node.value)));
      }
    } else if (node.value.length > 0) {
      line.append(element("small", {}, "not evaluated yet"));
    }
    return [element("h3", {}, node.operands.length > 0 ? "Forward" : "Value"), element("div", {class: "formulas"}, line),
      ...(valued(n) ? picture(node.value[0], `value of ${node.symbol}`) : [])];
  }

  function backward(n) {
    const node = nodes[n];
    const terms = readers[n].map(([reader, operand]) => ({reader, ...term(reader, n, operand)}));
    const formulas = element("div", {class: "formulas"});
    const parts = [element("h3", {}, "Gradient"), formulas];
    if (terms.length === 0) {
      formulas.append(isGraded(n)
        ? line(adjoint(n), [], node.gradient, "gradient", "the output itself: backpropagation starts here")
        : element("p", {}, adjoint(n), element("small", {}, "not started yet")));
    } else if (isGraded(n)) {
      formulas.append(line(adjoint(n), [terms.map(t => t.symbols).join(" + "), terms.every(t => t.numbers)
        ? terms.map(t => t.numbers).join(" + ") : ""], node.gradient, "gradient",
        terms.length > 1 ? `the sum over its ${terms.length} uses` : "upstream gradient · local derivative"));
    } else {
      const here = terms.filter(t => given(t.reader)).length;
      formulas.append(element("p", {}, `${adjoint(n)} = ${terms.map(t => given(t.reader) ? t.result : "…").join(" + ")}`,
        element("small", {}, terms.length > 1 ? `${here} of ${terms.length} terms are here` : "not here yet")));
    }
    if (terms.length > 1 && isGraded(n)) {
      terms.forEach(t => formulas.append(element("p", {}, t.numbers ? `${t.symbols} = ${t.numbers} = ${t.result}` : `${t.symbols} = ${t.result}`,
        element("small", {}, `through ${nodes[t.reader].symbol}`))));
    }
    if (isGraded(n)) {
      parts.push(...picture(node.gradient[0], `gradient by ${node.symbol}`));
      parts.push(...handedOn(n));
    }
    return parts;
  }

  function handedOn(n) {
    const receivers = nodes[n].operands.filter(operand => operand.term);
    if (receivers.length === 0) {
      return [];
    }
    const formulas = element("div", {class: "formulas", id: "handed-on"});
    receivers.forEach(operand => {
      const t = term(n, operand.node, operand);
      const whole = readers[operand.node].length === 1;
      formulas.append(line(adjoint(operand.node) + (whole ? "" : " ← … +"), [t.symbols, t.numbers],
        [{brief: t.result}], "", operand.local
          ? `upstream ${adjoint(n)} = ${brief(nodes[n].gradient)}, local ${local(n, operand.node)} = ${operand.local}`
          : `upstream ${adjoint(n)} = ${brief(nodes[n].gradient)}, through the backward rule of ${nodes[n].operation}`));
    });
    return [element("h3", {}, given(n) ? "Handed on by the chain rule" : "To be handed on"), formulas];
  }

  function line(left, middles, result, id, note) {
    const p = element("p", {}, [left, ...middles].filter(text => text).join(" = "), " = ",
      element("b", id ? {class: "adjoint", id} : {class: "adjoint"}, brief(result)));
    p.append(element("small", {}, note));
    return p;
  }

  // Large values

  function picture(amount, name) {
    const parts = [];
    if (amount.full) {
      parts.push(element("pre", {tabindex: "0", "aria-label": name}, amount.full));
    }
    if (amount.statistics.length > 0) {
      const [min, mean, max, broken] = amount.statistics;
      const caption = () => element("figcaption", {}, element("span", {}, `min ${min}`), element("span", {}, `mean ${mean}`),
        element("span", {}, `max ${max}`), ...(broken ? [element("span", {}, broken)] : []));
      if (!amount.full) {
        const map = element("figure", {role: "img", "aria-label": `heat map, ${name}: min ${min}, mean ${mean}, max ${max}`},
          heatMap(amount), caption());
        parts.push(map);
      }
      if (amount.histogram.length > 0 && min !== max) {
        parts.push(element("figure", {role: "img", "aria-label": `histogram, ${name}`}, histogram(amount.histogram), caption()));
      }
    }
    return parts;
  }

  /** Negative blue, positive red, zero like the page; dark grey where there is no number. */
  function heatMap(amount) {
    const canvas = element("canvas", {width: amount.columns, height: amount.rows});
    canvas.style.aspectRatio = `${amount.columns} / ${Math.max(amount.rows, amount.columns / 12)}`;
    const context = canvas.getContext("2d");
    const image = context.createImageData(Math.max(1, amount.columns), Math.max(1, amount.rows));
    const dark = getComputedStyle(document.documentElement).colorScheme === "dark"
      || !document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches;
    const zero = dark ? [38, 43, 50] : [250, 250, 250];
    const ends = dark ? [[90, 160, 255], [255, 110, 95]] : [[25, 85, 175], [180, 35, 30]];
    [...atob(amount.picture)].forEach((c, i) => {
      const t = (c.charCodeAt(0) - 128) / 127;
      const end = ends[t < 0 ? 0 : 1];
      const colour = c.charCodeAt(0) === 0 ? [120, 120, 120] : zero.map((z, k) => z + (end[k] - z) * Math.abs(t));
      image.data.set([...colour, 255], 4 * i);
    });
    context.putImageData(image, 0, 0);
    return canvas;
  }

  function histogram(counts) {
    const bars = svgElement("svg", {viewBox: `0 0 ${counts.length} 1`, preserveAspectRatio: "none"});
    const most = Math.max(...counts);
    counts.forEach((n, i) => bars.append(svgElement("rect", {x: i + .08, width: .84, y: 1 - n / most, height: n / most})));
    return bars;
  }

  // Moving

  function go(step) {
    at = Math.min(Math.max(step, 0), steps.length - 1);
    if (steps[at].node >= 0) {
      seen = steps[at].node;
    }
    show();
    reveal(seen);
    $("spoken").textContent = `Step ${at + 1} of ${steps.length}, ${phrase()}. `
      + [...$("panel").querySelectorAll(steps[at].phase === "backward" ? "#handed-on p" : ".formulas p")]
        .map(p => p.textContent).join(". ");
  }

  function look(n) {
    seen = Math.min(Math.max(n, 0), last);
    show();
    reveal(seen);
    $("spoken").textContent = spoken(seen);
  }

  /** Moves the view so that a node is in it. */
  function reveal(n) {
    const box = standIn(n).getBoundingClientRect();
    const window = svg.parentElement.getBoundingClientRect();
    const margin = 12;
    const dx = box.left < window.left + margin ? window.left + margin - box.left
      : box.right > window.right - margin ? window.right - margin - box.right : 0;
    const dy = box.top < window.top + margin ? window.top + margin - box.top
      : box.bottom > window.bottom - margin ? window.bottom - margin - box.bottom : 0;
    if (dx !== 0 || dy !== 0) {
      zoom = {...zoom, x: zoom.x + dx, y: zoom.y + dy};
      place();
    }
  }

  // Zooming: the drawing is in pixels, and moved and scaled as a whole

  function place() {
    view.setAttribute("transform", `translate(${zoom.x} ${zoom.y}) scale(${zoom.scale})`);
  }

  function resize() {
    const {width, height} = svg.parentElement.getBoundingClientRect();
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  }

  /** As large as fits, but not much larger than drawn; at first also no smaller than can be read. */
  function fit(smallest = .1) {
    resize();
    const {width, height} = svg.parentElement.getBoundingClientRect();
    const [w, h] = extent();
    const scale = Math.max(smallest, Math.min(1.25, width / w, height / h));
    zoom = {scale, x: Math.max(6, (width - w * scale) / 2), y: Math.max(6, (height - h * scale) / 2)};
    place();
    reveal(seen);
  }

  function scale(by, x, y) {
    const {width, height} = svg.parentElement.getBoundingClientRect();
    const cx = x ?? width / 2;
    const cy = y ?? height / 2;
    const scale = Math.min(4, Math.max(.05, zoom.scale * by));
    zoom = {scale, x: cx - (cx - zoom.x) * scale / zoom.scale, y: cy - (cy - zoom.y) * scale / zoom.scale};
    place();
  }

  const pointers = new Map();
  let moved = 0;
  const canvas = svg.parentElement;
  canvas.addEventListener("pointerdown", e => {
    pointers.set(e.pointerId, e);
    moved = 0;
  });
  canvas.addEventListener("pointermove", e => {
    const before = pointers.get(e.pointerId);
    if (!before) {
      return;
    }
    moved += Math.abs(e.clientX - before.clientX) + Math.abs(e.clientY - before.clientY);
    if (pointers.size === 2) {
      const other = [...pointers.values()].find(p => p.pointerId !== e.pointerId);
      const distance = p => Math.hypot(p.clientX - other.clientX, p.clientY - other.clientY);
      const window = canvas.getBoundingClientRect();
      scale(distance(e) / Math.max(1, distance(before)), (e.clientX + other.clientX) / 2 - window.left,
        (e.clientY + other.clientY) / 2 - window.top);
    } else {
      zoom = {...zoom, x: zoom.x + e.clientX - before.clientX, y: zoom.y + e.clientY - before.clientY};
      place();
    }
    pointers.set(e.pointerId, e);
  });
  ["pointerup", "pointercancel", "pointerleave"].forEach(type => canvas.addEventListener(type, e => pointers.delete(e.pointerId)));
  canvas.addEventListener("wheel", e => {
    e.preventDefault();
    const window = canvas.getBoundingClientRect();
    scale(Math.exp(-e.deltaY / 500), e.clientX - window.left, e.clientY - window.top);
  }, {passive: false});

  // Closing groups: as soon as one is closed, the drawing is put together from those of the groups by themselves, in which a group
  // is a small box. A box that is open is as large as what is in it, and stretches the space around it.

  const ROOT = -1;
  const BORDER = -1;
  const CHANNEL = 32; // between two layers of boxes
  const levels = new Map(facts.levels.map(level => [level.group, level]));

  /** For each edge, the wires that it leads along, from its start to its end. */
  const along = facts.edges.map(() => []);
  facts.levels.forEach(level => level.wires.forEach(wire => wire.edges.forEach(e => along[e].push({level, wire}))));
  along.forEach(parts => {
    const depth = group => group === ROOT ? 0 : 1 + depth(facts.groups[group].parent);
    const order = ({level, wire}) => wire.to === BORDER ? -depth(level.group) : wire.from === BORDER ? depth(level.group) : 0;
    parts.sort((a, b) => order(a) - order(b)); // out of groups, within one, into groups
  });

  /**
   * How coordinates move when the intervals [from, to] become at least so long; what lies beside them keeps its size. Several that
   * share a stretch, as a column of boxes does, share what is added to it.
   */
  function stretch(intervals) {
    const ends = [...new Set(intervals.flatMap(([from, to]) => [from, to]))].sort((a, b) => a - b);
    const added = ends.map(() => 0); // between an end and the next one
    intervals.forEach(([from, to, length]) => {
      const [first, last] = [ends.indexOf(from), ends.indexOf(to)];
      const missing = length - (to - from) - added.slice(first, last).reduce((a, b) => a + b, 0);
      for (let k = first; missing > 0 && k < last; k++) {
        added[k] += missing * (ends[k + 1] - ends[k]) / (to - from);
      }
    });
    return x => x + ends.reduce((sum, end, k) => added[k] === 0 || x <= end ? sum
      : sum + added[k] * Math.min(1, (x - end) / (ends[k + 1] - end)), 0);
  }

  /**
   * A wire between its ends, which may stand beside where its points begin and end: the first and the last piece move if they lie
   * between two layers; longer ones pass by other boxes, so a bend is added.
   */
  function joined(start, points, end, value) {
    const bends = points.slice(1, -1);
    const away = 8 + 4 * (value % 4); // not all in one line
    const added = ([x, y], [was], bend, by) => {
      if (Math.abs(x - was) < .1) {
        return [];
      }
      if (bend && Math.abs(bend[1] - y) <= CHANNEL) {
        bend[0] = x;
        return [];
      }
      return [[x, y + by], [was, y + by]];
    };
    const first = added(start, points[0], bends[0], away);
    const last = added(end, points.at(-1), bends.at(-1), -away);
    return [start, ...first, ...bends, ...last.reverse(), end];
  }

  /** A level with the sizes that its boxes have now: {size: [width, height], items: [{box, inside}], wires: Map, gates: {in, out}}. */
  function fitted(level) {
    const items = level.items.map(item => {
      const inside = item.group >= 0 && !closed.has(item.group) ? fitted(levels.get(item.group)) : null;
      return {...item, inside, size: inside ? inside.size : [item.box[2], item.box[3]]};
    });
    const open = items.filter(item => item.inside);
    const moved = [0, 1].map(axis => stretch(open.map(({box, size}) => [box[axis], box[axis] + box[axis + 2], size[axis]])));
    items.forEach((item, place) => {
      const [x, y, width] = item.box;
      // What is open stands in the middle of what it has stretched, all else in line with the first wire that meets it.
      const wire = level.wires.find(w => w.to === place) ?? level.wires.find(w => w.from === place);
      const anchor = !wire ? x + width / 2 : wire.points.at(wire.to === place ? -2 : 0);
      const left = item.inside ? (moved[0](x) + moved[0](x + width) - item.size[0]) / 2 : moved[0](anchor) - (anchor - x);
      item.box = [left, moved[1](y), ...item.size];
    });
    const height = moved[1](level.height);
    /** Where the wire of a value meets an item, at whose border it was at x. */
    const door = (place, x, gate, value) => items[place].box[0]
      + (items[place].inside ? items[place].inside.gates[gate].get(value) : x - level.items[place].box[0]);
    const gates = {in: new Map(), out: new Map()};
    const wires = new Map(level.wires.map(wire => {
      const value = facts.edges[wire.edges[0]].from;
      const points = pairs(wire.points).map(([x, y]) => [moved[0](x), moved[1](y)]);
      const start = wire.from === BORDER ? [points[0][0], 0]
        : [door(wire.from, wire.points[0], "out", value), items[wire.from].box[1] + items[wire.from].box[3]];
      const end = wire.to === BORDER ? [points.at(-1)[0], height]
        : [door(wire.to, wire.points.at(-2), "in", value), items[wire.to].box[1]];
      if (wire.from === BORDER) {
        gates.in.set(value, start[0]);
      }
      if (wire.to === BORDER) {
        gates.out.set(value, end[0]);
      }
      return [wire, joined(start, points, end, value)];
    }));
    return {size: [moved[0](level.width), height], items, wires, gates};
  }

  /** Where everything is that can be seen: boxes of nodes and groups by number, and the points of edges. */
  function arrangement() {
    if (closed.size === 0) {
      return {size: [facts.width, facts.height], nodes: new Map(nodes.map((node, n) => [n, node.box])),
        groups: new Map(facts.groups.map((group, g) => [g, group.box])), edges: facts.edges.map(edge => pairs(edge.points))};
    }
    const seen = {nodes: new Map(), groups: new Map(), wires: new Map()};
    const put = (level, {items, wires}, left, top) => {
      wires.forEach((points, wire) => seen.wires.set(wire, points.map(([x, y]) => [left + x, top + y])));
      items.forEach(({node, group, box: [x, y, ...size], inside}) => {
        (node >= 0 ? seen.nodes : seen.groups).set(Math.max(node, group), [left + x, top + y, ...size]);
        if (inside) {
          put(levels.get(group), inside, left + x, top + y);
        }
      });
    };
    const root = fitted(levels.get(ROOT));
    put(levels.get(ROOT), root, 0, 0);
    return {size: root.size, nodes: seen.nodes, groups: seen.groups,
      edges: along.map(parts => parts.flatMap(({wire}) => seen.wires.get(wire) ?? []))};
  }

  let bounds = [facts.width, facts.height];
  const extent = () => bounds;

  function arrange() {
    const now = arrangement();
    bounds = now.size;
    boxes.forEach((box, n) => {
      const place = now.nodes.get(n);
      box.toggleAttribute("hidden", !place);
      if (place) {
        box.setAttribute("transform", `translate(${place[0]} ${place[1]})`);
      }
    });
    frames.forEach((frame, g) => {
      const place = now.groups.get(g);
      frame.toggleAttribute("hidden", !place);
      frame.classList.toggle("closed", closed.has(g));
      frame.setAttribute("aria-expanded", String(!closed.has(g)));
      if (place) {
        const [x, y, width, height] = place;
        Object.entries({x, y, width, height}).forEach(([key, value]) => frame.querySelector("rect").setAttribute(key, value));
        const name = frame.querySelector("text");
        name.setAttribute("x", x + 12);
        name.setAttribute("y", y + (closed.has(g) ? 22 : 19));
        name.textContent = `${closed.has(g) ? "▸" : "▾"} ${facts.groups[g].label}`;
      }
    });
    now.edges.forEach((points, e) => {
      edges[e].toggleAttribute("hidden", points.length === 0);
      edges[e].setAttribute("d", points.length === 0 ? "" : "M" + points.map(p => p.join(" ")).join("L"));
    });
  }

  /** The frame or box that stands for a node. */
  const standIn = n => outermostClosed(n) < 0 ? boxes[n] : frames.get(outermostClosed(n));

  /** Arranges anew; the keyboard stays where it was, and if that is in a closed group now, goes to the group. */
  function rearrange() {
    const focused = boxes.findIndex(box => box === document.activeElement);
    arrange();
    show();
    if (focused >= 0) {
      standIn(focused).focus({preventScroll: true});
    }
  }

  /** Opens or closes a group, whose name stays where it is on the screen. */
  function toggle(group) {
    const corner = () => frames.get(group).querySelector("text").getBoundingClientRect();
    const before = corner();
    closed.has(group) ? closed.delete(group) : closed.add(group);
    rearrange();
    const after = corner();
    zoom = {...zoom, x: zoom.x + before.left - after.left, y: zoom.y + before.top - after.top};
    place();
  }

  function toggleAll() {
    if (closed.size > 0) {
      closed.clear();
    } else {
      frames.forEach((_, g) => closed.add(g));
    }
    rearrange();
    fit(.8);
  }

  // Searching

  let hits = [];

  function search(text) {
    const wanted = text.trim().toLowerCase();
    hits = wanted === "" ? [] : nodes.map((_, n) => n).filter(n => [nodes[n].symbol, nodes[n].operation, nodes[n].type,
      nodes[n].group < 0 ? "" : facts.groups[nodes[n].group].name].some(t => t.toLowerCase().includes(wanted)));
    boxes.forEach((box, n) => box.classList.toggle("found", hits.includes(n)));
    $("found").textContent = wanted === "" ? "" : `${hits.length} found`;
  }

  function nextHit() {
    if (hits.length > 0) {
      const hit = hits.find(n => n > seen) ?? hits[0];
      for (let g = nodes[hit].group; g >= 0; g = facts.groups[g].parent) {
        closed.delete(g);
      }
      arrange();
      look(hit);
    }
  }

  boxes.forEach((box, n) => {
    box.setAttribute("role", "button");
    box.addEventListener("click", () => moved < 6 && look(n));
    box.addEventListener("keydown", e => (e.key === "Enter" || e.key === " ") && look(n));
  });
  frames.forEach((frame, g) => {
    frame.setAttribute("role", "button");
    frame.setAttribute("aria-label", `group ${facts.groups[g].name}`);
    frame.tabIndex = 0;
    frame.addEventListener("click", () => moved < 6 && toggle(g));
    frame.addEventListener("keydown", e => {
      if (e.key === "Enter" || e.key === " ") {
        e.preventDefault();
        toggle(g);
      }
    });
  });
  rows.forEach((row, n) => row.addEventListener("click", () => look(n)));
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", `${facts.name}: a graph of ${nodes.length} nodes`);

  return {
    name: facts.name,
    show() {
      section.hidden = false;
      arrange();
      show();
      fit(.8);
    },
    hide: () => section.hidden = true,
    step: by => go(at + by),
    go, first: () => go(0), last: () => go(steps.length - 1),
    look: by => look(seen + by),
    focus: () => standIn(seen).focus({preventScroll: true}),
    fit, resize, scale, toggleAll, search, nextHit, repaint: show
  };
}

// Controls and keys

function choose(i) {
  sheet = sheets[i];
  sheets.forEach(s => s !== sheet && s.hide());
  sheet.show();
  $("sheet").value = i;
}

sheets.forEach((s, i) => $("sheet").append(element("option", {value: i}, s.name)));
$("choose").hidden = sheets.length < 2;
$("sheet").addEventListener("change", e => choose(Number(e.target.value)));

const actions = {
  first: () => sheet.first(), back: () => sheet.step(-1), next: () => sheet.step(1), last: () => sheet.last(),
  in: () => sheet.scale(1.25), out: () => sheet.scale(1 / 1.25), fit: () => sheet.fit(),
  collapse: () => sheet.toggleAll(),
  theme() {
    const dark = document.documentElement.dataset.theme
      ? document.documentElement.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    document.documentElement.dataset.theme = dark ? "light" : "dark";
    sheet.repaint();
  },
  help() {
    $("keys").hidden = !$("keys").hidden;
    $("help").setAttribute("aria-expanded", String(!$("keys").hidden));
    sheet.fit(.8);
  }
};
Object.entries(actions).forEach(([id, action]) => $(id).addEventListener("click", action));
$("step").addEventListener("input", e => sheet.go(Number(e.target.value)));
$("search").addEventListener("input", e => sheet.search(e.target.value));

const keys = {
  ArrowRight: actions.next, ArrowLeft: actions.back, Home: actions.first, End: actions.last,
  ArrowDown: () => sheet.look(1), ArrowUp: () => sheet.look(-1),
  "+": actions.in, "=": actions.in, "-": actions.out, 0: actions.fit, c: actions.collapse, "?": actions.help,
  "/": () => $("search").focus()
};
document.addEventListener("keydown", e => {
  if (e.target === $("search")) {
    if (e.key === "Enter") {
      sheet.nextHit();
    } else if (e.key === "Escape") {
      e.target.blur();
    }
    return;
  }
  const scrolls = e.target.closest?.("select, pre, .trace, #panel") && e.key.startsWith("Arrow");
  if (keys[e.key] && !e.ctrlKey && !e.metaKey && !e.altKey && e.target.type !== "range" && !scrolls) {
    e.preventDefault();
    keys[e.key]();
    if (document.activeElement?.closest?.(".node, .frame.closed")) {
      sheet.focus();
    }
  }
});
addEventListener("resize", () => sheet.fit(.8));
if (sheets.length > 0) {
  choose(0);
}
