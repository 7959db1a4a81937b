package dev.adjoint.control;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.internal.Message;
import dev.adjoint.transform.Structure;

/** Loops, branches and implicit functions of tensors, records, lists and maps. */
public final class ControlFlow {

  private ControlFlow() {}

  /** One step for each element of a sequence. */
  public static <C, X, Y> Carry<C, Y> scan(BiFunction<? super C, ? super X, Carry<C, Y>> f, C start, X sequence) {
    var carry = Structure.of(start);
    var elements = Structure.of(sequence);
    var output = new AtomicReference<Structure<Y>>();
    Function<List<Tensor>, List<Tensor>> step = in -> {
      var next = in.iterator();
      var result = f.apply(built(carry, next), built(elements, next));
      var made = Structure.of(result.output());
      var before = output.getAndSet(made);
      if (before != null && !before.equals(made)) {
        throw Message.illegal("scan",
            "the output of one step is %s and of another %s; all must be built alike, and what is no tensor "
                + "in them the same",
            before, made);
      }
      var out = new ArrayList<>(carry.tensorsOfSame(result.carry(), "scan", "next carry", "carry"));
      out.addAll(output.get().tensors());
      return out;
    };
    var results = Scan.of(step, carry.tensors(), elements.tensors(), length(elements)).iterator();
    return new Carry<>(built(carry, results), built(output.get(), results));
  }

  private static <P> P built(Structure<P> structure, Iterator<Tensor> tensors) {
    return structure.map(_ -> tensors.next());
  }

  private static int length(Structure<?> sequence) {
    if (sequence.tensors().isEmpty()) {
      throw Message.illegal("scan", "there is no tensor in %s to go along; Tensor.arange(0, n) makes n steps",
          sequence);
    }
    for (var x : sequence.tensors()) {
      if (x.shape().rank() == 0 || x.shape().dim(0) != sequence.tensors().getFirst().shape().dim(0)) {
        throw Message.illegal("scan",
            "goes along the first axis, which must be there and of one size for all: %s and %s",
            sequence.tensors().getFirst().type(), x.type());
      }
    }
    return sequence.tensors().getFirst().shape().dim(0);
  }

  /** Steps while a condition holds. */
  public static <C> C whileLoop(Function<? super C, Tensor> condition, Function<? super C, C> f, C start) {
    var carry = Structure.of(start);
    var last = WhileLoop.of(holds(condition, carry), next(f, carry), carry.tensors());
    return built(carry, last.iterator());
  }

  private static <C> Function<List<Tensor>, Tensor> holds(Function<? super C, Tensor> condition, Structure<C> carry) {
    return c -> truth("whileLoop", condition.apply(built(carry, c.iterator())));
  }

  private static <C> Function<List<Tensor>, List<Tensor>> next(Function<? super C, C> f, Structure<C> carry) {
    return c -> carry.tensorsOfSame(f.apply(built(carry, c.iterator())), "whileLoop", "next state", "state");
  }

  /** Steps while a condition holds, but so many at most. */
  public static <C> C whileLoop(Function<? super C, Tensor> condition, Function<? super C, C> f, C start, int limit) {
    if (limit < 0) {
      throw Message.illegal("whileLoop", "a limit of %d steps is negative", limit);
    }
    var carry = Structure.of(start);
    var goesOn = holds(condition, carry);
    var next = next(f, carry);
    var last = Scan.of(in -> {
      var c = in.subList(0, in.size() - 1); // without the number of the step
      return Cond.of(goesOn.apply(c), next, same -> same, c);
    }, carry.tensors(), List.of(Tensor.arange(0, limit)), limit);
    return built(carry, last.iterator());
  }

  /** One of two functions. */
  public static <P, R> R cond(Tensor condition, Function<? super P, ? extends R> f, Function<? super P, ? extends R> g,
      P x) {
    var argument = Structure.of(x);
    var first = new AtomicReference<Structure<R>>();
    var out = Cond.of(truth("cond", condition), in -> {
      first.set(Structure.of(f.apply(built(argument, in.iterator()))));
      return first.get().tensors();
    }, in -> {
      R result = g.apply(built(argument, in.iterator()));
      if (first.get() == null) {
        first.set(Structure.of(result));
      }
      return first.get().tensorsOfSame(result, "cond", "result if false", "result if true");
    }, argument.tensors());
    return built(first.get(), out.iterator());
  }

  /** The solution of an equation for a parameter, as a solver finds it. */
  public static <X, P> X implicit(Equation<X, P> equation, Function<? super P, ? extends X> solver,
      LinearSolver linear, P p) {
    return Implicit.of(equation, solver, linear, p);
  }

  private static Tensor truth(String operation, Tensor condition) {
    if (condition.dtype() != DType.BOOL || !condition.shape().equals(Shape.SCALAR)) {
      throw Message.illegal(operation,
          "the condition is %s, not one truth value, BOOL[]; compare, and reduce, with any() or all()",
          condition.type());
    }
    return condition;
  }
}
