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

  /** Whether an untracked node is to remember these operands. */
  static boolean remembers(List<Tensor> x) {
    return keepsHistory() && x.stream().anyMatch(Tensor::hasPast);
  }

  /** The results of op(x₀, x₁, …), looked at. */
  static List<NdArray> results(Op op, List<Tensor> x, List<TensorType> types, Supplier<List<NdArray>> computation,
      Origin origin) {
    var event = Flight.recordsOperations() ? Optional.of(OperationEvent.begun()) : Optional.<OperationEvent>empty();
    var values = computation.get();
    event.ifPresent(begun -> begun.ended(op.name(), x.stream().map(Tensor::type).toList(),
        types.size() == 1 ? types.getFirst() : types, types.stream().mapToLong(TensorType::bytes).sum()));
    if (now().nonFinite) {
      values.forEach(value -> requireFinite(op, x, value, origin));
    }
    return values;
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
