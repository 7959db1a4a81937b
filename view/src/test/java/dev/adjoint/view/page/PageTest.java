package dev.adjoint.view.page;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a reader sees who opens a page in a browser. */
class PageTest {
  private static final int TOLERANCE = 1; // pixels

  private static Browser browser;

  @TempDir
  private Path folder;

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void desktop() {
    if (browser == null) { // not before all of them, so that each is counted as skipped where there is none
      browser = Browser.start();
    }
    browser.resize(1280, 800);
    browser.prefer("light");
  }

  @AfterEach
  void nothingWentWrong() {
    if (browser != null) {
      browser.assertNothingOnTheConsole();
    }
  }

  private void open(Page page) {
    var file = folder.resolve("page.html");
    page.write(file);
    browser.open(file);
  }

  private static String node(int n, String line) {
    return browser.find(".sheet:not([hidden]) [data-node='" + n + "'] ." + line).isDisplayed()
        ? browser.text(".sheet:not([hidden]) [data-node='" + n + "'] ." + line)
        : "";
  }

  private static List<String> values(String line, int... nodes) {
    return java.util.Arrays.stream(nodes).mapToObj(n -> node(n, line)).toList();
  }

  @Test
  void theExpressionOfTheLecturesIsSteppedThroughWithTheKeyboard() {
    open(Page.of("(x + y) z", Graphs.expression()));
    assertEquals("1 / 6", browser.text("#count"));
    assertEquals(List.of("-2", "5", "", "-4", ""), values("value", 0, 1, 2, 3, 4));

    browser.press(Keys.ARROW_RIGHT);
    assertEquals("q = x + y = -2 + 5 = 3", browser.text("#panel .formulas p"));
    assertEquals("3", node(2, "value"));
    browser.press(Keys.ARROW_RIGHT);
    assertEquals("f = q · z = 3 · (-4) = -12", browser.text("#panel .formulas p"));
    assertEquals(List.of("", "", "", "", ""), values("gradient", 0, 1, 2, 3, 4));
    browser.screenshot("expression-forward");

    browser.press(Keys.ARROW_RIGHT);
    assertEquals("1", browser.text("#gradient"));
    assertEquals(List.of("", "", "", "", "∇ 1"), values("gradient", 0, 1, 2, 3, 4));

    browser.press(Keys.ARROW_RIGHT);
    var handedOn = browser.texts("#handed-on p");
    assertTrue(handedOn.get(0).startsWith("∂f/∂q = ∂f/∂f · ∂f/∂q = 1 · (-4) = -4\n"), handedOn::toString);
    assertTrue(handedOn.get(1).startsWith("∂f/∂z = ∂f/∂f · ∂f/∂z = 1 · 3 = 3\n"), handedOn::toString);
    assertTrue(handedOn.get(0).endsWith("upstream ∂f/∂f = 1, local ∂f/∂q = -4"), handedOn::toString);
    assertEquals(List.of("", "", "∇ -4", "∇ 3", "∇ 1"), values("gradient", 0, 1, 2, 3, 4));

    browser.press(Keys.ARROW_RIGHT);
    assertTrue(browser.texts("#handed-on p").getFirst().startsWith("∂f/∂x = ∂f/∂q · ∂q/∂x = -4 · 1 = -4\n"));
    assertEquals(List.of("∇ -4", "∇ -4", "∇ -4", "∇ 3", "∇ 1"), values("gradient", 0, 1, 2, 3, 4));
    assertEquals("6 / 6", browser.text("#count"));
    assertTrue(browser.text("#spoken").contains("backward: q hands its gradient on"), browser.text("#spoken"));
    browser.screenshot("expression-backward");

    browser.press(Keys.ARROW_LEFT, Keys.ARROW_LEFT);
    assertEquals(List.of("", "", "", "", "∇ 1"), values("gradient", 0, 1, 2, 3, 4));
    browser.press(Keys.HOME);
    assertEquals(List.of("-2", "5", "", "-4", ""), values("value", 0, 1, 2, 3, 4));
  }

