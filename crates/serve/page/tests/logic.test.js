import { describe, expect, test } from "vitest";
import { codeParts, countryName, shapeOf } from "../src/logic/countries.js";
import { asDay, endOf, shortDays, stepFor } from "../src/logic/days.js";
import { differences } from "../src/logic/differ.js";
import { fixOf } from "../src/logic/fix.js";
import { around, at, moved, nearer, readFrame, world, writeFrame } from "../src/logic/frame.js";
import { countShade, ego, leading, scoreShade, table } from "../src/logic/matrix.js";
import { joined, recordMarks } from "../src/logic/record.js";
import { readPacks, readStats } from "../src/logic/stats.js";
import { mostOf } from "../src/logic/span.js";
import { wilson } from "../src/logic/wilson.js";

describe("days", () => {
  test("are told whole where a whole month or year is meant", () => {
    expect(shortDays("2021-10-01", "2021-10-31", "en")).toBe("October 2021");
    expect(shortDays("2024-02-01", "2024-02-29", "id")).toBe("Februari 2024");
    expect(shortDays("2023-01-01", "2023-12-31", "en")).toBe("2023");
    expect(shortDays("2022-01-12", "2022-01-12", "en")).toBe("Jan 12, 2022");
    expect(shortDays("2022-01-12", null, "id")).toBe("12 Jan 2022");
    expect(shortDays("someday", null, "id")).toBe("someday");
  });

  test("of a step end where the next begins", () => {
    expect(asDay(endOf("2024-12-31", "day"))).toBe("2025-01-01");
    expect(asDay(endOf("2024-12-01", "month"))).toBe("2025-01-01");
    expect(asDay(endOf("2024-01-01", "year"))).toBe("2025-01-01");
  });

  test("are counted in steps that can be seen", () => {
    expect([stepFor("2024-01-01", "2024-02-01"), stepFor("2023-01-01", "2024-02-01"), stepFor("1990-01-01", "2024-01-01"), stepFor("x", "y")]).toEqual(["day", "month", "year", "day"]);
  });
});

test("the timeline is drawn where most events lie", () => {
  const points = [["1965-01-01", 1], ...Array.from({ length: 12 }, (_, n) => [`2024-${String(n + 1).padStart(2, "0")}-01`, 50]), ["2045-01-01", 2]];
  expect(mostOf([{ points }])).toEqual({ first: "2024-01-01", last: "2024-12-31", outside: 3 });
  expect(mostOf([{ points: [["1965-01-01", 1], ["", 4], ["2024-02-01", 2]] }])).toEqual({ first: "1965-01-01", last: "2024-02-29", outside: 0 });
  expect(mostOf([])).toBe(null);
});

describe("codes", () => {
  test("come apart into country and sectors", () => {
    expect(codeParts("IDNGOVMIL")).toEqual({ country: "IDN", sectors: ["GOV", "MIL"] });
    expect(codeParts("IGOGOV")).toEqual({ country: "IGO", sectors: ["GOV"] });
    expect(codeParts("CVL")).toEqual({ country: "", sectors: ["CVL"] });
    expect(codeParts(null)).toEqual({ country: "", sectors: [] });
  });

  test("have names in the reader's language, and stand-ins stay", () => {
    expect([countryName("IDN", "en"), countryName("DEU", "id"), countryName("IGO", "id"), countryName("", "id")]).toEqual(["Indonesia", "Jerman", "IGO", ""]);
    expect([shapeOf("IDN"), shapeOf("KOS"), shapeOf("IGO")]).toEqual(["360", "Kosovo", undefined]);
  });
});

describe("dyads", () => {
  const dyads = [
    { actor: "A", recipient: "B", events: 8, goldstein: -9 },
    { actor: "B", recipient: "A", events: 1, goldstein: 3 },
    { actor: "", recipient: "C", events: 5, goldstein: 0 },
    { actor: "D", recipient: "D", events: 2, goldstein: 0 },
    { actor: "C", recipient: "B", events: 1, goldstein: 0 },
  ];

  test("lead with those who act and are acted on most", () => {
    expect(leading(dyads, 3)).toEqual(["B", "A", "C"]);
    expect(table(dyads).get("A").get("B").events).toBe(8);
  });

  test("around a party leave out those it has nothing to do with", () => {
    const net = ego(dyads, "B");
    expect(net.nodes.map((n) => n.code)).toEqual(["B", "A", "C"]);
    expect(net.links).toHaveLength(3);
    expect(ego(dyads, "B", 1).left).toBe(1);
  });

  test("are shaded within their steps", () => {
    expect([countShade(0, 9), countShade(1, 1), countShade(1, 1000), countShade(1000, 1000)]).toEqual([0, 3, 1, 6]);
    expect([scoreShade(-10), scoreShade(0), scoreShade(10)]).toEqual([-3, 0, 3]);
  });
});

