package dev.adjoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.adjoint.array.NdArray;
import dev.adjoint.array.StridedCopies;

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
 * a shorter way, {@link PerElement}, {@link Linear}, {@link Bilinear} and {@link Forward} say so.
 * {@link Batching} is the rule for {@code vmap}.
 */
public sealed interface Op {

  /** What errors and pictures call the operation: {@code softmaxCrossEntropy} for a record SoftmaxCrossEntropy. */
  default String name() {
    return OpNames.of(getClass());
  }

  /**
   * An operation of one's own: {@code forward} computes it in tensor operations, {@code backward} gives ∇x. Apply it with
   * {@link Tensor#apply(Unary, Tensor) Tensor.apply}; check it with {@link dev.adjoint.check.GradientCheck}. Keep it in a constant:
   * two are equal if they have the same name and the same functions, and only equal ones are merged in a program.
   *
   * @param name what errors and pictures call it
   * @param forward y = f(x); its type is found by a run without values
   * @param backward (x, y, ∇y) → ∇x; the gradient can be differentiated again if it is written in tensor operations
   */
  static Op.Unary custom(String name, UnaryOperator<Tensor> forward, Custom.Rule backward) {
    return new Custom.Unary(name, forward, backward);
  }

  /**
   * The same of two tensors.
   *
   * @param left (a, b, y, ∇y) → ∇a
   * @param right (a, b, y, ∇y) → ∇b
   */
  static Op.Binary custom(String name, BinaryOperator<Tensor> forward, Custom.BinaryRule left,
      Custom.BinaryRule right) {
    return new Custom.Binary(name, forward, left, right);
  }

  /**
   * The same of any number of tensors.
   *
   * @param backward (i, x, y, ∇y) → ∇xᵢ
   */
  static Op.Nary custom(String name, Function<List<Tensor>, Tensor> forward, Custom.NaryRule backward) {
    return new Custom.Nary(name, forward, backward);
  }

  /** A loop over arrays as a function of a tensor, for an operation of one's own; the result is of the type of x. */
  static UnaryOperator<Tensor> onArrays(Custom.ArrayFunction f) {
    return onArrays(x -> x, f);
  }

  /** The same with another type of result. */
  static UnaryOperator<Tensor> onArrays(UnaryOperator<TensorType> type, Custom.ArrayFunction f) {
    var op = new Custom.OnArrays((x, y) -> f.compute(x.get(0), y), x -> type.apply(x.get(0)));
    return op::of;
  }

  /** The same of two tensors; the result is of the type of a. */
  static BinaryOperator<Tensor> onArrays(Custom.BinaryArrayFunction f) {
    return onArrays((a, _) -> a, f);
  }

  /** The same of two tensors with another type of result. */
  static BinaryOperator<Tensor> onArrays(BinaryOperator<TensorType> type, Custom.BinaryArrayFunction f) {
    var op = new Custom.OnArrays((x, y) -> f.compute(x.get(0), x.get(1), y), x -> type.apply(x.get(0), x.get(1)));
    return op::of;
  }

  /** A loop over arrays as a backward rule; it cannot be differentiated again. */
  static Custom.Rule onArrays(Custom.ArrayRule f) {
    var op = new Custom.OnArrays((x, dx) -> f.compute(x.get(0), x.get(1), x.get(2), dx), x -> x.get(0));
    return op::of;
  }

  /**
   * A loop over arrays as one half of the backward rule of two tensors; it cannot be differentiated again.
   *
   * @param input the one that the gradient is of: 0 for ∇a, 1 for ∇b
   */
  static Custom.BinaryRule onArrays(int input, Custom.BinaryArrayRule f) {
    var op = new Custom.OnArrays((x, dx) -> f.compute(x.get(0), x.get(1), x.get(2), x.get(3), dx), x -> x.get(input));
    return op::of;
  }

  /** A loop over any number of arrays as a function of tensors. */
  static Function<List<Tensor>, Tensor> onArrayList(Function<List<TensorType>, TensorType> type,
      Custom.NaryArrayFunction f) {
    var op = new Custom.OnArrays(f, type);
    return x -> Tensor.apply(op, x);
  }

  /** A loop over any number of arrays as a backward rule; it cannot be differentiated again. */
  static Custom.NaryRule onArrayList(Custom.NaryArrayRule f) {
    return (i, x, y, dy) -> {
      int n = x.size();
      var op = new Custom.OnArrays((in, dx) -> f.compute(i, in.subList(0, n), in.get(n), in.get(n + 1), dx),
          in -> in.get(i));
      return Tensor.apply(op, Stream.concat(x.stream(), Stream.of(y, dy)).toList());
    };
  }

  /** Where the derivative is zero, as {@code explain} says it: "where x ≤ 0" for relu. Empty if there is nothing to say. */
  default String vanishes() {
    return "";
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

    /** y ← f(x), every element of it: what y holds before is anything. */
    void compute(NdArray x, NdArray y);

    /** ∇x from ∇y. */
    Tensor grad(Tensor x, Tensor y, Tensor dy);
  }

