import { expect, test } from "vitest";
import { outbound } from "../src/logic/web.js";

test("only addresses of the web become links", () => {
  for (const address of ["javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:x", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "blob:https://a/b", "//a.example/", "/etc", "", null, undefined]) {
    expect([address, outbound(address)]).toEqual([address, null]);
  }
  expect(outbound("https://kabar.example/1?a=<b>")?.href).toBe("https://kabar.example/1?a=%3Cb%3E");
});

test("hosts are shown as the browser reads them", () => {
  expect(outbound("https://\u0430\u0440\u0440\u04cf\u0435.com/")?.host).toBe("xn--80ak6aa92e.com");
  expect(outbound("https://bank.example@evil.example:8443/")).toEqual({
    href: "https://evil.example:8443/",
    host: "evil.example:8443",
  });
  expect(outbound("https://KABAR.example./")?.host).toBe("kabar.example.");
});
