package dev.adjoint;

import java.util.List;
import java.util.stream.IntStream;

import dev.adjoint.array.NdArray;

/**
 * All results of an operation that has several, as one node, of which each result is read by an {@link Op.Result}. It has the type and
 * the value of the first one, but nobody computes with it.
 */
final class Tuple extends Tensor {
  private final List<TensorType> types;
  private final List<Tensor> values; // none if symbolic

  private Tuple(List<TensorType> types, Op op, List<Tensor> inputs, List<Tensor> values, boolean tracked,
      Origin origin) {
    super(types.getFirst(), op, inputs,
        values.isEmpty() || values.getFirst().isSymbolic() ? null : values.getFirst().value(), tracked,
        origin);
    this.types = types;
    this.values = values;
  }

  /** The node op(x₀, x₁, …). */
  static Tuple of(Op.Multi op, List<Tensor> x, Origin origin) {
    var types = List.copyOf(op.types(x.stream().map(Tensor::type).toList()));
    boolean tracked = x.stream().anyMatch(Tensor::isTracked)
        && types.stream().anyMatch(type -> isDifferentiable(op, type));
    if (x.stream().anyMatch(Tensor::isSymbolic)) {
      return new Tuple(types, op, x, List.of(), tracked, origin);
    }
    var values = types.stream().map(NdArray::allocate).toList();
    DebugScope.compute(op, x, values, origin);
    return new Tuple(types, op, x, values.stream().map(Tensor::constant).toList(), tracked, origin);
  }

  /** Tensors that stand for the results of an operation, as those of a batch do. */
  static Tuple together(List<Tensor> results) {
    return new Tuple(results.stream().map(Tensor::type).toList(), Op.Leaf.CONSTANT, List.of(), List.copyOf(results),
        false, Origin.NONE);
  }

  /** The types of the results. */
  List<TensorType> types() {
    return types;
  }

  /** One of the results. */
  Tensor result(int place) {
    if (op() instanceof Op.Leaf) {
      return values.get(place);
    }
    var type = types.get(place);
    boolean differentiable = isTracked() && type.dtype().isFloating();
    if (values.isEmpty()) {
      return new Tensor(type, new Op.Result(place), List.of(this), null, differentiable, origin());
    }
    boolean remembers = differentiable || (DebugScope.keepsHistory() && inputs().stream().anyMatch(Tensor::hasPast));
    return remembers
        ? new Tensor(type, new Op.Result(place), List.of(this), values.get(place).value(), differentiable, origin())
        : values.get(place);
  }

  /** The results. */
  List<Tensor> results() {
    return IntStream.range(0, types.size()).mapToObj(this::result).toList();
  }
}
