// Drives the pages in a browser, as a person with a mouse and as one with a keyboard alone.
//
// Whatever a page does that it should not fails the test: a dialog, a request to another origin, an
// error in the console (a broken policy shows there), a violation that axe-core finds.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { evil, injected, records } from "./fixtures.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const artefacts = process.env.ARTEFACTS;
const onrecord = process.env.ONRECORD;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "onrecord-browser-"));

/** Starts a server on a free port and waits until it listens. */
function serve(db, ...options) {
  const child = spawn(onrecord, ["serve", db, "--bind", "127.0.0.1:0", "--offline", ...options], { stdio: ["ignore", "ignore", "pipe"] });
  const url = new Promise((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (data) => {
      said += data;
      // up to the slash: what has come so far may end within the port
      const found = said.match(/(http:\/\/[^/\s]+)\//);
      if (found) resolve(found[1]);
    });
    child.on("exit", (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
  return { child, url };
}

function archive(name, list) {
  const file = join(folder, `${name}.jsonl`);
  const db = join(folder, `${name}.db`);
  writeFileSync(file, list.map((record) => JSON.stringify(record) + "\n").join(""));
  const added = spawnSync(onrecord, ["archive", "add", file, "--db", db], { encoding: "utf8" });
  assert.equal(added.status, 0, added.stderr);
  return db;
}

const server = serve(archive("records", [...records, injected]));
const base = await server.url;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** What a page did that it should not have. */
let wrong = [];

async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: "light", ...options });
  const page = await context.newPage();
  page.on("dialog", (dialog) => { wrong.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (!request.url().startsWith(base)) wrong.push(`a request to ${request.url()}`); });
  page.on("console", (message) => { if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) wrong.push(`console: ${message.text()}`); });
  page.on("pageerror", (error) => wrong.push(`script: ${error.message}`));
  page.setDefaultTimeout(60000);
  return page;
}

async function accessible(page, name) {
  // asked through the debugger, since the page's policy lets no script of others in
  const session = await page.context().newCDPSession(page);
  const ask = async (expression) => {
    const { result, exceptionDetails } = await session.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    assert.ok(!exceptionDetails, JSON.stringify(exceptionDetails));
    return result.value;
  };
  await ask(`${axe};0`);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const results = await ask(`axe.run(document, { runOnly: ${JSON.stringify(tags)}, resultTypes: ["violations"] }).then((all) => all.violations)`);
  await session.detach();
  const told = results.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(" | ")}`);
  assert.deepEqual(told, [], `axe-core on ${name}`);
}

/** No page is wider than the screen: what does not fit scrolls in its own box. */
async function fits(page, name) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${name} is ${over} pixels too wide`);
}

const shot = (page, name, options = {}) => page.screenshot({ path: join(artefacts, `${name}.png`), fullPage: true, ...options });

/** Presses Tab until an element that fits has the focus. */
async function tabTo(page, selector, most = 80) {
  for (let pressed = 0; pressed < most; pressed++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) {
      const outlined = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== "none" || document.activeElement.matches(".skip, a.num"));
      assert.ok(outlined, `the focus on ${selector} can be seen`);
      return;
    }
  }
  assert.fail(`Tab does not reach ${selector}`);
}

const tests = [];
const test = (name, run) => tests.push([name, run]);

const article = `The mayor of Dunmore, Ada Quill, said on Tuesday that the bridge would stay closed. "Nobody crosses before I do," she told reporters.`;

test("an article is read by mouse", async (page) => {
  await page.goto(base);
  await accessible(page, "the first page");
  await shot(page, "start");
  await page.getByLabel("Text or address of an article").fill(article);
  await page.getByText("Headline, outlet, date").click();
  await page.getByLabel("Headline").fill("Bridge <b>closed</b>");
  await page.getByLabel("Published").fill("2024-06-15");
  await page.getByRole("button", { name: "Read it" }).click();
  await page.waitForURL(/\/readings\//);
  assert.equal(await page.locator("h1").innerText(), "Bridge <b>closed</b>");
  assert.match(await page.locator(".text").innerText(), /Nobody crosses before I do/);
  assert.ok(await page.locator(".card").count() > 0, "statements were found");
  await accessible(page, "a reading");
  for (const name of ["JSON", "CSV", "Web Annotation"]) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name, exact: true }).click()]);
    assert.ok(readFileSync(await download.path(), "utf8").includes("Nobody crosses"), name);
  }
  await page.getByRole("button", { name: "Keep in the archive" }).click();
  await page.waitForURL(/\/documents\//);
  await page.reload();
  assert.match(await page.locator(".text").innerText(), /Nobody crosses before I do/);
});

