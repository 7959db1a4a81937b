package dev.adjoint.view.page;

import java.nio.file.Path;
import java.util.List;

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
    assertTrue(height() < 0.7 * height, () -> height() + " of " + height);
    assertEquals(0, overlaps());
    browser.screenshot("collapsed");
    browser.find(".frame[data-group='0']").click();
    assertEquals(all - 3 * 5 + 4, shown());
    assertEquals(0, overlaps());
    browser.press("c");
    assertEquals(all, shown());
    assertEquals(height, height(), TOLERANCE);
  }

  private static int shown() {
    return ((Number) browser.run("return document.querySelectorAll('.node:not([hidden])').length")).intValue();
  }

  private static double height() {
    return ((Number) browser.run("return document.querySelector('.view').getBBox().height")).doubleValue();
  }

  /** How many pairs of boxes cover each other: nodes, and closed groups. */
  private static long overlaps() {
    return (Long) browser.run("""
        const boxes = [...document.querySelectorAll('.node:not([hidden]) rect, .frame.closed:not([hidden]) rect')]
          .map(e => e.getBoundingClientRect());
        return boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b => a.left < b.right - 1 && b.left < a.right - 1
          && a.top < b.bottom - 1 && b.top < a.bottom - 1)).length""");
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
      assertEquals(0, overlaps());
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
