// What can be wrong with a view that is on the screen.

// What is missing is answered with 404 and what makes no sense with 400, and the browser tells so
// in its console.
const EXPECTED = /status of 40[04]/;

/** Begins to watch a page; the function given back settles it and tells what was wrong. */
export async function faults(page, base) {
  const seen = [];
  await page.addInitScript(() => {
    window.__violations = [];
    document.addEventListener("securitypolicyviolation", (e) =>
      window.__violations.push(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`),
    );
  });
  page.on("pageerror", (error) => seen.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    seen.push(`a dialog opened: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !EXPECTED.test(message.text())) {
      seen.push(`console: ${message.text()}`);
    }
  });
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(base).origin) seen.push(`asked another host: ${request.url()}`);
  });
  return async () => [...seen, ...(await settled(page))];
}

async function settled(page) {
  const said = await page.evaluate(() => ({
    violations: window.__violations,
    ran: window.__hostile,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    links: [...document.querySelectorAll("a")]
      .map((a) => a.getAttribute("href") ?? a.getAttribute("xlink:href"))
      .filter((href) => /^[a-z]+:/i.test(href ?? "") && !/^https?:/i.test(href)),
    empty: !document.querySelector("h1"),
  }));
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
  );
  return [
    ...said.violations.map((v) => `content security policy: ${v}`),
    ...(said.ran === undefined ? [] : ["a report ran a script"]),
    ...(said.wide > 0 ? [`${said.wide} pixels wider than the window`] : []),
    ...said.links.map((href) => `a link that is none of the web: ${href}`),
    ...(said.empty ? ["nothing is shown"] : []),
    ...violations.map((v) => `axe ${v.id}: ${v.help}; ${v.nodes.length}, first ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary?.replace(/\s+/g, " ").slice(0, 200)}`),
  ];
}

/** The outcome for a person to read. */
export function told(visits, views, found) {
  const head = `${visits} looks at ${views} views`;
  return found.length ? [...found, `${head}: ${found.length} faults`].join("\n") : `${head}: no faults`;
}
