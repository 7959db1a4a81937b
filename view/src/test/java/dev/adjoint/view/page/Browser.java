package dev.adjoint.view.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

/** A headless Chromium with a page open. Screenshots go to target/screenshots, for people to look at. */
final class Browser implements AutoCloseable {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private static final String MISSING = "skipped: Chromium and its driver are not installed "
      + "(apt-get install chromium chromium-driver), so no page was opened";

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Skips the test where Chromium or its driver is not installed. */
  static Browser start() {
    var chromium = installed("chromium", "chromium-browser", "google-chrome");
    var chromedriver = installed("chromedriver");
    if (chromium.isEmpty() || chromedriver.isEmpty()) {
      System.out.println(MISSING); // Surefire keeps the reason of a skipped test to itself
      abort(MISSING);
    }
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    var options = new ChromeOptions().setBinary(chromium.getFirst().toFile()).addArguments("--headless=new",
        "--no-sandbox",
        "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--force-device-scale-factor=1");
    options.setCapability("goog:loggingPrefs", logs);
    return new Browser(new ChromeDriver(
        new ChromeDriverService.Builder().usingDriverExecutable(chromedriver.getFirst().toFile()).build(), options));
  }

  private static List<Path> installed(String... programs) {
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
        .flatMap(folder -> Stream.of(programs).map(program -> Path.of(folder, program)))
        .filter(Files::isExecutable).toList();
  }

  void open(Path page) {
    driver.get(page.toUri().toString());
  }

  /** The size of what is seen of the page, which a window narrower than 500 pixels needs a trick for. */
  void resize(int width, int height) {
    driver.manage().window().setSize(new Dimension(Math.max(500, width), height));
    driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
        java.util.Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
  }

  void prefer(String scheme) {
    driver.executeCdpCommand("Emulation.setEmulatedMedia", java.util.Map.of("features",
        List.of(java.util.Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  void press(CharSequence... keys) {
    for (var key : keys) {
      new Actions(driver).sendKeys(key).perform();
    }
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  /** The texts of the elements that can be seen. */
  List<String> texts(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream().filter(WebElement::isDisplayed)
        .map(WebElement::getText)
        .toList();
  }

  String text(String selector) {
    return find(selector).getText();
  }

  /** Waits until an element has this text, on a page that may be loading itself anew at any moment. */
  void await(String selector, String text) {
    await(() -> {
      try {
        return text(selector).equals(text);
      } catch (WebDriverException _) { // between two pages
        return false;
      }
    });
  }

  /** Waits for something that comes soon. */
  static void await(BooleanSupplier condition) {
    for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
      LockSupport.parkNanos(100_000_000);
    }
    assertTrue(condition.getAsBoolean(), "nothing came in 20 s");
  }

  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  void screenshot(String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What breaks a rule of WCAG 2.2 that a program can check. */
  Object accessibilityViolations() {
    try (var axe = Browser.class.getResourceAsStream("/axe.min.js")) {
      run(new String(axe.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return run(
        """
            return axe.run().then(result => result.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target} ${n.failureSummary}`)))""");
  }

  void assertNothingOnTheConsole() {
    assertEquals(List.of(),
        driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage).toList());
  }

  @Override
  public void close() {
    driver.quit();
  }
}
