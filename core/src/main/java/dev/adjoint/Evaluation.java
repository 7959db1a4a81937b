package dev.adjoint;

import java.util.List;

import dev.adjoint.array.NdArray;

/** From an operation and its operands to a node: its type, whether it is tracked, its value if the operands have theirs. */
final class Evaluation {

  private Evaluation() {}

  /** The node op(x₀, x₁, …), made in the line of code that is running. */
  static Tensor of(Op op, List<Tensor> x) {
    boolean watched = DebugScope.isOn();
    return of(op, x, watched, watched ? DebugScope.origin() : Origin.NONE);
  }

  /** The same, made elsewhere. */
  static Tensor of(Op op, List<Tensor> x, Origin origin) {
    boolean watched = DebugScope.isOn();
    return of(op, x, watched, watched ? origin : Origin.NONE);
  }

  private static Tensor of(Op operation, List<Tensor> x, boolean watched, Origin origin) {
    return switch (operation) {
      case Op.Multi op -> Tuple.of(op, x, origin);
      case Op.Result(int place) -> ((Tuple) x.getFirst()).result(place);
      case Op.Unary _,Op.Binary _,Op.Nary _ -> node(operation, x, watched, origin);
      case Op.Leaf op -> throw new AssertionError(op);
    };
  }

  private static Tensor node(Op op, List<Tensor> x, boolean watched, Origin origin) {
    var type = type(op, x);
    boolean tracked = false;
    boolean known = true;
    for (int i = 0; i < x.size(); i++) {
      tracked |= x.get(i).isTracked();
      known &= !x.get(i).isSymbolic();
    }
    tracked &= Tensor.isDifferentiable(op, type);
    if (!known) {
      return new Tensor(type, op, x, null, tracked, origin);
    }
    var value = watched
        ? DebugScope.results(op, x, List.of(type), () -> List.of(value(op, x, type)), origin).getFirst()
        : value(op, x, type);
    return tracked || (watched && DebugScope.remembers(x))
        ? new Tensor(type, op, x, value, tracked, origin)
        : Tensor.constant(value);
  }

  private static TensorType type(Op operation, List<Tensor> x) {
    return switch (operation) {
      case Op.Unary op -> op.type(x.get(0).type());
      case Op.Binary op -> op.type(x.get(0).type(), x.get(1).type());
      case Op.Nary op -> op.type(x.stream().map(Tensor::type).toList());
      case Op.Leaf _,Op.Multi _,Op.Result _ -> throw new AssertionError(operation);
    };
  }

  private static NdArray value(Op operation, List<Tensor> x, TensorType type) {
    if (operation instanceof Op.View op) {
      return op.view(x.getFirst().value(), type);
    }
    var value = NdArray.allocate(type);
    switch (operation) {
      case Op.Unary op -> op.compute(x.get(0).value(), value);
      case Op.Binary op -> op.compute(x.get(0).value(), x.get(1).value(), value);
      case Op.Nary op -> op.compute(x.stream().map(Tensor::value).toList(), value);
      case Op.Leaf _,Op.Multi _,Op.Result _ -> throw new AssertionError(operation);
    }
    return value;
  }

  /** The values of op(x₀, x₁, …), which has several results. */
  static List<NdArray> values(Op.Multi op, List<Tensor> x, List<TensorType> types, Origin origin) {
    return DebugScope.isOn()
        ? DebugScope.results(op, x, types, () -> values(op, x, types), origin)
        : values(op, x, types);
  }

  private static List<NdArray> values(Op.Multi op, List<Tensor> x, List<TensorType> types) {
    var operands = x.stream().map(Tensor::value).toList();
    if (op instanceof Op.Precomputed) {
      return operands.subList(x.size() - types.size(), x.size());
    }
    var values = types.stream().map(NdArray::allocate).toList();
    op.compute(operands, values);
    return values;
  }
}
