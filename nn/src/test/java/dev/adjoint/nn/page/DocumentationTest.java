package dev.adjoint.nn.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** The page on networks shows programs that exist, and what they print. */
class DocumentationTest {

  /** That the page has a program, from its first import on, and right behind it what it prints. */
  private static void assertShown(String name, Runnable main) throws IOException {
    var source = Files.readString(Path.of("src/test/java/dev/adjoint/nn/page", name + ".java"));
    var shown = "```java\n" + source.substring(source.indexOf("import ")).replace("public final class", "public class")
        + "```\n\n```\n" + printed(main) + "```\n";
    assertTrue(Files.readString(Path.of("../docs/networks.md")).contains(shown), shown);
  }

  private static String printed(Runnable main) {
    var bytes = new ByteArrayOutputStream();
    var out = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      main.run();
    } finally {
      System.setOut(out);
    }
    return bytes.toString(StandardCharsets.UTF_8).replaceAll(" +\n", "\n");
  }

  @Test
  void theFirstNetworkIsOnThePage() throws IOException {
    assertShown("FirstNetwork", () -> FirstNetwork.main(new String[0]));
  }

  @Test
  void theOwnLoopIsOnThePage() throws IOException {
    assertShown("OwnLoop", () -> OwnLoop.main(new String[0]));
  }
}
