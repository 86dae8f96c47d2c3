// A stretch of time chosen with the pointer on a drawing. Whoever uses no pointer has the two
// day fields, which do the same.
import { asDay } from "./days.js";

const SVG = "http://www.w3.org/2000/svg";

/** Lets a stretch be drawn over a plot; `chosen` gets its first and last day. */
export function brush(drawing, chosen) {
  const scale = drawing.scale("x");
  if (!scale?.invert) return () => {};
  const band = document.createElementNS(SVG, "rect");
  band.setAttribute("class", "brush");
  band.setAttribute("height", drawing.getAttribute("height"));
  let from = null;
  const within = (x) => Math.min(Math.max(x, Math.min(...scale.range)), Math.max(...scale.range));
  const at = (e) => within(e.clientX - drawing.getBoundingClientRect().left);
  const show = (to) => {
    band.setAttribute("x", Math.min(from, to));
    band.setAttribute("width", Math.abs(to - from));
  };
  const down = (e) => {
    if (e.button !== 0) return;
    from = at(e);
    drawing.setPointerCapture(e.pointerId);
    show(from);
    drawing.append(band);
  };
  const move = (e) => from !== null && show(at(e));
  const up = (e) => {
    if (from === null) return;
    const [first, last] = [from, at(e)].sort((a, b) => a - b);
    from = null;
    band.remove();
    // A click, or the tremble of one, chooses nothing.
    if (last - first > 4) chosen(asDay(scale.invert(first)), asDay(scale.invert(last)));
  };
  const cancel = () => {
    from = null;
    band.remove();
  };
  const listeners = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: cancel };
  for (const [name, f] of Object.entries(listeners)) drawing.addEventListener(name, f);
  drawing.classList.add("brushed");
  return () => {
    for (const [name, f] of Object.entries(listeners)) drawing.removeEventListener(name, f);
  };
}
