package dev.adjoint.op;

import dev.adjoint.Batch;
import dev.adjoint.Op;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.LinearSystem;
import dev.adjoint.array.NdArray;
import dev.adjoint.array.Product;
import dev.adjoint.internal.Message;

/** Products of vectors and matrices, and linear systems. Implemented by {@link Tensor} alone. */
public interface LinearAlgebra {

  /**
   * Matrix product Y = X·W of an n×k and a k×m matrix, batched over leading axes, which broadcast. A vector on the left is a row, a
   * vector on the right a column, and that axis is dropped again: [k]·[k, m] → [m], [n, k]·[k] → [n], [k]·[k] → []. NumPy's and
   * PyTorch's {@code matmul}.
   */
  default Tensor matmul(Tensor w) {
    var x = (Tensor) this;
    if (x.shape().rank() == 0 || w.shape().rank() == 0) {
      throw Message.illegal("matmul", "needs vectors or matrices: %s · %s; multiply numbers with mul", x.shape(),
          w.shape());
    }
    requireInner("matmul", x.shape(), w.shape());
    if (x.shape().rank() == 1) {
      return x.expandDims(0).matmul(w).squeeze(w.shape().rank() == 1 ? -1 : -2); // [1, k]·[k, m] → [1, m] → [m]
    }
    if (w.shape().rank() == 1) {
      return x.matmul(w.expandDims(1)).squeeze(-1); // [n, k]·[k, 1] → [n, 1] → [n]
    }
    if (x.shape().rank() > 2 && w.shape().rank() == 2) {
      int n = x.shape().without(-1).size();
      var rows = x.reshape(n, w.shape().dim(0)); // [b, n, k] → [b·n, k], one product in place of b
      return rows.matmul(w).reshape(x.shape().with(-1, w.shape().dim(1)));
    }
    return Tensor.apply(new Matmul(), x, w);
  }

  private static void requireInner(String operation, Shape left, Shape right) {
    int rows = right.dim(right.rank() == 1 ? 0 : -2);
    if (left.dim(-1) != rows) {
      throw Message.illegal(operation, "inner dimensions differ: %s · %s (%d ≠ %d)", left, right, left.dim(-1), rows);
    }
  }

  /** ∇X = ∇Y·Wᵀ, ∇W = Xᵀ·∇Y. */
  record Matmul() implements Op.Bilinear, Op.Broadcasting, Op.Batching {
    @Override
    public String vanishes() {
      return "where the other factor is 0";
    }

    @Override
    public TensorType type(TensorType x, TensorType w) {
      Shape left = x.shape();
      Shape right = w.shape();
      requireInner(name(), left, right);
      if (x.dtype() != w.dtype()) {
        throw x.elementsDiffer(name(), w);
      }
      var batch = left.slice(0, left.rank() - 2).broadcast(name(), right.slice(0, right.rank() - 2));
      return x.requireFloating(name()).with(batch.concat(Shape.of(left.dim(-2), right.dim(-1))));
    }

    @Override
    public void compute(NdArray x, NdArray w, NdArray y) {
      Product.matmul(x, w, y);
    }

    @Override
    public Tensor gradLeft(Tensor x, Tensor w, Tensor y, Tensor dy) {
      return dy.matmul(w.transpose()); // [n, m]·[m, k] → [n, k]
    }

    @Override
    public Tensor gradRight(Tensor x, Tensor w, Tensor y, Tensor dy) {
      return x.transpose().matmul(dy); // [k, n]·[n, m] → [k, m]
    }

    @Override
    public Tensor batch(Batch x) {
      var aligned = x.aligned();
      return aligned.get(0).matmul(aligned.get(1)); // [b, n, k]·[k, m] → [b, n, m]
    }
  }

  /**
   * Y = x·yᵀ: all products of an element of one vector and an element of the other: [n], [m] → [n, m]. NumPy's and PyTorch's
   * {@code outer}.
   */
  default Tensor outer(Tensor y) {
    var x = (Tensor) this;
    requireVectors("outer", x, y);
    return x.expandDims(1).mul(y.expandDims(0)); // [n, 1] ⊙ [1, m] → [n, m]
  }

