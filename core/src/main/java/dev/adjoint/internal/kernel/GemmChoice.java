package dev.adjoint.internal.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.slf4j.LoggerFactory;

/**
 * Chooses the matrix product once: the property {@code adjoint.gemm} forces {@code openblas} (the jar of adjoint-openblas on the
 * class path), {@code system} (a library of the system), {@code ejml}, or the path of a library with a CBLAS interface. Without it, the
 * first of these that works. A native library that is missing or broken is never a failure.
 */
final class GemmChoice {
  /** The dependency that brings OpenBLAS, as a pom says it. */
  private static final String DEPENDENCY = "<dependency><groupId>dev.adjoint</groupId><artifactId>adjoint-openblas</artifactId>"
      + "<version>" + Version.OF_THIS + "</version><type>pom</type><scope>runtime</scope></dependency>";

  static final Gemm CHOSEN = choose(System.getProperty("adjoint.gemm", "auto"));

  private GemmChoice() {}

  static Gemm choose(String wanted) {
    return switch (wanted) {
      case "auto" -> first(List.of(NativeLibrary::bundled, NativeLibrary::system), wanted);
      case "openblas" -> first(List.of(NativeLibrary::bundled), wanted);
      case "system" -> first(List.of(NativeLibrary::system), wanted);
      case "ejml" -> new EjmlGemm("as adjoint.gemm wants it");
      default -> first(List.of(() -> NativeLibrary.at(wanted)), wanted);
    };
  }

  private static Gemm first(List<Supplier<NativeLibrary>> sources, String wanted) {
    var reasons = new ArrayList<String>();
    boolean forbidden = false;
    for (var source : sources) {
      try {
        return new SmallGemm(NativeGemm.of(source.get()));
      } catch (RuntimeException | LinkageError e) {
        reasons.add(e.getMessage());
        forbidden |= e instanceof IllegalCallerException;
      }
    }
    var reason = "no native library (adjoint.gemm=" + wanted + "), up to ten times slower: "
        + String.join("; ", reasons)
        + (forbidden ? "; start java with " + NativeLibrary.FLAG : "; add to the pom " + DEPENDENCY);
    LoggerFactory.getLogger(Gemm.class).warn("EJML multiplies matrices: {}", reason);
    return new EjmlGemm(reason);
  }
}
