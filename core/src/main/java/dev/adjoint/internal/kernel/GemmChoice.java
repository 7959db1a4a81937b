package dev.adjoint.internal.kernel;

import java.util.List;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the matrix product once: the property {@code adjoint.gemm} forces {@code openblas} (the org.bytedeco jar on the class
 * path), {@code system} (a library of the system), {@code ejml}, or the path of a library with a CBLAS interface. Without it, the
 * first of these that works. A native library that is missing or broken is never a failure.
 */
final class GemmChoice {
  private static final Logger LOG = LoggerFactory.getLogger(Gemm.class);

  static final Gemm CHOSEN = choose(System.getProperty("adjoint.gemm", "auto"));

  private GemmChoice() {}

  static Gemm choose(String wanted) {
    return switch (wanted) {
      case "auto" -> first(List.of(NativeLibrary::bundled, NativeLibrary::system), wanted);
      case "openblas" -> first(List.of(NativeLibrary::bundled), wanted);
      case "system" -> first(List.of(NativeLibrary::system), wanted);
      case "ejml" -> EjmlGemm.INSTANCE;
      default -> first(List.of(() -> NativeLibrary.at(wanted)), wanted);
    };
  }

  private static Gemm first(List<Supplier<NativeLibrary>> sources, String wanted) {
    var reasons = new StringBuilder();
    for (var source : sources) {
      try {
        return new SmallGemm(NativeGemm.of(source.get()));
      } catch (RuntimeException | LinkageError e) {
        reasons.append(reasons.isEmpty() ? "" : "; ").append(e.getMessage());
      }
    }
    LOG.warn("no native matrix product (adjoint.gemm={}), EJML multiplies instead, slower: {}", wanted, reasons);
    return EjmlGemm.INSTANCE;
  }
}
