package dev.adjoint.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The command line. */
class ExamplesTest {
  @TempDir
  private Path folder;

  private final StringWriter errors = new StringWriter();
  private int exitCode;

  private String run(String... args) {
    var command = new CommandLine(new Examples()).setErr(new PrintWriter(errors));
    return Console.of(() -> exitCode = command.execute(args));
  }

  @Test
  void digitsAreReadAndTheLearningCurveDrawn() throws IOException {
    var curve = folder.resolve("curve.png");
    String output = run("digits", "--epochs", "8", "--curve", curve.toString(), "--pages", folder.toString());
    assertEquals(0, exitCode, errors::toString);
    var accuracy = Pattern.compile("test accuracy: (\\d\\.\\d{4})").matcher(output);
    assertTrue(accuracy.find() && Double.parseDouble(accuracy.group(1)) >= 0.95, output);
    assertTrue(output.contains("epoch 8: loss ") || output.contains("100%"), output);
    assertTrue(output.contains("true\\said"), output);
    assertTrue(output.contains("learning curve: " + curve.toAbsolutePath()), output);
    assertEquals(2 * 560, ImageIO.read(curve.toFile()).getWidth());
    assertTrue(Files.readString(folder.resolve("digits-report.html")).contains("finished after 8 epochs"));
    assertTrue(Files.readString(folder.resolve("digits.html")).contains("softmaxCrossEntropy"));
  }

  @Test
  void anExampleIsRunByItsName() {
    assertTrue(run("expression", "--pages", folder.toString()).contains("f = q · z = -12"));
    assertEquals(0, exitCode);
  }

  @Test
  void pagesGoToAFolderThatIsMadeForThem() throws IOException {
    var pages = folder.resolve("pages");
    assertTrue(run("xor", "--pages", pages.toString()).contains("page: " + pages.resolve("xor.html").toAbsolutePath()));
    try (var files = Files.list(pages)) {
      assertEquals(Set.of("xor.html", "xor-report.html"), files.map(f -> f.getFileName().toString()).collect(toSet()));
    }
  }

  @Test
  void anUnknownNameIsAnErrorWithTheUsage() {
    run("sudoku");
    assertNotEquals(0, exitCode);
    for (String expected : new String[]{"sudoku", "Usage:", "digits", "expression", "gradient-check", "regression",
        "spam", "xor"}) {
      assertTrue(errors.toString().contains(expected), errors::toString);
    }
  }

  @Test
  void anUnknownOptionIsAnErrorThatNamesTheNearestOne() {
    run("digits", "--epoch", "many");
    assertNotEquals(0, exitCode);
    assertTrue(errors.toString().contains("'--epoch'") && errors.toString().contains("--epochs"), errors::toString);
  }

  @Test
  void aFailureOfAnExampleIsAFailureOfTheCommand() {
    run("digits", "--epochs", "1", "--pages", folder.toString(), "--curve",
        folder.resolve("missing").resolve("curve.png").toString());
    assertNotEquals(0, exitCode);
  }

  /** In a process of its own, since the picture goes to the working folder. */
  @Test
  void withoutANameAFailureOfDigitsIsAFailureOfTheCommandToo() throws Exception {
    // A folder is where the picture should go.
    Files.createDirectory(folder.resolve("learning-curve.png"));
    var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), Examples.class.getName())
        .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(folder.resolve("output.txt").toFile())
        .start();
    assertNotEquals(0, process.waitFor());
    assertTrue(Files.readString(folder.resolve("output.txt")).contains("true\\said"));
  }
}
