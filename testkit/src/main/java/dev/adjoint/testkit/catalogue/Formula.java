package dev.adjoint.testkit.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.adjoint.Tensor;

/**
 * A function of a few tensors that is smooth everywhere, as a Java expression: what a random loop repeats, or a random branch does. Its
 * result is of the shape of the largest.
 *
 * @param source the expression, in the names of its arguments
 * @param function what it computes
 */
record Formula(String source, Function<List<Tensor>, Tensor> function) {

  /** One more method call behind an expression. */
  private record Suffix(String source, UnaryOperator<Tensor> function) {
  }

  private static final List<Suffix> ANY = List.of( //
      new Suffix("", x -> x), //
      new Suffix(".mul(0.5)", x -> x.mul(0.5)), //
      new Suffix(".sin()", Tensor::sin), //
      new Suffix(".tanh()", Tensor::tanh), //
      new Suffix(".sigmoid()", Tensor::sigmoid));
  private static final List<Suffix> BOUNDED = List.of( //
      new Suffix(".sin()", Tensor::sin), //
      new Suffix(".cos()", Tensor::cos), //
      new Suffix(".tanh()", Tensor::tanh));
  private static final List<Suffix> MOVED = List.of( //
      new Suffix(".flip(0)", x -> x.flip(0)), //
      new Suffix(".cumulativeSum(-1)", x -> x.cumulativeSum(-1)));

  /**
   * A random one, in which each argument occurs once or twice, with values from −1 to 1.
   *
   * @param arguments what they are called
   * @param rank how many axes the result has, which may be moved along
   */
  static Formula draw(List<String> arguments, int rank, Random random) {
    var order = new ArrayList<>(IntStream.range(0, arguments.size()).boxed().toList());
    order.add(random.nextInt(arguments.size()));
    Collections.shuffle(order, random);
    return order.stream().map(i -> argument(arguments.get(i), i).with(any(ANY, random)))
        .reduce((a, b) -> a.joined(b, random)).orElseThrow()
        .with(rank > 0 && random.nextInt(3) == 0 ? any(MOVED, random) : ANY.getFirst())
        .with(any(BOUNDED, random));
  }

  private static Suffix any(List<Suffix> some, Random random) {
    return some.get(random.nextInt(some.size()));
  }

  private static Formula argument(String name, int i) {
    return new Formula(name, in -> in.get(i));
  }

  private Formula with(Suffix suffix) {
    return new Formula(source + suffix.source, in -> suffix.function.apply(function.apply(in)));
  }

  private Formula joined(Formula other, Random random) {
    return switch (random.nextInt(3)) {
      case 0 ->
        new Formula(source + ".add(" + other.source + ")", in -> function.apply(in).add(other.function.apply(in)));
      case 1 ->
        new Formula(source + ".sub(" + other.source + ")", in -> function.apply(in).sub(other.function.apply(in)));
      default ->
        new Formula(source + ".mul(" + other.source + ")", in -> function.apply(in).mul(other.function.apply(in)));
    };
  }

  Tensor of(Tensor... arguments) {
    return function.apply(List.of(arguments));
  }
}
