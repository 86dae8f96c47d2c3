import { describe, expect, test } from "vitest";
import { readAddress, toggled, withFilter, writeAddress } from "../src/logic/address.js";
import { csvAddress, toCommand, toQuery } from "../src/logic/filters.js";

describe("the address", () => {
  test("is read back as it was written", () => {
    const state = {
      view: "dyads",
      lang: "id",
      filters: { q: 'a & b="c"', type: "AID,REJECT", from: "2024-01-01", language: "en" },
      options: { of: "IDN", shade: "goldstein" },
    };
    expect(readAddress(writeAddress(state))).toEqual(state);
  });

  test("leaves out what is usual", () => {
    expect(writeAddress({ view: "happened", options: { show: "episodes" } })).toBe("?");
    expect(writeAddress({ view: "map", options: { frame: "points" } })).toBe("?view=map");
  });

  test("of a view that is none is that of the first view", () => {
    expect(readAddress("?view=<script>").view).toBe("happened");
    expect(readAddress("?view=__proto__").view).toBe("happened");
  });

  test("is the same in whatever order filters came", () => {
    const one = readAddress("?to=2024-02-01&q=x&type=AID,AID,,REJECT");
    const two = readAddress("?type=AID,REJECT&q=x&to=2024-02-01");
    expect(writeAddress(one)).toBe(writeAddress(two));
  });

  test("keeps the interface's language apart from that of the reports", () => {
    const { lang, filters } = readAddress("?lang=id&language=en");
    expect(lang).toBe("id");
    expect(toQuery(filters).toString()).toBe("lang=en");
  });
});

describe("filters", () => {
  test("with an empty value are taken away", () => {
    expect(withFilter({ q: "a", from: "b" }, "q", "")).toEqual({ from: "b" });
  });

  test("of many values toggle one at a time", () => {
    expect(toggled({}, "type", "AID")).toEqual({ type: "AID" });
    expect(toggled({ type: "AID,REJECT" }, "type", "AID")).toEqual({ type: "REJECT" });
    expect(toggled({ type: "AID" }, "type", "AID")).toEqual({});
  });

  test("are asked of the API with nothing empty", () => {
    expect(toQuery({ q: "a b", min_confidence: "0.8" }, { limit: 40, speaker: "" }).toString()).toBe(
      "q=a+b&min_confidence=0.8&limit=40",
    );
    expect(csvAddress("events", { type: "AID" })).toBe("api/v1/events?type=AID&format=csv");
  });

  test("are quoted on the command line", () => {
    const command = toCommand("search", { q: "it's $(here)", negated: "true", language: "id", actor: "-x" }, { store: "a b.risalah" });
    expect(command).toBe(
      "risalah store search --store 'a b.risalah' --actor='-x' --lang id --negated 'it'\\''s $(here)'",
    );
    expect(toCommand("search", { q: "-damai" })).toBe("risalah store search --store FILE -- '-damai'");
  });
});