  @Test
  void anOperationOfSeveralResultsHandsTheirGradientsOn() {
    open(Page.of("several", Graphs.several()));
    browser.press(Keys.END);
    assertEquals("∇ [-2.444, -0.4444, 7.556]", node(0, "gradient"));
    browser.find("[data-node='1']").click();
    assertEquals(List.of("v₁[0] = [3] ∇ [4.667]", "v₁[1] = [4.667] ∇ [3]"),
        browser.texts("#panel p.fact").subList(1, 3));
  }

  @Test
  void fanOutIsASum() {
    open(Page.of("fan-out", Graphs.fanOut()));
    browser.press(Keys.END);
    browser.find("[data-node='0']").click();
    var formulas = browser.texts("#panel .formulas p");
    var sum = formulas.stream().filter(f -> f.endsWith("the sum over its 3 uses")).findFirst().orElseThrow();
    assertTrue(sum.startsWith("∂f/∂x = ∂f/∂a · ∂a/∂x + ∂f/∂b · ∂b/∂x + ∂f/∂f · ∂f/∂x = 1 · 4 + 1 · 3 + 1 · 1 = 8\n"),
        sum);
    assertTrue(formulas.stream().anyMatch(f -> f.startsWith("∂f/∂b · ∂b/∂x = 1 · 3 = 3\nthrough b")),
        formulas::toString);
    browser.screenshot("fan-out");
    browser.press(Keys.ARROW_LEFT, Keys.ARROW_LEFT);
    browser.find("[data-node='0']").click();
    assertTrue(browser.text("#panel").contains("1 of 3 terms are here"), browser.text("#panel"));
  }

  @Test
  void theTraceIsATableInStepWithTheGraph() {
    open(Page.of("(x + y) z", Graphs.expression()));
    browser.find(".trace summary").click();
    browser.press(Keys.END);
    assertEquals(List.of("1", "x = -2", "∂f/∂x = ∂f/∂q · ∂q/∂x = -4 · 1 = -4"), browser.texts("tr[data-node='0'] td"));
    browser.screenshot("trace");
  }

  @Test
  void largeTensorsAreHeatMapsAndHistograms() {
    open(Page.of("network", Graphs.network(3)));
    browser.press(Keys.END);
    assertEquals(List.of("weights", "bias"), List.of(node(1, "formula"), node(3, "formula")));
    browser.find("[data-node='1']").click();
    assertEquals(2, browser.texts("#panel figure canvas").size());
    assertEquals(2, browser.texts("#panel figure svg").size());
    assertTrue(browser.texts("#panel figcaption").stream()
        .allMatch(c -> c.matches("(?s)min -?\\S+\\s+mean -?\\S+\\s+max \\S+")));
    // blue, red and nearly white cells
    assertTrue((Long) browser.run("""
        const c = document.querySelector('#panel canvas');
        const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        return new Set(Array.from({length: d.length / 4}, (_, i) => d.slice(4 * i, 4 * i + 3).join())).size""") > 50);
    browser.screenshot("network");
  }

  @Test
  void layersAreCollapsedAndExpanded() {
    open(Page.of("network", Graphs.network(3)));
    int all = shown();
    double height = height();
    browser.find("#collapse").click();
    assertEquals(6, browser.texts(".frame.closed").size());
    assertEquals(all - 3 * 5, shown());
    assertTrue(height() < 0.5 * height, () -> height() + " of " + height);
    assertEquals(0, outOfLine(".frame.closed"), TOLERANCE);
    assertEquals(List.of(), faults());
    browser.screenshot("collapsed");
    browser.find(".frame[data-group='2']").click();
    assertEquals(all - 3 * 5 + 4, shown());
    assertEquals(List.of(), faults());
    browser.screenshot("one-open");
    browser.press("c");
    assertEquals(all, shown());
    assertEquals(height, height(), TOLERANCE);
    browser.find(".frame[data-group='2'] text").click();
    assertEquals(all - 4, shown());
    assertEquals(List.of(), faults());
    browser.screenshot("one-closed");
  }

