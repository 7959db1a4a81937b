package dev.adjoint.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What an example prints. */
final class Console {
  private Console() {}

  static String of(Runnable example) {
    var written = new ByteArrayOutputStream();
    var before = System.out;
    System.setOut(new PrintStream(written, true, UTF_8));
    try {
      example.run();
    } finally {
      System.setOut(before);
    }
    return written.toString(UTF_8);
  }
}
