package dev.adjoint.internal.kernel;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;

import static java.lang.foreign.ValueLayout.JAVA_INT;

/**
 * The product by a native CBLAS.
 *
 * <p>A library that can be told to use one thread is: large products are split here, over the pool that runs everything else.
 * Two pools on the same cores would wait for each other, the one spinning while the other has work. The last bits of a product
 * may depend on how it is split, and so on the number of threads.
 *
 * @param source the library
 */
record NativeGemm(String source, DoubleCblas doubles, FloatCblas floats) implements Gemm {

  static NativeGemm of(NativeLibrary library) {
    boolean split = useOneThread(library);
    return new NativeGemm(library.source(), DoubleCblas.of(library, split), FloatCblas.of(library, split));
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

  @Override
  public void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, double[] a, int aAt, double[] b,
      int bAt, double beta, double[] c, int cAt) {
    doubles.multiply(transposeA, transposeB, m, n, k, a, aAt, b, bAt, beta, c, cAt);
  }

  @Override
  public void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, float[] a, int aAt, float[] b,
      int bAt, float beta, float[] c, int cAt) {
    floats.multiply(transposeA, transposeB, m, n, k, a, aAt, b, bAt, beta, c, cAt);
  }

  @Override
  public String describe() {
    return "CBLAS in " + source + (NativeLibrary.IS_ENABLED
        ? ""
        : ", with warnings of Java, which will refuse it one day; start java with " + NativeLibrary.FLAG);
  }
}
