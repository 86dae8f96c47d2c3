import { describe, expect, test } from "vitest";
import { cut, eventMarks, paragraphs, pieces } from "../src/logic/marks.js";

const shown = (found) => found.map((p) => [p.text, p.marks.map((m) => m.kind).join(" ")]);

describe("marked text", () => {
  test("counts code points, not UTF-16 units", () => {
    const text = "😀 Israel 👩‍👩‍👧‍👦 menolak";
    expect(cut(text, [2, 8])).toBe("Israel");
    expect(shown(pieces(text, [{ span: [2, 8], kind: "actor" }]))).toEqual([
      ["😀 ", ""],
      ["Israel", "actor"],
      [" 👩‍👩‍👧‍👦 menolak", ""],
    ]);
  });

  test("shows marks that overlap and nest", () => {
    const marks = [
      { span: [0, 4], kind: "a" },
      { span: [2, 6], kind: "b" },
      { span: [3, 4], kind: "c" },
    ];
    expect(shown(pieces("abcdefg", marks))).toEqual([
      ["ab", "a"],
      ["c", "a b"],
      ["d", "a b c"],
      ["ef", "b"],
      ["g", ""],
    ]);
  });

  test("counts from the sentence it is in", () => {
    expect(shown(pieces("Rusia menuntut", [{ span: [106, 114], kind: "trigger" }], 100))).toEqual([
      ["Rusia ", ""],
      ["menuntut", "trigger"],
    ]);
  });

  test("bears marks that are empty, turned round or beyond the text", () => {
    const marks = [[2, 2], [3, 1], [90, 95], [-5, -1]].map((span) => ({ span, kind: "x" }));
    expect(shown(pieces("abc", marks))).toEqual([["abc", ""]]);
    expect(shown(pieces("abc", [{ span: [-2, 99], kind: "x" }]))).toEqual([["abc", "x"]]);
    expect(pieces("", [{ span: [0, 1], kind: "x" }])).toEqual([]);
  });

  test("joins back to the text, whatever the marks", () => {
    const text = "a\u202e😀b\u0300c\u200bd🏴󠁧󠁢󠁥󠁮󠁧󠁿e".repeat(3);
    let seed = 7;
    const next = (n) => (seed = (seed * 48271) % 2147483647) % n;
    for (let round = 0; round < 200; round += 1) {
      const marks = Array.from({ length: next(8) }, () => {
        const from = next(60);
        return { span: [from, from + next(20)], kind: "x" };
      });
      const found = pieces(text, marks);
      expect(found.map((p) => p.text).join("")).toBe(text);
      for (const { from, text: words, marks: over } of found) {
        const middle = from + Array.from(words).length - 1;
        const should = marks.filter((m) => m.span[0] <= middle && m.span[1] > middle && m.span[0] <= from);
        expect(over.length).toBe(should.length);
      }
    }
  });

  test("is cut into paragraphs that keep the text's offsets", () => {
    const found = paragraphs("😀 satu\n\ndua tiga\n", [{ span: [5, 11], kind: "x" }]);
    expect(found.map((p) => [p.offset, shown(p.pieces)])).toEqual([
      [0, [["😀 sat", ""], ["u", "x"]]],
      [8, [["dua", "x"], [" tiga", ""]]],
    ]);
  });

  test("of an event has its parties, words, place and time where they have spans", () => {
    const event = {
      actors: [{ span: [0, 1] }, { span: null }],
      recipients: [],
      trigger: [2, 3],
      place: { name: "x" },
      time: { span: [5, 6] },
    };
    expect(eventMarks(event).map((m) => m.kind)).toEqual(["actor", "trigger", "time"]);
  });
});
