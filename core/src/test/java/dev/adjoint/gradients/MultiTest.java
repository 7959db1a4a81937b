package dev.adjoint.gradients;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.adjoint.Autodiff;
import dev.adjoint.Batch;
import dev.adjoint.Debug;
import dev.adjoint.NonFiniteException;
import dev.adjoint.Op;
import dev.adjoint.Program;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.check.GradientCheck;
import org.junit.jupiter.api.Test;

import static dev.adjoint.DType.FLOAT64;
import static dev.adjoint.DType.INT32;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Operations of several results, with one of our own: (a·b, a/b, how many elements). */
class MultiTest {
  private static final Tensor A = Tensor.of(1.0, 2, 3);
  private static final Tensor B = Tensor.of(4.0, -5, 6);

  private record Both() implements Op.Multi {
    @Override
    public List<TensorType> types(List<TensorType> x) {
      return List.of(x.get(0), x.get(0), INT32.tensor());
    }

    @Override
    public void compute(List<NdArray> x, List<NdArray> y) {
      double[] a = x.get(0).doubles();
      double[] b = x.get(1).doubles();
      for (int i = 0; i < a.length; i++) {
        y.get(0).doubles()[i] = a[i] * b[i];
        y.get(1).doubles()[i] = a[i] / b[i];
      }
      y.get(2).ints()[0] = a.length;
    }

