package dev.adjoint.testkit.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.Autodiff;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.control.Carry;

/**
 * Loops, branches, checkpoints and implicit functions, which repeat or choose random formulas and close over another tensor. Each
 * is spelled out too, in operations alone: a loop step by step, a branch as both sides, a solution by its closed form.
 */
final class ControlFlow {
  /** How far from where another branch is taken. */
  private static final double CLEAR = 0.05;
  /** Operands are not larger, or little would be left of them after a few steps. */
  private static final double LARGEST = 10;
  private static final int LIMIT = 4;

  private ControlFlow() {}

  static Stream<Operation> operations() {
    return Stream.of( //
        operation("fold", ControlFlow::isSequence, ControlFlow::fold), //
        operation("scan", ControlFlow::isSequence, ControlFlow::scan), //
        operation("whileLoop", ControlFlow::hasElements, ControlFlow::whileLoop), //
        operation("cond", ControlFlow::hasElements, ControlFlow::cond), //
        operation("checkpoint", ControlFlow::hasElements, ControlFlow::checkpoint), //
        operation("implicit", ControlFlow::isSequence, ControlFlow::implicit));
  }

  private static Operation operation(String name, Predicate<TensorType> type, Operation.Arguments arguments) {
    return new Operation(name, 2,
        x -> type.test(x.get(0)) && hasElements(x.get(1)) && x.get(0).dtype() == x.get(1).dtype(),
        arguments, Optional.empty());
  }

  private static boolean hasElements(TensorType x) {
    return x.dtype().isFloating() && x.shape().size() > 0;
  }

  private static boolean isSequence(TensorType x) {
    return hasElements(x) && x.shape().rank() > 0;
  }

  private static Call call(Operation op, String source, BinaryOperator<Tensor> f, BinaryOperator<Tensor> spelledOut,
      Predicate<List<Tensor>> domain) {
    return new Call(op, source, in -> f.apply(in.get(0), in.get(1)), in -> isSmall(in) && domain.test(in),
        in -> spelledOut.apply(in.get(0), in.get(1)));
  }

  private static boolean isSmall(List<Tensor> x) {
    return x.stream().allMatch(t -> t.detach().abs().max().item() <= LARGEST);
  }

  /** A number made of what a body takes and of the second operand, each of whose elements counts differently. */
  private static String closedOver(String x) {
    return "$1.mul(" + x + ".mean()).sin().mean()";
  }

  private static Tensor closedOver(Tensor w, Tensor x) {
    return w.mul(x.mean()).sin().mean();
  }

  private static Call fold(Operation op, List<TensorType> x, Random random) {
    var step = Formula.draw(List.of("c", "t", closedOver("c")), x.getFirst().shape().rank() - 1, random);
    return call(op, "Autodiff.fold((c, t) -> " + step.source() + ", $0.get(0), $0)",
        (s, w) -> Autodiff.fold((c, t) -> step.of(c, t, closedOver(w, c)), s.get(0), s),
        (s, w) -> elements(s).reduce(s.get(0), (c, t) -> step.of(c, t, closedOver(w, c))), in -> true);
  }

  private static Stream<Tensor> elements(Tensor sequence) {
    return IntStream.range(0, sequence.shape().dim(0)).mapToObj(sequence::get);
  }

  /** Of which both results are used. */
  private static Call scan(Operation op, List<TensorType> x, Random random) {
    int rank = x.getFirst().shape().rank() - 1;
    var step = Formula.draw(List.of("c", "t", closedOver("c")), rank, random);
    var output = Formula.draw(List.of("c", "t"), rank, random);
    return call(op,
        "Stream.of(Autodiff.scan((c, t) -> new Carry<>(" + step.source() + ", " + output.source()
            + "), $0.get(0), $0)).map(s -> s.output().mul(s.carry())).toList().getFirst()",
        (s, w) -> {
          var all = Autodiff.scan((c, t) -> new Carry<>(step.of(c, t, closedOver(w, c)), output.of(c, t)), s.get(0), s);
          return all.output().mul(all.carry());
        }, (s, w) -> {
          var c = s.get(0);
          var outputs = new Tensor[s.shape().dim(0)];
          for (int k = 0; k < outputs.length; k++) {
            outputs[k] = output.of(c, s.get(k));
            c = step.of(c, s.get(k), closedOver(w, c));
          }
          return Tensor.stack(0, outputs).mul(c);
        }, in -> true);
  }

