package dev.adjoint.transform;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.adjoint.Autodiff;
import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Program;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.array.StridedCopies;
import dev.adjoint.transform.ValueAndGradient.WithAux;
import org.junit.jupiter.api.Test;

import static dev.adjoint.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a user writes, against closed forms. */
class AutodiffTest {
  private static final LongAdder TRACES = new LongAdder(); // static: what a function captures and changes has it traced again
  private static final Tensor X = Tensor.of(1.0, 2, 3);
  private static final Tensor ONE = Tensor.of(1.0);

  private static void assertNumbers(Tensor actual, double... expected) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertArrayEquals(expected, actual.toDoubles(), 1e-12 * Math.max(1, largest));
  }

  // Gradients

  @Test
  void gradientOfALambda() {
    assertNumbers(Autodiff.grad(x -> x.square().sum()).apply(X), 2, 4, 6);
  }

  @Test
  void gradientsOfTwoArguments() {
    var gradients = Autodiff.grad((a, b) -> a.dot(b.square())).apply(X, Tensor.of(4.0, 5, 6));
    assertNumbers(gradients.get(0), 16, 25, 36);
    assertNumbers(gradients.get(1), 8, 20, 36);
    var both = Autodiff.valueAndGrad((a, b) -> a.dot(b)).apply(X, X);
    assertEquals(14, both.value().item());
    assertNumbers(both.gradient().get(1), 1, 2, 3);
  }

  @Test
  void valueGradientAndWhatWasComputedBesides() {
    Function<Tensor, WithAux<Map<String, Tensor>>> f = x -> {
      var parts = x.square();
      return new WithAux<>(parts.sum(), Map.of("parts", parts));
    };
    var at = Autodiff.valueAndGradWithAux(f).apply(X);
    assertEquals(14, at.value().item());
    assertNumbers(at.gradient(), 2, 4, 6);
    assertNumbers(at.aux().get("parts"), 1, 4, 9);
    assertFalse(at.aux().get("parts").isTracked());
  }

  @Test
  void aResultThatDoesNotDependOnTheArgumentHasGradientZero() {
    assertNumbers(Autodiff.grad(x -> Tensor.of(7.0)).apply(X), 0, 0, 0);
    assertNumbers(Autodiff.grad(x -> x.greater(0).cast(FLOAT64).sum()).apply(X), 0, 0, 0);
    assertNumbers(Autodiff.jvp(x -> Tensor.of(7.0), X, X), 0);
  }

  @Test
  void theArgumentItselfAsResult() {
    assertNumbers(Autodiff.grad(x -> x).apply(ONE), 1);
    assertNumbers(Autodiff.jvp(x -> x, X, Tensor.of(4.0, 5, 6)), 4, 5, 6);
    assertNumbers(Autodiff.jacobian(x -> x).apply(Tensor.of(1.0, 2)), 1, 0, 0, 1);
  }

  @Test
  void whatNobodyCanAskForIsForgotten() {
    var at = Autodiff.linearize((Tensor x) -> x.exp(), X);
    assertFalse(at.value().isTracked());
    assertFalse(at.jvp(X).isTracked());
    assertFalse(at.vjp(X).isTracked());
    assertFalse(Autodiff.hessian(x -> x.exp().sum()).apply(X).isTracked());
  }

  @Test
  void whatAFunctionClosesOverCanBeDifferentiatedByOutside() {
    var w = Tensor.variable(2);
    var slope = Autodiff.grad(x -> x.square().mul(w.square())).apply(Tensor.of(3.0)); // 2 x w²
    assertEquals(24, slope.item());
    assertEquals(24, slope.backward().of(w).item()); // 4 x w
    var tangent = Autodiff.jvp(x -> x.square().mul(w.square()), Tensor.of(3.0), ONE);
    assertEquals(24, tangent.backward().of(w).item());
  }

  @Test
  void aTrackedArgumentCanBeDifferentiatedByOutside() {
    var x = Tensor.variable(3);
    var gradient = Autodiff.grad(t -> t.pow(3)).apply(x); // 3 x²
    assertEquals(18, gradient.backward().of(x).item());
    var v = Tensor.variable(5);
    assertEquals(27, Autodiff.jvp(t -> t.pow(3), Tensor.of(3.0), v).backward().of(v).item());
    assertEquals(27, Autodiff.vjp(t -> t.pow(3), Tensor.of(3.0), v).backward().of(v).item());
  }

  /** J. Siskind and B. Pearlmutter, "Perturbation confusion and referential transparency", 2005: the answer is 1, not 2. */
  @Test
  void oneVariableIsNotTakenForAnother() {
    UnaryOperator<Tensor> reverse = x -> x.mul(Autodiff.grad(y -> x.add(y)).apply(ONE));
    UnaryOperator<Tensor> forward = x -> x.mul(Autodiff.jvp(y -> x.add(y), ONE, ONE));
    for (var f : List.of(reverse, forward)) {
      assertEquals(1, Autodiff.grad(f).apply(ONE).item());
      assertEquals(1, Autodiff.jvp(f, ONE, ONE).item());
    }
  }

  @Test
  void throughATrainingStep() {
    // w₁ = w₀ − α ∇(w₀ − 3)² = w₀ − 2α (w₀ − 3), and d/dα (w₁ − 3)² = −4 (w₁ − 3)(w₀ − 3) at w₀ = 0, α = 0.1: w₁ = 0.6
    UnaryOperator<Tensor> loss = w -> w.sub(3).square();
    UnaryOperator<Tensor> trained = alpha -> {
      var w = Tensor.of(0.0);
      return loss.apply(w.sub(Autodiff.grad(loss).apply(w).mul(alpha)));
    };
    assertEquals(-4 * (0.6 - 3) * (0 - 3), Autodiff.grad(trained).apply(Tensor.of(0.1)).item(), 1e-12);
  }

  // The derivative as a linear map

  @Test
  void aLinearizationCallsTheFunctionOnce() {
    var calls = new AtomicInteger();
    var at = Autodiff.linearize((Tensor x) -> {
      calls.incrementAndGet();
      return x.square();
    }, X);
    assertNumbers(at.value(), 1, 4, 9);
    assertNumbers(at.jvp(Tensor.of(1.0, 0, 0)), 2, 0, 0);
    assertNumbers(at.jvp(Tensor.of(0.0, 1, 1)), 0, 4, 6);
    assertNumbers(at.vjp(Tensor.of(0.0, 0, 1)), 0, 0, 6);
    assertNumbers(at.vjp(Tensor.of(1.0, 1, 0)), 2, 4, 0);
    assertEquals(1, calls.get());
  }

  @Test
  void severalResultsAtOnce() {
    Function<Tensor, List<Tensor>> f = x -> List.of(x.square(), x.sum());
    assertNumbers(Autodiff.vjp(f, X, List.of(Tensor.of(1.0, 1, 1), Tensor.of(10.0))), 12, 14, 16);
    var tangents = Autodiff.jvp(f, X, Tensor.of(1.0, 0, 0));
    assertNumbers(tangents.get(0), 2, 0, 0);
    assertNumbers(tangents.get(1), 1);
  }

  @Test
  void oneTensorGivenTwice() {
    Function<Tensor, List<Tensor>> f = x -> {
      var y = x.square();
      return List.of(y, y);
    };
    assertNumbers(Autodiff.vjp(f, ONE, List.of(ONE, Tensor.of(10.0))), 22);
    assertNumbers(Autodiff.jvp(f, ONE, ONE).get(1), 2);
  }

  @Test
  void tapesOfSeveralOutputsDownToANode() {
    var x = Tensor.variable(2);
    var h = x.exp();
    var tape = Tape.downTo(List.of(h), List.of(h.square(), h.mul(3))).to(h);
    double e = Math.exp(2);
    assertEquals(2 * e + 30, tape.backward(List.of(ONE, Tensor.of(10.0))).of(h).item(), 1e-12);
    assertFalse(tape.backward(List.of(ONE, ONE)).reach(x));
    var tangents = tape.forward(Map.of(h, Tensor.of(2.0)));
    assertEquals(4 * e, tangents.get(0).item(), 1e-12);
    assertEquals(6, tangents.get(1).item());
  }

  @Test
  void aChainOfAHundredThousandNodesWorksForward() {
    UnaryOperator<Tensor> f = x -> {
      var y = x;
      for (int i = 0; i < 100_000; i++) {
        y = y.mul(1.00001);
      }
      return y;
    };
    assertEquals(Math.pow(1.00001, 100_000), Autodiff.jvp(f, ONE, ONE).item(), 1e-10);
    assertEquals(Math.pow(1.00001, 100_000), Autodiff.vmap(f).apply(Tensor.ones(1)).toDoubles()[0], 1e-10);
  }

  /** A backward rule that is not linear in ∇y. */
  private record Crooked() implements Op.Unary {
    @Override
    public TensorType type(TensorType x) {
      return x;
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      StridedCopies.copy(x, y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.square();
    }
  }

  @Test
  void aBackwardRuleThatIsNotLinearIsFound() {
    var error = assertThrows(IllegalStateException.class,
        () -> Autodiff.jvp(x -> Tensor.apply(new Crooked(), x), X, X));
    assertEquals(
        "crooked: the backward rule for input 0 of FLOAT64[3] is not linear in ∇y, as every derivative is, so forward "
            + "mode cannot follow from it",
        error.getMessage());
  }

  // All partial derivatives

  @Test
  void jacobianOfEachShape() {
    assertEquals(DType.FLOAT64.tensor(2, 4, 3), Autodiff.jacobian(x -> Tensor.ones(2, 4).mul(x.sum())).apply(X).type());
    assertEquals(DType.FLOAT64.tensor(3), Autodiff.jacobian(x -> x.sum()).apply(X).type());
    assertEquals(DType.FLOAT64.tensor(0, 3),
        Autodiff.jacobian(x -> x.slice(0, 0, 0), JacobianOptions.reverse()).apply(X).type());
    assertEquals(DType.FLOAT64.tensor(3, 0),
        Autodiff.jacobian(x -> X.mul(x.sum()), JacobianOptions.forward()).apply(Tensor.zeros(0)).type());
    assertEquals(DType.FLOAT32.tensor(3, 3), Autodiff.jacobian(x -> x.exp()).apply(X.cast(DType.FLOAT32)).type());
  }

  record Line(Tensor slope, Tensor offset, Tensor labels, String name) {
  }

  private static final Line LINE = new Line(X, ONE, Tensor.of(1, 2), "line");

  @Test
  void jacobianOfARecord() {
    Function<Line, Tensor> f = line -> line.slope().mul(line.offset()).slice(0, 0, 2);
    for (var jacobian : List.of(Autodiff.jacobian(f).apply(LINE),
        Autodiff.jacobian(f, JacobianOptions.forward()).apply(LINE),
        Autodiff.jacobian(f, JacobianOptions.reverse()).apply(LINE))) {
      assertNumbers(jacobian.slope().flatten(), 1, 0, 0, 0, 1, 0);
      assertNumbers(jacobian.offset(), 1, 2);
      assertSame(LINE.labels(), jacobian.labels());
    }
  }

  @Test
  void secondDerivativesOfAQuadraticForm() {
    var a = Tensor.of(new double[][]{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}});
    UnaryOperator<Tensor> f = x -> x.dot(a.matmul(x));
    var h = a.add(a.transpose());
    assertNumbers(Autodiff.hessian(f).apply(X).flatten(), h.flatten().toDoubles());
    assertNumbers(Autodiff.hvp(f, X, X), h.matmul(X).toDoubles());
    assertNumbers(Autodiff.vhp(f, X, X), h.matmul(X).toDoubles());
    assertNumbers(Autodiff.laplacian(f).apply(X), 30);
    assertNumbers(Autodiff.divergence(x -> a.matmul(x)).apply(X), 15);
    assertNumbers(Autodiff.hvp((Line l) -> f.apply(l.slope()), LINE, LINE).slope(), h.matmul(X).toDoubles());
  }

  /** f(s, o) = o Σ s³, with ∂²f/∂s² = 6 o s on the diagonal, ∂²f/∂s∂o = 3 s², ∂²f/∂o² = 0. */
  @Test
  void hessianOfARecord() {
    Function<Line, Tensor> f = line -> line.slope().pow(3).sum().mul(line.offset());
    var at = new Line(X, Tensor.of(2.0), Tensor.of(1, 2), "line");
    Function<Line, BlockMatrix<Line, Line>> h = Autodiff.hessian(f);
    for (var hessian : List.of(h.apply(at), Autodiff.hessian(f, JacobianOptions.chunksOf(2)).apply(at),
        Autodiff.compile(h).apply(at))) {
      assertNumbers(hessian.value().slope(), 6, 24, 54);
      var bySlope = hessian.row(Line::slope);
      assertNumbers(bySlope.slope().flatten(), 12, 0, 0, 0, 24, 0, 0, 0, 36);
      assertNumbers(bySlope.offset(), 3, 12, 27);
      assertEquals("line", bySlope.name());
      assertSame(at.labels(), h.apply(at).row(Line::slope).labels());
      assertNumbers(hessian.row(Line::offset).slope(), 3, 12, 27);
      assertNumbers(hessian.row(Line::offset).offset(), 0);
      assertNumbers(hessian.matrix().flatten(), 12, 0, 0, 3, 0, 24, 0, 12, 0, 0, 36, 27, 3, 12, 27, 0);
    }
    assertNumbers(Autodiff.laplacian(f).apply(at), 72);
    assertNumbers(Autodiff.laplacian(f, JacobianOptions.chunksOf(1)).apply(at), 72);
    var batch = Autodiff.vmap((Line line) -> h.apply(line).matrix()).apply(new Line(Tensor.stack(0, X, X.mul(2)),
        Tensor.of(2.0, 1), Tensor.of(new int[][]{{1, 2}, {3, 4}}), "batch"));
    assertNumbers(batch.get(0).flatten(), h.apply(at).matrix().flatten().toDoubles());
    assertNumbers(batch.get(1).diagonal(), 12, 24, 36, 0);
  }

  /** (a + b)² has one gradient for both, the same node. */
  @Test
  void hessianOfAListWhoseGradientsAreOneNode() {
    var h = Autodiff.hessian((List<Tensor> x) -> x.get(0).add(x.get(1)).square().mul(x.get(2))).apply(
        List.of(ONE, Tensor.of(2.0), Tensor.of(3.0)));
    assertNumbers(h.matrix().flatten(), 6, 6, 6, 6, 6, 6, 6, 6, 0);
    assertNumbers(h.row(x -> x.get(1)).get(2), 6);
    assertNumbers(h.row(x -> x.get(2)).get(2), 0);
    var tracked = Autodiff.hessian((List<Tensor> x) -> x.get(0).add(x.get(1)).square()).apply(
        List.of(Tensor.variable(1), Tensor.variable(2)));
    assertSame(tracked.value().get(0), tracked.value().get(1));
    assertNumbers(tracked.row(x -> x.get(1)).get(0), 2);
    assertEquals("row: FLOAT64[] 6. is not one of the floating-point tensors in [FLOAT64[], FLOAT64[], FLOAT64[]]",
        assertThrows(IllegalArgumentException.class, () -> h.row(x -> h.rows().get(0).get(0))).getMessage());
  }

  record Polar(Tensor radius, Tensor angle) {
  }

  @Test
  void jacobianFromARecordToAMap() {
    Function<Polar, Map<String, Tensor>> f = p -> new TreeMap<>(Map.of(
        "x", p.radius().mul(p.angle().cos()), "y", p.radius().mul(p.angle().sin()), "n", Tensor.of(7)));
    var at = new Polar(Tensor.of(2.0, 3), Tensor.of(Math.PI / 6, Math.PI / 3));
    double half = Math.sqrt(0.75);
    for (int chunk : new int[]{1, 3, 4}) {
      var j = Autodiff.jacobianAll(f, JacobianOptions.chunksOf(chunk)).apply(at);
      assertEquals(7, j.value().get("n").item());
      assertNumbers(j.row(m -> m.get("x")).radius().flatten(), half, 0, 0, 0.5);
      assertNumbers(j.row(m -> m.get("y")).angle().flatten(), 2 * half, 0, 0, 1.5);
      assertEquals(FLOAT64.tensor(4, 4), j.matrix().type());
    }
    Function<Polar, Map<String, Tensor>> center = p -> new TreeMap<>(Map.of(
        "x", f.apply(p).get("x").sum(), "y", f.apply(p).get("y").mean()));
    for (int chunk : new int[]{1, 2}) { // in reverse, as it gives less than it takes
      var j = Autodiff.jacobianAll(center, JacobianOptions.chunksOf(chunk)).apply(at);
      assertNumbers(j.row(m -> m.get("x")).radius(), half, 0.5);
      assertNumbers(j.row(m -> m.get("y")).angle(), half, 0.75);
      assertEquals(FLOAT64.tensor(2, 4), j.matrix().type());
    }
    assertNumbers(Autodiff.divergence((Polar p) -> new Polar(p.radius().square(), p.angle().mul(p.radius().sum())))
        .apply(at), 4 + 6 + 5 + 5);
  }

  @Test
  void jacobiansInChunksAreTheSame() {
    UnaryOperator<Tensor> f = x -> x.outer(x.exp()).sum(1).slice(0, 0, 2).sin();
    var expected = Autodiff.jacobian(f).apply(X).flatten().toDoubles();
    for (int chunk = 1; chunk <= 4; chunk++) {
      assertNumbers(Autodiff.jacobian(f, JacobianOptions.chunksOf(chunk)).apply(X).flatten(), expected);
      assertNumbers(Autodiff.jacobian(f, JacobianOptions.forward().inChunksOf(chunk)).apply(X).flatten(), expected);
      assertNumbers(Autodiff.jacobian(f, JacobianOptions.reverse().inChunksOf(chunk)).apply(X).flatten(), expected);
      assertNumbers(
          Autodiff.compile(Autodiff.jacobian(f, JacobianOptions.forward().inChunksOf(chunk))).apply(X).flatten(),
          expected);
      UnaryOperator<Tensor> g = x -> f.apply(x).prod();
      assertNumbers(Autodiff.hessian(g, JacobianOptions.chunksOf(chunk)).apply(X).flatten(),
          Autodiff.hessian(g).apply(X).flatten().toDoubles());
      assertNumbers(Autodiff.laplacian(g, JacobianOptions.chunksOf(chunk)).apply(X),
          Autodiff.laplacian(g).apply(X).item());
    }
    Function<Line, Tensor> ofRecord = line -> f.apply(line.slope()).mul(line.offset());
    assertNumbers(Autodiff.jacobian(ofRecord, JacobianOptions.chunksOf(2)).apply(LINE).slope().flatten(), expected);
    assertNumbers(Autodiff.jacobian(ofRecord, JacobianOptions.forward().inChunksOf(2)).apply(LINE).slope().flatten(),
        expected);
    assertNumbers(Autodiff.jacobian(ofRecord, JacobianOptions.reverse().inChunksOf(1)).apply(LINE).slope().flatten(),
        expected);
  }

  /** The largest batch that is ever computed is of the size of a chunk. */
  @Test
  void aChunkBoundsTheBatch() {
    var largest = new AtomicInteger();
    UnaryOperator<Tensor> f = x -> Tensor.apply(new Watched(largest), x.square());
    for (var jacobian : List.of(Autodiff.jacobian(f, JacobianOptions.reverse().inChunksOf(7)),
        Autodiff.jacobian(f, JacobianOptions.forward().inChunksOf(7)))) {
      largest.set(0);
      assertEquals(FLOAT64.tensor(100, 100), jacobian.apply(Tensor.arange(0, 100, 1)).type());
      assertEquals(7 * 100, largest.get());
    }
  }

  @Test
  void aProgramNeedsMemoryForOneChunkAtATime() {
    int n = 64;
    UnaryOperator<Tensor> f = x -> x.outer(x.exp()).tanh().sum(1); // n numbers, each from n² others
    var program = Program.trace(List.of(FLOAT64.tensor(n)),
        in -> List.of(Autodiff.jacobian(f, JacobianOptions.reverse().inChunksOf(4)).apply(
            in.getFirst())));
    long bytes = program.listing().bufferBytes().stream().mapToLong(Long::longValue).sum();
    assertTrue(bytes < 3L * 4 * n * n * Double.BYTES, () -> bytes + " bytes");
  }

  /** y = x, and remembers the size of the largest gradient or tangent. */
  private record Watched(AtomicInteger largest) implements Op.Unary, Op.PerElement {
    @Override
    public TensorType type(TensorType x) {
      return x;
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      largest.accumulateAndGet(x.size(), Math::max);
      StridedCopies.copy(x, y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return Tensor.apply(this, dy);
    }
  }

  @Test
  void hessianOfAJvp() {
    // f = Σ x⁴, its slope along v = 4 Σ x³ v, and the hessian of that 24 x v on the diagonal
    var h = Autodiff.hessian(x -> Autodiff.jvp(t -> t.pow(4).sum(), x, Tensor.of(1.0, -1, 2))).apply(X);
    assertNumbers(h.diagonal(), 24, -48, 144);
    assertNumbers(h.sum(), 120);
  }

  // Records, lists and maps

  @Test
  void gradientOfARecord() {
    Function<Line, Tensor> f = line -> line.slope().square().sum().mul(line.offset());
    var gradient = Autodiff.grad(f).apply(LINE);
    assertNumbers(gradient.slope(), 2, 4, 6);
    assertNumbers(gradient.offset(), 14);
    assertSame(LINE.labels(), gradient.labels());
    assertEquals("line", gradient.name());
    assertEquals(14, Autodiff.valueAndGrad(f).apply(LINE).value().item());
  }

  @Test
  void gradientOfAListOfMaps() {
    Function<List<Map<String, Tensor>>, Tensor> f = layers -> layers.get(0).get("w").mul(layers.get(1).get("w")).sum();
    var gradient = Autodiff.grad(f).apply(List.of(Map.of("w", X), Map.of("w", Tensor.of(4.0, 5, 6))));
    assertNumbers(gradient.get(0).get("w"), 4, 5, 6);
    assertNumbers(gradient.get(1).get("w"), 1, 2, 3);
  }

  // Checkpoints

  @Test
  void aCheckpointInEveryTransform() {
    var w = Tensor.variable(0.5, 2, -1);
    UnaryOperator<Tensor> plain = x -> x.mul(w).sin().mul(x.exp()).sum();
    var kept = Autodiff.checkpoint(plain);
    for (var f : List.<UnaryOperator<UnaryOperator<Tensor>>>of( //
        g -> Autodiff.grad(g), //
        g -> Autodiff.hessian(g), //
        g -> x -> Autodiff.jvp(g, x, X), //
        g -> x -> Autodiff.derivative(g, x, X, 3), //
        g -> x -> Autodiff.vmap(g).apply(Tensor.stack(0, x, x.mul(2))), //
        g -> x -> Autodiff.vmap(Autodiff.grad(g)).apply(Tensor.stack(0, x, x.mul(2))), //
        g -> Autodiff.grad(x -> Autodiff.vmap(g).apply(Tensor.stack(0, x, x.mul(2))).square().sum()))) {
      var expected = f.apply(plain).apply(X);
      var actual = f.apply(kept).apply(X);
      assertNumbers(actual, expected.toDoubles());
      assertNumbers(actual.sum().backward().of(w), expected.sum().backward().of(w).toDoubles());
      assertNumbers(Autodiff.compile(f.apply(kept)).apply(X), expected.toDoubles());
    }
  }

  // Programs

  @Test
  void compiledTransforms() {
    assertNumbers(Autodiff.compile(Autodiff.grad(x -> x.pow(3).sum())).apply(X), 3, 12, 27);
    assertNumbers(Autodiff.compile(Autodiff.hessian(x -> x.pow(3).sum())).apply(X).diagonal(), 6, 12, 18);
    assertNumbers(Autodiff.compile(Autodiff.vmap(Autodiff.grad(x -> x.exp()))).apply(Tensor.zeros(2)), 1, 1);
    var gradient = Autodiff.compile(Autodiff.grad((Line line) -> line.slope().sum().mul(line.offset())));
    assertNumbers(gradient.apply(LINE).offset(), 6);
    assertEquals("line", gradient.apply(LINE).name());
  }

  @Test
  void aCompiledFunctionCanBeDifferentiatedAndBatched() {
    var f = Autodiff.compile(x -> x.pow(3));
    assertNumbers(f.apply(X), 1, 8, 27);
    assertNumbers(Autodiff.grad(x -> f.apply(x).sum()).apply(X), 3, 12, 27);
    assertNumbers(Autodiff.jvp(f, X, X), 3, 24, 81);
    assertNumbers(Autodiff.vmap(f).apply(X), 1, 8, 27);
    assertNumbers(Autodiff.compile(Autodiff.compile(f)).apply(X), 1, 8, 27);
  }

  @Test
  void oneProgramForEachStructure() {
    TRACES.reset();
    Function<Map<String, Tensor>, Tensor> f = Autodiff.compile((Map<String, Tensor> x) -> {
      TRACES.increment();
      return x.values().stream().map(Tensor::sum).reduce(Tensor::add).orElseThrow();
    });
    for (int k = 0; k < 3; k++) {
      assertEquals(6, f.apply(Map.of("a", X)).item());
      assertEquals(7, f.apply(Map.of("b", X.add(0), "c", ONE)).item());
    }
    assertEquals(2, TRACES.sum());
  }

  @Test
  void transformsInsideOfATrace() {
    var program = Program.trace(List.of(FLOAT64.tensor(3)), in -> List.of(
        Autodiff.jacobian(x -> x.square()).apply(in.get(0)),
        Autodiff.derivative(x -> x.pow(3), in.get(0), Tensor.ones(3), 2)));
    var results = program.run(X);
    assertNumbers(results.get(0).diagonal(), 2, 4, 6);
    assertNumbers(results.get(1), 6, 12, 18);
  }

  @Test
  void aVariableInsideOfATraceHasNoPast() {
    var program = Program.trace(List.of(FLOAT64.tensor(3)), in -> {
      var v = Tensor.variable(in.get(0));
      var y = v.square().sum();
      assertFalse(Tape.of(y).nodes().contains(in.get(0)));
      return List.of(y.backward().of(v));
    });
    assertNumbers(program.run(X).getFirst(), 2, 4, 6);
    assertNumbers(Autodiff.grad(x -> Tensor.variable(x).square().sum()).apply(X), 0, 0, 0);
  }
}
