package dev.adjoint;

import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.adjoint.array.NdArray;
import dev.adjoint.array.StridedCopies;
import dev.adjoint.internal.Message;

/**
 * Operations made of functions: see {@link Op#custom(String, UnaryOperator, Custom.Rule) Op.custom} for those in tensors, and
 * {@link Op#onArrays(ArrayFunction) Op.onArrays} for functions on raw arrays to make them of.
 */
public final class Custom {

  private Custom() {}

  /** The backward rule of an operation on one tensor: ∇x from x, y and ∇y. */
  @FunctionalInterface
  public interface Rule {
    /** ∇x. */
    Tensor apply(Tensor x, Tensor y, Tensor dy);
  }

  /** Half of the backward rule of an operation on two tensors: ∇a or ∇b from a, b, y and ∇y. */
  @FunctionalInterface
  public interface BinaryRule {
    /** ∇a or ∇b. */
    Tensor apply(Tensor a, Tensor b, Tensor y, Tensor dy);
  }

  /** The backward rule of an operation on any number of tensors: ∇xᵢ from x, y and ∇y. */
  @FunctionalInterface
  public interface NaryRule {
    /** ∇xᵢ. */
    Tensor apply(int i, List<Tensor> x, Tensor y, Tensor dy);
  }

  /** y ← f(x) on arrays; y is zero before. */
  @FunctionalInterface
  public interface ArrayFunction {
    /** Writes y. */
    void compute(NdArray x, NdArray y);
  }

  /** y ← f(a, b) on arrays; y is zero before. */
  @FunctionalInterface
  public interface BinaryArrayFunction {
    /** Writes y. */
    void compute(NdArray a, NdArray b, NdArray y);
  }

  /** ∇x ← from x, y and ∇y on arrays; ∇x is zero before. */
  @FunctionalInterface
  public interface ArrayRule {
    /** Writes ∇x. */
    void compute(NdArray x, NdArray y, NdArray dy, NdArray dx);
  }

  /** ∇a or ∇b ← from a, b, y and ∇y on arrays; it is zero before. */
  @FunctionalInterface
  public interface BinaryArrayRule {
    /** Writes ∇a or ∇b. */
    void compute(NdArray a, NdArray b, NdArray y, NdArray dy, NdArray gradient);
  }

  /** y ← f(x₀, x₁, …) on arrays; y is zero before. */
  @FunctionalInterface
  public interface NaryArrayFunction {
    /** Writes y. */
    void compute(List<NdArray> x, NdArray y);
  }

  /** ∇xᵢ ← from x, y and ∇y on arrays; ∇xᵢ is zero before. */
  @FunctionalInterface
  public interface NaryArrayRule {
    /** Writes ∇xᵢ. */
    void compute(int i, List<NdArray> x, NdArray y, NdArray dy, NdArray dx);
  }

  /** A function in tensors with a rule of its own. */
  record Unary(String name, UnaryOperator<Tensor> forward, Rule backward) implements Op.Unary {
    Unary {
      requireGiven(name, forward, backward);
    }

    @Override
    public TensorType type(TensorType x) {
      return typeOf(name, List.of(x), in -> forward.apply(in.getFirst()));
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      write(name, forward.apply(Tensor.constant(x)), y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return backward.apply(x, y, dy);
    }
  }

  /** A function of two tensors with rules of its own. */
  record Binary(String name, BinaryOperator<Tensor> forward, BinaryRule left, BinaryRule right) implements Op.Binary {
    Binary {
      requireGiven(name, forward, left, right);
    }

    @Override
    public TensorType type(TensorType a, TensorType b) {
      return typeOf(name, List.of(a, b), in -> forward.apply(in.get(0), in.get(1)));
    }

    @Override
    public void compute(NdArray a, NdArray b, NdArray y) {
      write(name, forward.apply(Tensor.constant(a), Tensor.constant(b)), y);
    }

    @Override
    public Tensor gradLeft(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return left.apply(a, b, y, dy);
    }

    @Override
    public Tensor gradRight(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return right.apply(a, b, y, dy);
    }
  }

  /** A function of any number of tensors with a rule of its own. */
  record Nary(String name, Function<List<Tensor>, Tensor> forward, NaryRule backward) implements Op.Nary {
    Nary {
      requireGiven(name, forward, backward);
    }

    @Override
    public TensorType type(List<TensorType> x) {
      return typeOf(name, x, forward);
    }

    @Override
    public void compute(List<NdArray> x, NdArray y) {
      write(name, forward.apply(x.stream().map(Tensor::constant).toList()), y);
    }

    @Override
    public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, Tensor y, Tensor dy) {
      return wanted.stream().map(i -> backward.apply(i, x, y, dy)).toList();
    }
  }

  private static void requireGiven(Object... parts) {
    if (Stream.of(parts).anyMatch(Objects::isNull)) {
      throw Message.illegal("custom", "needs a name, a forward function and its rules, but one of them is null");
    }
  }

  /** Found by a run without values. What forward reads besides x has no gradient: it may be differentiated by nobody. */
  private static TensorType typeOf(String name, List<TensorType> x, Function<List<Tensor>, Tensor> forward) {
    try {
      return Tracing.once(tracing -> {
        var y = forward.apply(x.stream().map(tracing::placeholder).toList());
        tracing.foreign(List.of(y)).ifPresent(read -> {
          throw Message.illegal(name,
              "forward closes over %s, by which the operation would have no derivative: make it an input, "
                  + "as with Op.custom of two tensors or a list, or detach() what is meant as a constant",
              read);
        });
        return y.type();
      });
    } catch (IllegalStateException e) {
      throw Message.state(name, "the type of the result is found by a run of forward without values, which failed: %s; "
          + "to read values, write it on arrays with Op.onArrays", e.getMessage());
    }
  }

  private static void write(String name, Tensor result, NdArray y) {
    if (!result.type().equals(y.type())) {
      throw Message.state(name, "forward gives %s with values and %s without", result.type(), y.type());
    }
    StridedCopies.copy(result.value(), y);
  }

  /**
   * A function on arrays as an operation that cannot be differentiated by itself.
   *
   * @param function what computes
   * @param typeRule the type of the result
   */
  record OnArrays(NaryArrayFunction function, Function<List<TensorType>, TensorType> typeRule) implements Op.Nary {
    @Override
    public TensorType type(List<TensorType> x) {
      return typeRule.apply(x);
    }

    @Override
    public void compute(List<NdArray> x, NdArray y) {
      StridedCopies.copy(NdArray.scalar(y.dtype(), 0).broadcast(y.shape()), y); // a program hands out buffers that were used before
      function.compute(x, y);
    }

    @Override
    public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, Tensor y, Tensor dy) {
      throw Message.unsupported(name(),
          "a loop over arrays, here of %s, has no derivative by itself; make it the forward part of an "
              + "Op.custom, and write the backward part in tensors if it is to be differentiated again, or forward",
          x.stream().map(Tensor::type).toList());
    }

    Tensor of(Tensor... x) {
      return Tensor.apply(this, List.of(x));
    }
  }
}
