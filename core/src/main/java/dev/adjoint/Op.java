package dev.adjoint;

import java.util.List;

import dev.adjoint.array.Movement;
import dev.adjoint.array.NdArray;

/**
 * What a kind of node must say: its type rule, its computation, and its local backward rule.
 *
 * <p>Operations are sealed by arity and open within it: a user's own operation is a record that implements {@link Unary},
 * {@link Binary} or {@link Nary} and is applied with {@link Tensor#apply(Unary, Tensor) Tensor.apply}. A computation writes
 * into the storage it is given. A backward rule is a formula in tensor operations, so that a gradient can be differentiated
 * again; it receives the inputs, the output y and ∇y (the gradient of the final result with respect to y), and returns the
 * gradient with respect to one input, in that input's type. It is asked only if someone needs the answer.
 *
 * <p>A backward rule is linear in ∇y, and its transpose is the forward rule, which is therefore stated by nobody. Where there is
 * a shorter way, {@link PerElement}, {@link Linear} and {@link Bilinear} say so. {@link Batching} is the rule for {@code vmap}.
 */
public sealed interface Op {

  /** What errors and pictures call the operation: {@code softmaxCrossEntropy} for a record SoftmaxCrossEntropy. */
  default String name() {
    return OpNames.of(getClass());
  }

  /** Nodes without inputs. */
  enum Leaf implements Op {
    /** A value that nothing is differentiated by. */
    CONSTANT,
    /** A value to differentiate by. */
    VARIABLE,
    /** A value that is not there yet: the input of a traced program. */
    PLACEHOLDER;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** y = f(x). */
  non-sealed interface Unary extends Op {
    /** The type of f(x), or an IllegalArgumentException that says which rule x breaks. */
    TensorType type(TensorType x);

    /** y ← f(x). */
    void compute(NdArray x, NdArray y);

    /** ∇x from ∇y. */
    Tensor grad(Tensor x, Tensor y, Tensor dy);
  }

  /** y = f(a, b). */
  non-sealed interface Binary extends Op {
    /** The type of f(a, b), or an IllegalArgumentException that says which rule they break. */
    TensorType type(TensorType a, TensorType b);

    /** y ← f(a, b). */
    void compute(NdArray a, NdArray b, NdArray y);

    /** ∇a from ∇y. */
    Tensor gradLeft(Tensor a, Tensor b, Tensor y, Tensor dy);

    /** ∇b from ∇y. */
    Tensor gradRight(Tensor a, Tensor b, Tensor y, Tensor dy);
  }

  /** y = f(x₀, x₁, …). */
  non-sealed interface Nary extends Op {
    /** The type of f(x₀, x₁, …), or an IllegalArgumentException that says which rule they break. */
    TensorType type(List<TensorType> x);

    /** y ← f(x₀, x₁, …). */
    void compute(List<NdArray> x, NdArray y);

    /** ∇xᵢ from ∇y. */
    Tensor grad(int i, List<Tensor> x, Tensor y, Tensor dy);
  }

  /** The node op(x₀, x₁, …), whatever the number of inputs. */
  default Tensor apply(List<Tensor> x) {
    return switch (this) {
      case Unary op -> Tensor.apply(op, x.get(0));
      case Binary op -> Tensor.apply(op, x.get(0), x.get(1));
      case Nary op -> Tensor.apply(op, x);
      case Leaf op -> throw new AssertionError(op);
    };
  }

  /**
   * An operation that is linear in all its floating-point inputs together, so that the derivative in a direction is the
   * operation itself: ẏ = f(ẋ₀, ẋ₁, …).
   */
  interface Linear {
  }

  /** An operation that is linear in each of two inputs, with the product rule ẏ = f(ȧ, b) + f(a, ḃ). */
  interface Bilinear extends Binary {
  }

  /** An operation that knows how to work on a batch of examples at once; any other is applied to one after another. */
  interface Batching {
    /** The results for all examples, with the batch as the first axis. */
    Tensor batch(Batch x);
  }

  /**
   * An operation on each element by itself; with several inputs they broadcast. So ∂y/∂xᵢ is diagonal, its own transpose: the
   * backward rule, given ẋᵢ for ∇y, is the forward rule too. And a batch of examples is only a larger tensor.
   */
  interface PerElement extends Batching {
    @Override
    default Tensor batch(Batch x) {
      return ((Op) this).apply(x.aligned());
    }
  }

  /** An operation on the last axes that takes any number of axes in front of them, so that a batch is only one more. */
  interface LastAxes extends Batching {
    @Override
    default Tensor batch(Batch x) {
      return ((Op) this).apply(x.repeated());
    }
  }

  /**
   * An operation that repeats smaller inputs by NumPy's rule. Its backward rule gives the gradient with respect to the
   * repeated input; the tape adds up the copies.
   */
  interface Broadcasting {
  }

  /** An operation that gives the elements of its input another shape or order, without touching them. */
  interface View extends Unary {
    /** The input seen as an array of the output's type. */
    NdArray view(NdArray x, TensorType y);

    @Override
    default void compute(NdArray x, NdArray y) {
      Movement.copy(view(x, y.type()), y);
    }
  }

  /** An operation whose result does not change when an input changes a little. The result is never tracked. */
  sealed interface Discrete {

    /** A discrete function of one input. */
    non-sealed interface Unary extends Op.Unary, Discrete {
      @Override
      default Tensor grad(Tensor x, Tensor y, Tensor dy) {
        throw new AssertionError(name() + " is never on a tape");
      }
    }

    /** A discrete function of two inputs. */
    non-sealed interface Binary extends Op.Binary, Discrete {
      @Override
      default Tensor gradLeft(Tensor a, Tensor b, Tensor y, Tensor dy) {
        throw new AssertionError(name() + " is never on a tape");
      }

      @Override
      default Tensor gradRight(Tensor a, Tensor b, Tensor y, Tensor dy) {
        throw new AssertionError(name() + " is never on a tape");
      }
    }
  }
}
