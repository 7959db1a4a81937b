package dev.adjoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A JVM of its own, for what is fixed when a JVM starts: the class path, properties, the size of the common pool. */
public final class ChildJvm {

  private ChildJvm() {}

  /** What a main class prints with this class path and these options; fails unless it ends well. */
  public static String run(Class<?> main, String classPath, List<String> options) {
    return run(main.getName(), classPath, options);
  }

  /** The same with the class path of this JVM, and with native access. */
  public static String run(Class<?> main, String... options) {
    return run(main.getName(), System.getProperty("java.class.path"),
        Stream.concat(Stream.of("--enable-native-access=ALL-UNNAMED"), Stream.of(options)).toList());
  }

  /** The same of a source file. */
  static String run(Path source) {
    return run(source.toString(), System.getProperty("java.class.path"),
        List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=off"));
  }

  private static String run(String main, String classPath, List<String> options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath));
    command.addAll(options);
    command.add(main);
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), output);
      return output;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
