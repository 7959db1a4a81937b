package dev.adjoint.testkit.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The page on testing shows code that exists, and what jqwik prints for it. */
class DocumentationTest {

  /** That the page has these lines, wherever they begin. */
  private static void assertShown(String text) throws IOException {
    assertTrue(lines(Files.readString(Path.of("../docs/testing.md"))).contains(lines(text)), text);
  }

  private static String lines(String text) {
    return text.strip().lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  private static String source(String name, String from) throws IOException {
    var source = Files.readString(Path.of("src/test/java/dev/adjoint/testkit/page", name));
    return source.substring(source.indexOf(from), source.lastIndexOf('}'));
  }

  @Test
  void theCodeIsOnThePage() throws IOException {
    assertShown(source("Swish.java", "record Swish"));
    assertShown(source("SwishProperties.java", "@Property"));
  }

  @Test
  void theCounterexampleIsWhatJqwikPrints(@TempDir Path folder) throws IOException {
    var reports = new ArrayList<String>();
    var request = LauncherDiscoveryRequestBuilder.request()
        .selectors(DiscoverySelectors.selectClass(SwishProperties.class))
        .configurationParameter("jqwik.reporting.usejunitplatform", "true")
        .configurationParameter("jqwik.database", folder.resolve("database").toString()).build(); // which remembers samples
    LauncherFactory.create().execute(request, new TestExecutionListener() {
      @Override
      public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        reports.addAll(entry.getKeyValuePairs().values());
      }

      @Override
      public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        result.getThrowable().ifPresent(error -> reports.add(error.getMessage()));
      }
    });
    assertEquals(2, reports.size());
    var report = reports.stream().filter(text -> text.contains("Shrunk Sample")).findFirst().orElseThrow();
    assertShown(report.substring(report.indexOf("Shrunk Sample"), report.indexOf("Original Sample")));
    var error = reports.stream().filter(text -> !text.equals(report)).findFirst().orElseThrow();
    assertShown(error.substring(error.indexOf("first derivative")));
  }
}
