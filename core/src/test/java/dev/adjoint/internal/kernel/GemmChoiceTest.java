package dev.adjoint.internal.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.adjoint.Adjoint;
import dev.adjoint.ChildJvm;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A native library that is missing or broken costs speed and one line in the log, never a failure. */
class GemmChoiceTest {

  @Test
  void ejmlCanBeForced() {
    assertEquals("EJML, as adjoint.gemm wants it", GemmChoice.choose("ejml").describe());
  }

  @Test
  void aMissingLibraryIsReplaced() {
    assertReplaced("/nowhere/libblas.so");
  }

  @Test
  void aCorruptLibraryIsReplaced(@TempDir Path folder) throws IOException {
    var corrupt = Files.writeString(folder.resolve("libopenblas.so.0"), "this is no library");
    assertReplaced(corrupt.toString());
  }

  @Test
  void aTruncatedLibraryIsReplaced(@TempDir Path folder) throws IOException {
    byte[] whole = Files.readAllBytes(Path.of(NativeLibrary.bundled().source()));
    var half = Files.write(folder.resolve("libopenblas.so.0"), Arrays.copyOf(whole, whole.length / 2));
    assertReplaced(half.toString());
  }

  @Test
  void aLibraryWithoutProductsIsReplaced() {
    // Java's own, which is there on every platform.
    var jvm = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("java"));
    assertReplaced(jvm.toString());
  }

  @Test
  void aLibraryCanBeNamedByItsPath() {
    var bundled = NativeLibrary.bundled().source();
    assertEquals("CBLAS in " + bundled, GemmChoice.choose(bundled).describe());
  }

  private static void assertReplaced(String library) {
    var description = GemmChoice.choose(library).describe();
    assertTrue(description.startsWith("EJML, no native library (adjoint.gemm=" + library + ")"), description);
  }

  @Test
  void theJarOfThePlatformIsAllThatIsNeeded() {
    assertFalse(System.getProperty("java.class.path").contains("javacpp"));
    assertTrue(NativeLibrary.bundled().source().contains("openblas"));
  }

  @Test
  void aClassPathWithoutTheLibraryWorksAndSaysWhatToAdd() {
    var lines = run(without("openblas"), "--enable-native-access=ALL-UNNAMED", "-Dadjoint.gemm=openblas");
    assertEquals(1, lines.stream().filter(line -> line.contains("EJML multiplies matrices")).count(), lines::toString);
    var platform = NativeLibrary.platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    assertOneMatches(lines, "matrix product: EJML, no native library .*: the class path has no OpenBLAS for " + platform
        + "; add to the pom <dependency><groupId>dev.adjoint</groupId><artifactId>adjoint-openblas</artifactId>"
        + "<version>\\d\\S*</version><type>pom</type><scope>runtime</scope></dependency>");
  }

  @Test
  void withoutALoggingLibraryTheDescriptionSaysIt() {
    var lines = run(without("openblas|slf4j-simple"), "-Dadjoint.gemm=openblas");
    assertOneMatches(lines, "matrix product: EJML, .* add to the pom .*");
  }

  @Test
  void aJvmThatForbidsNativeCodeSaysWhichFlagAllowsIt() {
    var lines = run(without("nothing"), "--illegal-native-access=deny");
    assertOneMatches(lines, "matrix product: EJML, .*; start java with --enable-native-access=ALL-UNNAMED");
  }

  @Test
  void aJvmThatWarnsOfNativeCodeSaysWhichFlagAllowsIt() {
    var lines = run(without("nothing"), "--illegal-native-access=warn");
    assertOneMatches(lines, "matrix product: CBLAS in .*; start java with --enable-native-access=ALL-UNNAMED");
    assertOneMatches(run(without("nothing"), "--enable-native-access=ALL-UNNAMED"),
        "matrix product: CBLAS in [^,]*openblas[^,]*");
  }

  @Test
  void thePropertyForcesTheChoice() {
    var lines = run(without("nothing"), "-Dadjoint.gemm=ejml");
    assertTrue(lines.contains("matrix product: EJML, as adjoint.gemm wants it"), lines::toString);
  }

  @ParameterizedTest
  @CsvSource({"Linux, amd64, linux-x86_64", "Linux, aarch64, linux-arm64", "Mac OS X, aarch64, macosx-arm64",
      "Mac OS X, x86_64, macosx-x86_64", "Windows 11, amd64, windows-x86_64", "Linux, ppc64le, linux-ppc64le"})
  void platformsAreNamedAsTheJarsAre(String system, String processor, String platform) {
    assertEquals(platform, NativeLibrary.platform(system, processor));
  }

  /** The class path of this JVM without some jars. */
  private static String without(String jars) {
    var unwanted = Pattern.compile(jars);
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !unwanted.matcher(Path.of(entry).getFileName().toString()).find())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static List<String> run(String classPath, String... options) {
    var lines = ChildJvm.run(Child.class, classPath, List.of(options)).lines().toList();
    assertTrue(lines.contains("19.0"), lines::toString);
    return lines;
  }

  private static void assertOneMatches(List<String> lines, String expected) {
    assertEquals(1, lines.stream().filter(line -> line.matches(expected)).count(), lines::toString);
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
