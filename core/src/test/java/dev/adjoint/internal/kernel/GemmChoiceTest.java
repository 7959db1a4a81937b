package dev.adjoint.internal.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import dev.adjoint.Adjoint;
import dev.adjoint.ChildJvm;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A native library that is missing or broken costs speed and one line in the log, never a failure. */
class GemmChoiceTest {

  @Test
  void ejmlCanBeForced() {
    assertEquals("EJML", GemmChoice.choose("ejml").describe());
  }

  @Test
  void aMissingLibraryIsReplaced() {
    assertEquals("EJML", GemmChoice.choose("/nowhere/libblas.so").describe());
  }

  @Test
  void aCorruptLibraryIsReplaced(@TempDir Path folder) throws IOException {
    var corrupt = Files.writeString(folder.resolve("libopenblas.so.0"), "this is no library");
    assertEquals("EJML", GemmChoice.choose(corrupt.toString()).describe());
  }

  @Test
  void aTruncatedLibraryIsReplaced(@TempDir Path folder) throws IOException {
    byte[] whole = Files.readAllBytes(Path.of(NativeLibrary.bundled().source()));
    var half = Files.write(folder.resolve("libopenblas.so.0"), Arrays.copyOf(whole, whole.length / 2));
    assertEquals("EJML", GemmChoice.choose(half.toString()).describe());
  }

  @Test
  void aLibraryWithoutProductsIsReplaced() {
    // Java's own, which is there on every platform.
    var jvm = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("java"));
    assertEquals("EJML", GemmChoice.choose(jvm.toString()).describe());
  }

  @Test
  void aLibraryCanBeNamedByItsPath() {
    var bundled = NativeLibrary.bundled().source();
    assertEquals("CBLAS in " + bundled, GemmChoice.choose(bundled).describe());
  }

  @Test
  void aClassPathWithoutTheLibraryWorksAndSaysSoOnce() {
    String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("openblas") && !entry.contains("javacpp"))
        .collect(Collectors.joining(File.pathSeparator));
    var lines = ChildJvm.run(Child.class, path, List.of("-Dadjoint.gemm=openblas")).lines().toList();
    assertEquals(1, lines.stream().filter(line -> line.contains("EJML multiplies instead")).count(), lines::toString);
    assertTrue(lines.contains("matrix product: EJML"), lines::toString);
    assertTrue(lines.contains("19.0"), lines::toString);
  }

  @Test
  void thePropertyForcesTheChoice() {
    var lines = ChildJvm.run(Child.class, "-Dadjoint.gemm=ejml").lines().toList();
    assertTrue(lines.contains("matrix product: EJML"), lines::toString);
    assertTrue(lines.contains("19.0"), lines::toString);
  }

  /** Describes the JVM and multiplies, twice. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      System.out.println(Adjoint.describe());
      for (int i = 0; i < 2; i++) {
        var x = Tensor.of(new double[][]{{1, 2}, {3, 4}});
        System.out.println(x.matmul(Tensor.of(new double[][]{{1, 2}, {3, 4}})).select(0, 1).select(0, 1).item() - 3);
      }
    }
  }
}
