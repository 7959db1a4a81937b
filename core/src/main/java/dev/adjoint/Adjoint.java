package dev.adjoint;

import dev.adjoint.internal.kernel.Gemm;
import dev.adjoint.internal.kernel.VectorMath;

/** What this JVM computes with. */
public final class Adjoint {

  private Adjoint() {}

  /** The JDK, the cores, the matrix product and the vector math in use, with the flag that would make each faster. */
  public static String describe() {
    return "Adjoint on JDK %s, %d cores%nmatrix product: %s%nvector math: %s".formatted(Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        Gemm.get().describe(), VectorMath.describe());
  }
}
