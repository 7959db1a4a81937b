package dev.adjoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** README's first project is the one in docs/starter, is of this version, and prints what README says. */
class StarterTest {
  private static final Path POM = Path.of("../docs/starter/pom.xml");
  private static final Path MAIN = Path.of("../docs/starter/src/main/java/Main.java");

  private static void assertReadmeHas(String block) throws IOException {
    var readme = Files.readString(Path.of("../README.md"));
    var part = readme.substring(readme.indexOf("## Use it"), readme.indexOf("## Read on"));
    assertTrue(part.contains(block), () -> block + "is not in\n" + part);
  }

  @Test
  void readmeQuotesTheFiles() throws IOException {
    assertReadmeHas("```xml\n" + Files.readString(POM) + "```\n");
    assertReadmeHas("```java\n" + Files.readString(MAIN) + "```\n");
  }

  @Test
  void theProjectIsOfThisVersion() throws IOException {
    try (var version = Adjoint.class.getResourceAsStream("version")) {
      var element = "<adjoint.version>" + new String(version.readAllBytes(), StandardCharsets.UTF_8).strip()
          + "</adjoint.version>";
      assertTrue(Files.readString(POM).contains(element), element);
    }
  }

  @Test
  void theProgramPrintsWhatReadmeSays() throws IOException {
    assertReadmeHas("```\n" + ChildJvm.run(MAIN) + "```\n");
  }
}
