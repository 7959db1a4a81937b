package dev.adjoint.gradients;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import dev.adjoint.Program;
import dev.adjoint.Shape;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import dev.adjoint.check.GradientCheck;
import dev.adjoint.op.Axes;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static dev.adjoint.gradients.RandomShapes.normal;
import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Whole graphs with fan-out and broadcasting. Every operation is smooth and keeps numbers near 1, so that differences stay
 * sharp at any depth.
 */
class RandomGraphsTest {

  enum Operation {
    SIN, TANH, SOFTPLUS, MEAN, SUBTRACT, MULTIPLY, DIVIDE, POWER, CHOOSE, SOFTMAX, NORMALIZE, PRODUCT, JOIN, LOOKUP;

    Tensor apply(Tensor a, Tensor b, Shape whole) {
      return switch (this) {
        case SIN -> a.sin();
        case TANH -> a.tanh();
        case SOFTPLUS -> a.softplus();
        case MEAN -> a.add(b).mul(0.5);
        case SUBTRACT -> a.sub(b).mul(0.5);
        case MULTIPLY -> a.mul(b.tanh());
        case DIVIDE -> a.div(b.square().add(1));
        case POWER -> a.sigmoid().pow(b.sigmoid());
        case CHOOSE -> a.detach().greater(0).where(b, b.cos());
        case SOFTMAX -> a.broadcastTo(whole).softmax();
        case NORMALIZE -> a.sub(a.mean(Axes.keep())).div(a.variance(Axes.keep()).add(1));
        case PRODUCT -> product(a.broadcastTo(whole).tanh(), b.broadcastTo(whole).softmax());
        case JOIN -> Tensor.stack(0, a.broadcastTo(whole), b.broadcastTo(whole)).cumulativeSum(0).mul(0.5).get(1);
        case LOOKUP -> a.broadcastTo(whole).indexSelect(-1, Tensor.of(0, 0)).mean(Axes.keep(-1)).add(b).mul(0.5);
      };
    }

    /** [n, m]·([n, m]ᵀ·[n, m]) → [n, m]. */
    private static Tensor product(Tensor a, Tensor b) {
      return a.matmul(b.transpose().matmul(a)).mul(0.25);
    }
  }

  /**
   * The next node: an operation on two earlier ones.
   *
   * @param left how many nodes back the first operand is, wrapped around
   * @param right how many nodes back the second operand is, wrapped around
   */
  record Step(Operation operation, int left, int right) {
  }

  /**
   * A graph to be built.
   *
   * @param whole what all nodes broadcast to
   */
  record Plan(Shape whole, List<Shape> inputs, List<Step> steps) {

    Tensor build(List<Tensor> variables) {
      var nodes = new ArrayList<>(variables);
      for (var step : steps) {
        int n = nodes.size();
        nodes.add(step.operation.apply(nodes.get(n - 1 - step.left % n), nodes.get(n - 1 - step.right % n), whole));
      }
      // Not the last node alone: some graphs are constant, and a relative error would compare rounding errors.
      return nodes.getLast().add(nodes.getFirst().sin());
    }
  }

  @Provide
  Arbitrary<Plan> plans() {
    var operand = Arbitraries.integers().between(0, 5);
    var steps = Combinators.combine(Arbitraries.of(Operation.class), operand, operand).as(Step::new).list().ofMinSize(1)
        .ofMaxSize(25);
    return RandomShapes.shapes(1, 2).flatMap(whole -> Combinators
        .combine(RandomShapes.partsOf(whole).list().ofMinSize(1).ofMaxSize(3), steps)
        .as((inputs, chosen) -> new Plan(whole, inputs, chosen)));
  }

  @Property(tries = 500, seed = "8")
  void derivativesAreRight(@ForAll("plans") Plan plan, @ForAll long seed) {
    var inputs = IntStream.range(0, plan.inputs.size()).mapToObj(i -> normal(plan.inputs.get(i), seed + i))
        .toArray(Tensor[]::new);
    var check = GradientCheck.DEFAULT.inDirections(2);
    check.run(plan::build, inputs).assertPassed();
    check.secondOrder().run(plan::build, inputs).assertPassed();
  }

  /** Values, gradients and gradients of gradients. */
  private static List<Tensor> allOrders(Plan plan, List<Tensor> x) {
    var y = plan.build(x).square().sum();
    var first = Tape.of(y).differentiableBackward();
    var gradients = x.stream().map(first::orZero).toList();
    var slope = gradients.stream().map(g -> g.mul(0.25).sin().sum()).reduce(Tensor::add).orElseThrow();
    var results = new ArrayList<>(gradients);
    results.add(y);
    if (slope.isTracked()) {
      var second = slope.backward();
      x.stream().map(second::orZero).forEach(results::add);
    }
    return results.stream().map(Tensor::detach).toList();
  }

  @Property(tries = 500, seed = "9")
  void programsGiveTheSameBits(@ForAll("plans") Plan plan, @ForAll long seed) {
    var inputs = IntStream.range(0, plan.inputs.size()).mapToObj(i -> normal(plan.inputs.get(i), seed + i))
        .toArray(Tensor[]::new);
    var program = Program.trace(Arrays.stream(inputs).map(Tensor::type).toList(), x -> allOrders(plan, x));
    var eager = allOrders(plan, Arrays.stream(inputs).map(Tensor::variable).toList());
    for (int run = 0; run < 2; run++) {
      assertEquals(eager.stream().map(Tensor::value).toList(),
          program.run(inputs).stream().map(Tensor::value).toList(), program::explain);
    }
  }
}
