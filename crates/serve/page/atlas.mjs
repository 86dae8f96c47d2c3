// Makes src/data/world.json: world-atlas's outlines of 1:110 million on a coarser grid, without
// the names, which the browser knows in the reader's language. A cell of the grid is 8 km, less
// than the width of a line of the drawing.
import { readFileSync, writeFileSync } from "node:fs";
import { quantize } from "topojson-client";

const CELLS = 5000;

const atlas = JSON.parse(readFileSync(new URL("node_modules/world-atlas/countries-110m.json", import.meta.url)));
const { scale, translate } = atlas.transform;
atlas.arcs = atlas.arcs.map((arc) => {
  let [x, y] = [0, 0];
  return arc.map(([dx, dy]) => {
    x += dx;
    y += dy;
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
  });
});
delete atlas.transform;
delete atlas.objects.land;
for (const shape of atlas.objects.countries.geometries) {
  // Where the outlines have no number of a state, the name is the only handle.
  shape.id ??= shape.properties.name;
  delete shape.properties;
}
writeFileSync(new URL("src/data/world.json", import.meta.url), JSON.stringify(quantize(atlas, CELLS)));