  /** Σ x ⊙ y of two vectors of the same length: [n], [n] → []. NumPy's and PyTorch's {@code dot}. */
  default Tensor dot(Tensor y) {
    var x = (Tensor) this;
    requireVectors("dot", x, y);
    requireInner("dot", x.shape(), y.shape());
    return x.matmul(y);
  }

  private static void requireVectors(String operation, Tensor x, Tensor y) {
    if (x.shape().rank() != 1 || y.shape().rank() != 1) {
      throw Message.illegal(operation, "needs two vectors: %s and %s", x.type(), y.type());
    }
  }

  /** The sum of the main diagonal of a matrix, or of each matrix in a batch: [n, m] → []. NumPy's and PyTorch's {@code trace}. */
  default Tensor trace() {
    return ((Tensor) this).diagonal().sum(-1);
  }

  /**
   * Y = A⁻¹·B, the solution of A·Y = B for this square matrix A: [n, n], [n, m] → [n, m], batched over leading axes, which broadcast; or
   * of A·y = b for a vector: [n, n], [n] → [n]. Where A is singular, or in a batch for each A that is, Y is NaN; all others are solved,
   * and differentiated, as if they were alone. {@link #solve(Tensor, OnSingular)} refuses it. NumPy's and PyTorch's
   * {@code linalg.solve}.
   */
  default Tensor solve(Tensor b) {
    return solve(b, OnSingular.NAN);
  }

  /**
   * The same, with a choice of what to do about a singular matrix.
   *
   * @throws IllegalArgumentException if an A is singular and shall not be
   */
  default Tensor solve(Tensor b, OnSingular onSingular) {
    var a = (Tensor) this;
    return b.shape().rank() == 1
        ? Tensor.apply(new Solve(onSingular), a, b.expandDims(1)).squeeze(-1)
        : Tensor.apply(new Solve(onSingular), a, b);
  }

  /**
   * ∇B = A⁻ᵀ·∇Y, ∇A = −∇B·Yᵀ.
   *
   * @param onSingular what to do where there is no A⁻¹
   */
  record Solve(OnSingular onSingular) implements Op.Binary, Op.Broadcasting, Op.Batching {
    @Override
    public TensorType type(TensorType a, TensorType b) {
      Shape left = a.shape();
      Shape right = b.shape();
      if (left.rank() < 2 || right.rank() < 2 || left.dim(-1) != left.dim(-2) || left.dim(-1) != right.dim(-2)) {
        throw Message.illegal(name(), "needs a square matrix [n, n] and [n, m] or [n]: %s and %s", left, right);
      }
      if (a.dtype() != b.dtype()) {
        throw a.elementsDiffer(name(), b);
      }
      var batch = left.slice(0, left.rank() - 2).broadcast(name(), right.slice(0, right.rank() - 2));
      return b.requireFloating(name()).with(batch.concat(right.slice(right.rank() - 2, right.rank())));
    }

    @Override
    public void compute(NdArray a, NdArray b, NdArray y) {
      var singular = LinearSystem.solve(a, b, y);
      if (singular.isPresent() && onSingular == OnSingular.THROW) {
        throw Message.illegal(name(), "the matrix is singular: %s%s", a.type(),
            a.shape().rank() == 2 ? "" : ", number " + singular.getAsInt());
      }
    }

    @Override
    public Tensor gradLeft(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return gradRight(a, b, y, dy).matmul(y.transpose()).neg(); // [n, m]·[m, n] → [n, n]
    }

    @Override
    public Tensor gradRight(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return a.transpose().solve(dy, onSingular); // [n, n], [n, m] → [n, m]
    }

    @Override
    public Tensor batch(Batch x) {
      return apply(x.aligned()); // [b, n, n], [n, m] → [b, n, m]
    }
  }
}
