package dev.adjoint.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Files that say what is expected; {@code -Dgolden.write=true} writes them anew, for people to read the difference. */
final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/dev/adjoint/view");

  private Golden() {}

  static void assertIs(String file, String text) {
    var path = FOLDER.resolve(file);
    try {
      if (Boolean.getBoolean("golden.write")) {
        Files.createDirectories(FOLDER);
        Files.writeString(path, text);
      }
      assertEquals(Files.readString(path), text, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
