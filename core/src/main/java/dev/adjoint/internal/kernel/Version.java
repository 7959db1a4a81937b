package dev.adjoint.internal.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The version of this library, which the build writes into a file. */
final class Version {
  static final String OF_THIS = read();

  private Version() {}

  private static String read() {
    try (var file = Version.class.getResourceAsStream("/dev/adjoint/version")) {
      return new String(Objects.requireNonNull(file, "version").readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