test("an article is read by keyboard", async (page) => {
  await page.goto(base);
  await tabTo(page, ".skip");
  await page.keyboard.press("Enter");
  await tabTo(page, "#text");
  await page.keyboard.insertText(article);
  await tabTo(page, "button.main");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/readings\//);
  await tabTo(page, ".text a.num");
  const s = await page.evaluate(() => document.querySelector(document.activeElement.getAttribute("href")).dataset.s);
  assert.ok(await page.locator(`.card[data-s="${s}"]`).evaluate((card) => card.classList.contains("on")), "the statement lights up");
  await page.keyboard.press("Enter");
  assert.ok(page.url().endsWith(`#s-${s}`), "Enter leads to the statement");
  await tabTo(page, ".fields summary");
  await page.keyboard.press("Enter");
  assert.ok(await page.locator(".fields details[open] .why").first().isVisible(), "the reason opens");
});

test("a file is read", async (page) => {
  await page.goto(base);
  await page.locator("#file").setInputFiles({ name: "page.html", mimeType: "text/html", buffer: Buffer.from(`<html><head><title>From a file</title></head><body><article><p>${article}</p><p>${article.replace("Tuesday", "Monday")}</p></article></body></html>`) });
  await page.getByRole("button", { name: "Read it" }).click();
  await page.waitForURL(/\/readings\//);
  assert.match(await page.locator(".text").innerText(), /Nobody crosses before I do/);
});

test("what cannot be read is said beside the form, which keeps what was typed", async (page) => {
  await page.goto(base);
  await page.getByLabel("Text or address of an article").fill("http://127.0.0.1:1/x");
  await page.getByRole("button", { name: "Read it" }).click();
  await page.getByRole("alert").waitFor();
  assert.equal(await page.locator("#text").inputValue(), "http://127.0.0.1:1/x");
  await accessible(page, "a refusal");
  await shot(page, "refusal");
});

test("an article shows its marks, its way and its reasons", async (page) => {
  await page.goto(`${base}/search?q=road+Sundmark&outlet=Lantern`);
  await page.locator(".hits .from a").first().click();
  await page.waitForURL(/\/documents\/.*#m-/);
  const chain = page.locator(".chain").first();
  assert.deepEqual(await chain.locator("li").allInnerTexts(), ["Tomas Arlo", "Lantern", "Harbour Gazette", "Lantern"]);
  const styles = await page.evaluate(() => [".m.source", ".m.cue", ".m.content"].map((name) => {
    const style = getComputedStyle(document.querySelector(`.text ${name}`));
    return `${style.textDecorationStyle} ${style.borderBottomStyle}`;
  }));
  assert.equal(new Set(styles).size, 3, `source, cue and content have lines of their own: ${styles}`);
  await page.locator('.text .m.content', { hasText: "nobody will fire first" }).last().hover();
  assert.ok(await page.locator(".card.on").count() >= 1, "pointing at words lights their statement up");
  assert.ok(await page.locator(".card.depth-1").isVisible(), "nesting shows");
  await page.getByText("When 2024-06-14").click();
  await page.getByText("In an article published on 2024-06-15 they mean 2024-06-14").waitFor();
  await accessible(page, "an article");
  await page.mouse.move(0, 0);
  await shot(page, "article");
  await page.getByLabel("Name each mark").check();
  await accessible(page, "an article with named marks");
  await shot(page, "article-named");
  await page.emulateMedia({ media: "print" });
  await shot(page, "article-print");
});

test("search narrows by mouse", async (page) => {
  await page.goto(`${base}/search`);
  await page.getByRole("searchbox", { name: "Words" }).fill("road");
  await page.getByRole("button", { name: "Search" }).click();
  assert.ok(await page.locator("mark").count() > 0, "hits are marked");
  await accessible(page, "search");
  await shot(page, "search");
  const all = await page.locator(".list > li").count();
  await page.locator(".facets a", { hasText: "Harbour Gazette" }).click();
  assert.ok(await page.locator(".list > li").count() < all, "fewer are left");
  await page.locator(".chips a").click();
  assert.equal(await page.locator(".list > li").count(), all);
});

test("search narrows by keyboard", async (page) => {
  await page.goto(`${base}/search`);
  await tabTo(page, "main #q");
  await page.keyboard.type("road");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=road/);
  await tabTo(page, ".list .from a");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/documents\/.*#m-/);
});

test("a person has a time line, names and relays", async (page) => {
  await page.goto(`${base}/people`);
  await accessible(page, "people");
  await page.getByLabel("Name or part of one").fill("Arlo");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("link", { name: "Tomas Arlo" }).click();
  assert.equal(await page.locator("h1").innerText(), "Tomas Arlo");
  assert.ok(await page.locator(".timeline > li").count() >= 5);
  assert.match(await page.locator(".facets").innerText(), /Road Mender/);
  assert.match(await page.locator(".facets").innerText(), /Harbour Gazette/);
  await accessible(page, "a person");
  await shot(page, "person");
  await tabTo(page, ".timeline .from a");
});

test("a statement has its family, changes inside quotation marks first", async (page) => {
  await page.goto(`${base}/trace?words=${encodeURIComponent("A road does not listen to either side")}`);
  await page.waitForURL(/\/statements\//);
  assert.ok(await page.locator(".tellings > li").count() >= 2, "tellings stand side by side");
  const flags = await page.locator(".changes .flag").allInnerTexts();
  assert.ok(flags.length > 0, "a change is told");
  const ranks = flags.map((flag) => (flag.includes("not shown") ? 0 : flag.startsWith("inside") ? 1 : 2));
  assert.deepEqual(ranks, [...ranks].sort(), "changes inside quotation marks come first");
  await accessible(page, "a statement");
  await shot(page, "statement");
  await tabTo(page, ".tellings .from a");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/documents\//);
});

test("outlets are compared", async (page) => {
  await page.goto(`${base}/outlets`);
  assert.ok(await page.locator("svg.dots").count() >= 4);
  assert.ok(await page.locator("tbody tr").count() >= 3);
  await accessible(page, "outlets");
  await shot(page, "outlets");
  await tabTo(page, ".scroll");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "CSV" }).click()]);
  assert.match(readFileSync(await download.path(), "utf8"), /^outlet,/);
});

