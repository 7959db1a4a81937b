package dev.adjoint;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.adjoint.array.NdArray;
import dev.adjoint.array.Statistics;
import dev.adjoint.internal.UserCode;
import dev.adjoint.internal.flight.Flight;
import dev.adjoint.internal.flight.OperationEvent;
import dev.adjoint.op.Arithmetic;

/**
 * What is looked at while tensors are computed, in a {@link Debug} scope of the running thread.
 *
 * @param nonFinite whether a result that is not finite is an error
 * @param history whether an untracked node remembers what it was computed from
 */
record DebugScope(boolean nonFinite, boolean history) {
  private static final ScopedValue<DebugScope> SCOPE = ScopedValue.newInstance();
  private static final DebugScope NOTHING = new DebugScope(false, false);
  private static final int LINES = 16;

  /** Whether anything is looked at, by a scope or by Flight Recorder: all that an operation asks if not. */
  static boolean isOn() {
    return isScope() || Flight.recordsOperations();
  }

  static boolean isScope() {
    return SCOPE.isBound();
  }

  static boolean keepsHistory() {
    return isScope() && SCOPE.get().history;
  }

  static DebugScope now() {
    return SCOPE.orElse(NOTHING);
  }

  DebugScope withNonFinite(boolean on) {
    return new DebugScope(on, history);
  }

  DebugScope withHistory() {
    return new DebugScope(nonFinite, true);
  }

  <T> T during(Supplier<T> work) {
    return ScopedValue.where(SCOPE, this).call(work::get);
  }

  /** What is said of a node that is made now. */
  static Origin origin() {
    return isScope() ? new Origin("", UserCode.lines(LINES), Optional.empty()) : Origin.NONE;
  }

  /** A variable, looked at; one whose value has a past remembers it. */
  static Tensor variable(Tensor value) {
    var origin = origin().named(value.origin().name()).in(Tracing.current());
    return value.isSymbolic() || (keepsHistory() && value.hasPast())
        ? new Tensor(value.type(), new Arithmetic.Copy(), List.of(value.detach()),
            value.isSymbolic() ? null : value.value(), true, origin)
        : new Tensor(value.type(), Op.Leaf.VARIABLE, List.of(), value.value(), true, origin);
  }

  /** The node op(x), looked at. */
  static Tensor apply(Op operation, List<Tensor> x, Origin origin) {
    return switch (operation) {
      case Op.Multi op -> Tuple.of(op, x, origin);
      case Op.Result(int place) -> ((Tuple) x.getFirst()).result(place);
      case Op.Unary _,Op.Binary _,Op.Nary _ -> applyToOne(operation, x, origin);
      case Op.Leaf op -> throw new AssertionError(op);
    };
  }

  /** The results of op(x), looked at. */
  static List<NdArray> results(Op.Multi op, List<Tensor> x, List<TensorType> types, Origin origin) {
    var event = Flight.recordsOperations() ? Optional.of(OperationEvent.begun()) : Optional.<OperationEvent>empty();
    var values = values(op, x.stream().map(Tensor::value).toList(), types);
    event.ifPresent(begun -> begun.ended(op.name(), x.stream().map(Tensor::type).toList(), types,
        types.stream().mapToLong(TensorType::bytes).sum()));
    if (now().nonFinite) {
      values.forEach(value -> requireFinite(op, x, value, origin));
    }
    return values;
  }

  private static List<NdArray> values(Op.Multi op, List<NdArray> x, List<TensorType> types) {
    if (op instanceof Op.Precomputed) {
      return x.subList(x.size() - types.size(), x.size());
    }
    var values = types.stream().map(NdArray::allocate).toList();
    op.compute(x, values);
    return values;
  }

  private static Tensor applyToOne(Op op, List<Tensor> x, Origin origin) {
    var type = type(op, x.stream().map(Tensor::type).toList());
    boolean tracked = x.stream().anyMatch(Tensor::isTracked) && Tensor.isDifferentiable(op, type);
    if (x.stream().anyMatch(Tensor::isSymbolic)) {
      return new Tensor(type, op, x, null, tracked, origin);
    }
    var value = Flight.recordsOperations() ? recorded(op, x, type) : value(op, x, type);
    if (now().nonFinite) {
      requireFinite(op, x, value, origin);
    }
    boolean remembers = tracked || (now().history && x.stream().anyMatch(Tensor::hasPast));
    return remembers ? new Tensor(type, op, x, value, tracked, origin) : Tensor.constant(value);
  }

  private static TensorType type(Op operation, List<TensorType> x) {
    return switch (operation) {
      case Op.Unary op -> op.type(x.get(0));
      case Op.Binary op -> op.type(x.get(0), x.get(1));
      case Op.Nary op -> op.type(x);
      case Op.Leaf _,Op.Multi _,Op.Result _ -> throw new AssertionError(operation);
    };
  }

  private static NdArray recorded(Op op, List<Tensor> x, TensorType type) {
    var event = OperationEvent.begun();
    var value = value(op, x, type);
    event.ended(op.name(), x.stream().map(Tensor::type).toList(), type, type.bytes());
    return value;
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

  /**
   * What the backward rule of a node gives. It is looked at as a whole: what is not finite inside may be masked in the end. But a rule
   * that follows other operations finds in which of them it is.
   *
   * @throws NonFiniteException if it is not finite
   */
  static List<Tensor> gradients(LocalRule rule, List<Integer> wanted, Tensor dy) {
    try {
      var all = rule.node().op() instanceof Op.Precomputed
          ? rule.stated(wanted, dy)
          : now().withNonFinite(false).during(() -> rule.stated(wanted, dy));
      for (int k = 0; now().nonFinite && k < all.size(); k++) {
        if (!all.get(k).isSymbolic() && !Statistics.of(all.get(k).value()).isFinite()) {
          throw NonFiniteException.backward(rule, wanted.get(k), dy, all.get(k));
        }
      }
      return all;
    } catch (IllegalArgumentException | IllegalStateException e) {
      rule.node().origin().made().stream().findFirst()
          .ifPresent(_ -> e.addSuppressed(new MadeHere(rule.node().op(), rule.node().origin())));
      throw e;
    }
  }

  /** A NaN is an error wherever it comes from; an infinity that a constant brings along, such as a mask of −∞, is not. */
  private static void requireFinite(Op op, List<Tensor> x, NdArray value, Origin origin) {
    var result = Statistics.of(value);
    if (!result.isFinite() && (result.nan() > 0 || x.stream().noneMatch(DebugScope::bringsInfinity))) {
      throw NonFiniteException.forward(op, x, result, origin);
    }
  }

  private static boolean bringsInfinity(Tensor x) {
    return x.op() != Op.Leaf.VARIABLE && Statistics.of(x.value()).infinite() > 0;
  }
}
