package dev.adjoint.testkit;

import dev.adjoint.Tensor;
import dev.adjoint.op.Axes;
import net.jqwik.api.Arbitrary;

/**
 * Square matrices with a structure, each made from a square matrix S without one, which is what shrinks; and batches of them.
 */
public final class Matrices {
  private Matrices() {}

  /** (S + Sᵀ)/2. */
  public static Arbitrary<Tensor> symmetric(TensorArbitrary sources) {
    return squares(sources).map(s -> s.add(s.transpose()).mul(0.5));
  }

  /** S·Sᵀ + I, whose eigenvalues are 1 and more. */
  public static Arbitrary<Tensor> positiveDefinite(TensorArbitrary sources) {
    return squares(sources).map(s -> s.matmul(s.transpose()).add(identity(s)));
  }

  /** The product of the reflections I − 2vvᵀ/vᵀv at the rows v of S; of I, where v is 0 (A. Householder, 1958). */
  public static Arbitrary<Tensor> orthogonal(TensorArbitrary sources) {
    return squares(sources).map(Matrices::reflections);
  }

  /** Q·D·Qᵀ·R for orthogonal Q and R and diagonal D, whose elements run from 1 to the condition number. */
  public static Arbitrary<Tensor> wellConditioned(TensorArbitrary sources, double condition) {
    if (!(condition >= 1)) {
      throw new IllegalArgumentException("wellConditioned: no matrix has condition number " + condition);
    }
    return squares(sources).map(s -> {
      var q = reflections(s);
      var r = reflections(s.transpose());
      var d = Tensor.linspace(1, condition, s.shape().dim(-1)).cast(s.dtype()).diagonalMatrix();
      return q.matmul(d).matmul(q.transpose()).matmul(r);
    });
  }

  private static Arbitrary<Tensor> squares(TensorArbitrary sources) {
    return sources.with(sources.shapes().squares());
  }

  private static Tensor identity(Tensor s) {
    return Tensor.eye(s.shape().dim(-1)).cast(s.dtype());
  }

  private static Tensor reflections(Tensor s) {
    var q = identity(s).broadcastTo(s.shape());
    for (int row = 0; row < s.shape().dim(-1); row++) {
      var v = s.slice(-2, row, row + 1); // [1, n]
      var square = v.square().sum(Axes.keep(-1)); // [1, 1]
      var weight = square.equal(0).where(square, square.rdiv(2)); // 0 for v = 0
      q = q.sub(q.matmul(v.transpose()).matmul(v).mul(weight)); // [n, n]·[n, 1]·[1, n]
    }
    return q;
  }
}
