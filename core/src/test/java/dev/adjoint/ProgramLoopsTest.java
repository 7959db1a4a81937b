package dev.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Loops written for elementwise chains have the bits of the operations one by one. When they are written is fixed when a JVM starts. */
class ProgramLoopsTest {

  @Test
  void writtenLoopsChangeNoBit() {
    var output = ChildJvm.run(Child.class, "--add-modules=jdk.incubator.vector", "-Dadjoint.loops=now");
    assertTrue(output.endsWith("160 chains, 160 with loops, 0 differences\n"), output);
  }

  @Test
  void withoutTheModuleNoLoopIsWritten() {
    var output = ChildJvm.run(Child.class, "-Dadjoint.loops=now");
    assertTrue(output.endsWith("160 chains, 0 with loops, 0 differences\n"), output);
  }

  /**
   * Compares random chains, as programs and eager, value and gradient, over arrays of several blocks and some elements more; and
   * chains whose first operands are states, the next of which may be stored by an earlier loop than the last one that reads the state.
   */
  static final class Child {
    static final int CHAINS = 40;
    private static final int LENGTH = 12;
    private static final double[] SPECIALS = {0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE, Double.MAX_VALUE, 1, -1, 709.8, -745.2, 88.8, -104, 1e-300, 1e-40, 1e9, -3e5};
    private static final List<UnaryOperator<Tensor>> MAPS = List.of(Tensor::neg, Tensor::abs, Tensor::square,
        x -> x.abs().sqrt(), Tensor::reciprocal, Tensor::relu, Tensor::exp, Tensor::expm1, Tensor::tanh,
        Tensor::sigmoid,
        Tensor::sin, Tensor::cos, Tensor::tan, x -> x.tanh().asin(), x -> x.sigmoid().acos(), Tensor::atan,
        Tensor::sinh,
        Tensor::cosh, Tensor::erf, x -> x.abs().log(), Tensor::log, Tensor::log1p, Tensor::softplus, Tensor::sign,
        Tensor::log2, Tensor::log10, Tensor::exp2, Tensor::asinh, Tensor::acosh, x -> x.abs().add(1).acosh(),
        x -> x.tanh().atanh(), Tensor::erfc, x -> x.tanh().erfInv(), Tensor::lgamma, Tensor::digamma,
        x -> x.pow(3), x -> x.pow(-1.5), x -> x.mul(0.75), x -> x.add(-1.5), Tensor::floor, Tensor::ceil, Tensor::round,
        Tensor::trunc, x -> x.isFinite().where(x, 2), x -> x.mod(0.7));
    private static final List<BinaryOperator<Tensor>> ZIPS = List.of(Tensor::add, Tensor::sub, Tensor::mul, Tensor::div,
        Tensor::pow, (a, b) -> a.abs().pow(b), Tensor::maximum, Tensor::minimum, (a, b) -> a.greater(b).where(a, b),
        (a, b) -> a.lessOrEqual(b).where(b.neg(), a),
        (a, b) -> a.equal(b).where(a.mul(2), b), (a, b) -> a.notEqual(b).where(a, b.square()),
        (a, b) -> a.greater(b).where(a.less(0.5), b.greater(-0.5)).where(a, b), Tensor::sigmoidCrossEntropy,
        Tensor::hypot, Tensor::atan2, Tensor::logAddExp, (a, b) -> a.sin().logAddExp(b.cos()), Tensor::xlogy,
        Tensor::floorDiv, Tensor::mod, (a, b) -> wholeNumbers(a, b).equal(2).where(a, b),
        (a, b) -> a.less(b).equal(a.isNaN()).where(a.neg(), b));

    /** Instructions of another element type in the midst. */
    private static Tensor wholeNumbers(Tensor a, Tensor b) {
      return a.less(b).where(Tensor.of(3), Tensor.of(-2)).mul(5).mod(4).sub(1).maximum(0);
    }

    private Child() {}

    public static void main(String[] args) {
      int chains = 0;
      int withLoops = 0;
      int differences = 0;
      for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
        for (int seed = 0; seed < CHAINS; seed++) {
          int chosen = seed;
          var inputs = List.of(operand(dtype, 1), operand(dtype, 2), Tensor.normal(dtype.tensor(1), 3));
          var program = Program.trace(inputs.stream().map(Tensor::type).toList(), x -> chain(chosen, x));
          var actual = program.run(inputs.toArray(Tensor[]::new));
          var expected = chain(chosen, inputs.stream().map(Tensor::variable).toList());
          var next = Program.trace(inputs.stream().map(Tensor::type).toList(), 2, x -> next(chosen, x));
          var state = Program.State.of(inputs.subList(0, 2));
          var results = next.step(state, inputs.getLast());
          for (var chain : List.of(program, next)) {
            chains++;
            withLoops += chain.explain().contains("vector loop") ? 1 : 0;
          }
          differences += differences("seed " + seed, program, expected, actual);
          differences += differences("states, seed " + seed, next, next(seed, inputs),
              Stream.concat(state.values().stream(), results.stream()).toList());
        }
      }
      System.out.println(chains + " chains, " + withLoops + " with loops, " + differences + " differences");
    }

    private static int differences(String what, Program program, List<Tensor> expected, List<Tensor> actual) {
      int differences = 0;
      for (int i = 0; i < expected.size(); i++) {
        if (!expected.get(i).value().equals(actual.get(i).value())) {
          System.out.println(what + " result " + i + "\n" + program.explain());
          differences++;
        }
      }
      return differences;
    }

    private static Tensor operand(DType dtype, int seed) {
      var random = new Random(seed);
      return Tensor.of(random.doubles(2 * 1024 + 77).map(u -> u < 0.05
          ? SPECIALS[random.nextInt(SPECIALS.length)]
          : random.nextGaussian() * Math.pow(10, random.nextInt(4) - 1)).toArray()).cast(dtype);
    }

    /** The inputs, and what is computed of them one after the other. */
    private static List<Tensor> values(int seed, List<Tensor> inputs) {
      var random = new Random(seed);
      var values = new ArrayList<>(inputs);
      for (int i = 0; i < LENGTH; i++) {
        var a = values.get(random.nextInt(values.size()));
        var b = values.get(random.nextInt(values.size()));
        values.add(random.nextBoolean()
            ? MAPS.get(random.nextInt(MAPS.size())).apply(a)
            : ZIPS.get(random.nextInt(ZIPS.size())).apply(a, b));
      }
      return values;
    }

    /** Next states from anywhere in a chain, and results that read the states again at its end. */
    private static List<Tensor> next(int seed, List<Tensor> inputs) {
      var random = new Random(seed);
      var values = values(seed, inputs);
      var next = Stream.generate(() -> values.get(inputs.size() + random.nextInt(LENGTH)).add(inputs.getFirst()))
          .limit(2).toList();
      return Stream.concat(next.stream(), inputs.stream().limit(2).map(s -> values.getLast().tanh().mul(s))).toList();
    }

    private static List<Tensor> chain(int seed, List<Tensor> inputs) {
      var values = values(seed, inputs);
      var y = values.getLast().add(inputs.getFirst());
      var gradients = y.sum().backward();
      return Stream.concat(Stream.of(y.detach(), values.get(LENGTH / 2).detach(), y.sum().detach()),
          inputs.stream().map(gradients::orZero)).toList();
    }
  }
}
