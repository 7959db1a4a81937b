package dev.adjoint.internal.kernel;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/**
 * The products of a CBLAS, on Java arrays in place: nothing is copied, and no garbage collection moves them meanwhile.
 *
 * @param gemm the address of the product of matrices
 * @param gemv the address of the product of a matrix and a vector
 * @param split whether large products are split over threads here
 */
record DoubleCblas(MemorySegment gemm, MemorySegment gemv, boolean split) {
  private static final boolean IS_DOUBLE = Double.BYTES == Long.BYTES;
  private static final ValueLayout NUMBER = IS_DOUBLE ? JAVA_DOUBLE : JAVA_FLOAT;
  /** The longest inner dimension left to the library, which may add it up one by one: longer ones are sums of such, in pairs. */
  private static final int LONGEST = IS_DOUBLE ? 1 << 20 : 1 << 10;
  private static final int ROW_MAJOR = 101;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;
  /** Multiplications in the smallest part: they take longer than to hand a part to a thread that is awake. */
  private static final long GRAIN = 250_000;

  // Calls of any address: constants, so that the compiler inlines the calls and makes no objects for the arguments; each made
  // when it is first needed, which takes a while.

  private static final class MatrixCall {
    private static final MethodHandle HANDLE = call(FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
        JAVA_INT, JAVA_INT, NUMBER, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, NUMBER, ADDRESS, JAVA_INT));

    private MatrixCall() {}
  }

  private static final class VectorCall {
    private static final MethodHandle HANDLE = call(FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
        NUMBER, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, NUMBER, ADDRESS, JAVA_INT));

    private VectorCall() {}
  }

  static DoubleCblas of(NativeLibrary library, boolean split) {
    var prefix = IS_DOUBLE ? "cblas_d" : "cblas_s";
    return new DoubleCblas(library.find(prefix + "gemm"), library.find(prefix + "gemv"), split);
  }

  @SuppressWarnings("restricted")
  private static MethodHandle call(FunctionDescriptor function) {
    return Linker.nativeLinker().downcallHandle(function, Linker.Option.critical(true));
  }

  /** C ← op(A)·op(B) + β C: see {@link Gemm}. */
  void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, double[] a, int aAt, double[] b, int bAt,
      double beta, double[] c, int cAt) {
    int parts = parts(m, n, k);
    if (parts == 1) {
      multiply(transposeA, transposeB, 0, m, 0, n, m, n, k, a, aAt, b, bAt, beta, c, cAt);
    } else if (m >= n) {
      Parallel.each(parts, p -> multiply(transposeA, transposeB, Parallel.start(p, parts, m),
          Parallel.start(p + 1, parts, m), 0, n, m, n, k, a, aAt, b, bAt, beta, c, cAt));
    } else {
      Parallel.each(parts, p -> multiply(transposeA, transposeB, 0, m, Parallel.start(p, parts, n),
          Parallel.start(p + 1, parts, n), m, n, k, a, aAt, b, bAt, beta, c, cAt));
    }
  }

  private int parts(int m, int n, int k) {
    long grains = (long) m * n * k / GRAIN;
    return split ? Math.min(Parallel.parts((int) Math.min(grains, Integer.MAX_VALUE), 1), Math.max(m, n)) : 1;
  }

  /** The rows i₀ to i₁ and columns j₀ to j₁ of the product. */
  private void multiply(boolean transposeA, boolean transposeB, int i0, int i1, int j0, int j1, int m, int n, int k,
      double[] a, int aAt, double[] b, int bAt, double beta, double[] c, int cAt) {
    int x = aAt + (transposeA ? i0 : i0 * k);
    int w = bAt + (transposeB ? j0 * k : j0);
    addUp(transposeA, transposeB, i1 - i0, j1 - j0, k, a, x, transposeA ? m : k, b, w, transposeB ? k : n, beta, c,
        cAt + i0 * n + j0, n);
  }

  /** The product; of a long one its two halves. */
  private void addUp(boolean transposeA, boolean transposeB, int m, int n, int k, double[] a, int aAt, int ldA,
      double[] b, int bAt, int ldB, double beta, double[] c, int cAt, int ldC) {
    if (k > LONGEST) {
      int half = k / 2;
      addUp(transposeA, transposeB, m, n, half, a, aAt, ldA, b, bAt, ldB, beta, c, cAt, ldC);
      double[] rest = new double[m * n];
      addUp(transposeA, transposeB, m, n, k - half, a, aAt + (transposeA ? half * ldA : half), ldA, b,
          bAt + (transposeB ? half : half * ldB), ldB, 0, rest, 0, n);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          c[cAt + i * ldC + j] += rest[i * n + j];
        }
      }
    } else if (ldC == 1) {
      multiply(transposeA, m, k, a, aAt, ldA, b, bAt, beta, c, cAt); // [m, k]·[k, 1] → [m, 1]
    } else if (m == 1) {
      multiply(!transposeB, n, k, b, bAt, ldB, a, aAt, beta, c, cAt); // ([1, k]·[k, n])ᵀ = [n, k]·[k, 1] → [n, 1]
    } else {
      multiply(transposeA, transposeB, m, n, k, a, aAt, ldA, b, bAt, ldB, beta, c, cAt, ldC);
    }
  }

  private void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, double[] a, int aAt, int ldA,
      double[] b, int bAt, int ldB, double beta, double[] c, int cAt, int ldC) {
    try {
      if ((aAt | bAt | cAt) == 0) { // no slices, which the compiler cannot always do without
        MatrixCall.HANDLE.invokeExact(gemm, ROW_MAJOR, flag(transposeA), flag(transposeB), m, n, k, 1.0,
            MemorySegment.ofArray(a), ldA, MemorySegment.ofArray(b), ldB, beta, MemorySegment.ofArray(c), ldC);
      } else {
        MatrixCall.HANDLE.invokeExact(gemm, ROW_MAJOR, flag(transposeA), flag(transposeB), m, n, k, 1.0, at(a, aAt),
            ldA, at(b, bAt), ldB, beta, at(c, cAt), ldC);
      }
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** y ← op(A)·x + β y, where op(A) is n × k. */
  private void multiply(boolean transpose, int n, int k, double[] a, int aAt, int ldA, double[] x, int xAt, double beta,
      double[] y, int yAt) {
    try {
      VectorCall.HANDLE.invokeExact(gemv, ROW_MAJOR, flag(transpose), transpose ? k : n, transpose ? n : k, 1.0,
          at(a, aAt), ldA, at(x, xAt), 1, beta, at(y, yAt), 1);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static int flag(boolean transpose) {
    return transpose ? TRANSPOSED : PLAIN;
  }

  private static MemorySegment at(double[] x, int offset) {
    return MemorySegment.ofArray(x).asSlice((long) offset * Double.BYTES);
  }
}