    @Override
    public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, List<Tensor> y, List<Optional<Tensor>> dy) {
      assertTrue(dy.get(0).isPresent() || dy.get(1).isPresent());
      assertFalse(dy.get(2).isPresent());
      var a = x.get(0);
      var b = x.get(1);
      var dp = dy.get(0).orElseGet(() -> Tensor.zeros(a.type()));
      var dq = dy.get(1).orElseGet(() -> Tensor.zeros(a.type()));
      return wanted.stream().map(i -> i == 0 ? dp.mul(b).add(dq.div(b)) : dp.mul(a).sub(dq.mul(y.get(1)).div(b)))
          .toList();
    }
  }

  /** The same with every shorter way stated. */
  private record BothShort() implements Op.Multi.Forward {
    @Override
    public List<TensorType> types(List<TensorType> x) {
      return new Both().types(x);
    }

    @Override
    public void compute(List<NdArray> x, List<NdArray> y) {
      new Both().compute(x, y);
    }

    @Override
    public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, List<Tensor> y, List<Optional<Tensor>> dy) {
      return new Both().grads(wanted, x, y, dy);
    }

    @Override
    public List<Tensor> tangents(List<Tensor> x, List<Tensor> y, Map<Integer, Tensor> dx) {
      var da = dx.getOrDefault(0, Tensor.zeros(x.get(0).type()));
      var db = dx.getOrDefault(1, Tensor.zeros(x.get(1).type()));
      return List.of(da.mul(x.get(1)).add(x.get(0).mul(db)), da.sub(y.get(1).mul(db)).div(x.get(1)), y.get(2));
    }

    @Override
    public List<Tensor> batch(Batch x) {
      var y = x.aligned();
      return List.of(y.get(0).mul(y.get(1)), y.get(0).div(y.get(1)),
          Tensor.full(x.example(0).size(), INT32.tensor(x.size())));
    }
  }

  private static Tensor combined(Op.Multi op, Tensor a, Tensor b) {
    var y = Tensor.apply(op, List.of(a, b));
    return y.get(0).mul(y.get(1).sin()).add(y.get(0).square()).mul(y.get(2).cast(FLOAT64)).sum();
  }

  private static Tensor plain(Tensor a, Tensor b) {
    return a.mul(b).mul(a.div(b).sin()).add(a.mul(b).square()).mul(3).sum();
  }

  private static final List<Op.Multi> OPERATIONS = List.of(new Both(), new BothShort());

  private static void assertClose(Tensor expected, Tensor actual) {
    assertEquals(expected.type(), actual.type());
    assertArrayEquals(expected.toDoubles(), actual.toDoubles(), 1e-11 * (1 + expected.abs().max().item()));
  }

  @Test
  void everyDerivativeIsThatOfTheFormula() {
    for (var op : OPERATIONS) {
      assertEquals(plain(A, B).item(), combined(op, A, B).item(), 1e-12);
      GradientCheck.assertGradients((a, b) -> combined(op, a, b), A, B);
      var gradients = Autodiff.grad((a, b) -> combined(op, a, b)).apply(A, B);
      var expected = Autodiff.grad(MultiTest::plain).apply(A, B);
      assertClose(expected.get(0), gradients.get(0));
      assertClose(expected.get(1), gradients.get(1));
      assertClose(Autodiff.hessian(a -> plain(a, B)).apply(A), Autodiff.hessian(a -> combined(op, a, B)).apply(A));
      assertClose(Autodiff.derivative(a -> plain(a, a.add(B)), A, B, 3),
          Autodiff.derivative(a -> combined(op, a, a.add(B)), A, B, 3));
      assertClose(Autodiff.jvp(b -> plain(A, b), B, A), Autodiff.jvp(b -> combined(op, A, b), B, A));
    }
  }

  @Test
  void inBatchesAndProgramsAndCheckpoints() {
    var as = Tensor.normal(FLOAT64.tensor(4, 3), 1).add(3);
    for (var op : OPERATIONS) {
      assertClose(Autodiff.vmap(a -> plain(a, B)).apply(as), Autodiff.vmap(a -> combined(op, a, B)).apply(as));
      assertClose(Autodiff.vmap(Autodiff.grad(a -> plain(a, B))).apply(as),
          Autodiff.vmap(Autodiff.grad(a -> combined(op, a, B))).apply(as));
      assertEquals(0, Autodiff.vmap(a -> combined(op, a, B)).apply(Tensor.zeros(0, 3)).size());
      List<Function<List<Tensor>, List<Tensor>>> functions = List.of(
          x -> List.of(combined(op, x.get(0), x.get(1))),
          x -> Tensor.apply(op, x),
          x -> List.of(Tensor.apply(op, x).get(2)),
          x -> List.of(Tensor.apply(op, x).get(1), Tensor.apply(op, x).get(1)),
          x -> Autodiff.grad((Tensor a, Tensor b) -> combined(op, a, b)).apply(x.get(0), x.get(1)),
          x -> List.of(Autodiff.hessian((Tensor a) -> combined(op, a, x.get(1))).apply(x.get(0))),
          x -> List.of(Autodiff.checkpointAll(l -> combined(op, l.get(0), l.get(1))).apply(x)));
      for (var f : functions) {
        var program = Program.trace(List.of(A.type(), B.type()), f);
        for (var x : List.of(List.of(A, B), List.of(B, A))) {
          assertEquals(f.apply(x).stream().map(Tensor::value).toList(),
              program.run(x.toArray(Tensor[]::new)).stream().map(Tensor::value).toList(), program::explain);
        }
      }
      var checkpointed = Autodiff
          .grad((Tensor a) -> Autodiff.checkpointAll(l -> combined(op, l.get(0), B)).apply(List.of(a)));
      assertClose(Autodiff.grad((Tensor a) -> plain(a, B)).apply(A), checkpointed.apply(A));
    }
  }

  @Test
  void oneOperationOneStep() {
    var program = Program.trace(List.of(A.type(), B.type()), in -> List.of(combined(new Both(), in.get(0), in.get(1)),
        Tensor.apply(new Both(), in).get(1)));
    assertEquals(1, program.listing().steps().stream().filter(step -> step.description().equals("both")).count(),
        program.explain());
  }

  private static long steps(Program program, String operation) {
    return program.listing().steps().stream().filter(step -> step.description().equals(operation)).count();
  }

  /** In the gradient too: one concat, and one constant of zeros for the parts that nobody uses. */
  @Test
  void aSplitIsOneOperation() {
    var program = Program.trace(List.of(FLOAT64.tensor(8, 3)), in -> {
      var parts = in.getFirst().split(0, 2, 2, 2, 1, 1);
      var y = parts.get(0).sin().mul(parts.get(2)).sum();
      return List.of(y, y.backward().of(in.getFirst()));
    });
    assertEquals(1, steps(program, "split"), program::explain);
    assertEquals(1, steps(program, "concat"), program::explain);
    assertEquals(0, steps(program, "slice") + steps(program, "unslice"), program::explain);
    var x = Tensor.normal(FLOAT64.tensor(8, 3), 1);
    var sliced = Autodiff.grad((Tensor t) -> t.slice(0, 0, 2).sin().mul(t.slice(0, 4, 6)).sum()).apply(x);
    assertEquals(sliced.value(), program.run(x).getLast().value());
  }

  @Test
  void aResultNobodyUsesHasNoGradient() {
    var a = Tensor.variable(1.0, 2, 3);
    for (int place = 0; place < 2; place++) {
      var y = Tensor.apply(new Both(), List.of(a, B)).get(place).sum();
      assertTrue(y.isTracked());
      assertEquals(place == 0 ? -5 : -0.2, y.backward().of(a).toDoubles()[1]);
    }
    var count = Tensor.apply(new Both(), List.of(a, B)).get(2);
    assertFalse(count.isTracked());
    assertEquals(3, count.item());
    assertTrue(Tensor.apply(new Both(), List.of(A, B)).stream().allMatch(y -> y.inputs().isEmpty()), "no past is kept");
  }

  @Test
  void watched() {
    var e = assertThrows(NonFiniteException.class,
        () -> Debug.nonFinite(() -> combined(new Both(), Tensor.variable(1.0, 2), Tensor.of(0.0, 1))));
    assertEquals("both", e.operation());
    var backward = assertThrows(NonFiniteException.class, () -> Debug.nonFinite(() -> {
      var b = Tensor.variable(1e-300);
      return Tensor.apply(new Both(), List.of(Tensor.of(1e-160), b)).get(1).backward().of(b); // −a/b² is infinite
    }));
    assertTrue(backward.isInBackward());
    assertTrue(
        backward.getMessage().startsWith("both, backward: 1 infinite in the gradient by input 1, from finite ones")
            && backward.getMessage().contains("∇result 1: ") && !backward.getMessage().contains("∇result 0: "),
        backward.getMessage());
    var a = Tensor.variable(1.0, 2, 3);
    var explained = Debug.history(() -> combined(new Both(), a, B).backward().explain(a));
    assertTrue(explained.contains("both") && explained.contains("is not zero"), explained);
    var zero = Tensor.variable(0.0, 0, 0);
    var nothing = combined(new Both(), zero, B).mul(0).backward().explain(zero);
    assertTrue(nothing.contains("zero everywhere") && nothing.contains("mul"), nothing);
  }
}