  /** While the mean of the squares is small; each step is as long as it can be, so that it takes any number of them. */
  private static Call whileLoop(Operation op, List<TensorType> x, Random random) {
    var step = Formula.draw(List.of("c", closedOver("c")), x.getFirst().shape().rank(), random);
    double bound = 0.5 + random.nextInt(3);
    return call(op,
        "Autodiff.whileLoop(c -> c.square().mean().less(" + bound + "), c -> " + step.source() + ".mul(2).add(c), $0, "
            + LIMIT + ")",
        (s, w) -> Autodiff.whileLoop(c -> c.square().mean().less(bound),
            c -> step.of(c, closedOver(w, c)).mul(2).add(c), s,
            LIMIT),
        (s, w) -> {
          var c = s;
          for (int k = 0; k < LIMIT; k++) {
            c = c.square().mean().less(bound).where(step.of(c, closedOver(w, c)).mul(2).add(c), c);
          }
          return c;
        }, in -> {
          var c = in.get(0).detach();
          for (int k = 0; k < LIMIT && c.square().mean().item() < bound + CLEAR; k++) {
            if (c.square().mean().item() > bound - CLEAR) {
              return false;
            }
            c = step.of(c, closedOver(in.get(1).detach(), c)).mul(2).add(c);
          }
          return true;
        });
  }

  /** What is infinite or not a number on the other side of 0, so that a branch that is not taken may not have a part in anything. */
  private record Guarded(String suffix, UnaryOperator<Tensor> function) {
    private static final List<Guarded> ALL = List.of(new Guarded(".log()", Tensor::log),
        new Guarded(".sqrt()", Tensor::sqrt), new Guarded(".pow(-0.5)", x -> x.pow(-0.5)));

    static Guarded draw(Random random) {
      return ALL.get(random.nextInt(ALL.size()));
    }

    Tensor of(Tensor x) {
      return function.apply(x).tanh();
    }

    String source(String x) {
      return x + suffix + ".tanh()";
    }
  }

  /** The branch if false closes over its guarded number alone. */
  private static Call cond(Operation op, List<TensorType> x, Random random) {
    int rank = x.getFirst().shape().rank();
    var above = Guarded.draw(random);
    var below = Guarded.draw(random);
    var ifTrue = Formula.draw(List.of("x", closedOver("x"), above.source("$1.mean()")), rank, random);
    var ifFalse = Formula.draw(List.of("x", below.source("$1.mean().neg()")), rank, random);
    return call(op,
        "Autodiff.cond($1.mean().greater(0), x -> " + ifTrue.source() + ", x -> " + ifFalse.source() + ", $0)",
        (s, w) -> Autodiff.cond(w.mean().greater(0),
            (Tensor t) -> ifTrue.of(t, closedOver(w, t), above.of(w.mean())),
            t -> ifFalse.of(t, below.of(w.mean().neg())), s),
        (s, w) -> {
          var positive = w.mean().greater(0);
          var size = positive.where(w.mean(), w.mean().neg()); // which both sides can take
          return positive.where(ifTrue.of(s, closedOver(w, s), above.of(size)), ifFalse.of(s, below.of(size)));
        }, in -> Math.abs(in.get(1).detach().mean().item()) >= CLEAR);
  }

  /** One of two reads the signs of what it is given alone, so that it does not depend on anything that is differentiated by. */
  private static Call checkpoint(Operation op, List<TensorType> x, Random random) {
    var f = Formula.draw(List.of("x", closedOver("x")), x.getFirst().shape().rank(), random);
    BinaryOperator<Tensor> ofBoth = (s, w) -> f.of(s, closedOver(w, s));
    if (random.nextBoolean()) {
      return call(op, "Autodiff.checkpoint(x -> " + f.source() + ").apply($0)",
          (s, w) -> Autodiff.checkpoint(t -> ofBoth.apply(t, w)).apply(s), ofBoth, in -> true);
    }
    return call(op,
        "Autodiff.checkpointAll(in -> Stream.of(in.getFirst().sign()).map(x -> "
            + f.source().replace("$1", "in.getLast()")
            + ").toList().getFirst()).apply(Stream.of($0, $1.sign()).toList()).mul($0)",
        (s, w) -> Autodiff.checkpointAll(in -> ofBoth.apply(in.getFirst().sign(), in.getLast()))
            .apply(List.of(s, w.sign())).mul(s),
        (s, w) -> ofBoth.apply(s.sign(), w.sign()).mul(s), ControlFlow::isClearOfZero);
  }

  private static boolean isClearOfZero(List<Tensor> x) {
    return x.stream().allMatch(t -> t.detach().abs().min().item() >= CLEAR);
  }

  /** Σ over l ≤ k of tan x[l] = p[k] mean(w), which is solved by x[k] = atan((p[k] − p[k−1]) mean(w)). */
  private static Call implicit(Operation op, List<TensorType> x, Random random) {
    int n = x.getFirst().shape().dim(0);
    BinaryOperator<Tensor> solution = (p, w) -> p.sub(p.slice(0, 0, n - 1).pad(0, 1, 0)).mul(w.mean()).atan();
    return call(op,
        "Autodiff.<Tensor, Tensor>implicit((x, p) -> x.tan().cumulativeSum(0).sub(p.mul($1.mean())), "
            + "p -> p.sub(p.slice(0, 0, " + (n - 1) + ").pad(0, 1, 0)).mul($1.mean()).atan()).apply($0)",
        (s, w) -> Autodiff.<Tensor, Tensor>implicit((t, p) -> t.tan().cumulativeSum(0).sub(p.mul(w.mean())),
            p -> solution.apply(p, w)).apply(s),
        solution, in -> true);
  }
}
