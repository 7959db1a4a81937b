package dev.adjoint.transform;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.adjoint.Autodiff;
import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static dev.adjoint.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** What a user does with a batch. The rules of the operations are proved in the rule table. */
class VmapTest {
  private static final Tensor ROWS = Tensor.of(new double[][]{{1, 2}, {3, 4}, {5, 6}});

  private static void assertNumbers(Tensor actual, double... expected) {
    assertArrayEquals(expected, actual.flatten().toDoubles(), 1e-12);
  }

  record Net(Tensor w, Tensor b) {
    Tensor loss(Tensor x, Tensor t) {
      return x.matmul(w).add(b).tanh().sub(t).square().sum();
    }
  }

  @Test
  void gradientsOfEachExample() {
    var net = new Net(Tensor.normal(FLOAT64.tensor(2, 3), 1), Tensor.normal(FLOAT64.tensor(3), 2));
    var targets = Tensor.normal(FLOAT64.tensor(3, 3), 3);
    record Example(Tensor x, Tensor t) {
    }
    Function<Example, Net> gradient = e -> Autodiff.grad((Net n) -> n.loss(e.x(), e.t())).apply(net);
    var all = Autodiff.vmap(gradient).apply(new Example(ROWS, targets));
    for (int k = 0; k < 3; k++) {
      var one = gradient.apply(new Example(ROWS.get(k), targets.get(k)));
      assertNumbers(all.w().get(k), one.w().flatten().toDoubles());
      assertNumbers(all.b().get(k), one.b().toDoubles());
    }
  }

  @Test
  void whatIsClosedOverIsSharedAndDifferentiable() {
    var w = Tensor.variable(3, 5);
    var y = Autodiff.vmap(x -> x.dot(w).square()).apply(ROWS);
    assertNumbers(y, 13 * 13, 29 * 29, 45 * 45);
    assertNumbers(y.sum().backward().of(w), 2 * (13 + 3 * 29 + 5 * 45), 2 * (2 * 13 + 4 * 29 + 6 * 45));
  }

  @Test
  void axesAreChosen() {
    assertNumbers(Autodiff.vmap(x -> x.sum(), 1, 0).apply(ROWS), 9, 12);
    assertEquals(List.of(2, 3), java.util.Arrays.stream(Autodiff.vmap(x -> x.mul(2), 0, 1).apply(ROWS).shape().dims())
        .boxed().toList());
    var y = Autodiff.vmap((a, b) -> a.mul(b), 0, 1, -1).apply(ROWS, ROWS.transpose());
    assertNumbers(y.transpose(), 1, 4, 9, 16, 25, 36);
  }

  @Property(tries = 100, seed = "61")
  void anyAxisInAndOut(@ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 3) Integer> dims,
      @ForAll long seed) {
    var x = Tensor.normal(FLOAT64.tensor(dims.stream().mapToInt(d -> d).toArray()), seed);
    UnaryOperator<Tensor> f = t -> t.mul(t.sum()).exp();
    for (int in = 0; in < dims.size(); in++) {
      int axis = in;
      var parts = IntStream.range(0, dims.get(in)).mapToObj(k -> f.apply(x.select(axis, k))).toArray(Tensor[]::new);
      for (int out = -dims.size(); out < dims.size(); out++) {
        var expected = Tensor.stack(out < 0 ? out + dims.size() : out, parts);
        var actual = Autodiff.vmap(f, in, out).apply(x);
        assertEquals(expected.type(), actual.type());
        assertArrayEquals(expected.toDoubles(), actual.toDoubles(), 1e-9);
      }
    }
  }

  @Test
  void aResultThatIsTheSameForAllIsRepeated() {
    assertNumbers(Autodiff.vmap(x -> Tensor.of(7.0)).apply(ROWS), 7, 7, 7);
    var w = Tensor.variable(2);
    var y = Autodiff.vmap(x -> w.square()).apply(ROWS);
    assertNumbers(y, 4, 4, 4);
    assertEquals(12, y.sum().backward().of(w).item());
  }

  @Test
  void allPairsByTwoNestedBatches() {
    var other = Tensor.of(new double[][]{{1, 0}, {0, 1}});
    var products = Autodiff.vmap(a -> Autodiff.vmap(b -> a.dot(b)).apply(other)).apply(ROWS);
    assertNumbers(products, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void anEmptyBatch() {
    UnaryOperator<Tensor> f = x -> Tensor.apply(new Doubled(), x.exp()).sum();
    assertEquals(FLOAT64.tensor(0), Autodiff.vmap(f).apply(Tensor.zeros(0, 2)).type());
  }

  /** y = 2x, by an operation that knows nothing of batches. */
  private record Doubled() implements Op.Unary {
    @Override
    public TensorType type(TensorType x) {
      return x;
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      for (int i = 0; i < x.size(); i++) {
        y.doubles()[i] = 2 * x.doubles()[i];
      }
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(2);
    }
  }

  @Test
  void anOperationWithoutARuleIsAppliedToEachExample() {
    UnaryOperator<Tensor> f = x -> Tensor.apply(new Doubled(), x.square()).sum();
    assertNumbers(Autodiff.vmap(f).apply(ROWS), 10, 50, 122);
    assertNumbers(Autodiff.vmap(Autodiff.grad(f)).apply(ROWS), 4, 8, 12, 16, 20, 24);
    assertNumbers(Autodiff.grad(x -> Autodiff.vmap(f).apply(x).sum()).apply(ROWS), 4, 8, 12, 16, 20, 24);
    assertNumbers(Autodiff.jacobian(x -> Tensor.apply(new Doubled(), x)).apply(Tensor.of(1.0, 2)), 2, 0, 0, 2);
  }

  @Test
  void whatWasDetachedStaysDetached() {
    var x = Tensor.variable(ROWS);
    assertFalse(Autodiff.vmap(t -> t.detach().square()).apply(x).isTracked());
    var y = Autodiff.vmap(t -> t.mul(t.detach()).sum()).apply(x).sum();
    assertNumbers(y.backward().of(x), 1, 2, 3, 4, 5, 6);
  }

  @Test
  void randomNumbersDependOnTheCounterAlone() {
    var type = FLOAT64.tensor(2);
    var counter = Tensor.of(7);
    var drawn = counter.drawNormal(type, 42).toDoubles();
    var sameForAll = Autodiff.vmap(x -> x.add(counter.drawNormal(type, 42))).apply(Tensor.zeros(3, 2));
    assertNumbers(sameForAll, drawn[0], drawn[1], drawn[0], drawn[1], drawn[0], drawn[1]);
    var counters = Tensor.of(8, 7);
    var each = Autodiff.vmap(n -> n.drawNormal(type, 42)).apply(counters);
    assertNumbers(each.get(1), drawn);
    assertNumbers(each.get(0), Tensor.of(8).drawNormal(type, 42).toDoubles());
  }

  @Test
  void branchesByWhere() {
    assertNumbers(Autodiff.vmap(x -> x.sum().greater(4).where(x.sum(), x.prod())).apply(ROWS), 2, 7, 11);
  }
}