  /** How far the centres of boxes are from a vertical line. */
  private static double outOfLine(String boxes) {
    return ((Number) browser.run("""
        const centres = [...document.querySelectorAll(arguments[0] + ' rect')].map(e => e.getBoundingClientRect())
          .map(r => (r.left + r.right) / 2);
        return Math.max(...centres) - Math.min(...centres)""", boxes)).doubleValue();
  }

  /** Groups within groups, opened and closed in any order. */
  @Test
  void whateverIsOpenIsDrawnWell() {
    open(Page.of("residual", Graphs.residual(3)));
    assertEquals(List.of(), faults());
    var random = new Random(1);
    for (int i = 0; i < 30; i++) {
      browser.run(
          """
              const frames = [...document.querySelectorAll('.frame:not([hidden])')];
              frames[Math.floor(arguments[0] * frames.length)].dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}))""",
          random.nextDouble());
      int step = i;
      assertEquals(List.of(), faults(), () -> "step " + step + ": open " + browser.run(
          "return [...document.querySelectorAll('.frame:not(.closed):not([hidden])')].map(f => f.textContent)"));
      if (i % 10 == 9) {
        browser.press("0");
        browser.screenshot("residual-" + i);
      }
    }
  }

  /**
   * What is wrong with the drawing: boxes that cover each other or stand out of their groups, edges that do not lead from box to
   * box, are not of vertical and horizontal pieces, or run through a box that they do not belong to.
   */
  private static Object faults() {
    return browser.run(
        """
                const facts = JSON.parse(document.getElementById('data').textContent)[0];
                const shown = e => e && !e.hasAttribute('hidden');
                const rect = e => {
                  const r = e.querySelector('rect');
                  const [, x = 0, y = 0] = /translate\\(([-.\\d]+) ([-.\\d]+)\\)/.exec(e.getAttribute('transform') ?? '') ?? [];
                  const [left, top] = [Number(x) + Number(r.getAttribute('x') ?? 0), Number(y) + Number(r.getAttribute('y') ?? 0)];
                  return {left, top, right: left + Number(r.getAttribute('width')), bottom: top + Number(r.getAttribute('height'))};
                };
                const node = n => document.querySelector(`.node[data-node='${n}']`);
                const frame = g => document.querySelector(`.frame[data-group='${g}']`);
                const closedAround = n => {
                  let found = node(n);
                  for (let g = facts.nodes[n].group; g >= 0; g = facts.groups[g].parent) {
                    found = frame(g).classList.contains('closed') ? frame(g) : found;
                  }
                  return found;
                };
                const isIn = (n, group) => {
              let g = facts.nodes[n].group;
              while (g >= 0 && g !== group) {
                g = facts.groups[g].parent;
              }
              return g >= 0;
            };
            const faults = [];
                const name = e => e.querySelector('text').textContent;
                const leaves = [...document.querySelectorAll('.node, .frame.closed')].filter(shown);
                leaves.forEach((a, i) => leaves.slice(i + 1).forEach(b => {
                  const [p, q] = [rect(a), rect(b)];
                  if (p.left < q.right && q.left < p.right && p.top < q.bottom && q.top < p.bottom) {
                    faults.push(`${name(a)} covers ${name(b)}`);
                  }
                }));
                const within = (e, g) => {
                  const [p, q] = [rect(e), rect(frame(g))];
                  if (!(p.left > q.left && p.right < q.right && p.top > q.top && p.bottom < q.bottom)) {
                    faults.push(`${name(e)} is out of ${name(frame(g))}`);
                  }
                };
                facts.nodes.forEach((n, i) => shown(node(i)) && n.group >= 0 && within(node(i), n.group));
                facts.groups.forEach((g, i) => shown(frame(i)) && g.parent >= 0 && within(frame(i), g.parent));
                [...document.querySelectorAll('.edge')].forEach((edge, e) => {
                  const [a, b] = [closedAround(facts.edges[e].from), closedAround(facts.edges[e].to)];
                  if ((a === b) === shown(edge)) {
                    faults.push(`the edge ${name(a)} ${name(b)} is ${shown(edge) ? '' : 'not '}shown`);
                  }
                  if (!shown(edge)) {
                    return;
                  }
                  const points = edge.getAttribute('d').slice(1).split('L').map(p => p.split(' ').map(Number));
                  const touches = ([x, y], r, side) => Math.abs(y - r[side]) < .2 && x > r.left && x < r.right;
                  if (!touches(points[0], rect(a), 'bottom') || !touches(points.at(-1), rect(b), 'top')) {
                    faults.push(`an edge misses ${name(a)} or ${name(b)}`);
                  }
                  points.slice(1).forEach(([x, y], i) => {
                    const [x0, y0] = points[i];
                    if (Math.abs(x - x0) > .2 && Math.abs(y - y0) > .2) {
                      faults.push(`the edge ${name(a)} ${name(b)} is oblique`);
                    }
                    const strangers = [...document.querySelectorAll('.frame:not(.closed)')].filter(shown)
                  .filter(f => ![facts.edges[e].from, facts.edges[e].to].some(n => isIn(n, Number(f.dataset.group))));
                [...leaves, ...strangers].filter(l => {
                      const r = rect(l);
                      return Math.min(x, x0) < r.right - 1 && Math.max(x, x0) > r.left + 1
                        && Math.min(y, y0) < r.bottom - 1 && Math.max(y, y0) > r.top + 1;
                    }).forEach(l => faults.push(`the edge ${name(a)} ${name(b)} runs through ${name(l)}`));
                  });
                });
                return faults""");
  }