  /** y = f(a, b). */
  non-sealed interface Binary extends Op {
    /** The type of f(a, b), or an IllegalArgumentException that says which rule they break. */
    TensorType type(TensorType a, TensorType b);

    /** y ← f(a, b), every element of it: what y holds before is anything. */
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

    /** y ← f(x₀, x₁, …), every element of it: what y holds before is anything. */
    void compute(List<NdArray> x, NdArray y);

    /**
     * ∇xᵢ from ∇y, for each i asked for, in that order.
     *
     * @param wanted the positions of the inputs asked for
     */
    List<Tensor> grads(List<Integer> wanted, List<Tensor> x, Tensor y, Tensor dy);
  }

  /**
   * y₀, y₁, … = f(x₀, x₁, …). In a graph one node stands for all results, and each result is a node of its own above it, a
   * {@link Result}. A result that nobody uses has no gradient.
   */
  non-sealed interface Multi extends Op {
    /** The types of f(x₀, x₁, …), one or more, or an IllegalArgumentException that says which rule they break. */
    List<TensorType> types(List<TensorType> x);

    /** y₀, y₁, … ← f(x₀, x₁, …). */
    void compute(List<NdArray> x, List<NdArray> y);

    /**
     * ∇xᵢ from ∇y₀, ∇y₁, …, for each i asked for, in that order.
     *
     * @param wanted the positions of the inputs asked for
     * @param dy ∇yⱼ for each result; none for one that no output depends on, and not all are missing
     */
    List<Tensor> grads(List<Integer> wanted, List<Tensor> x, List<Tensor> y, List<Optional<Tensor>> dy);

    /** The results for all examples of a batch, each with the batch as its first axis; by default one example after another. */
    default List<Tensor> batch(Batch x) {
      return x.oneByOne(this);
    }

    /** An operation that states its forward rule, where the transpose of the backward rule would be a detour. */
    interface Forward extends Multi {
      /**
       * ẏ₀, ẏ₁, … from the ẋᵢ; of a result that is no floating-point number, anything of its type.
       *
       * @param dx by position; an input that does not move has none
       */
      List<Tensor> tangents(List<Tensor> x, List<Tensor> y, Map<Integer, Tensor> dx);
    }
  }

  /**
   * One of the results of an operation that has several.
   *
   * @param place which one, counted from 0
   */
  record Result(int place) implements Op, Linear, Selection, Batching {
    @Override
    public Tensor gradOfAll(List<Selection> all, Tensor x, List<Tensor> dy) {
      var places = all.stream().map(result -> ((Result) result).place).toList();
      return ((Tuple) x).gradient(places, dy);
    }

    @Override
    public Tensor batch(Batch x) {
      return ((Tuple) x.get(0)).result(place);
    }
  }

  /** The node op(x₀, x₁, …), whatever the number of inputs; for an operation of several results the one that stands for all. */
  default Tensor apply(List<Tensor> x) {
    return Evaluation.of(this, List.copyOf(x));
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

  /** An operation that states its forward rule, where the transpose of the backward rule would be a detour. */
  interface Forward {
    /**
     * ẏ from the ẋᵢ.
     *
     * @param dx by position; an input that does not move has none
     */
    Tensor tangent(List<Tensor> x, Tensor y, Map<Integer, Tensor> dx);
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
      StridedCopies.copy(view(x, y.type()), y);
    }
  }

  /**
   * An operation whose result is its input as it is: what it changes is the gradient. Programs take the input in its place once
   * all gradients are traced.
   */
  interface Identity extends View {
    @Override
    default TensorType type(TensorType x) {
      return x;
    }

    @Override
    default NdArray view(NdArray x, TensorType y) {
      return x;
    }
  }

  /**
   * An operation that selects from its only input. Where there are several selections from one tensor, their gradients are put
   * together all at once: n tensors of the size of the whole, one for each of n selections, would take n² to add up.
   */
  interface Selection {
    /**
     * ∇x from the ∇yᵢ of all selections.
     *
     * @param all operations of this class
     * @param dy for each of them
     */
    Tensor gradOfAll(List<Selection> all, Tensor x, List<Tensor> dy);
  }

  /** An operation whose results somebody has found already, its last inputs, and that adds the derivatives. */
  interface Precomputed extends Multi {
    /** How many results there are. */
    int results();

    @Override
    default List<TensorType> types(List<TensorType> x) {
      return x.subList(x.size() - results(), x.size());
    }

    @Override
    default void compute(List<NdArray> x, List<NdArray> y) {
      for (int j = 0; j < y.size(); j++) {
        StridedCopies.copy(x.get(x.size() - y.size() + j), y.get(j));
      }
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