test("the map shows all points, and never nearer than its outlines bear", () => {
  const points = [[106.8, -6.2], [30.5, 50.4]];
  const near = at(around(points, 800, 400), 800, 400);
  for (const [x, y] of points.map((p) => near(p))) {
    expect(x > 0 && x < 800 && y > 0 && y < 400).toBe(true);
  }
  expect(around([[106.8, -6.2]], 800, 400).near).toBe(14);
  expect(at(around([], 800, 400), 800, 400).scale()).toBeCloseTo(world(800, 400).scale());
});

test("a frame of the map is read as it was written, and what is none is none", () => {
  expect(readFrame(writeFrame({ lon: 106.812, lat: -6.2, near: 8 }))).toEqual({ lon: 106.81, lat: -6.2, near: 8 });
  expect(["points", "1,2", "1,2,0", "181,0,1", "a,b,c", "1,2,3,4"].map(readFrame)).toEqual(Array(6).fill(null));
  expect(nearer({ lon: 0, lat: 0, near: 30 }, 2).near).toBe(32);
  const { lon, lat } = moved({ lon: 100, lat: 0, near: 4 }, -50, 0, 800, 400);
  expect(lon > 100 && Math.abs(lat) < 1e-6).toBe(true);
});

test("precision is told with how little is known of it", () => {
  expect(wilson(0, 0)).toBe(null);
  const { share, low, high } = wilson(9, 10);
  expect([share, low.toFixed(3), high.toFixed(3)]).toEqual([0.9, "0.596", "0.982"]);
  expect(wilson(3, 3).high).toBe(1);
});

test("numbers of the store have every type once, also those that no event has", () => {
  const { types } = readStats({ types: [{ type: "AID", events: 3, right: 1, wrong: 2, fixed: 1 }, { type: "NEW", events: 1 }] });
  expect(types).toHaveLength(17);
  expect(types.find((t) => t.type === "AID")).toEqual({ type: "AID", quad: 2, events: 3, right: 1, wrong: 2 });
  expect(readPacks("en 0.1 ab\nid 0.2 cd\n")).toEqual([{ name: "en", version: "0.1", digest: "ab" }, { name: "id", version: "0.2", digest: "cd" }]);
});

test("a fix holds only what was changed", () => {
  const event = { type: "AID", status: "actual", actors: [{ code: "RUS" }, { code: null }], recipients: [], day: null, place: null };
  const form = { type: "AID", status: "said", actors: "rus", recipients: "ukr, usa", day: "", place: " Kyiv " };
  expect(fixOf(event, form)).toEqual({ status: "said", recipients: ["UKR", "USA"], place: "Kyiv" });
});

test("two codings differ only in what differs", () => {
  const event = { type: "AID", status: "actual", actors: [{ code: "RUS" }], confidence: 0.5 };
  expect(differences(event, { ...event })).toEqual([]);
  expect(differences(event, { ...event, actors: [{ code: "UKR" }] })).toEqual([{ part: "actors", left: "RUS", right: "UKR" }]);
});

test("an article's events get the spans that only its record has, in the order of the text", () => {
  const record = {
    events: [{ trigger: [9, 12], type: "AID", place: { span: [20, 24] }, time: { span: [1, 2] } }],
    quotes: [{ content: [[0, 5], [8, 9]] }],
    entities: [{ name: "X", code: null, mentions: [[0, 4, "name"]] }],
    places: [],
    times: [],
  };
  const rows = joined([{ id: "b", trigger: [30, 31], type: "AID", place: null }, { id: "a", trigger: [9, 12], type: "AID", place: { name: "P" } }], record);
  expect(rows.map((r) => [r.id, r.place?.span])).toEqual([["a", [20, 24]], ["b", undefined]]);
  expect(recordMarks(record, rows, new Set(["event", "quote"])).map((m) => m.kind)).toEqual(["quote", "quote", "trigger", "trigger"]);
});
