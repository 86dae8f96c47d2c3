// Where on the map to look.
import { geoEqualEarth } from "d3-geo";

// Nearer than this the outlines of 1:110 million are too coarse to mean anything.
const NEAREST = 14;

/** A projection of the whole world into a width and height. */
export function world(width, height) {
  return geoEqualEarth().fitExtent([[2, 2], [width - 2, height - 2]], { type: "Sphere" });
}

/** A projection that shows all points, and some land around them. */
export function around(points, width, height) {
  const whole = world(width, height);
  const seen = points.map((p) => whole(p)).filter(Boolean);
  if (!seen.length) return whole;
  const [left, right] = extent(seen.map(([x]) => x));
  const [top, bottom] = extent(seen.map(([, y]) => y));
  const near = Math.min(
    NEAREST,
    (0.8 * width) / Math.max(1, right - left),
    (0.8 * height) / Math.max(1, bottom - top),
  );
  const by = Math.max(1, near);
  const [tx, ty] = whole.translate();
  return geoEqualEarth()
    .scale(whole.scale() * by)
    .translate([
      width / 2 + (tx - (left + right) / 2) * by,
      height / 2 + (ty - (top + bottom) / 2) * by,
    ]);
}

function extent(numbers) {
  return [Math.min(...numbers), Math.max(...numbers)];
}
