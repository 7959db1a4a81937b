package dev.adjoint.internal.kernel;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/**
 * The product by a native CBLAS, on Java arrays in place: nothing is copied, and no garbage collection moves them meanwhile. A
 * record, whose fields the compiler takes for constants, so that it can inline the calls.
 *
 * @param source the library
 * @param dgemm its product of doubles
 * @param sgemm its product of floats
 */
record NativeGemm(String source, MethodHandle dgemm, MethodHandle sgemm) implements Gemm {
  private static final int ROW_MAJOR = 101;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;

  static NativeGemm of(NativeLibrary library) {
    return new NativeGemm(library.source(), link(library, "cblas_dgemm", JAVA_DOUBLE),
        link(library, "cblas_sgemm", JAVA_FLOAT));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle link(NativeLibrary library, String function, MemoryLayout scalar) {
    var symbol = library.symbols().find(function)
        .orElseThrow(() -> new IllegalStateException(library.source() + " has no " + function));
    var type = FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, scalar, ADDRESS,
        JAVA_INT, ADDRESS, JAVA_INT, scalar, ADDRESS, JAVA_INT);
    return Linker.nativeLinker().downcallHandle(symbol, type, Linker.Option.critical(true));
  }

  @Override
  public void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, double[] a, int aAt, double[] b,
      int bAt, double beta, double[] c, int cAt) {
    try {
      dgemm.invokeExact(ROW_MAJOR, transposeA ? TRANSPOSED : PLAIN, transposeB ? TRANSPOSED : PLAIN, m, n, k, 1.0,
          at(a, aAt), transposeA ? m : k, at(b, bAt), transposeB ? k : n, beta, at(c, cAt), n);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, float[] a, int aAt, float[] b,
      int bAt, float beta, float[] c, int cAt) {
    try {
      sgemm.invokeExact(ROW_MAJOR, transposeA ? TRANSPOSED : PLAIN, transposeB ? TRANSPOSED : PLAIN, m, n, k, 1f,
          at(a, aAt), transposeA ? m : k, at(b, bAt), transposeB ? k : n, beta, at(c, cAt), n);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static MemorySegment at(double[] x, int offset) {
    return MemorySegment.ofArray(x).asSlice((long) offset * Double.BYTES);
  }

  private static MemorySegment at(float[] x, int offset) {
    return MemorySegment.ofArray(x).asSlice((long) offset * Float.BYTES);
  }

  @Override
  public String describe() {
    return "CBLAS in " + source;
  }
}
