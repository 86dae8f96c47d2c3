// A walk through the page with the keyboard and the pointer, as a reader takes it.

/** Goes from view to view as a reader does, and tells what did not come as it should. */
export async function walk(browser, base) {
  const found = [];
  const expect = (ok, what) => ok || found.push(`walk: ${what}`);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en" });
  const page = await context.newPage();
  page.on("pageerror", (error) => found.push(`walk: error: ${error.message}`));
  await page.goto(new URL("?lang=en", base).href);
  await page.waitForSelector(".episode");

  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement.className === "skip"), "the first stop of the keyboard is the skip link");

  await page.fill("input[name=q]", "a");
  await page.keyboard.press("Enter");
  expect(await came(page, /[?&]q=a/), "a search goes into the address");
  await page.click(".chips a");
  expect(!/[?&]q=/.test(page.url()), "a filter is taken away by its chip");

  await page.click(".menu a[href*=timeline]");
  await page.waitForSelector(".plot");
  expect(await page.evaluate(() => document.activeElement?.tagName === "H1"), "a new view takes the focus to its heading");
  const box = await page.locator(".plot").boundingBox();
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  expect(await came(page, /[?&]from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d/), "a stretch drawn over the timeline is a period in the address");

  await page.goBack();
  await page.goBack();
  await page.waitForSelector(".episode");
  await page.click("nav.langs a[lang=id]");
  expect(await page.evaluate(() => document.documentElement.lang === "id"), "the switch changes the language");

  await page.goto(new URL("?show=events&lang=en", base).href);
  await page.click(".mention .source a.title");
  await page.waitForSelector(".opened");
  expect(await page.locator(".text .chosen.trigger").count(), "an event opens at its words");
  await page.locator(".opened summary").click();
  await page.waitForSelector(".opened dl code");
  await context.close();
  return found;
}

/** Reads reports as they are shown: their text is that of their records to the letter. */
export async function read(browser, base) {
  const get = async (path) => (await fetch(new URL(`api/v1/${path}`, base))).json();
  const { articles } = await get("articles?limit=40");
  const found = [];
  const page = await browser.newPage();
  for (const { id } of articles) {
    const { record } = await get(`articles/${id}`);
    await page.goto(new URL(`?view=article&id=${id}`, base).href);
    await page.waitForSelector(".text > p");
    const shown = await page.evaluate(() => [...document.querySelectorAll(".text > p")].map((p) => p.textContent));
    const lines = record.text.split("\n").filter((line) => line.trim());
    if (JSON.stringify(shown) !== JSON.stringify(lines)) found.push(`read: the text of article ${id} is not shown as it is`);
  }
  await page.close();
  return found;
}

/** Gives a verdict by keyboard: kept where the token is right, and refused in words where none is. */
export async function judge(browser, base, token) {
  const found = [];
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en" });
  const page = await context.newPage();
  page.on("pageerror", (error) => found.push(`judge: error: ${error.message}`));
  await page.goto(new URL("?view=corrections&lang=en", base).href);
  await page.waitForSelector(".queue .mention");
  if (token) await page.fill("input[type=password]", token);
  await page.focus(".judge button");
  await page.keyboard.press("a");
  if (token) {
    const told = await page.waitForSelector(".steps span:has-text('accepted')", { timeout: 5000 }).catch(() => null);
    if (!told) found.push("judge: a verdict with the token is not told to be kept");
    await page.keyboard.press("p");
    const kept = await page.waitForSelector(".queue .tag.judged", { timeout: 5000 }).catch(() => null);
    if (!kept) found.push("judge: a verdict is not shown with its event");
  } else {
    const told = await page.waitForSelector(".queue .trouble", { timeout: 5000 }).catch(() => null);
    if (!told) found.push("judge: a verdict without a token is not refused in words");
  }
  await context.close();
  return found;
}

async function came(page, pattern) {
  return page.waitForURL(pattern, { timeout: 5000 }).then(
    () => true,
    () => false,
  );
}