  @Test
  void theKeyboardStaysWhereItWas() {
    open(Page.of("network", Graphs.network(3)));
    browser.find("[data-node='2']").click();
    browser.press("c");
    assertEquals("0", browser.run("return document.activeElement.dataset.group")); // the layer around the node
    assertTrue(browser.find(".frame[data-group='0']").getAttribute("class").contains("current"));
    var before = browser.find(".frame[data-group='0'] text").getRect();
    browser.press(Keys.ENTER);
    assertEquals("0", browser.run("return document.activeElement.dataset.group"));
    assertEquals("true", browser.find(".frame[data-group='0']").getAttribute("aria-expanded"));
    var after = browser.find(".frame[data-group='0'] text").getRect();
    assertEquals(before.x, after.x, TOLERANCE);
    assertEquals(before.y, after.y, TOLERANCE);
  }

  private static int shown() {
    return ((Number) browser.run("return document.querySelectorAll('.node:not([hidden])').length")).intValue();
  }

  private static double height() {
    return ((Number) browser.run("return document.querySelector('.view').getBBox().height")).doubleValue();
  }

  @Test
  void noTextIsWiderThanItsBox() {
    for (var graph : List.of(Graphs.expression(), Graphs.network(2), Graphs.hostile())) {
      open(Page.of("widths", graph));
      browser.press(Keys.END);
      assertEquals(List.of(), browser.run("""
          return [...document.querySelectorAll('.node')].flatMap(n => [...n.querySelectorAll('text')]
            .filter(t => t.getBBox().width > n.querySelector('rect').getBBox().width - 4).map(t => t.textContent))"""));
      assertEquals(List.of(), browser.run("""
          return [...document.querySelectorAll('.frame')].filter(f => f.querySelector('text').getBBox().width
            > f.querySelector('rect').getBBox().width - 12).map(f => f.textContent)"""));
      assertEquals(List.of(), faults());
    }
  }

