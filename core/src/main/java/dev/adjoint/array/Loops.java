package dev.adjoint.array;

import java.util.function.DoubleUnaryOperator;

import dev.adjoint.internal.Kernels;
import dev.adjoint.internal.kernel.Parallel;
import dev.adjoint.internal.kernel.SpecialMath;
import dev.adjoint.internal.kernel.Strided;
import dev.adjoint.op.BinaryFunction;
import dev.adjoint.op.Relation;
import dev.adjoint.op.UnaryFunction;

/** Elementwise operations on arrays, with NumPy's broadcasting. The result's storage is given. */
public final class Loops {
  /** Operands that need rearranging are rearranged in blocks that stay in the first-level cache. */
  private static final int BLOCK = 1024;

  private static final int GRAIN = 16 * BLOCK;

  private Loops() {}

  /** y = f(x). */
  public static void map(UnaryFunction f, NdArray x, NdArray y) {
    var functions = Kernels.functions(y.dtype());
    var from = x.data();
    var to = y.data();
    if (y.size() == 1) {
      functions.map(f, from, to, 0, 1);
      return;
    }
    Parallel.range(y.size(), GRAIN, (start, end) -> functions.map(f, from, to, start, end));
  }

  /** y = ψ⁽ⁿ⁾(x), the derivative of order n of the digamma function. */
  public static void polygamma(int n, NdArray x, NdArray y) {
    map(a -> SpecialMath.polygamma(n, a), x, y);
  }

  /** y = sinc⁽ⁿ⁾ x, the derivative of order n of sin πx/(πx). */
  public static void sinc(int n, NdArray x, NdArray y) {
    map(a -> SpecialMath.sinc(n, a), x, y);
  }

  /** y = f(x), of doubles, rounded to the element type. */
  private static void map(DoubleUnaryOperator f, NdArray x, NdArray y) {
    var functions = Kernels.functions(y.dtype());
    var from = x.data();
    var to = y.data();
    Parallel.range(y.size(), BLOCK, (start, end) -> functions.map(f, from, to, start, end));
  }

  /** y = f(a, b). */
  public static void zip(BinaryFunction f, NdArray a, NdArray b, NdArray y) {
    var functions = Kernels.functions(y.dtype());
    if (y.size() == 1) {
      functions.zip(f, a.data(), b.data(), y.data(), 0, 1);
    } else {
      run(y, (x, out, from, to) -> functions.zip(f, x[0], x[1], out, from, to), a, b);
    }
  }

  /** y = a R b. */
  public static void compare(Relation relation, NdArray a, NdArray b, NdArray y) {
    var comparisons = Kernels.comparisons(a.dtype());
    run(y, (x, out, from, to) -> comparisons.compare(relation, x[0], x[1], (boolean[]) out, from, to), a, b);
  }

  /** y = c ? a : b. */
  public static void select(NdArray c, NdArray a, NdArray b, NdArray y) {
    var movements = Kernels.movements(y.dtype());
    run(y, (x, out, from, to) -> movements.select((boolean[]) x[0], x[1], x[2], out, from, to), c, a, b);
  }

  private interface Loop {
    void run(Object[] operands, Object y, int from, int to);
  }

  /** Runs one loop over operands of y's size as they are, and over smaller ones block by block. */
  private static void run(NdArray y, Loop loop, NdArray... operands) {
    var out = y.data();
    var x = new Object[operands.length];
    var grids = new Strided[operands.length];
    boolean direct = true;
    for (int k = 0; k < x.length; k++) {
      var operand = operands[k].unrepeated();
      x[k] = operand.data();
      if (operand.size() != y.size()) {
        grids[k] = StridedCopies.repeating(operand.shape(), y.shape());
        direct = false;
      }
    }
    if (direct) {
      Parallel.range(y.size(), GRAIN, (from, to) -> loop.run(x, out, from, to));
    } else {
      Parallel.range(y.size(), GRAIN, (from, to) -> runInBlocks(y, loop, operands, x, grids, from, to));
    }
  }

  private static void runInBlocks(NdArray y, Loop loop, NdArray[] operands, Object[] x, Strided[] grids, int from,
      int to) {
    int length = Math.min(BLOCK, to - from);
    var registers = new Object[x.length];
    for (int k = 0; k < x.length; k++) {
      registers[k] = Kernels.movements(operands[k].dtype()).allocate(length);
      if (grids[k] != null && grids[k].isUniform()) {
        Kernels.movements(operands[k].dtype()).gather(x[k], grids[k], 0, length, registers[k], 0);
      }
    }
    var result = Kernels.movements(y.dtype()).allocate(length);
    for (int start = from; start < to; start += BLOCK) {
      int end = Math.min(to, start + BLOCK);
      for (int k = 0; k < x.length; k++) {
        if (grids[k] == null) {
          System.arraycopy(x[k], start, registers[k], 0, end - start);
        } else if (!grids[k].isUniform()) {
          Kernels.movements(operands[k].dtype()).gather(x[k], grids[k], start, end, registers[k], 0);
        }
      }
      loop.run(registers, result, 0, end - start);
      System.arraycopy(result, 0, y.data(), start, end - start);
    }
  }

  /** y = x with the elements converted; to INT32 fractions are dropped, to BOOL everything but 0 is true. */
  public static void cast(NdArray x, NdArray y) {
    Casts.cast(x, y);
  }
}
