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
 * The product by a native CBLAS, on Java arrays in place: nothing is copied, and no garbage collection moves them meanwhile.
 *
 * <p>A library that can be told to use one thread is: large products are split here, over the pool that runs everything else.
 * Two pools on the same cores would wait for each other, the one spinning while the other has work. The last bits of a product
 * may depend on how it is split, and so on the number of threads.
 *
 * @param source the library
 * @param dgemm the address of its product of doubles
 * @param sgemm the address of its product of floats
 * @param split whether products are split here
 */
record NativeGemm(String source, MemorySegment dgemm, MemorySegment sgemm, boolean split) implements Gemm {
  private static final int ROW_MAJOR = 101;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;
  /** Multiplications in the smallest part: they take longer than to hand a part to a thread that is awake. */
  private static final long GRAIN = 250_000;

  // Calls of any address: constants, so that the compiler inlines the calls and makes no objects for the arguments.
  private static final MethodHandle DGEMM = call(JAVA_DOUBLE);
  private static final MethodHandle SGEMM = call(JAVA_FLOAT);

  static NativeGemm of(NativeLibrary library) {
    return new NativeGemm(library.source(), find(library, "cblas_dgemm"), find(library, "cblas_sgemm"),
        useOneThread(library));
  }

  @SuppressWarnings("restricted")
  private static boolean useOneThread(NativeLibrary library) {
    var function = library.symbols().find("openblas_set_num_threads");
    if (function.isPresent()) {
      try {
        Linker.nativeLinker().downcallHandle(function.get(), FunctionDescriptor.ofVoid(JAVA_INT)).invoke(1);
      } catch (Throwable e) {
        throw new IllegalStateException("cannot set the number of threads of " + library.source(), e);
      }
    }
    return function.isPresent();
  }

  private static MemorySegment find(NativeLibrary library, String function) {
    return library.symbols().find(function)
        .orElseThrow(() -> new IllegalStateException(library.source() + " has no " + function));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle call(MemoryLayout scalar) {
    var type = FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, scalar, ADDRESS,
        JAVA_INT, ADDRESS, JAVA_INT, scalar, ADDRESS, JAVA_INT);
    return Linker.nativeLinker().downcallHandle(type, Linker.Option.critical(true));
  }

  @Override
  public void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, double[] a, int aAt, double[] b,
      int bAt,
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

  /** The rows i₀ to i₁ and columns j₀ to j₁ of the product. */
  private void multiply(boolean transposeA, boolean transposeB, int i0, int i1, int j0, int j1, int m, int n, int k,
      double[] a, int aAt, double[] b, int bAt, double beta, double[] c, int cAt) {
    var x = at(a, aAt + (transposeA ? i0 : i0 * k));
    var w = at(b, bAt + (transposeB ? j0 * k : j0));
    var y = at(c, cAt + i0 * n + j0);
    try {
      DGEMM.invokeExact(dgemm, ROW_MAJOR, transposeA ? TRANSPOSED : PLAIN, transposeB ? TRANSPOSED : PLAIN, i1 - i0,
          j1 - j0,
          k,
          1.0, x, transposeA ? m : k, w, transposeB ? k : n, beta, y, n);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static MemorySegment at(double[] x, int offset) {
    return MemorySegment.ofArray(x).asSlice((long) offset * Double.BYTES);
  }

  @Override
  public void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, float[] a, int aAt, float[] b,
      int bAt,
      float beta, float[] c, int cAt) {
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

  /** The rows i₀ to i₁ and columns j₀ to j₁ of the product. */
  private void multiply(boolean transposeA, boolean transposeB, int i0, int i1, int j0, int j1, int m, int n, int k,
      float[] a, int aAt, float[] b, int bAt, float beta, float[] c, int cAt) {
    var x = at(a, aAt + (transposeA ? i0 : i0 * k));
    var w = at(b, bAt + (transposeB ? j0 * k : j0));
    var y = at(c, cAt + i0 * n + j0);
    try {
      SGEMM.invokeExact(sgemm, ROW_MAJOR, transposeA ? TRANSPOSED : PLAIN, transposeB ? TRANSPOSED : PLAIN, i1 - i0,
          j1 - j0,
          k,
          1f, x, transposeA ? m : k, w, transposeB ? k : n, beta, y, n);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static MemorySegment at(float[] x, int offset) {
    return MemorySegment.ofArray(x).asSlice((long) offset * Float.BYTES);
  }

  private int parts(int m, int n, int k) {
    long grains = (long) m * n * k / GRAIN;
    return split ? Math.min(Parallel.parts((int) Math.min(grains, Integer.MAX_VALUE), 1), Math.max(m, n)) : 1;
  }

  @Override
  public String describe() {
    return "CBLAS in " + source;
  }
}