test("the API has a page", async (page) => {
  await page.goto(`${base}/api`);
  assert.ok(await page.locator(".endpoint").count() >= 10);
  await accessible(page, "the API");
  await shot(page, "api");
  await tabTo(page, ".endpoint .scroll");
});

test("what is not there has a page", async (page) => {
  await page.goto(`${base}/nothing`);
  await accessible(page, "a problem");
  await shot(page, "problem");
});

test("hostile articles are text on every view", async (page) => {
  await page.goto(`${base}/search?speaker=${encodeURIComponent(evil.slice(0, 60))}`);
  const views = new Set([page.url()]);
  await page.goto(`${base}/search?since=2024-06-18&until=2024-06-18`);
  views.add(page.url());
  assert.ok((await page.locator(".hits").innerText()).includes("<script>alert(1)</script>"), "the markup is shown as text");
  for (const link of await page.locator("main a[href^='/']").evaluateAll((links) => links.map((link) => link.href))) views.add(link);
  await page.goto(base);
  await page.getByLabel("Text or address of an article").fill(`${evil} said: "${evil}"`);
  await page.getByText("Headline, outlet, date").click();
  await page.getByLabel("Headline").fill(evil);
  await page.getByLabel("Outlet").fill(evil);
  await page.getByRole("button", { name: "Read it" }).click();
  await page.waitForURL(/\/readings\//);
  views.add(page.url());
  views.add(`${base}/outlets`).add(`${base}/people?name=${encodeURIComponent(evil)}`).add(`${base}/search?q=${encodeURIComponent(evil)}`);
  for (const view of views) {
    await page.goto(view);
    const alive = await page.evaluate(() => document.querySelectorAll("main script, main img, main iframe, main style, main [onload], main [onerror], a[href^='javascript:']").length);
    assert.equal(alive, 0, `${view} holds markup of an article`);
    await page.mouse.move(400, 400);
  }
  await page.goto(`${base}/search?since=2024-06-18&until=2024-06-18`);
  await page.locator(".hits .from a").first().click();
  await page.waitForURL(/\/documents\//);
  assert.ok((await page.locator("h1").innerText()).includes("<script>alert(1)</script>"));
  await shot(page, "hostile");
});

test("everything can be read and searched without script", async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto(base);
  await page.locator("#text").fill(article);
  await page.locator("button.main").click();
  await page.waitForURL(/\/readings\//);
  assert.match(await page.locator(".text").innerText(), /Nobody crosses before I do/);
  await page.locator(".fields summary").first().click();
  assert.ok(await page.locator(".why").first().isVisible());
  await page.goto(`${base}/search?q=road`);
  assert.ok(await page.locator("mark").count() > 0);
  await page.context().close();
});

test("narrow and dark screens", async () => {
  for (const [name, options] of [["narrow", { viewport: { width: 360, height: 740 } }], ["dark", { colorScheme: "dark" }]]) {
    const page = await open(options);
    await page.goto(`${base}/search?q=road+Sundmark&outlet=Lantern`);
    const document = await page.locator(".hits .from a").first().getAttribute("href");
    const person = await page.locator(".hits .who a").first().getAttribute("href");
    const pages = { start: "/", search: "/search?q=road", article: document.split("#")[0], person, statement: "/trace?words=A+road+does+not+listen+to+either+side", outlets: "/outlets", api: "/api" };
    for (const [view, path] of Object.entries(pages)) {
      await page.goto(base + path);
      await fits(page, `${view} (${name})`);
      await accessible(page, `${view} (${name})`);
      await shot(page, `${view}-${name}`);
    }
    await page.context().close();
  }
});

test("a server with a token asks for it", async () => {
  const guarded = serve(join(folder, "guarded.db"), "--token", "0123456789abcdef0123");
  const address = await guarded.url;
  assert.equal((await patiently(() => fetch(address))).status, 401);
  const context = await browser.newContext({ httpCredentials: { username: "anybody", password: "0123456789abcdef0123" } });
  const page = await context.newPage();
  await page.goto(address);
  assert.match(await page.locator("h1").innerText(), /Who said what/);
  await context.close();
  guarded.child.kill("SIGTERM");
  const code = await new Promise((resolve) => guarded.child.on("exit", resolve));
  assert.equal(code, 0, "it stops when told to");
});

/** What `ask` comes to; a connection that fails is tried again, since a busy machine may drop one. */
async function patiently(ask, tries = 5) {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (--tries === 0) throw new Error(`${error.message}: ${error.cause?.message}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

/** The pictures of the README, from the repository's own samples. */
async function pictures() {
  const samples = serve(join(folder, "samples.db"));
  const address = await samples.url;
  const page = await (await browser.newContext({ viewport: { width: 1180, height: 760 }, deviceScaleFactor: 1 })).newPage();
  page.setDefaultTimeout(60000);
  for (const [name, outlet, published] of [["relay-minister", "Harbour Gazette", "2024-06-15"], ["labels-campaign", "City Weekly", "2024-09-20"], ["unnamed-merger", "Market Wire", "2024-05-24"], ["denials-vaccine", "City Weekly", "2023-09-14"], ["court-ledger", "Harbour Gazette", "2024-03-12"], ["wire-bridge", "Market Wire", "2025-02-11"]]) {
    const [title, ...rest] = readFileSync(join(root, "samples", `${name}.txt`), "utf8").split("\n");
    const answer = await page.goto(address);
    assert.equal(answer.status(), 200, `the first page: ${await page.locator("body").innerText()}`);
    await page.locator("#text").fill(rest.join("\n").trim());
    await page.getByText("Headline, outlet, date").click();
    await page.getByLabel("Headline").fill(title);
    await page.getByLabel("Outlet").fill(outlet);
    await page.getByLabel("Published").fill(published);
    await page.getByRole("button", { name: "Read it" }).click();
    await page.waitForURL(/\/readings\//);
    await page.getByRole("button", { name: "Keep in the archive" }).click();
    await page.waitForURL(/\/documents\//);
    if (name === "relay-minister") {
      await page.locator(".text .m.content").nth(3).hover();
      await page.screenshot({ path: join(root, "docs/images/article.png") });
    }
  }
  await page.goto(`${address}/outlets`);
  await page.screenshot({ path: join(root, "docs/images/outlets.png") });
  samples.child.kill("SIGTERM");
}

let failed = 0;
try {
  const only = process.argv.slice(2).find((argument) => !argument.startsWith("--"));
  for (const [name, run] of tests) {
    if (only && !name.includes(only)) continue;
    wrong = [];
    const page = await open();
    try {
      await run(page);
      assert.deepEqual(wrong, []);
      console.log(`ok    ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAIL  ${name}\n${error.message}\n${(error.stack ?? "").split("\n").find((line) => line.includes("test.mjs")) ?? ""}${wrong.length ? `\nbesides: ${wrong.join("\n")}` : ""}`);
      await page.screenshot({ path: join(artefacts, `failed-${name.replaceAll(/\W+/g, "-")}.png`) }).catch(() => {});
    }
    await page.context().close();
  }
  if (process.argv.includes("--pictures")) await pictures();
} finally {
  await browser.close();
  server.child.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
}
console.log(failed ? `${failed} of ${tests.length} failed` : "all went well");
process.exit(failed ? 1 : 0);