  @Test
  void searchMarksAndGoesThere() {
    open(Page.of("network", Graphs.network(3)));
    browser.press("/", "weights", Keys.ENTER);
    assertEquals(3, ((Number) browser.run("return document.querySelectorAll('.node.found').length")).intValue());
    assertEquals("3 found", browser.text("#found"));
    assertEquals("weights", browser.text("#panel h2"));
    browser.press(Keys.ENTER);
    assertEquals("weights₂", browser.text("#panel h2"));
    assertTrue((Boolean) browser.run("""
        const box = document.querySelector('.node.current').getBoundingClientRect();
        const canvas = document.querySelector('.canvas').getBoundingClientRect();
        return box.top >= canvas.top && box.bottom <= canvas.bottom"""));
    browser.press(Keys.ESCAPE, "?");
    assertTrue(browser.find("#keys").isDisplayed());
  }

  @Test
  void contentIsText() {
    open(Page.titled(Graphs.HOSTILE).with(Graphs.HOSTILE, Graphs.hostile()).with("other", Graphs.expression()));
    browser.press(Keys.END);
    String shown = Graphs.HOSTILE.replace('\u0001', ' ');
    assertEquals(Graphs.HOSTILE.replace('\u0001', '\uFFFD'), browser.run("return document.title"));
    browser.find("[data-node='0']").click();
    assertEquals(shown, browser.run("return document.querySelector('#panel h2').textContent"));
    assertEquals(2L, browser.run("return document.scripts.length"));
    assertEquals(0L, browser.run("return document.querySelectorAll('body b:not(.amount):not(.adjoint)').length"));
    browser.screenshot("hostile");
  }

  @Test
  void aPageWithoutGraphsSaysSo() {
    var e = assertThrows(IllegalStateException.class, () -> Page.titled("empty").html());
    assertTrue(e.getMessage().contains("'empty'"), e.getMessage());
  }

  @Test
  void aProgramIsSeenBeforeAndAfterFusion() {
    open(Graphs.fusion());
    assertTrue(browser.texts(".node .formula").stream().anyMatch(t -> t.contains("tanh")));
    browser.screenshot("traced");
    browser.find("#sheet").sendKeys("program");
    assertEquals(List.of("input 0", "input 1", "step 1", "step 2", "step 3", "step 4"),
        browser.texts(".node .formula"));
    browser.press(Keys.TAB);
    browser.screenshot("program");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void aPhoneShowsGraphAndPanelWithoutScrollingSideways(String scheme) {
    browser.resize(390, 844);
    browser.prefer(scheme);
    open(Page.of("network", Graphs.network(2)));
    browser.press(Keys.END);
    assertTrue((Boolean) browser.run("return document.documentElement.scrollWidth <= innerWidth"));
    for (String part : List.of(".canvas", "#panel", "#next", "#search")) {
      assertTrue((Boolean) browser.run("""
          const b = document.querySelector(arguments[0]).getBoundingClientRect();
          return b.left >= 0 && b.right <= innerWidth + 1 && b.top < innerHeight - 30 && b.height > 20""", part), part);
    }
    browser.screenshot("phone-" + scheme);
  }

  @Test
  void darkIsAChoice() {
    open(Page.of("network", Graphs.network(2)));
    browser.press(Keys.END);
    String light = (String) browser.run("return getComputedStyle(document.body).backgroundColor");
    browser.find("#theme").click();
    assertFalse(light.equals(browser.run("return getComputedStyle(document.body).backgroundColor")));
    browser.screenshot("dark");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void theRulesOfAccessibilityHold(String scheme) {
    browser.prefer(scheme);
    open(Page.of("network", Graphs.network(2)));
    browser.press(Keys.END);
    browser.find(".trace summary").click();
    assertEquals(List.of(), browser.accessibilityViolations());
  }

  @Test
  void aThousandNodesAreSteppedThrough() {
    open(Page.of("deep", Graphs.network(200)));
    assertTrue(shown() > 1000);
    browser.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.END);
    Object milliseconds = browser.run("""
        const start = performance.now();
        for (let i = 0; i < 20; i++) document.querySelector('#back').click();
        return (performance.now() - start) / 20""");
    System.out.println("a step in a graph of 1,000 nodes: " + milliseconds + " ms");
    browser.screenshot("thousand");
  }
}
