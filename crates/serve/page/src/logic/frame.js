// Where on the map to look.
import { geoEqualEarth } from "d3-geo";

// Nearer than this the outlines of 1:110 million are too coarse to mean anything.
const NEAREST = 32;

/** A projection of the whole world into a width and height. */
export function world(width, height) {
  return geoEqualEarth().fitExtent([[2, 2], [width - 2, height - 2]], { type: "Sphere" });
}

/** A projection around a point, so many times nearer than the whole world. */
export function at({ lon, lat, near }, width, height) {
  const whole = world(width, height);
  const [x, y] = whole([lon, lat]);
  const [tx, ty] = whole.translate();
  return geoEqualEarth()
    .scale(whole.scale() * near)
    .translate([width / 2 + (tx - x) * near, height / 2 + (ty - y) * near]);
}

/** Where to look to see all points, and some land around them. */
export function around(points, width, height) {
  const whole = world(width, height);
  const seen = points.map((p) => whole(p)).filter(Boolean);
  if (!seen.length) return { lon: 0, lat: 0, near: 1 };
  const [left, right] = extent(seen.map(([x]) => x));
  const [top, bottom] = extent(seen.map(([, y]) => y));
  const near = Math.min(
    14,
    (0.84 * width) / Math.max(1, right - left),
    (0.84 * height) / Math.max(1, bottom - top),
  );
  const [lon, lat] = whole.invert([(left + right) / 2, (top + bottom) / 2]);
  return { lon, lat, near: Math.max(1, near) };
}

/** Reads a frame of an address: `lon,lat,near`. */
export function readFrame(text) {
  const [lon, lat, near, ...more] = text.split(",").map(Number);
  const right = !more.length && Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && near > 0;
  return right ? { lon, lat, near: clamp(near) } : null;
}

/** Writes a frame for an address. */
export function writeFrame({ lon, lat, near }) {
  return [lon.toFixed(2), lat.toFixed(2), clamp(near).toFixed(2)].map(Number).join(",");
}

/** The same middle, nearer or farther. */
export function nearer(frame, by) {
  return { ...frame, near: clamp(frame.near * by) };
}

/** The frame after the map was dragged by so many pixels. */
export function moved(frame, dx, dy, width, height) {
  const point = at(frame, width, height).invert([width / 2 - dx, height / 2 - dy]);
  const [lon, lat] = point ?? [frame.lon, frame.lat];
  return { ...frame, lon: Math.max(-180, Math.min(180, lon)), lat: Math.max(-85, Math.min(85, lat)) };
}

function clamp(near) {
  return Math.max(1, Math.min(NEAREST, near));
}

function extent(numbers) {
  return [Math.min(...numbers), Math.max(...numbers)];
}
