package dev.adjoint.benchmarks;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.internal.kernel.Gemm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/** Square matrix products in all transpositions, beside the same native function called on native memory. */
final class Products implements Workload {
  private static final int[] SIZES = {16, 64, 256, 1024};

  @Override
  public void run(Race race) {
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      double tolerance = dtype == DType.FLOAT32 ? 1e-4 : 1e-12;
      for (int n : SIZES) {
        for (int transposed = 0; transposed < 4; transposed++) {
          boolean left = (transposed & 1) != 0;
          boolean right = (transposed & 2) != 0;
          var row = new Row("gemm", dtype, n + (left ? " AT" : " A") + (right ? "BT" : "B"));
          var medians = race.run(row, tolerance, tolerance, List.of(
              new Race.Entry(Library.CBLAS, () -> cblas(dtype, n, left, right, false)),
              new Race.Entry(Library.CBLAS_ON_ARRAYS, () -> cblas(dtype, n, left, right, true)),
              new Race.Entry(Library.ADJOINT_GEMM, () -> gemm(dtype, n, left, right)),
              new Race.Entry(Library.ADJOINT_EAGER, () -> matmul(dtype, n, left, right))));
          if (race.settings().has(Library.CBLAS)) {
            race.report().add(row, Library.CBLAS.label, "GFLOP/s", 2e-3 * n * n * n / medians.getFirst());
          }
        }
      }
    }
  }

  private static double[] elements(int n, long seed) {
    return new SplittableRandom(seed).doubles((long) n * n).toArray();
  }

  private static Contender gemm(DType dtype, int n, boolean left, boolean right) {
    var gemm = Gemm.get();
    double[] a = elements(n, 1);
    double[] b = elements(n, 2);
    if (dtype == DType.FLOAT64) {
      double[] c = new double[n * n];
      Runnable work = () -> gemm.multiply(left, right, n, n, n, a, 0, b, 0, 0, c, 0);
      return new Work(Library.ADJOINT_GEMM, work, () -> {
        work.run();
        return Tensor.of(c).sum().item();
      });
    }
    float[] x = Network.floats(a);
    float[] y = Network.floats(b);
    float[] z = new float[n * n];
    Runnable work = () -> gemm.multiply(left, right, n, n, n, x, 0, y, 0, 0, z, 0);
    return new Work(Library.ADJOINT_GEMM, work, () -> {
      work.run();
      return Tensor.of(z).cast(DType.FLOAT64).sum().item();
    });
  }

  private static Contender matmul(DType dtype, int n, boolean left, boolean right) {
    var a = AdjointNetwork.tensorOf(dtype, Shape.of(n, n), elements(n, 1));
    var b = AdjointNetwork.tensorOf(dtype, Shape.of(n, n), elements(n, 2));
    var c = new Tensor[1];
    Runnable work = () -> c[0] = (left ? a.transpose() : a).matmul(right ? b.transpose() : b);
    return new Work(Library.ADJOINT_EAGER, work, () -> {
      work.run();
      return c[0].cast(DType.FLOAT64).sum().item();
    });
  }

  private static Contender cblas(DType dtype, int n, boolean left, boolean right, boolean onArrays) {
    boolean isFloat = dtype == DType.FLOAT32;
    var handle = link(isFloat ? "cblas_sgemm" : "cblas_dgemm",
        isFloat ? ValueLayout.JAVA_FLOAT : ValueLayout.JAVA_DOUBLE, onArrays);
    var arena = Arena.ofConfined();
    var a = segment(arena, onArrays, isFloat, elements(n, 1));
    var b = segment(arena, onArrays, isFloat, elements(n, 2));
    var c = segment(arena, onArrays, isFloat, new double[n * n]);
    int transposeA = left ? 112 : 111;
    int transposeB = right ? 112 : 111;
    Runnable work = isFloat
        ? () -> sgemm(handle, transposeA, transposeB, n, a, b, c)
        : () -> dgemm(handle, transposeA, transposeB, n, a, b, c);
    return new Work(onArrays ? Library.CBLAS_ON_ARRAYS : Library.CBLAS, work, () -> {
      work.run();
      double sum = 0;
      for (int i = 0; i < n * n; i++) {
        sum += isFloat ? c.getAtIndex(ValueLayout.JAVA_FLOAT, i) : c.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
      }
      return sum;
    }, arena::close);
  }

  private static void sgemm(MethodHandle handle, int transposeA, int transposeB, int n, MemorySegment a,
      MemorySegment b, MemorySegment c) {
    try {
      handle.invokeExact(101, transposeA, transposeB, n, n, n, 1f, a, n, b, n, 0f, c, n);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static void dgemm(MethodHandle handle, int transposeA, int transposeB, int n, MemorySegment a,
      MemorySegment b, MemorySegment c) {
    try {
      handle.invokeExact(101, transposeA, transposeB, n, n, n, 1.0, a, n, b, n, 0.0, c, n);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static MemorySegment segment(Arena arena, boolean onArrays, boolean isFloat, double... values) {
    if (onArrays) {
      return isFloat ? MemorySegment.ofArray(Network.floats(values)) : MemorySegment.ofArray(values);
    }
    var layout = isFloat ? ValueLayout.JAVA_FLOAT : ValueLayout.JAVA_DOUBLE;
    var segment = arena.allocate(values.length * layout.byteSize(), 64);
    for (int i = 0; i < values.length; i++) {
      if (isFloat) {
        segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) values[i]);
      } else {
        segment.setAtIndex(ValueLayout.JAVA_DOUBLE, i, values[i]);
      }
    }
    return segment;
  }

  /** The function of the library that Adjoint has loaded already, with the least that a call can cost. */
  @SuppressWarnings("restricted")
  private static MethodHandle link(String function, MemoryLayout scalar, boolean onArrays) {
    var file = Path.of(Gemm.get().describe().replaceFirst("CBLAS in ", ""));
    var symbol = SymbolLookup.libraryLookup(file, Arena.global()).find(function).orElseThrow();
    return Linker.nativeLinker().downcallHandle(symbol,
        FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
            JAVA_INT, JAVA_INT, scalar, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, scalar, ADDRESS, JAVA_INT),
        Linker.Option.critical(onArrays));
  }
}
